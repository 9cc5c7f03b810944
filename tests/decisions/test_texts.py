"""Differences between texts, pasted tables, and the letters of options."""

import random

import pytest

from federation.decisions.proposals.texts import (
    Draft,
    DraftOption,
    Effects,
    TableFlaw,
    TableReading,
    TextChange,
    TextPiece,
    compare,
    difference,
    in_order,
    is_same,
    kinds_of,
    missing,
    paragraphs_of,
    read_table,
    table_flaws,
)
from federation.testing.effort import steps

PRACTICES = [
    ("Z99001", "Driftwood Surgery"),
    ("Z99002", "St Brine’s Practice"),
    ("Z99003", "Skylark Surgery"),
    ("Z99004", "Skylark Surgery"),
]

MOST_STEPS = 2_000_000
"""Lines of Python that a comparison of two texts may run, however long they are: about a second."""


def test_a_difference_is_read_word_by_word() -> None:
    old = "We agree to share the 12,350 visits by patients, with at least 500 visits. We review it."
    new = "We agree to share the 12,350 home visits by patients, with at least 400 visits. We review it."
    assert difference(old, new) == (
        TextPiece("same", "We agree to share the 12,350 "),
        TextPiece("added", "home "),
        TextPiece("same", "visits by patients, with at least "),
        TextPiece("removed", "500 "),
        TextPiece("added", "400 "),
        TextPiece("same", "visits. We review it."),
    )


def test_a_new_paragraph_is_one_piece() -> None:
    pieces = difference("First.\n\nLast.", "First.\n\nNew words here.\n\nLast.")
    assert pieces == (
        TextPiece("same", "First.\n\n"),
        TextPiece("added", "New words here.\n\n"),
        TextPiece("same", "Last."),
    )
    assert paragraphs_of(pieces) == (
        (TextPiece("same", "First."),),
        (TextPiece("added", "New words here."),),
        (TextPiece("same", "Last."),),
    )


def test_a_rewritten_sentence_does_not_flicker() -> None:
    pieces = difference(
        "Practices shall hand in returns every month.", "Each surgery may send in forms once a year."
    )
    assert [piece.kind for piece in pieces] == ["removed", "added", "same"]
    assert pieces[-1].text == "."


def test_spaces_alone_are_no_difference() -> None:
    assert is_same(difference("One  two\nthree", "One two three"))
    assert not is_same(difference("One two", "One two three"))
    assert difference("", "") == ()
    assert difference("", "New") == (TextPiece("added", "New"),)


@pytest.mark.parametrize("seed", range(300))
def test_both_texts_can_be_read_from_a_difference(seed: int) -> None:
    chance = random.Random(seed)
    old, new = (" ".join(chance.choice("abcd,") for _ in range(chance.randrange(14))) for _ in range(2))
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed").split() == new.split()
    assert "".join(piece.text for piece in pieces if piece.kind != "added").split() == old.split()


@pytest.mark.parametrize("letters", ["ab", "a", "abcdefghijklmnopqrstuvwxyz"])
@pytest.mark.parametrize("between", [" ", "\n"])
def test_20_000_words_do_not_hang(letters: str, between: str) -> None:
    chance = random.Random(1)
    old, new = (
        between.join(chance.choice(letters) for _ in range(20_000 - chance.randrange(99))) for _ in range(2)
    )
    found: list[tuple[TextPiece, ...]] = []
    assert steps(lambda: found.append(difference(old, new))) < MOST_STEPS
    (pieces,) = found
    assert "".join(piece.text for piece in pieces if piece.kind != "removed").split() == new.split()


def test_parts_that_differ_and_parts_that_do_not() -> None:
    changes, same = compare([("Title", "Old"), ("Why", "So")], [("Title", "New"), ("Why", "So")])
    assert changes == [TextChange("Title", ((TextPiece("removed", "Old "), TextPiece("added", "New")),))]
    assert same == ["Why"]


