"""Letters of a kind that people choose: at once, or kept until they go out with others."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from federation.kernel import outbox
from federation.kernel.days import time_now
from federation.kernel.words import LONDON
from federation.people.addresses import full_address
from federation.people.rules.gathering import next_gathering
from federation.plugin.mail_choices import AT_ONCE, DAILY, GATHERED, NEVER, WEEKLY, MailKind

_END = "\n\nYou choose which mail you get, and when, under “Your account”: {page}\n"


class ChosenLetter(NamedTuple):
    """A letter to one person under a key that is used once; ``choices`` are the mail that they have chosen."""

    key: str
    person_id: int
    choices: Mapping[str, Any] | None
    subject: str
    text: str


class LetterAbout(NamedTuple):
    """What a letter is about, by a name of a feature's ``threads`` or ``files`` and its number: whoever cannot read that any more
    when letters go out together does not get this one."""

    owner: str
    owner_id: int
    beside: str = ""
    """The name and number of the thing (``decisions.proposal:5``) with which it stands together, where that is another one."""


def post(
    kind: MailKind, letters: Iterable[ChosenLetter], about: LetterAbout | None = None, *, ending: bool = True
) -> int:
    """Write letters of a kind, in the open unit of work, each for when its person wants it. ``ending``: with the way to other
    choices at the end of those that go out by themselves. Returns how many are new: keys not used before."""
    wanted: dict[str, list[ChosenLetter]] = {when: [] for when in (AT_ONCE, *GATHERED, NEVER)}
    for letter in letters:
        wanted[kind.when(letter.choices)].append(letter)
    end = _END.format(page=full_address("people.mail")) if ending and wanted[AT_ONCE] else ""
    reason = {"reason": kind.key}
    new = outbox.add_many("mail", [(one.key, _payload(one, end) | reason) for one in wanted[AT_ONCE]])
    subject = about._asdict() if about else {}
    for when in (DAILY, WEEKLY):
        if rows := [(one.key, _payload(one) | reason | subject) for one in wanted[when]]:
            due = next_gathering(time_now(), when == WEEKLY, LONDON)
            new += outbox.add_many(outbox.GATHERED, rows, due)
    return new


def _payload(letter: ChosenLetter, end: str = "") -> dict[str, Any]:
    return {"person": letter.person_id, "subject": letter.subject, "text": letter.text + end}
