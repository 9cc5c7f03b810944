"""The pages on which meetings are found, called and read about."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.days import time_now
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.web import actor, permission
from federation.meetings.actions.calling import MeetingWanted, call_meeting, call_off
from federation.meetings.actions.presence import against_confirming, waiting_for
from federation.meetings.blueprint import NUMBER, ONE, blueprint
from federation.meetings.forms.meetings import CallForm, CallOffForm
from federation.meetings.lists import held_meetings
from federation.meetings.permissions import MeetingOf
from federation.meetings.queries.agenda import ShownItem, items_of
from federation.meetings.queries.asking import asking_now
from federation.meetings.queries.invited import (
    InvitedPerson,
    asked,
    corrections_of_presence,
    quorum_of,
)
from federation.meetings.queries.meetings import ShownMeeting, meeting_here, meetings_since
from federation.meetings.queries.minutes import actions_of
from federation.meetings.queries.papers import papers_on
from federation.meetings.queries.rhythm import rhythm_of_all, rhythms
from federation.meetings.rules import against_being_here
from federation.network.groups.queries import group_here


@blueprint.get("/meetings")
@permission("meetings.read")
def meetings() -> str:
    """The meetings to come, and those that were."""
    now = time_now()
    return render_template(
        "meetings/list.html",
        coming=meetings_since(now),
        rhythms=[*rhythm_of_all(now), *rhythms(now)],
        listed=held_meetings(now).page(),
        may_call=may(actor(), "meetings.run", MeetingOf(None)),
        asking=asking_now(),
        may_ask=may(actor(), "meetings.ask"),
    )


@blueprint.get("/meetings/held.csv")
@permission("meetings.read")
def meetings_csv() -> Any:
    """The meetings that were, as a spreadsheet."""
    return held_meetings(time_now()).file("meetings.csv")


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@permission("meetings.run")
def new_meeting() -> Any:
    """Call a meeting of all practices."""
    authorize(actor(), "meetings.run", MeetingOf(None))
    return _call(None, "")


@blueprint.route(f"/groups/<{NUMBER}:group_id>/meetings/new", methods=["GET", "POST"])
@permission("meetings.run")
def new_group_meeting(group_id: int) -> Any:
    """Call a meeting of a group."""
    group = group_here(group_id)
    authorize(actor(), "meetings.run", MeetingOf(group_id))
    return _call(group_id, group.name)


def _call(group_id: int | None, name: str) -> Any:
    form = CallForm(group_id is not None)
    if done := form.does(
        lambda: call_meeting(
            actor(),
            MeetingWanted(form.kind.data, group_id, form.starts_at.data or time_now(), form.place.data),
        )
    ):
        flash("The meeting is called. Everybody who is asked gets a letter.", "success")
        return redirect(url_for(".meeting", meeting_id=done.answer), 303)
    return render_template("meetings/call.html", form=form, group_id=group_id, name=name)


@blueprint.get(ONE)
@permission("meetings.read")
def meeting(meeting_id: int) -> str:
    """One meeting: whether one comes, who is there, its agenda, what follows."""
    found, reader = meeting_here(meeting_id), actor()
    people = asked(found)
    return render_template(
        "meetings/meeting.html",
        meeting=found,
        people=people,
        me=next((one for one in people if one.person_id == reader.person_id), None),
        quorum=quorum_of(found, people) if found.decides else None,
        items=(items := items_of(meeting_id)),
        papers=papers_on(meeting_id),
        may_put=may_put(found, items, reader),
        votes_here=reader.votes_in(found.group_id) if found.group_id else bool(reader.representing),
        actions=actions_of(meeting_id),
        reader=reader,
        may_run=found.is_open and may(reader, "meetings.run", found.whose),
        takes_part=found.is_open and may(reader, "meetings.take_part", found.whose),
        speaks=found.is_open and may(reader, "meetings.speak", found.whose),
        corrections=corrections_of_presence(meeting_id),
        may_say_here=not found.version and not against_being_here(found.starts_at, found.now),
        to_confirm=_to_confirm(found, people, reader),
    )


def _to_confirm(
    found: ShownMeeting, people: Sequence[InvitedPerson], reader: Actor
) -> Sequence[InvitedPerson]:
    """The people whose being there the reader can confirm."""
    if not found.is_open or not may(reader, "meetings.confirm", found.whose):
        return ()
    return () if against_confirming(reader, found, people) else waiting_for(reader, people)


def may_put(found: ShownMeeting, items: Sequence[ShownItem], reader: Actor) -> frozenset[int]:
    """The items whose proposal the reader may put to the vote in the meeting, while it is on."""
    if found.state != "begun" or not found.decides:
        return frozenset()
    return frozenset(
        one.id
        for one in items
        if one.vote and one.vote.can_be_put and may(reader, "decisions.put_to_vote", one.vote.matter)
    )


@blueprint.route(f"{ONE}/call-off", methods=["GET", "POST"])
@permission("meetings.run")
def call_meeting_off(meeting_id: int) -> Any:
    """Call a meeting off."""
    found, form = meeting_here(meeting_id), CallOffForm()
    authorize(actor(), "meetings.run", found.whose)
    if form.does(lambda: call_off(actor(), meeting_id, form.reason.data)):
        flash("The meeting is called off. Everybody who was asked gets a letter.", "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("meetings/call_off.html", form=form, meeting=found)
