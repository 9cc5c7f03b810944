"""The sentence that says who holds the votes of several practices."""

import pytest

from federation.decisions import rules
from federation.decisions.rules import VoteHolder


@pytest.mark.parametrize(
    "holders, practices, words",
    [
        ([], 12, ""),
        ([("Ann Lee", 2)], 12, "One person holds the votes of 2 practices: Ann Lee."),
        ([("Ann Lee", 12)], 12, "One person holds the votes of all 12 practices: Ann Lee."),
        ([("Ann Lee", 2)], 2, "One person holds the votes of 2 practices: Ann Lee."),
        (
            [("Ann Lee", 1200), ("Bob Day", 2)],
            6000,
            "2 people hold the votes of several practices: Ann Lee (1,200) and Bob Day (2).",
        ),
        (
            [(letter, 9) for letter in "ABCDEFGH"],
            80,
            "8 people hold the votes of several practices: A (9), B (9), C (9), D (9), E (9) and 3 more.",
        ),
        (
            [(letter, 9) for letter in "ABCDEF"],
            80,
            "6 people hold the votes of several practices: A (9), B (9), C (9), D (9), E (9) and F (9).",
        ),
    ],
)
def test_in_words(holders: list[tuple[str, int]], practices: int, words: str) -> None:
    assert rules.holders_in_words([VoteHolder(*one) for one in holders], practices) == words


@pytest.mark.parametrize(
    "held, practices, most", [(6, 12, False), (7, 12, True), (2, 3, True), (12, 12, True)]
)
def test_most_is_more_than_half(held: int, practices: int, most: bool) -> None:
    assert rules.one_holds_most([VoteHolder("Ann", held), VoteHolder("Bob", 2)], practices) is most


def test_nobody_holds_most() -> None:
    assert rules.one_holds_most([], 12) is False
