"""What an import would do, in a sentence."""

import pytest

from federation.network.imports.rules import FileComparison
from federation.network.imports.words import consequences


def comparison(**lists: int) -> FileComparison:
    names = ("added", "changed", "unchanged", "closed", "reopened", "held", "kept", "unreadable", "notices")
    found = {name: [None] * lists.get(name, 0) for name in names}
    return FileComparison(**found, missing_codes=(), open_now=0, open_after=0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lists", "words"),
    [
        ({"added": 5}, "5 practices are added"),
        ({"added": 1, "kept": 1}, "1 practice is added and 1 stays as it is"),
        (
            {"added": 5, "changed": 1, "closed": 2, "reopened": 1, "unchanged": 1200, "unreadable": 1},
            "5 practices are added, 1 practice changes, 2 practices close, 1 practice is open again, "
            "1,200 stay as they are and the 1 line is left out",
        ),
        ({"changed": 2, "unreadable": 3}, "2 practices change and the 3 lines are left out"),
        ({}, ""),
    ],
)
def test_each_group_has_its_own_verb(lists: dict[str, int], words: str) -> None:
    assert consequences(comparison(**lists)) == words
