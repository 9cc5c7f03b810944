"""Two pages that differ in words alone have the same markup; what can make one unusable is told apart."""

import pytest

from federation.testing.markup import without_words

PAGE = """
<h1 class="a">Ruth Calloway</h1>
<p>Voted <a href="/people/7">today</a></p>
<label for="seat-7">Seat</label>
<input id="seat-7" name="seat-7" value="yes" type="text">
"""


@pytest.mark.parametrize(
    ("right", "other"),
    [("Ruth Calloway", "Priya Nair"), ("/people/7", "/people/81"), ("seat-7", "seat-81"), ("yes", "no")],
)
def test_other_words_are_alike(right: str, other: str) -> None:
    assert right in PAGE
    assert without_words(PAGE.replace(right, other)) == without_words(PAGE)


@pytest.mark.parametrize(
    ("right", "other"),
    [
        (">Ruth Calloway<", "><"),
        ("h1", "h2"),
        ('class="a"', 'class="b"'),
        ('for="seat-7"', ""),
        ('for="seat-7"', 'for="place-7"'),
        ("today", " "),
        ('value="yes"', 'value=""'),
        ('type="text"', 'type="radio"'),
        ("Voted", "Voted <b>again</b>"),
    ],
)
def test_other_markup_is_told_apart(right: str, other: str) -> None:
    assert right in PAGE
    assert without_words(PAGE.replace(right, other)) != without_words(PAGE)
