"""What stands in the tenders of Saltmarsh: what is asked, who bids for how much, what scorers say. All of it is made up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from federation.demo.days import StoryDays
from federation.tendering.preparing.rules.content import SCALE, TenderContent, TenderCriterion
from federation.tendering.preparing.rules.sharing import SharingWay


class Supplier(NamedTuple):
    """Who bids: the organisation, the person there, the price in pence with VAT, answers by the key of the criterion."""

    name: str
    person: str
    email: str
    pence: int
    answers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AskedTender:
    """A tender as its group writes it. ``begins`` and ``ends`` are days of the story; ``stances``: of practices, by code."""

    title: str
    group: str
    lead: str
    need: str
    value_pence: int
    criteria: tuple[TenderCriterion, ...]
    floor: int
    begins: int
    ends: int
    way: SharingWay
    reasons: str
    shared_because: str
    suppliers: tuple[Supplier, ...]
    social_value: str = ""
    stances: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def content(self, days: StoryDays, closes_at: datetime) -> TenderContent:
        """Everything that is fixed before any bid; bids can come until ``closes_at``."""
        return TenderContent(
            need=self.need,
            regime="own",
            advised_by="Moss and Tarn Solicitors",
            value_pence=self.value_pence,
            lots=(),
            criteria=self.criteria,
            scale=SCALE,
            price_points=100 - sum(one.points for one in self.criteria),
            price_formula="lowest",
            floor=self.floor,
            tie="quality",
            questions_until=closes_at,
            closes_at=closes_at,
            award_by=None,
            starts_on=days.date(self.begins),
            ends_on=days.date(self.ends),
            standstill_days=8,
            social_value=self.social_value,
        )


OPENERS: Final = ("joe", "hannah")
SCORERS: Final = ("priya", "imran", "bethan", "meilin", "gareth", "winifred")
SAFEGUARDING: Final = b"%PDF-1.4\nSafeguarding policy. Made up for the demonstration.\n%%EOF"
INTEREST: Final = (
    "A partner of our practice is a director of Harbour and Downs Community Visits, which may bid."
)
QUESTION: Final = "Do visits that were not used lapse at the end of a quarter?"
ANSWER: Final = "No. They go back to the pool, and are offered to the practices in the same shares."
CHALLENGE: Final = "Coastway Care asks why its answer on staff had 3.5 of 5."
CHALLENGE_ANSWER: Final = "Names and skills of the nurses were given for two of the three bases only."

_BRIGHT: Final = "Brightwater Health CIC"
_HARBOUR: Final = "Harbour and Downs Community Visits"
_COASTWAY: Final = "Coastway Care Ltd"

VISITS: Final = AskedTender(
    title="Home visiting service",
    group="Home Visiting Group",
    lead="sunil",
    need="12,350 home visits a year for 12 practices: on the same day, 8am to 6.30pm, Monday to Saturday.\n\n"
    "- Practices ask for a visit by one number, and hear within 15 minutes\n"
    "- What was found stands in the patient’s record on the same day\n"
    "- Counts and complaints are reported each quarter",
    value_pence=160_000_000,
    criteria=(
        TenderCriterion(
            "c1", "Safe visits, on time", "Who goes, how soon, what happens when it goes wrong", 20
        ),
        TenderCriterion("c2", "Staff", "Skills, the same faces, and how you keep them", 15),
        TenderCriterion("c3", "Working with 12 practices", "One record, one number, a person each knows", 15),
        TenderCriterion("c4", "Good for local people", "Local jobs, travel, and what patients say", 10),
    ),
    floor=35,
    begins=120,
    ends=850,
    way=SharingWay("patients", 12_350, "visits a year", 500),
    reasons="Six of us visit the same street on one day.",
    shared_because="By patients is fair to the large, and at least 500 visits to the small.",
    social_value="At least ten jobs for people who live here.",
    stances={
        "Z99004": ("against", "Our patients know our own nurse. We would rather keep her."),
        "Z99011": ("abstain", ""),
    },
    suppliers=(
        Supplier(
            _BRIGHT,
            "Tess Marlow",
            "tess.marlow@brightwater.example",
            155_610_000,
            {
                "c1": "A nurse goes within two hours. Each car has a second set of everything.",
                "c2": "Fourteen named nurses; eleven have been with us for three years.",
                "c3": "One record, one number, and a named person for each practice.",
                "c4": "All our nurses live here. A panel of patients meets each quarter.",
            },
        ),
        Supplier(
            _HARBOUR,
            "Olu Adair",
            "olu.adair@harbourdowns.example",
            163_020_000,
            {
                "c1": "Clear rules for who goes, and two hours for the worst cases.",
                "c2": "Twelve named nurses, nine of them for three years or more.",
                "c3": "One number and one record. The named person changes each quarter.",
                "c4": "Twelve local jobs. A patients’ panel is planned for June.",
            },
        ),
        Supplier(
            _COASTWAY,
            "Rhona Pike",
            "rhona.pike@coastway.example",
            146_965_000,
            {
                "c1": "Visits within three hours from three bases.",
                "c2": "Nurses from our own bank, and from an agency in winter.",
                "c3": "Practices write to one address, and we answer within the hour.",
                "c4": "We train four people of the county each year.",
            },
        ),
    ),
)

GIVEN: Final[Mapping[str, Mapping[str, tuple[int, ...]]]] = {
    _BRIGHT: {
        "c1": (4, 5, 4, 5, 4, 5),
        "c2": (4, 4, 3, 4, 5, 4),
        "c3": (4, 4, 4, 5, 4, 4),
        "c4": (5, 5, 4, 5, 5, 5),
    },
    _HARBOUR: {
        "c1": (4, 4, 5, 4, 4, 5),
        "c2": (4, 5, 5, 4, 4, 5),
        "c3": (4, 4, 3, 4, 4, 4),
        "c4": (3, 1, 3, 4, 3, 3),
    },
    _COASTWAY: {
        "c1": (3, 4, 3, 4, 3, 4),
        "c2": (3, 2, 4, 3, 5, 4),
        "c3": (3, 3, 3, 3, 4, 3),
        "c4": (4, 4, 4, 4, 4, 5),
    },
}
"""Points by supplier and criterion, in the order of the scorers."""
AGREED: Final = (
    (_BRIGHT, "c2", 8, "Eleven of fourteen have stayed for three years. Who trains the others is not said."),
    (_HARBOUR, "c4", 6, "Good on jobs. Nothing yet on travel, and the panel of patients is only planned."),
    (_COASTWAY, "c2", 7, "Skills are named for two bases of three. In winter the faces change."),
)
"""Where the scorers talked: supplier, criterion, halves, why."""
_SAID: Final = (
    "Not answered.",
    "Most of what we asked is missing, or not proved.",
    "Parts of what we asked are missing.",
    "As asked, with small gaps.",
    "As asked, and more than that in places.",
    "Better than we asked, and proved.",
)
_OF: Final = {
    "c1": "On safety and time",
    "c2": "On staff",
    "c3": "On working with us",
    "c4": "On local people",
}


def scored(key: str, points: int) -> tuple[int, str]:
    """Points for a criterion, and the reason that the bidder reads."""
    return points, f"{_OF[key]}: {_SAID[points][0].lower()}{_SAID[points][1:]}"


BLOOD_QUESTION: Final = "May the Saturday clinic move between two practices?"
BLOOD_ANSWER: Final = "Yes, if patients are told a month before and both can be reached by bus."
BLOOD: Final = AskedTender(
    title="Blood tests in the evening and on Saturday",
    group="Buying Group",
    lead="joe",
    need="9,600 appointments a year for blood tests, in the evening on two days and on Saturday morning, for patients of all "
    "12 practices.\n\n- At two places on the coast and one inland\n- Results reach the practice that asked on the next day",
    value_pence=19_200_000,
    criteria=(
        TenderCriterion(
            "c1", "Safe care", "Who takes blood, how samples travel, what is learned from errors", 25
        ),
        TenderCriterion("c2", "Easy to reach", "Places, times, and how patients book", 20),
        TenderCriterion("c3", "Good for local people", "Local jobs and travel", 5),
    ),
    floor=25,
    begins=120,
    ends=485,
    way=SharingWay("patients", 9_600, "appointments a year", 300),
    reasons="People who work by day wait three weeks for a blood test.",
    shared_because="By patients, and enough for a weekly list in the smallest practice.",
    stances={"Z99009": ("against", "We would rather pay our own nurse for a late clinic.")},
    suppliers=(
        Supplier(
            "Fernleigh Diagnostics CIC",
            "Ines Calder",
            "ines.calder@fernleigh.example",
            18_720_000,
            {
                "c1": "Four trained people, and a courier at the end of each clinic.",
                "c2": "Tuesday and Thursday until 8pm, Saturday from 8am. Booked online or by telephone.",
                "c3": "Two people who return to work after caring at home.",
            },
        ),
        Supplier("Northshore Pathology Ltd", "Piers Lowe", "piers.lowe@northshore.example", 0, {}),
        Supplier("Tern Valley Clinics", "Maud Ellery", "maud.ellery@ternvalley.example", 0, {}),
    ),
)
