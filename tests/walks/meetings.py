"""Meetings in the federations that are walked: one of all practices with minutes, one of a group that keeps all to itself."""

from datetime import date, timedelta

from sqlalchemy import func, select

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.meetings.actions.agenda import add_action, add_item
from federation.meetings.actions.calling import MeetingWanted, call_meeting
from federation.meetings.actions.minutes import suggest_correction, write_minutes
from federation.meetings.actions.papers import add_papers_to
from federation.meetings.actions.presence import note_presence
from federation.meetings.actions.room import put_on_agenda
from federation.meetings.models import CalledMeeting
from federation.network.models import ThingDue
from federation.testing.world import LONG_AGO, World


def meet(world: World, practice_id: int, group_id: int, decision_id: int) -> dict[str, int]:
    """A meeting of the group to come, and one of all practices that was held: an item that somebody added, a
    proposal, an action of a
    practice, minutes and a correction. Returns their numbers by the names of things."""
    admin = world.actor("admin")
    wanted = MeetingWanted("business", None, time_now() + timedelta(days=10), "Tidemill Hall")
    meeting = call_meeting(admin, wanted)
    of_group = call_meeting(world.actor("rep8"), wanted._replace(group_id=group_id))
    item = add_item(admin, meeting, f"Parking in {world.slug}", "")
    paper = SentFile("Lines to paint.txt", f"White lines in {world.slug}.\n".encode())
    [attached] = add_papers_to(admin, meeting, item, [paper])
    vote = put_on_agenda(admin, meeting, decision_id)
    with unit_of_work() as session:
        session.get_one(CalledMeeting, meeting).starts_at = LONG_AGO
    add_action(admin, meeting, item, "Paint the lines", date(2027, 2, 2), practice_id=practice_id)
    note_presence(admin, meeting, {world.people[name]: "present" for name in ("admin", "rep1")})
    write_minutes(admin, meeting, f"We met in {world.slug}.")
    suggest_correction(admin, meeting, "It was raining.")
    action = select(func.max(ThingDue.id)).where(
        ThingDue.feature == "meetings", ThingDue.practice_id == practice_id
    )
    return {
        "meeting": meeting,
        "group_meeting": of_group,
        "item": item,
        "item_paper": attached.id,
        "vote_item": vote,
        "meeting_action": db.session.scalar(action) or 0,
    }


def meet_in_secret(world: World, lead: str, group_id: int, word: str) -> None:
    """A meeting of a group that keeps all to itself, with the word in all that is said of it."""
    actor = world.actor(lead)
    wanted = MeetingWanted("business", group_id, time_now() + timedelta(days=20), f"The {word} field")
    add_item(actor, call_meeting(actor, wanted), f"Sowing {word}", f"{word} by the sea")
