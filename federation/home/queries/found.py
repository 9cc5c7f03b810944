"""Search hits, made ready to read by the features whose things they are; those that the person may not see are left out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import url_for

from federation.kernel import search as searching
from federation.kernel.search import SearchHit
from federation.plugin.door import door
from federation.plugin.feature import Found, FoundLine


class HitPage(NamedTuple):
    """A page of what was found, and the mark to go on from, or None."""

    hits: list[SearchHit]
    after: str | None


def find_in_order(typed: str, person_id: int, kinds: Mapping[str, Found], mark: str, most: int) -> HitPage:
    """What has all the words, newest first: what was decided or proposed, and practices, before what was said in passing.
    Two statements, so that each follows its index. ``mark``: where another page ended."""
    groups = [[kind for kind, one in kinds.items() if one.in_passing is passing] for passing in (False, True)]
    begin, before = _read_mark(mark)
    found: list[tuple[int, SearchHit]] = []
    for place in range(begin, len(groups)):
        more = most + 1 - len(found)
        if more > 0:
            start = before if place == begin else None
            found += [(place, hit) for hit in searching.find(typed, person_id, groups[place], start, more)]
    after = f"{found[most - 1][0]}.{found[most - 1][1].id}" if len(found) > most else None
    return HitPage([hit for _, hit in found[:most]], after)


def _read_mark(mark: str) -> tuple[int, int | None]:
    place, _, number = mark.partition(".")
    if place in ("0", "1") and number.isascii() and number.isdigit() and len(number) < 18:
        return int(place), int(number)
    return 0, None


def read_hits(
    hits: Sequence[SearchHit], person_id: int, kinds: Mapping[str, Found]
) -> list[tuple[FoundLine, str]]:
    """Hits as lines, each with the words around the place. A feature is asked once for all of a kind of its things."""
    lines: dict[tuple[str, int], FoundLine] = {}
    for kind in {hit.kind: None for hit in hits}:
        own = [hit for hit in hits if hit.kind == kind]
        lines |= {(kind, number): line for number, line in _read(own, person_id, kinds[kind]).items()}
    return [(lines[hit.kind, hit.ref_id], hit.excerpt) for hit in hits if (hit.kind, hit.ref_id) in lines]


def _read(hits: Sequence[SearchHit], person_id: int, found: Found) -> Mapping[int, FoundLine]:
    """Hits of one kind, as its feature reads them where it says how."""
    if found.read:
        return door().read_found(found, hits, person_id)
    return {hit.ref_id: _plain_line(hit, found) for hit in hits}


def _plain_line(hit: SearchHit, found: Found) -> FoundLine:
    values: dict[str, Any] = {found.argument: hit.ref_id}
    return FoundLine(hit.title, url_for(found.endpoint, **values), found.title)