@pytest.mark.parametrize(
    "text",
    [
        "Practice\tA: proposed\tB\nDriftwood Surgery\t1,101\t1,029\nz99003\t500\t\n",
        'Practice,A: proposed,B\r\n\r\nDRIFTWOOD  surgery,"1,101","1,029"\r\nZ99003,500\r\n',
        "Code;A: proposed;B;\nZ99001;1,101;1,029;;\nZ99003;500;\n",
    ],
)
def test_tables_are_read_as_they_are_pasted(text: str) -> None:
    rows = {"Z99001": ("1,101", "1,029"), "Z99003": ("500", "")}
    assert read_table(text, PRACTICES) == TableReading(Effects(("A: proposed", "B"), rows), ())


def test_a_name_may_be_typed_with_another_apostrophe() -> None:
    assert read_table("x,A\nst brine's practice,1", PRACTICES).effects == Effects(("A",), {"Z99002": ("1",)})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["Paste a table, with titles in its first line"]),
        ("Practice,A\n", ["The table has titles, but no practice"]),
        (
            "Practice\nZ99001\n",
            ["Line 1: there must be at least 2 columns: the practice, and what it means for it"],
        ),
        ("Practice,A,a\nZ99001,1,2\n", ["Line 1: two columns have the same title"]),
        ("Practice,,B\nZ99001,1,2\n", ["Line 1: column 2 has no title"]),
        (
            "P,A\nSeagull,1\n,2\nSkylark Surgery,3\nZ99001,1,2\nZ99002,1\nZ99002,2\n",
            [
                "Line 2: ‘Seagull’ is not a practice of this federation: write its code, "
                "or its name as we know it",
                "Line 3: the practice is missing: write its code or its name in the first cell",
                "Line 4: 2 practices are called ‘Skylark Surgery’: write the code (Z99003, Z99004)",
                "Line 5: Z99001 has 2 cells, more than there are titles (1)",
                "Line 7: Z99002 is already in line 6",
            ],
        ),
        (
            "P,A\nZ99001,943 476 5919\n",
            [
                "Line 2: This looks like an NHS number (it ends in 5919). "
                "Take it out: nothing about a patient may stand here",
            ],
        ),
        ('P,A\nZ99001,"' + "x" * 201 + '"', [f"Line 2: ‘{'x' * 30}…’ must be 200 characters or less"]),
        (
            "P,A\nZ99001," + "x" * 200_000,
            ["This cannot be read as a table. Copy it from the spreadsheet again"],
        ),
    ],
)
def test_what_cannot_be_read_is_said_line_by_line(text: str, said: list[str]) -> None:
    found = read_table(text, PRACTICES)
    assert found.effects is None
    assert [str(flaw) for flaw in found.flaws] == said


def test_many_wrong_lines_are_summed_up() -> None:
    found = read_table("P,A\n" + "nobody,1\n" * 1_500, PRACTICES)
    assert len(found.flaws) == 21
    assert found.flaws[-1] == TableFlaw(0, "1,480 more lines cannot be read")


def test_a_table_of_a_program_is_checked() -> None:
    assert table_flaws(Effects(("A",), {"Z99001": ("1",)})) == ()
    assert [str(flaw) for flaw in table_flaws(Effects(("A", "A"), {"Z99001": ("1",)}))] == [
        "Line 1: two columns have the same title",
        "Line 2: Z99001 needs 2 cells. It has 1",
    ]


def test_options_keep_their_letters() -> None:
    draft = in_order(
        Draft(
            "T",
            options=(
                DraftOption("c", "Three"),
                DraftOption("", " "),
                DraftOption("", "New"),
                DraftOption("a", "One"),
            ),
        )
    )
    assert draft.options == (DraftOption("c", "Three"), DraftOption("d", "New"), DraftOption("a", "One"))
    all_letters = in_order(Draft("T", options=tuple(DraftOption("", f"Option {n}") for n in range(26))))
    assert "".join(option.id for option in all_letters.options) == "abcdefghijklmnopqrstuvwxyz"


def test_what_is_missing_before_members_see_it() -> None:
    assert missing("Text", 0) is None
    assert missing("Text", 2) is None
    assert [flaw.field for flaw in (missing(" ", 0), missing("Text", 1)) if flaw] == ["body", "options"]


def test_kinds_of_a_federation() -> None:
    assert kinds_of({"kinds": [["parking", "Parking"]]}) == (("parking", "Parking"),)
    assert [key for key, _ in kinds_of({})] == ["everyday", "shared", "rules", "other"]
