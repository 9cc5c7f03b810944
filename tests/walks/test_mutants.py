"""The matrix notices a wrong table of permissions: each role of each permission is flipped in turn."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from federation.kernel.policy import ROLES, SEATED, Permission, policy
from tests.walks.cells import Cell
from tests.walks.oracle import BY_ONESELF, Oracle, kind_of
from tests.walks.test_matrix import in_lines
from tests.walks.walker import Principal, Walker

_ALL_ROLES = (*ROLES, "chair")
_MOST_TRIED = 400


def _flipped(permission: Permission) -> Iterator[tuple[str, Permission]]:
    for role in _ALL_ROLES:
        if role == "chair" and "executive" in permission.roles:
            continue  # a chair is an executive, so nothing would differ
        if role == "observer" and SEATED in permission.roles:
            continue  # the walk's observer sits in a group, so nothing would differ
        yield role, replace(permission, roles=permission.roles ^ {role})
    if permission.when is not None:
        yield "its test", replace(permission, when=None)


def _notices(
    walker: Walker, oracle: Oracle, cells: list[Cell], mutant: Permission, people: list[Principal]
) -> bool:
    """Whether some cell of the permission answers otherwise than the true table says."""
    tried = 0
    for one in people:
        for cell in cells:
            wanted = oracle.expects(cell, one.name, one.actor, True)
            allowed = bool(one.actor and one.actor.roles & mutant.roles)
            may_differ = (allowed and "admitted" not in wanted) or (not allowed and wanted != {"403"})
            if not may_differ:
                continue
            tried += 1
            answer = walker.ask(one, cell)
            walker.put_back()
            if kind_of(answer.status, answer.location) not in wanted:
                return True
            if tried > _MOST_TRIED:
                return False
    return False


_BY_SECRET = {"decisions.cast_by_link", "home.calendar_by_key", "tendering.bid"}
"""Held by whoever has a secret, not by a role; tests/decisions/test_ballot_links.py, tests/home/test_calendar.py and
tests/tendering/test_bid_pages.py ask for every right with it."""
_READ_BEFORE = {"workstreams.bring", "workstreams.talk"}
"""Their test holds for the same people as reading what they are about, which is asked first and answers 404 to all others: so
that its loss cannot be noticed at any door. tests/workstreams/test_items.py and test_talks.py ask for each reader."""


def test_each_flip_is_noticed(
    walker: Walker,
    oracle: Oracle,
    cells: list[Cell],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missed, mutants = [], 0
    at_no_door = {permission.name for permission in policy} - {
        cell.needed for cell in cells if not cell.is_switched_off
    }
    for permission in list(policy):
        if permission.name in at_no_door | _BY_SECRET:
            continue
        at_its_doors = [cell for cell in cells if cell.needed == permission.name and cell.is_here]
        for what, mutant in _flipped(permission):
            if what == "its test" and permission.name in _READ_BEFORE:
                continue
            mutants += 1
            people = [one for one in walker if one.actor and (what == "its test" or what in one.actor.roles)]
            concerned = [
                cell
                for cell in at_its_doors
                if (cell.is_own or what != "its test") and not BY_ONESELF.search(cell.rule)
            ]
            monkeypatch.setitem(policy._by_name, permission.name, mutant)
            if not _notices(walker, oracle, concerned, mutant, people):
                missed.append(f"{permission.name}: {what}")
            monkeypatch.setitem(policy._by_name, permission.name, permission)
    with capsys.disabled():
        print(f"\n{mutants} mutants of the table; not at any door: {', '.join(sorted(at_no_door))}")
    assert not missed, in_lines(missed)
    off = {cell.needed for cell in cells if cell.is_switched_off}
    assert at_no_door - off == {"network.addresses", "network.money"}
    assert mutants > 80
