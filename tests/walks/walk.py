"""What a walk over all reads brought back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from federation.testing.asking import WalkAnswer
from tests.walks.cells import Cell
from tests.walks.oracle import Oracle
from tests.walks.walker import Principal, Walker

GUESSED = 410
"""The answer to a link of a guest that opens nothing: it is counted, as a password that is tried is."""
HEALTH = "/health"
"""Whether something can be written is found out by writing when somebody last asked."""


@dataclass
class Seen:
    """One answer to one person. ``cell`` is None for addresses with a question, which no rule lists."""

    one: Principal
    path: str
    answer: WalkAnswer
    cell: Cell | None


@dataclass
class Walk:
    """All answers; equal bodies are kept once."""

    seen: list[Seen] = field(default_factory=list)
    before: dict[str, list[Any]] = field(default_factory=dict)
    after: dict[str, list[Any]] = field(default_factory=dict)
    writers: list[str] = field(default_factory=list)

    def pages(self) -> list[Seen]:
        """Each different HTML page once."""
        found: dict[str, Seen] = {}
        for seen in self.seen:
            if seen.answer.is_page:
                found.setdefault(seen.answer.print, seen)
        return list(found.values())


def cells_for(one: Principal, cells: list[Cell], oracle: Oracle) -> Iterator[Cell]:
    """The cells that a person walks."""
    for cell in cells:
        if cell.is_plain or not oracle.stops_at_the_door(cell, one.actor, one.name == "outsider"):
            yield cell


def walk_pages(walker: Walker, cells: list[Cell], oracle: Oracle) -> Walk:
    """Ask for everything that can be read, as everybody."""
    found = Walk(before=walker.dump())
    bodies: dict[bytes, bytes] = {}
    for one in walker:
        asked = [(cell.path, cell) for cell in cells_for(one, cells, oracle) if cell.method == "GET"]
        for path, cell in [*asked, *((path, None) for path in questions(walker))]:
            answer = walker.get(one, path)
            expected = answer.is_file or answer.status == GUESSED or path == HEALTH
            if walker.was_written() and not expected:
                found.writers.append(f"{one.name}: GET {path}")
            walker.note()
            kept = bodies.setdefault(answer.body, answer.body)
            found.seen.append(
                Seen(
                    one,
                    path,
                    WalkAnswer(answer.status, answer.location, answer.kind, kept, answer.headers),
                    cell,
                )
            )
    found.after = walker.dump()
    return found


def questions(walker: Walker) -> list[str]:
    """Addresses with a question: searches, filters, receipts, differences."""
    world = walker.world
    root, api = f"/f/{world.slug}", f"/api/v1/federations/{world.slug}"
    draft, talked = world.decisions["draft"], world.decisions["discussion"]
    return [
        f"{root}/search?q=bogbeanroot",
        f"{root}/search?q=quillwort",
        f"{root}/search?q=share",
        f"{root}/search?q=nurse&in=decision",
        f"{root}/search?q=practice&in=practice",
        f"{root}/search?q=like&in=comment",
        f"{root}/decisions/?q=bogbeanroot",
        f"{root}/decisions/?q=share",
        f"{root}/decisions/register.csv?q=bogbeanroot",
        f"{root}/decisions/receipt?code={world.things['receipt']}",
        f"{root}/decisions/receipt?code={world.things['receipt_of_rep1']}",
        f"{root}/decisions/receipt?code=ZZZZZZZZ",
        f"{root}/decisions/{draft}/difference?old=1&new=2",
        f"{root}/decisions/{talked}/difference?old=1&new=2",
        f"{root}/decisions/new?replaces={draft}",
        f"{root}/decisions/new?replaces={world.decisions['closed']}",
        f"{root}/decisions/{draft}/co-authors?q=chair",
        f"{root}/decisions/rules/new?like=special_resolution",
        f"{root}/decisions/actions?list=done",
        f"{root}/decisions/actions?whose=ours",
        f"{root}/decisions/actions.csv?list=overdue",
        f"{root}/practices/?q=practice",
        f"{root}/people/?q=rep",
        f"{root}/people/?role=observer",
        f"{root}/our-federation/record?subject=decision:{draft}",
        f"{root}/our-federation/record?before=20",
        f"{api}/decisions?q=bogbeanroot",
        f"{api}/decisions?state=draft",
        f"{api}/decisions?state=open",
        f"{api}/people?q=rep",
        f"{api}/record?after=10",
        f"{api}/actions?mine=yes",
    ]
