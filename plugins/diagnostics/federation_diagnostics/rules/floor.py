"""The floor under every published figure, so that nobody's answers can be read from a report.

Who answered is known: the response by practice is published, and colleagues know each other. What they
answered must not follow from any figure, nor from any two figures taken together. Hence:

1. **Five.** A figure rests on the answers of five people or more.
2. **Ten.** How people differ in a dimension (agreement, spread, alpha, how many agree with a statement) is
   shown where ten people or more answered every statement of it: beside a mean, it would tell of fewer what
   single people answered.
3. **One sum a quantity.** Means are published by dimension, for all and by practice; statements only have
   counts of people, and those only for all. No mean of a statement, no number of people by dimension, no
   mean in which each person counts the same, no other grouping. So nothing can be subtracted but practices
   from the whole, and statements not from their dimension.
4. **Practices held back together.** What follows by subtraction is the mean of the practices held back: they
   are none at all, or two or more, with five people or more, in every dimension (``shown_practices``).
5. **Counts part the people.** The published counts of a question part all who answered the survey, "don't
   know" among them, into groups of five or more (``bands``): every difference of counts is a sum of groups.
6. **Ends.** A mean at which everybody must have chosen the end of the scale is shown as "4.5 or more"
   (``mean_figure``), agreement above 0.85 and below 0.25 as such, and practices' results of a dimension are
   not shown where the mean of those held back would be such a mean.
7. **Once.** A report is made when a survey is closed, and kept: made again with one answer more or fewer, it
   would tell that answer by subtraction. Answers of two surveys are different answers.

By 3 to 5, whatever is worked out by adding and subtracting figures, even of unrounded ones by somebody who
knows who answered what statement, rests on five people or more, and on no single practice held back unless
nobody else answered (``tests/rules/attacker.py`` tries it by linear algebra). By 2 and 6, in a survey of five
to nine people, each of them may have given another answer than they did; from ten on, mean and spread leave
open what the people of even the smallest practice scored (tests try every survey of some sizes).

What remains: a mean near an end, or strong agreement, says by itself that most are near it; in a survey of
few practices where one person answered alone for a practice, mean and spread together narrow down, though
they do not tell, what that person scored; a person who answered knows one of the five; that a figure is not
shown may tell that somebody did not know; and a comment can be known by its style.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from .figures import ShownFigure, rounded
from .questionnaire import SCALE

FLOOR = 5  # people under any figure
ENOUGH = 10  # people under a figure of how people differ
CLOSEST, LOOSEST = Fraction(17, 20), Fraction(1, 4)  # agreement beyond is not told apart

LOWEST, HIGHEST = SCALE[0], SCALE[-1]


def shown_practices(people: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The practices whose own results are shown.

    ``people`` gives for each practice how many of its people answered in each dimension. A practice with
    five in every dimension is shown; then, while those held back could be told from the whole, the smallest
    of those shown is held back too (the first by key among equals). Only numbers of people decide.
    """
    shown = {key for key, counts in people.items() if min(counts) >= FLOOR}
    while shown and not _safe([counts for key, counts in people.items() if key not in shown]):
        shown.remove(min(shown, key=lambda key: (sum(people[key]), key)))
    return frozenset(shown)


def _safe(held_back: Sequence[Sequence[int]]) -> bool:
    """Whether in each dimension nobody is held back, or five people or more of two practices or more."""
    return all(
        sum(counts) == 0 or (sum(counts) >= FLOOR and sum(count > 0 for count in counts) >= 2)
        for counts in zip(*held_back, strict=True)
    )


def end_of_scale(heaviest: Fraction) -> Fraction:
    """How near the end of the scale a mean is not shown exactly, where one person makes up at most
    ``heaviest`` of it: always more than one step of that person's answer, so that it stays open.

    Nobody makes up more than half of a mean of five people or more: that is one person of one of two
    practices.
    """
    if heaviest <= Fraction(1, 10):
        return Fraction(1, 5)
    return Fraction(1, 2) if heaviest <= Fraction(1, 3) else Fraction(4, 5)


def near_end(mean: Fraction, heaviest: Fraction) -> bool:
    """Whether a mean would tell that everybody chose the end of the scale, or nearly."""
    distance = end_of_scale(heaviest)
    return not LOWEST + distance <= mean <= HIGHEST - distance


def mean_figure(mean: Fraction, heaviest: Fraction) -> ShownFigure:
    """A mean to one decimal place, or ``4.5 or more`` (``1.5 or less``) near the end of the scale: from 4.8
    and 1.2 where nobody makes up more than a tenth, from 4.2 and 1.8 where somebody makes up half.
    """
    distance = end_of_scale(heaviest)
    if mean > HIGHEST - distance:
        return ShownFigure(rounded(HIGHEST - distance, 1), "or more")
    if mean < LOWEST + distance:
        return ShownFigure(rounded(LOWEST + distance, 1), "or less")
    return ShownFigure(rounded(mean, 1))
