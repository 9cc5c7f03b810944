"""The words that find a practice."""

from hypothesis import given
from hypothesis import strategies as st

from federation.network.practices.rules import LONGEST_WORD, words_in, words_of_practice


def test_words_are_alike_however_they_are_typed() -> None:
    assert words_in("  Château-Rouge’s  12 ") == ["chateau", "rouge", "s", "12"]
    assert words_in("%_ '") == []
    assert words_of_practice("Z99001", "Driftwood Surgery", "TQ1 2AB") == {
        "z99001",
        "driftwood",
        "surgery",
        "tq1",
        "2ab",
        "tq12ab",
    }


@given(st.text(max_size=200))
def test_what_was_read_is_read_the_same_again(text: str) -> None:
    words = words_in(text)
    assert words_in(" ".join(words)) == words
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
