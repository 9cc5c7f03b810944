"""Each role on each page and act: what the table of permissions says, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from federation.kernel.policy import Actor
from federation.testing.asking import WalkAnswer
from tests.walks.cells import OWN, Cell
from tests.walks.oracle import ABSENT, ADMITTED, FORBIDDEN, Oracle, kind_of
from tests.walks.walk import Walk, cells_for
from tests.walks.walker import Principal, Walker

pytestmark = pytest.mark.both_databases

READS = {"sqlite": 5000, "postgresql": 2500}
ACTS = {"sqlite": 3000, "postgresql": 2000}
HIDDEN = {"sqlite": 250, "postgresql": 200}
"""How many there are at least; on PostgreSQL the cells of one's own things are a sample."""


NOTED = {
    "tendering.open_bids",
    "api_tendering.BidOpeningsView",
    "tendering.open_prices",
    "api_tendering.PriceOpeningsView",
}
"""Whoever is refused here is written down, for all members to see."""
NOT_YET = {"tendering.read_bid_file"}
"""What bids in the walk have not: tests/tendering reads it."""


def _wrong(oracle: Oracle, one: Principal, cell: Cell, answer: WalkAnswer) -> str | None:
    wanted = oracle.expects(
        cell, one.name, one.actor, one.session is not None and not (cell.is_program and one.token is None)
    )
    found = kind_of(answer.status, answer.location)
    return (
        None
        if found in wanted
        else f"{one.name}: {cell.label} [{cell.needed}]: {answer.status}, wanted {sorted(wanted)}"
    )


def in_lines(found: Iterable[object]) -> str:
    """What was found, one a line."""
    lines = [str(one) for one in found]
    return f"{len(lines)} found:\n" + "\n".join(lines[:200])


def _rest(cell: Cell, oracle: Oracle, actor: Actor) -> str:
    """What a cell names, hidden things all alike: the answer may depend on what is seen alone."""
    return str(
        {
            name: "hidden"
            if value.whose != OWN or (name == "decision_id" and not oracle.sees(actor, value.name))
            else value.value
            for name, value in cell.values.items()
        }
    )


def _admitted_nobody(cells: Iterable[Cell], admitted: set[tuple[str, str]]) -> list[str]:
    from tests.walks.oracle import _NEVER

    return sorted(
        {
            f"{cell.method} {cell.endpoint}"
            for cell in cells
            if (cell.endpoint, cell.method) not in admitted
            and cell.endpoint not in _NEVER | NOT_YET
            and not cell.is_switched_off
        }
    )


def test_reads(
    walk: Walk, walk_kind: str, oracle: Oracle, cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, admitted, count = [], set(), 0
    for seen in walk.seen:
        if seen.cell is None:
            if seen.answer.status >= 500:
                wrong.append(f"{seen.one.name}: GET {seen.path}: {seen.answer.status}")
            continue
        count += 1
        if words := _wrong(oracle, seen.one, seen.cell, seen.answer):
            wrong.append(words)
        if seen.answer.status in (200, 302, 303):
            admitted.add((seen.cell.endpoint, "GET"))
    with capsys.disabled():
        print(f"\nreads: {count} cells, {len(walk.seen) - count} questions")
    assert not wrong, in_lines(wrong)
    if walk_kind == "sqlite":
        assert _admitted_nobody([cell for cell in cells if cell.method == "GET"], admitted) == []
    assert count > READS[walk_kind]


def test_acts(
    walker: Walker, walk_kind: str, oracle: Oracle, cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, admitted, count = [], set(), 0
    foreign: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for one in walker:
        for cell in cells_for(one, cells, oracle):
            if cell.method == "GET":
                continue
            answer = walker.act(one, cell)
            count += 1
            if words := _wrong(oracle, one, cell, answer):
                wrong.append(words)
            found = kind_of(answer.status, answer.location)
            written = walker.was_written()
            if written and found in (FORBIDDEN, ABSENT) and cell.endpoint not in NOTED:
                wrong.append(f"{one.name}: {cell.label}: refused, and yet something was written")
            if one.actor and cell.is_here and found != ADMITTED and oracle.hidden(cell, one.actor):
                foreign[one.name, cell.method, cell.rule, _rest(cell, oracle, one.actor)].add(
                    f"{answer.status} {answer.print}"
                )
            if found == ADMITTED and (answer.status != 422 or not cell.is_program):
                admitted.add((cell.endpoint, cell.method))
            walker.put_back()
    unlike = [key for key, prints in foreign.items() if len(prints) > 1]
    with capsys.disabled():
        print(f"\nacts: {count} cells")
    assert not wrong, in_lines(wrong)
    assert not unlike, in_lines(unlike)
    if walk_kind == "sqlite":
        assert _admitted_nobody([cell for cell in cells if cell.method != "GET"], admitted) == []
    assert count > ACTS[walk_kind]


def test_hidden_is_like_missing(walk: Walk, walk_kind: str, oracle: Oracle) -> None:
    """Another federation's things, and others' drafts, answer byte for byte as what does not exist."""
    bodies: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for seen in walk.seen:
        cell, actor = seen.cell, seen.one.actor
        if cell is None or seen.answer.status != 404 or "federation" not in cell.values:
            continue
        if oracle.opens_by_link(cell):
            continue
        if actor is None or (cell.is_here and oracle.hidden(cell, actor)):
            bodies[seen.one.name, cell.rule][seen.answer.print].append(cell.label)
    unlike = {
        key: [labels[0] for labels in found.values()] for key, found in bodies.items() if len(found) > 1
    }
    assert len(bodies) > HIDDEN[walk_kind]
    assert not unlike, in_lines(f"{key}: {labels}" for key, labels in unlike.items())


BY_SECRET = {"decisions.cast_by_link", "people.stop_mail"}
"""Whoever would forge these forms lacks the secret in their address; and they must work where a phone keeps no cookie, or a mail
program sends them."""


def test_forms_need_their_token(walker: Walker, cells: list[Cell]) -> None:
    wrong, seen = [], set()
    for cell in cells:
        if cell.method == "GET" or cell.is_program or cell.endpoint in seen | BY_SECRET:
            continue
        seen.add(cell.endpoint)
        for one in walker:
            answer = walker.act(one, cell, with_token=False)
            if answer.status != 400 or walker.was_written():
                wrong.append(f"{one.name}: {cell.label}: {answer.status}")
            walker.put_back()
    assert not wrong, in_lines(wrong)
    assert len(seen) > 50


def test_reading_writes_nothing(walk: Walk) -> None:
    """But for one line of the security log for each file that somebody takes away, what counts guesses at links, and whether
    something can be written."""
    before, after = (dict(rows) for rows in (walk.before, walk.after))
    for name in ("people_attempt", "kernel_working_turn"):
        assert len(before.pop(name)) <= len(after.pop(name))
    noted = len(after.pop("people_security_event")) - len(before.pop("people_security_event"))
    assert walk.writers == []
    assert before == after
    taken = [seen for seen in walk.seen if seen.answer.is_file and (seen.one.session or seen.one.token)]
    assert noted == len(taken) > 0
