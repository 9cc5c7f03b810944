"""Ready texts for tenders that federations often begin: what is needed and what it is judged by, to be changed."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple


class TenderTemplate(NamedTuple):
    """A ready text: its title, what is needed, criteria as lines with their points, points for price, the least for quality."""

    title: str
    need: str
    criteria: Sequence[str]
    price_points: int
    floor: int


TENDER_TEMPLATES: Final[Mapping[str, TenderTemplate]] = {
    "service": TenderTemplate(
        "A clinical service for all practices",
        "Who is cared for, and who is not:\n\nHow much a year:\n\nOn which days and at which hours:\n\n"
        "How practices ask for it, and how soon they hear:\n\n"
        "What we measure, and how often it is reported:\n\nWhat happens when the contract ends:",
        (
            "Safe care: how it is kept safe, and how the provider learns from what goes wrong, 25",
            "Working with practices: referral, records, feedback, 15",
            "Access and fairness: how everybody in need is reached, 10",
            "Social value: what it does for the community, 10",
        ),
        40,
        30,
    ),
    "goods": TenderTemplate(
        "Goods that all practices use",
        "Which goods, with the standards they meet:\n\nHow many a year, by practice:\n\nDelivery, how often and where:\n\n"
        "What happens with faulty goods and recalls:",
        (
            "The goods: how they meet what we ask, 20",
            "Delivery: how often, how surely, what is taken back, 15",
            "Social value: packaging, waste, transport, 5",
        ),
        60,
        15,
    ),
    "advice": TenderTemplate(
        "Advice, such as legal or accounting",
        "On which matters:\n\nHow soon an answer is needed:\n\nWho gives it, and with which experience:\n\nHow it is charged:",
        (
            "Experience: of practices and networks like ours, 30",
            "People: who does the work, 20",
            "Service: how soon, how plainly, 10",
        ),
        40,
        30,
    ),
}
