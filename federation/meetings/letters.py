"""Letters about meetings: to everybody who is asked to come, as far as they want them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from federation.kernel.words import day, moment
from federation.meetings.mail_kinds import MEETINGS
from federation.meetings.queries.asking import AskingName
from federation.meetings.queries.meetings import ShownMeeting
from federation.network.for_plugins import address_of, mail
from federation.network.members.letters.roles import post_unasked

_CALLED = (
    "{by} has called a meeting:\n\n{title}\n{body}\n{when}\n{place}\n\nSay whether you come, and see what it is "
    "about:\n\n{url}\n"
)
_VOTE = (
    "{by} has put a proposal on the agenda of a meeting. It may be decided there:\n\n{proposal}\n\n{title}\n{body}\n{when}\n"
    "{place}\n\nIf you cannot come, you can vote as always once the vote is open: you get a letter then.\n\n{url}\n"
)
_PAPERS = (
    "{by} has changed the papers of a proposal that may be decided in a meeting:\n\n{proposal}\n\n{title}\n{body}\n{when}\n"
    "{place}\n\nRead them as they are now. The notice of a vote in this meeting counts from now on.\n\n{url}\n"
)
_MOVED = (
    "{by} has moved a meeting. It was to be {before}; now it is:\n\n{title}\n{body}\n{when}\n{place}\n\nSay anew whether you "
    "come:\n\n{url}\n"
)
_STANDS_IN = (
    "{by} says that you come to this meeting in the place of {absent}:\n\n{title}\n{body}\n{when}\n{place}\n\nIf you cannot "
    "come, say so:\n\n{url}\n"
)
_ASKED = (
    "Enough practices have asked for an extraordinary general meeting, because of this:\n\n{asked}\n\nAdministrators and the "
    "executive call it before {call_by}. If nobody has by then, the practices that asked can call it themselves:\n\n{url}\n"
)
_NOTED = (
    "{by} says that you are at this meeting:\n\n{title}\n{body}\n{when}\n{place}\n\nIf that is so, you need do nothing. If you "
    "were not there, say so on its page until the minutes are approved. Your practice then does not count for its quorum:\n\n"
    "{url}\n"
)
_SHORT = (
    "Somebody who was counted as here in a meeting was not, so that too few were there when this was put to the vote:\n\n{item}"
    "\n\n{what}\n\n{url}\n"
)
_SHORT_WHAT = {
    True: "The vote is open for the notice that members have agreed, and closes before only once everybody has voted.",
    False: "The vote is closed. Its result could not be changed by the votes that were missing, so it stands. If it should be "
    "decided again with more notice, any member can propose another decision in its place.",
}
_OFF = "{by} has called this meeting off:\n\n{title}\n{body}\n\nThe reason: {reason}\n\n{url}\n"
_MINUTES = (
    "{by} has written the minutes of this meeting:\n\n{title}\n{body}\n\nRead them, and say if something was "
    "otherwise:\n\n{url}\n"
)


def tell_called(meeting: ShownMeeting, people: Collection[int], by: str) -> None:
    """A meeting is called."""
    _post(meeting, "called", people, f"{meeting.title}: will you come?", _about(_CALLED, meeting, by=by))


def tell_asked_for(names: Sequence[AskingName], people: Collection[int], call_by: datetime) -> None:
    """Enough practices have asked for an extraordinary general meeting: to those who call it, and who asked."""
    asked = "\n".join(f"- {one.practice}: {one.reason}" for one in names)
    text = _ASKED.format(asked=asked, call_by=moment(call_by), url=address_of("meetings.call_asked"))
    subject = "Enough practices have asked for an extraordinary general meeting"
    mail(f"meetings.asked:{names[0].id}", people, subject, text, MEETINGS)


def tell_moved(meeting: ShownMeeting, before: ShownMeeting, people: Collection[int], by: str) -> None:
    """A meeting has another time or place than before."""
    was = f"{moment(before.starts_at)}, {before.place}"
    text = _about(_MOVED, meeting, by=by, before=was)
    stamp = f"{meeting.stands_since:%Y%m%d%H%M%S%f}"
    _post(meeting, f"moved:{stamp}", people, f"Moved: {meeting.title}. Will you come?", text)


def tell_stands_in(meeting: ShownMeeting, person_id: int, absent: str, by: str) -> None:
    """Somebody comes in the place of somebody else."""
    text = _about(_STANDS_IN, meeting, by=by, absent=absent)
    _post(meeting, f"stands_in:{person_id}", {person_id}, f"You come in place of {absent}", text)


def tell_to_be_voted_on(
    meeting: ShownMeeting, people: Collection[int], by: str, decision_id: int, version: int, proposal: str
) -> None:
    """A version of a proposal stands on the agenda, and may be decided in the meeting."""
    url = address_of("decisions.show", decision_id=decision_id)
    text = _about(_VOTE, meeting, by=by, proposal=proposal, url=url)
    _post(
        meeting, f"vote:{decision_id}:{version}", people, f"To be decided on {day(meeting.starts_at)}", text
    )


def tell_other_papers(
    meeting: ShownMeeting, people: Collection[int], by: str, item_id: int, proposal: str
) -> None:
    """A proposal that stands on the agenda has other papers there, since now."""
    text = _about(_PAPERS, meeting, by=by, proposal=proposal)
    stamp = f"{meeting.now:%Y%m%d%H%M%S%f}"
    _post(
        meeting,
        f"papers:{item_id}:{stamp}",
        people,
        f"Other papers for what is decided on {day(meeting.starts_at)}",
        text,
    )


def tell_noted(meeting: ShownMeeting, people: Collection[int], by: str, what: str) -> None:
    """Somebody noted others as at a meeting, or confirmed them (``what``): to each of them. It counts in votes, so nobody
    switches it off."""
    stamp = f"{meeting.now:%Y%m%d%H%M%S%f}"
    post_unasked(
        f"meetings.{what}:{meeting.id}:{stamp}",
        people,
        f"You are at a meeting, says {by}",
        _about(_NOTED, meeting, by=by),
    )


def tell_short(
    meeting: ShownMeeting, people: Collection[int], item_id: int, decision_id: int, item: str, state: str
) -> None:
    """Too few were at a meeting when a vote was opened in it: to everybody who is asked. Nobody switches it off."""
    url = address_of("decisions.show", decision_id=decision_id)
    text = _SHORT.format(item=item, what=_SHORT_WHAT[state == "open"], url=url)
    key = f"meetings.short:{item_id}:{meeting.now:%Y%m%d%H%M%S%f}"
    post_unasked(key, people, f"Too few were there: {item}", text)


def tell_called_off(meeting: ShownMeeting, people: Collection[int], by: str, reason: str) -> None:
    """A meeting is called off."""
    url = address_of("meetings.meeting", meeting_id=meeting.id)
    text = _OFF.format(by=by, title=meeting.title, body=meeting.body, reason=reason, url=url)
    _post(meeting, "off", people, f"Called off: {meeting.title}", text)


def tell_minutes(meeting: ShownMeeting, people: Collection[int], by: str) -> None:
    """The first version of the minutes is there."""
    url = address_of("meetings.minutes", meeting_id=meeting.id)
    text = _MINUTES.format(by=by, title=meeting.title, body=meeting.body, url=url)
    _post(meeting, "minutes", people, f"Minutes of {day(meeting.starts_at)}", text)


def _about(words: str, meeting: ShownMeeting, **more: str) -> str:
    """A letter about a meeting: which it is, when and where, and the address of its page where none other is given."""
    known = {
        "title": meeting.title,
        "body": meeting.body,
        "when": moment(meeting.starts_at),
        "place": meeting.place,
    }
    if "url" not in more:
        more["url"] = address_of("meetings.meeting", meeting_id=meeting.id)
    return words.format(**known, **more)


def _post(meeting: ShownMeeting, what: str, people: Collection[int], subject: str, text: str) -> None:
    mail(f"meetings.{what}:{meeting.id}", people, subject, text, MEETINGS)
