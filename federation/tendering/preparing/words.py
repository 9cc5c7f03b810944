"""What rules, formulas, ties and bases are called on pages, in plain words."""

from collections.abc import Mapping
from typing import Final

REGIME_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "own": ("Our own rules", "What our federation has agreed for contracts that no law rules"),
    "act": ("The Procurement Act 2023", "If you have been advised that you buy as a public body"),
    "selection": (
        "The Provider Selection Regime",
        "If you put a bid together for a service that an NHS body buys",
    ),
    "framework": ("A framework", "If you call off a contract from a framework that somebody else has set up"),
}
FORMULA_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "lowest": (
        "Lowest price ÷ this price",
        "The lowest price gets all points. A price twice as high gets half of them",
    ),
    "mean": (
        "Distance from the mean price",
        "Half of the points at the mean, and 1% of them more or fewer for each 1% below or above",
    ),
}
TIE_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "quality": ("More points for quality", ""),
    "price": ("The lower price", ""),
    "members": ("The members", "In the vote on the award"),
}
SHARING_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "equal": ("The same for each practice", ""),
    "patients": ("By registered patients", "Larger lists get more"),
    "need": ("By need", "You give each practice a weight"),
    "capacity": ("By capacity", "You say how much each practice can do"),
    "rotation": (
        "In turn",
        "Who is next gets up to the most you name, and the next tender goes on from there",
    ),
}
PART_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "scorer": ("Scores bids", "Gives each bid marks with reasons, before seeing anybody else’s"),
    "opener": ("Opens bids", "One of two who open them together, and do not score"),
}
THRESHOLD_TITLES: Final[Mapping[str, str]] = {
    "central": "Goods and services, central government and NHS trusts",
    "sub_central": "Goods and services, other public bodies",
    "light_touch": "Light-touch services, such as health",
    "works": "Works",
    "concessions": "Concessions",
    "light_touch_concessions": "Light-touch concessions",
}
