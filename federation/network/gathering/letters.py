"""The one letter in which others go out: by federation and thing, each as it was written, with its links."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from federation.kernel.words import plural
from federation.people.addresses import full_address

_BEGINNING = "Hello {name},\n\nyou asked to get these emails together, once a day or once a week.\n"
_END = "\n\nYou choose which mail you get, and when, under “Your account”: {page}\n"


class SubmittedLetter(NamedTuple):
    """One letter of several: what it is about (empty where nothing is known), its subject and its text."""

    about: str
    subject: str
    text: str


def whole_subject(found: Mapping[str, Sequence[SubmittedLetter]]) -> str:
    """``3 emails in one: Saltmarsh Federation``."""
    count = sum(map(len, found.values()))
    return f"{plural(count, 'email')} in one: {', '.join(found)}"


def whole_text(name: str, found: Mapping[str, Sequence[SubmittedLetter]]) -> str:
    """The letter to a person of this name: the letters of each federation by its name, those about one thing together."""
    parts = [_BEGINNING.format(name=name)]
    for federation, letters in found.items():
        parts.append(_headed(federation, "="))
        first: dict[str, int] = {}
        for place, one in enumerate(letters):
            first.setdefault(one.about or f"{place}", place)
        order = sorted(enumerate(letters), key=lambda item: (first[item[1].about or f"{item[0]}"], item[0]))
        parts.extend(f"{_headed(one.subject, '-')}\n{one.text.strip()}\n" for _, one in order)
    return "\n".join(parts) + _END.format(page=full_address("people.mail"))


def _headed(words: str, line: str) -> str:
    return f"\n{words}\n{line * len(words)}"
