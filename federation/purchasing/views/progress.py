"""How far a round is from the least amount of an offer and from its next price: a bar, and the same in words."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from federation.kernel.words import money, number
from federation.purchasing.queries.offers import ComparedOffer
from federation.purchasing.rules import OfferProgress, meant, progress_of
from federation.purchasing.words import amount_words

MOST_BARS: Final = 10
_APART: Final = 16
"""Numbers above a bar stand so far apart at least, in percent; the table below it has all."""


class ShownProgress(NamedTuple):
    """A bar: what it says in a heading and in sentences, how full it is in percent, what is missing for the last price, its marks
    with the number above each (empty where there is no room), and a row for each price."""

    title: str
    words: str
    full: str
    of_last: str
    marks: list[tuple[str, str]]
    rows: list[tuple[str, str, str]]


def progress_bars(
    compared: Sequence[ComparedOffer], ordered: Collection[tuple[str, str]], is_open: bool
) -> list[ShownProgress]:
    """A bar for each offer whose price or order depends on how many are needed, of what is not ordered yet."""
    found = []
    for one in compared:
        is_done = one.offer.taken_back is not None or meant(one.offer.item, one.offer.unit) in ordered
        if one.cost is None or is_done:
            continue
        progress = progress_of(one.offer.terms, one.cost.packs)
        if progress:
            found.append(_shown(one, progress, is_open))
    return found[:MOST_BARS]


def _shown(one: ComparedOffer, progress: OfferProgress, is_open: bool) -> ShownProgress:
    return ShownProgress(
        f"{one.offer.item} from {one.offer.supplier}: {_in_short(progress, _pack_pence(one))}",
        _in_words(one, progress, is_open),
        progress.share(progress.packs),
        _of_last(progress),
        _marks(progress),
        [
            (
                f"{number(step.packs)} or more",
                money(step.pence),
                f"{number(step.more)} more" if step.more else "Reached",
            )
            for step in progress.steps
        ],
    )


def _pack_pence(one: ComparedOffer) -> int:
    return one.cost.pack_pence if one.cost else one.offer.pence


def _in_short(progress: OfferProgress, now: int) -> str:
    step = progress.next_step
    if step is None:
        has_breaks = len(progress.steps) > progress.has_minimum
        return "the lowest price is reached" if has_breaks else "the least amount is reached"
    if progress.is_short:
        return f"{number(step.more)} more for the least amount"
    less = now - step.pence
    return f"{number(step.more)} more, and each costs {f'{less}p' if less < 100 else money(less)} less"


def _in_words(one: ComparedOffer, progress: OfferProgress, is_open: bool) -> str:
    words = [
        f"The practices need {amount_words(progress.packs, one.offer.unit)}{' so far' if is_open else ''}."
    ]
    if progress.has_minimum:
        least = number(progress.steps[0].packs)
        words.append(
            f"The supplier asks for {least} at least, which are not reached."
            if progress.is_short
            else f"The least amount of {least} is reached."
        )
    lower = next((step for step in progress.steps if step.more and step.pence < _pack_pence(one)), None)
    if lower:
        words.append(
            f"The next price begins at {number(lower.packs)}: {money(lower.pence)} instead of {money(_pack_pence(one))}."
        )
    return " ".join(words)


def _of_last(progress: OfferProgress) -> str:
    last = progress.steps[-1]
    what = "the lowest price" if len(progress.steps) > progress.has_minimum else "the least amount"
    have = number(progress.packs)
    return (
        f"{have} of the {number(last.packs)} for {what}" if last.more else f"{have}: as many as {what} needs"
    )


def _marks(progress: OfferProgress) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    free_from = 0.0
    for step in progress.steps:
        at = progress.share(step.packs)
        has_room = float(at) >= free_from
        found.append((at, number(step.packs) if has_room else ""))
        if has_room:
            free_from = float(at) + _APART
    return found
