"""Every form, sent again with its key, as by a second click or after a lost answer: one effect, the same answer."""

from collections.abc import Iterator

import pytest

from tests.walks.cells import Cell
from tests.walks.oracle import Oracle
from tests.walks.test_matrix import in_lines
from tests.walks.walk import cells_for
from tests.walks.walker import Principal, Walker

KEY = "a-key-of-12-"
REPEATABLE = {
    "decisions.cast_vote",
    "decisions.cast_by_link",
    "network_people.show_link",
    "network_people.show_links",
    "people.stop_mail",
}
"""Of a practice's ballots the latest counts, however often it is sent; a link that is shown again ends the one before; mail that
was ended is ended."""
TRIES_A_CODE = {"tendering.bid_desk", "tendering.withdraw_bid"}
"""A code that was used up is tried again, and that is counted; nothing else is written."""
COUNTED = {"people_attempt", "people_security_event"}
CREATING = {
    "decisions.answer",
    "decisions.comment",
    "decisions.new",
    "decisions.new_action",
    "decisions.stand_aside",
    "network.add_aim",
    "network_people.add_role",
    "network_people.invite",
    "network_people.resend_invitation",
}
"""Forms that make something, or send a letter: each must have been tried. Those that need more than
one step are in tests/test_forms_sent_twice.py."""


def _forms(walker: Walker, cells: list[Cell], oracle: Oracle) -> Iterator[tuple[Principal, Cell]]:
    for one in walker:
        for cell in cells_for(one, cells, oracle):
            if cell.method == "POST" and not cell.is_program and cell.is_here and cell.is_own and one.actor:
                yield one, cell


def test_a_form_sent_twice_has_one_effect(
    walker: Walker, oracle: Oracle, cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, tried = [], set()
    for one, cell in _forms(walker, cells, oracle):
        if cell.endpoint in tried or cell.endpoint in REPEATABLE:
            continue
        first = walker.act(one, cell, key=KEY)
        if first.status in (302, 303) and walker.was_written():
            tried.add(cell.endpoint)
            before, again = walker.dump(), walker.act(one, cell, key=KEY)
            if (again.status, again.location) != (first.status, first.location):
                wrong.append(
                    f"{one.name}: {cell.label}: {first.location}, then {again.status} {again.location}"
                )
            after, counted = walker.dump(), COUNTED if cell.endpoint in TRIES_A_CODE else ()
            if [name for name in before if after[name] != before[name] and name not in counted]:
                wrong.append(f"{one.name}: {cell.label}: the second sending wrote something")
        walker.put_back()
    with capsys.disabled():
        print(f"\nforms sent twice: {len(tried)}")
    assert not wrong, in_lines(wrong)
    assert CREATING - tried == set()
    assert {
        name for name, view in walker.app.view_functions.items() if hasattr(view, "repeatable")
    } == REPEATABLE
    assert len(tried) > 40
