"""The pages of groups: which there are, who sits in them, and what they have decided."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.network.blueprint import GROUPS, NUMBER, blueprint
from federation.network.groups import actions, changing, confirming, elected, queries, waiting
from federation.network.groups.forms import FindPersonForm, GroupForm, GroupWordsForm, OwnSeatForm, SeatForm
from federation.network.groups.words import READS_TITLES
from federation.network.members.queries.people import PeopleFilter, people_page, practices_to_choose
from federation.network.members.queries.second_person import names_of
from federation.network.models import GroupSeat
from federation.network.permissions import NamedGroup
from federation.network.places import GroupShown
from federation.plugin.door import door

_GROUP = f"{GROUPS}/<{NUMBER}:group_id>"
_ONE_SEAT = f"{_GROUP}/seats/<{NUMBER}:seat_id>"
_SEAT = f"{_ONE_SEAT}/end"


@blueprint.get(f"{GROUPS}/")
@permission("network.read")
def groups() -> str:
    """Every group."""
    return render_template(
        "network/groups/list.html", groups=queries.groups(), manages=may(actor(), "network.groups")
    )


@blueprint.route(f"{GROUPS}/new", methods=["GET", "POST"])
@permission("network.groups")
@fresh()
def new_group() -> Any:
    """Begin a group."""
    form = GroupForm()
    if done := form.does(
        lambda: actions.begin_group(
            actor(),
            actions.GroupWanted(
                form.name.data, form.purpose.data, form.kind.data, form.reads.data, form.code.data
            ),
        )
    ):
        flash("The group has begun. Now say who sits in it.", "success")
        return redirect(url_for(".group", group_id=done.answer), 303)
    return render_template("network/groups/form.html", form=form)


@blueprint.get(_GROUP)
@permission("network.read")
def group(group_id: int) -> str:
    """One group: what it is for, who sits in it, and what other features add."""
    found, seats = queries.group_here(group_id), queries.seats_of(group_id)
    reader, to_confirm = actor(), []
    represented = {seat.code for seat in reader.representing}
    if any(seat.waits for seat in seats):
        to_confirm = waiting.seats_to_confirm(GroupSeat.group_id == group_id)
    return render_template(
        "network/groups/group.html",
        group=found,
        seats=seats,
        waiting={one.id: one for one in to_confirm},
        can={one.id for one in to_confirm if reader.person_id in one.can},
        names=names_of({person for one in to_confirm for person in one.can}),
        reads=READS_TITLES[found.reads],
        sits=reader.sits_in(group_id),
        own={
            one.id for one in seats if one.person_id == reader.person_id or one.practice_code in represented
        },
        can_take=bool(queries.able_to_sit(group_id, reader)),
        manages=may(reader, "network.groups") and found.ended_at is None,
        words_it=may(reader, "network.word_groups", NamedGroup(group_id)) and found.ended_at is None,
        panels=door().calls.panels(
            "network.group", GroupShown(found.id, found.code, found.name, found.ended_at is None)
        ),
    )


@blueprint.route(f"{_GROUP}/words", methods=["GET", "POST"])
@permission("network.word_groups")
@fresh()
def change_group(group_id: int) -> Any:
    """Change what a group is called, what it is for, and who reads it."""
    found = queries.group_here(group_id)
    authorize(actor(), "network.word_groups", NamedGroup(group_id))
    form = GroupWordsForm(name=found.name, purpose=found.purpose, reads=found.reads)
    if done := form.does(
        lambda: changing.change_group(
            actor(), group_id, changing.WordedGroup(form.name.data, form.purpose.data, form.reads.data)
        )
    ):
        flash(
            "The change is saved. Everybody in the group gets a letter about it."
            if done.answer
            else "Nothing has changed.",
            "success",
        )
        return redirect(url_for(".group", group_id=group_id), 303)
    return render_template("network/groups/words.html", form=form, group=found)


@blueprint.get(f"{_GROUP}/before")
@permission("network.read")
def group_before(group_id: int) -> str:
    """What was said of a group before."""
    return render_template(
        "network/groups/before.html",
        group=queries.group_here(group_id),
        earlier=queries.earlier_wordings(group_id),
        reads=READS_TITLES,
    )


@blueprint.route(f"{_GROUP}/seats/new", methods=["GET", "POST"])
@permission("network.groups")
@fresh()
def give_seat(group_id: int) -> Any:
    """Give people and practices seats."""
    found, find = queries.group_here(group_id), FindPersonForm()
    page, seats = people_page(PeopleFilter(find.q.data or ""), None), queries.seats_of(group_id)
    seated, sitting = {seat.person_id for seat in seats}, {seat.practice_code for seat in seats}
    practices = practices_to_choose()
    form = SeatForm(
        [(one.id, one.name) for one in page.people if one.id not in seated],
        None if practices is None else [one for one in practices if one[0] not in sitting],
    )
    if done := form.does(lambda: actions.give_seats(actor(), group_id, form.wanted)):
        given = len(done.answer)
        said = "The seat has been given" if given == 1 else f"{given} seats have been given"
        flash(f"{said}. Everybody in the group gets a letter about it.", "success")
        return redirect(url_for(".group", group_id=group_id), 303)
    return render_template(
        "network/groups/seat.html", form=form, find=find, group=found, more=page.after is not None
    )


@blueprint.get(f"{_ONE_SEAT}/confirm")
@permission("network.confirm_seats")
@fresh()
def confirm_seat(group_id: int, seat_id: int) -> str:
    """Ask whether a seat is confirmed or refused."""
    found = waiting.seats_to_confirm(GroupSeat.group_id == group_id, GroupSeat.id == seat_id)
    if not found:
        raise NotFound()
    return render_template(
        "network/groups/confirm_seat.html",
        group=queries.group_here(group_id),
        seat=found[0],
        can=actor().person_id in found[0].can,
        names=names_of(found[0].can),
    )


@blueprint.post(f"{_ONE_SEAT}/confirm")
@permission("network.confirm_seats")
@fresh()
def confirm_seat_now(group_id: int, seat_id: int) -> Response:
    """Confirm a seat."""
    confirming.confirm_seat(actor(), group_id, seat_id)
    flash("You have confirmed the seat. It counts from now on.", "success")
    return redirect(url_for(".group", group_id=group_id), 303)


@blueprint.post(f"{_ONE_SEAT}/refuse")
@permission("network.confirm_seats")
@fresh()
def refuse_seat_now(group_id: int, seat_id: int) -> Response:
    """Refuse a seat: it ends."""
    confirming.refuse_seat(actor(), group_id, seat_id)
    flash("You have refused the seat. Everybody in the group gets a letter about it.", "success")
    return redirect(url_for(".group", group_id=group_id), 303)


@blueprint.get(_SEAT)
@permission("network.groups")
@fresh()
def end_seat(group_id: int, seat_id: int) -> str:
    """Ask before a seat ends."""
    seat = next((one for one in queries.seats_of(group_id) if one.id == seat_id), None)
    if seat is None:
        raise NotFound()
    return render_template("network/groups/end_seat.html", group=queries.group_here(group_id), seat=seat)


@blueprint.post(_SEAT)
@permission("network.groups")
@fresh()
def end_seat_now(group_id: int, seat_id: int) -> Response:
    """End a seat."""
    actions.end_seat(actor(), group_id, seat_id)
    flash("The seat has ended. Everybody in the group gets a letter about it.", "success")
    return redirect(url_for(".group", group_id=group_id), 303)


@blueprint.route(f"{_GROUP}/own-seat", methods=["GET", "POST"])
@permission("network.take_seats")
def take_seat(group_id: int) -> Any:
    """Take a seat for a practice, where the members let practices do so."""
    found, able = queries.group_here(group_id), queries.able_to_sit(group_id, actor())
    form = OwnSeatForm(
        [(one.practice_id, one.name) for one in able],
        data={"practice": able[0].practice_id if able else None},
    )
    if done := form.does(lambda: elected.take_seat(actor(), group_id, form.practice.data)):
        flash("Your practice has a seat. Everybody in the group gets a letter about it.", "success")
        return redirect(url_for(".group", group_id=group_id, _anchor=f"seat-{done.answer}"), 303)
    standing = queries.standings().get(group_id)
    return render_template(
        "network/groups/own_seat.html", group=found, form=form, able=able, standing=standing
    )


@blueprint.post(f"{_ONE_SEAT}/give-up")
@permission("network.give_up_seats")
def give_up_seat(group_id: int, seat_id: int) -> Response:
    """Give up one's own seat."""
    elected.give_up_seat(actor(), group_id, seat_id)
    flash("The seat has ended. Everybody in the group gets a letter about it.", "success")
    return redirect(url_for(".group", group_id=group_id), 303)


@blueprint.get(f"{_GROUP}/end")
@permission("network.groups")
@fresh()
def end_group(group_id: int) -> str:
    """Ask before a group ends."""
    return render_template("network/groups/end.html", group=queries.group_here(group_id))


@blueprint.post(f"{_GROUP}/end")
@permission("network.groups")
@fresh()
def end_group_now(group_id: int) -> Response:
    """End a group."""
    actions.end_group(actor(), group_id)
    flash("The group has ended. What it decided stays.", "success")
    return redirect(url_for(".group", group_id=group_id), 303)
