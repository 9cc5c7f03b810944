"""A draft of a proposal as typed values, and the flaws that it may have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from string import ascii_lowercase
from typing import Final, NamedTuple

from federation.kernel.patient_data import objection_to

IMPACT_QUESTIONS: Final = (
    ("enhanced", "What will it make better?"),
    ("restored", "What will it bring back?"),
    ("replaced", "What will it replace?"),
    ("mutated", "What might it turn into?"),
)

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 100_000
LONGEST_NOTE: Final = 4_000
MOST_OPTIONS: Final = len(ascii_lowercase)


class UnchangedTable(Enum):
    """Stands for "leave the table as it is"."""

    TABLE = "unchanged"


UNCHANGED: Final = UnchangedTable.TABLE


class DraftOption(NamedTuple):
    """One of several things to choose among. ``id`` is a letter that stays; it is given when it is empty."""

    id: str
    title: str
    text: str = ""


class ConsideredOption(NamedTuple):
    """An option that the authors looked at."""

    title: str
    text: str = ""


class Effects(NamedTuple):
    """The effects on each practice: titles of columns, and for each practice's code as many cells."""

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as its authors write it.

    ``body`` is the exact text that is decided; ``aims`` are numbers of the federation's aims; ``impact``
    answers the questions of ``IMPACT_QUESTIONS`` by key; ``effects`` None takes the table away.
    """

    title: str
    body: str = ""
    reasons: str = ""
    options: tuple[DraftOption, ...] = ()
    considered: tuple[ConsideredOption, ...] = ()
    aims: tuple[int, ...] = ()
    impact: Mapping[str, str] = field(default_factory=dict)
    effects: Effects | UnchangedTable | None = UNCHANGED
    kind: str = ""


class DraftFlaw(NamedTuple):
    """Something that cannot be taken; ``field`` is where: "title", "considered-2-text", "effects"."""

    field: str
    words: str


def in_order(draft: Draft) -> Draft:
    """The same proposal without empty rows, each option with its letter, answers to known questions alone."""
    return replace(
        draft,
        title=" ".join(draft.title.split()),
        body=draft.body.strip(),
        reasons=draft.reasons.strip(),
        options=_lettered(
            [option for option in draft.options if option.title.strip() or option.text.strip()]
        ),
        considered=tuple(
            ConsideredOption(" ".join(one.title.split()), one.text.strip())
            for one in draft.considered
            if one.title.strip() or one.text.strip()
        ),
        aims=tuple(sorted(set(draft.aims))),
        impact={key: answer for key, _ in IMPACT_QUESTIONS if (answer := draft.impact.get(key, "").strip())},
    )


def _lettered(options: Sequence[DraftOption]) -> tuple[DraftOption, ...]:
    taken = {option.id for option in options if option.id}
    highest = max((ascii_lowercase.find(letter) for letter in taken if len(letter) == 1), default=-1)
    later, earlier = ascii_lowercase[highest + 1 :], ascii_lowercase[: highest + 1]
    free = iter([letter for letter in later + earlier if letter not in taken])
    return tuple(
        DraftOption(option.id or next(free, ""), " ".join(option.title.split()), option.text.strip())
        for option in options
    )


def flaws(draft: Draft, kinds: Sequence[tuple[str, str]], aims: Sequence[int]) -> list[DraftFlaw]:
    """The flaws of a proposal that is :func:`in_order`, in the order of the page."""
    found = [*_own(draft, kinds, aims)]
    for name, label, text, longest in _texts(draft):
        if len(text) > longest:
            found.append(
                DraftFlaw(name, f"{label} must be {longest:,} characters or less. It has {len(text):,}")
            )
        elif objection := objection_to(text):
            found.append(DraftFlaw(name, objection))
    return found


def missing(body: str, option_count: int) -> DraftFlaw | None:
    """The first thing that a proposal still needs before members can see it or vote on it, or None."""
    if not body.strip():
        return DraftFlaw("body", "Enter the text to be decided")
    if option_count == 1:
        return DraftFlaw("options", "A choice needs at least 2 options, or none for a yes or no")
    return None


def _own(draft: Draft, kinds: Sequence[tuple[str, str]], aims: Sequence[int]) -> Iterator[DraftFlaw]:
    if not draft.title:
        yield DraftFlaw("title", "Enter a title")
    if draft.kind and draft.kind not in dict(kinds):
        yield DraftFlaw("kind", "Select a kind of matter from the list")
    if set(draft.aims) - set(aims):
        yield DraftFlaw("aims", "Select aims from the list")
    if len(draft.considered) > MOST_OPTIONS:
        yield DraftFlaw("considered", f"Write down {MOST_OPTIONS} options or fewer")
    if len(draft.options) > MOST_OPTIONS:
        yield DraftFlaw("options", f"Offer {MOST_OPTIONS} options or fewer")
    ids = [option.id for option in draft.options]
    if len(set(ids)) < len(ids) or any(len(letter) != 1 or letter not in ascii_lowercase for letter in ids):
        yield DraftFlaw("options", "Each option needs a letter of its own, from a to z")
    for place, one in enumerate(draft.considered):
        if not one.title:
            yield DraftFlaw(f"considered-{place}-title", "Enter a name of this option")
    for place, option in enumerate(draft.options):
        if not option.title:
            yield DraftFlaw(f"options-{place}-title", "Enter a name of this option")


def _texts(draft: Draft) -> Iterator[tuple[str, str, str, int]]:
    yield "title", "Title", draft.title, LONGEST_TITLE
    yield "body", "Text to be decided", draft.body, LONGEST_TEXT
    yield "reasons", "Why", draft.reasons, LONGEST_TEXT
    named = [("considered", one.title, one.text, place) for place, one in enumerate(draft.considered)]
    named += [("options", one.title, one.text, place) for place, one in enumerate(draft.options)]
    for name, title, text, place in named:
        yield f"{name}-{place}-title", "Name of the option", title, LONGEST_TITLE
        yield f"{name}-{place}-text", "What it means", text, LONGEST_NOTE
    for key, question in IMPACT_QUESTIONS:
        yield f"impact_{key}", f"‘{question}’", draft.impact.get(key, ""), LONGEST_NOTE
