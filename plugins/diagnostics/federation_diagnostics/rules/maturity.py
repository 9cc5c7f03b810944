"""The maturity workshop's dimensions, each described at four levels, in our own words.

The dimensions are those of the members' survey, so that a finding of the one can be talked over in the
other. Four levels have no middle to hide in. Levels build on each other: a group that does not yet do what
level 2 says is at level 1, whatever it does of level 3.
"""

from dataclasses import dataclass

from .questionnaire import DIMENSIONS

LEVELS = (1, 2, 3, 4)
LEVEL_TITLES = {1: "Beginning", 2: "Taking shape", 3: "Working", 4: "Part of how we are"}


@dataclass(frozen=True)
class MaturityDimension:
    """One dimension; ``levels`` describes level 1 to level 4, in this order."""

    key: str
    title: str
    levels: tuple[str, str, str, str]


_LEVELS: dict[str, tuple[str, str, str, str]] = {
    "vision": (
        "Each of us would describe the federation differently. Our purpose is written down nowhere, or nobody reads it.",
        "A purpose is written down and most practice managers and partners have seen it.",
        "Practices wrote the purpose together and use it to choose between two good things.",
        "Anyone in any practice can say what we are for, and we check every year whether we are getting there.",
    ),
    "direction": (
        "We react to what arrives. Priorities are those of whoever spoke last.",
        "We have a list of priorities, but money and time go where they always went.",
        "A few priorities are agreed each year, and people, time and money follow them.",
        "We stop things as readily as we start them, and every practice can say why this year's focus was chosen.",
    ),
    "participation": (
        "A few people do nearly everything. Most practices only receive messages.",
        "Practices come to meetings when asked. The work still falls to the same few.",
        "Every practice leads or shares in some piece of work, and nurses, receptionists and managers take part.",
        "People join, lead and hand over work without being asked, and small practices do so as easily as large ones.",
    ),
    "leadership": (
        "Leading means deciding for others, or nobody leads.",
        "Leaders are named, but do it on top of a full week and carry most decisions themselves.",
        "Leaders have paid time, ask more than they tell, and help practices to find their own answers.",
        "Leading moves to whoever knows most about the matter, and new leaders grow in the practices.",
    ),
    "trust": (
        "Practices hardly know each other, or see each other as rivals.",
        "Some people know and help each other. Difficult subjects are kept for the car park.",
        "Practices ask each other for help, keep promises, and say openly when they disagree.",
        "We can have a hard argument on Tuesday and cover each other's clinic on Wednesday.",
    ),
    "deciding": (
        "It is unclear who may decide what. Decisions are heard of by chance.",
        "There are rules for deciding, but they are not always followed, and reasons are seldom written down.",
        "Everyone can look up who decides what, what was decided and why, and most of it is then done.",
        "Decisions are taken as near to the work as possible, followed up, and changed when they turn out wrong.",
    ),
    "learning": (
        "Each practice solves the same problems alone. Figures are for those who ask for them.",
        "Good ideas are told at meetings, and figures are shared when somebody puts them together.",
        "We look at the same figures together without blame, and practices copy what works elsewhere.",
        "We try things out on purpose, drop what does not work, and what one practice learns reaches all in weeks.",
    ),
    "fairness": (
        "Practices wonder what they get for their membership. Patients have no part in it.",
        "Some services or savings are shared, but who gains most is not talked about.",
        "Costs and gains are worked out for every practice and shared by a rule that members agreed.",
        "Practices would miss the federation at once, and people who use our services help to choose what we do.",
    ),
}

MATURITY: tuple[MaturityDimension, ...] = tuple(
    MaturityDimension(dimension.key, dimension.title, _LEVELS[dimension.key]) for dimension in DIMENSIONS
)
