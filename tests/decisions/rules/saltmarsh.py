"""The federation of the screens: 12 practices with 123,500 patients."""

from fractions import Fraction

from federation.decisions.rules import CountedBallot, RollVoter, Rule, VoteNeed, members_of, weigh

SIZES = {
    "Driftwood Surgery": 11240,
    "Lighthouse Medical Centre": 16480,
    "Quayside Practice": 8910,
    "Saltpan Lane Surgery": 4370,
    "Estuary View Surgery": 13050,
    "Heron Health Centre": 19860,
    "Reedbed Surgery": 6120,
    "Tidemill Practice": 9730,
    "Chalk Hill Surgery": 7480,
    "Gorse Lane Medical Practice": 12310,
    "Skylark Surgery": 3290,
    "Windmill Health Centre": 10660,
}
PRACTICES = [(f"Y{number:05}", name, patients) for number, (name, patients) in enumerate(SIZES.items(), 1)]
CODES = {name.split()[0]: code for code, name, _ in PRACTICES}

GROUP = members_of("Home Visiting Group")

MORE_THAN_HALF = VoteNeed(Fraction(1, 2), True)
AT_LEAST_HALF = VoteNeed(Fraction(1, 2), False)
THREE_QUARTERS = VoteNeed(Fraction(3, 4), False)
TWO_THIRDS = VoteNeed(Fraction(2, 3), False)
ALL = VoteNeed(Fraction(1), False)


def roll_of(rule: Rule, practices: int = 12) -> tuple[RollVoter, ...]:
    """The first practices of the federation, weighed."""
    return weigh(rule, PRACTICES[:practices])


def said(roll: tuple[RollVoter, ...], stances: str) -> list[CountedBallot]:
    """Ballots in order of the roll: f(or) a(gainst) (a)b(stain) c(onsent) o(bject) r(esolved), - for none."""
    words = {"f": "for", "a": "against", "b": "abstain", "c": "consent", "o": "object", "r": "object"}
    return [
        CountedBallot(entry.code, words.get(letter, letter), resolved=letter == "r")
        for entry, letter in zip(roll, stances, strict=False)
        if letter != "-"
    ]


def numbers(*patients: int, votes: tuple[int, ...] = (), recused: str = "") -> tuple[RollVoter, ...]:
    """A roll of practices A, B, C and so on; those named in ``recused`` stand aside."""
    weights = votes or (1,) * len(patients)
    return tuple(
        RollVoter(code, f"Practice {code}", size, weight, code in recused)
        for code, size, weight in zip("ABCDEFGHIJKL", patients, weights, strict=False)
    )
