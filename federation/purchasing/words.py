"""What categories, states and parts of evidence are called on pages, in plain words."""

from collections.abc import Mapping
from typing import Final

from federation.kernel.words import number
from federation.mandates.words import REASON_WORDS

CATEGORY_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "consumables": ("Consumables", "Gloves, paper, dressings, vaccine fridges"),
    "training": ("Training", "Courses and speakers"),
    "legal": ("Legal advice", "Solicitors, leases, employment"),
    "services": ("Services", "Cleaning, waste, telephones, software"),
    "other": ("Something else", ""),
}
STATE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("Practices answer", "yellow"),
    "closed": ("Answers are in", "blue"),
    "called_off": ("Called off", "grey"),
}
WORD_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "asked": ("Waits for a second person", "yellow"),
    "agreed": ("Agreed", "green"),
    "refused": ("Not agreed", "grey"),
    "done": ("Changed", "blue"),
}
EVIDENCE_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "works": ("What works today", "What should stay as it is"),
    "lacks": ("What does not work", "What practices complain of, and what it costs them"),
    "usage": ("What practices use", "How much, how often, and how that is known"),
    "market": ("What the market offers", "Who supplies it, and what it costs elsewhere"),
    "quality": ("Quality so far", "Faults, recalls, complaints, how suppliers have kept their word"),
    "advice": ("Law and advice", "Which rules hold, and who advised"),
}
TURN_TITLES: Final[Mapping[str, str]] = {"renewed": "Goes on until", "ended": "Ends on"}
BASIS_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "quantity": ("By what each practice gets", "Each pays for its own"),
    "patients": ("By registered patients", "Larger lists pay more"),
    "equal": ("The same for each practice", "However much it gets"),
    "": ("Not said", "The group says it on each bill"),
}
_ORDER_WORDS: Final[Mapping[str, str]] = {
    "specification": "The members have not voted yet what is to be bought.",
    "item": "The version that the members voted does not name this item in a unit that can be converted.",
    "fingerprint": "The text is not the one that the members voted.",
    "open": "Practices can still say what they need.",
    "called_off": "The round was called off.",
    "demand": "No practice needs this item in a unit that can be converted.",
    "minimum": "The least amount that the supplier asks for is not reached.",
    "ordered": "This item has been ordered in this round already. After the members have stopped an order they vote anew.",
    "taken_back": "This offer was taken back.",
}


def reason_words(reason: str) -> str:
    """Why an order may not be placed, in a sentence: a reason of ours, or of the mandate."""
    return _ORDER_WORDS.get(reason) or REASON_WORDS[reason]


ENDED_BY_TWO: Final = (
    "An order ends below what was promised on its own page, where two people of the group say so."
)

TOO_FEW: Final = "Not shown: too few say it"
"""Where a sum would say what a single practice pays."""

ODD_WORDS: Final[Mapping[str, str]] = {
    "quantity": "The amount is ten times or more, or a tenth or less, of the middle practice for as many patients. "
    "Is the unit right?",
    "price": "The price is ten times or more, or a tenth or less, of the middle one. Is it the price of one?",
}


def amount_words(quantity: int, unit: str) -> str:
    """``620 × box of 100``; of single things the number alone."""
    return number(quantity) if unit.casefold() == "each" else f"{number(quantity)} × {unit}"
