"""The terms of decisions about mandates: what the members vote on, and the lines that they read of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, InstantField, StrictSchema, WholeNumber, WordsField
from federation.kernel.days import last_day
from federation.kernel.words import day, money, plural
from federation.mandates.rules import (
    EVENTS,
    LARGEST_PENCE,
    POWERS,
    RATIFYING,
    REASONS,
    GrantedPowers,
    MandateTimes,
)
from federation.mandates.words import (
    OWN_SEAT_TITLES,
    POWER_TITLES,
    RATIFY_TITLES,
    REASON_WORDS,
    duty_lines,
    listed,
    own_seats_lines,
    publishing_lines,
    report_words,
    term_of,
)
from federation.network.areas.queries import areas_here
from federation.network.groups.actions import MOST_SEATS
from federation.network.groups.queries import named_seats

LONGEST_TASK: Final = 1_000
LONGEST_ACT: Final = 2_000
LONGEST_REPORT: Final = 5_000
LONGEST_MATTER: Final = 200
LONGEST_LINE: Final = 1_900
MOST_MATTERS: Final = 20
MOST_REPORT_DAYS: Final = 366
MOST_GRACE_DAYS: Final = 90
MOST_HOURS: Final = 200
LONGEST_PURPOSE: Final = 200
USUAL_HOURS: Final = 2
USUAL_PURPOSE: Final = "Whether the mandate goes on as it is"
MOST_CALL_IN_DAYS: Final = 60
MOST_AREAS: Final = 60


class WantedMandate(StrictSchema):
    """A mandate as somebody wants it: in which areas of work and for what the group acts, with which powers and how much money
    (in pence, for one item and for all), which matters the members keep, until when, how often it reports, and after what, with
    how many days of grace, how many hours a report takes and which decision it informs, how its reports are accepted, and within
    how many days a practice can call an act in. ``own_seats``: whether each practice takes a seat in the group itself, with a
    ``voice`` or a ``vote``."""

    areas = fields.List(
        WordsField(least=1, longest=50), required=True, validate=validate.Length(1, MOST_AREAS)
    )
    task = WordsField(required=True, least=1, longest=LONGEST_TASK)
    powers = fields.List(
        WordsField(validate=[validate.OneOf(POWERS)]), required=True, validate=validate.Length(1, len(POWERS))
    )
    item_pence = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST_PENCE))
    total_pence = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST_PENCE))
    reserved = fields.List(
        WordsField(least=1, longest=LONGEST_MATTER),
        load_default=list,
        validate=validate.Length(max=MOST_MATTERS),
    )
    ends_at = InstantField(required=True)
    report_days = WholeNumber(load_default=90, validate=validate.Range(0, MOST_REPORT_DAYS))
    grace_days = WholeNumber(load_default=14, validate=validate.Range(0, MOST_GRACE_DAYS))
    report_events = fields.List(
        WordsField(validate=[validate.OneOf(EVENTS)]),
        load_default=list,
        validate=validate.Length(max=len(EVENTS)),
    )
    report_above_pence = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST_PENCE))
    report_hours = WholeNumber(load_default=USUAL_HOURS, validate=validate.Range(0, MOST_HOURS))
    report_informs = WordsField(load_default=USUAL_PURPOSE, longest=LONGEST_PURPOSE)
    ratify = WordsField(load_default="silence", validate=[validate.OneOf(RATIFYING)])
    call_in_days = WholeNumber(load_default=10, validate=validate.Range(0, MOST_CALL_IN_DAYS))
    own_seats = WordsField(load_default="", validate=[validate.OneOf(tuple(OWN_SEAT_TITLES))])


class MandateTerms(WantedMandate):
    """What a decision about a group's mandate does: the group by number and name, and its mandate from then on. ``seats`` are
    those with which people act for the group; any other seat then waits for a second person."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    seats = fields.List(
        WholeNumber(validate=validate.Range(1, LARGEST)),
        required=True,
        validate=validate.Length(max=MOST_SEATS),
    )


class WithdrawalTerms(StrictSchema):
    """What a decision to take a mandate back does: the group by number and name, and the mandate by number."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    mandate = WholeNumber(required=True, validate=validate.Range(1, LARGEST))


class RecallTerms(WithdrawalTerms):
    """What a decision to recall a mandate does: the same, asked for by these practices, by name."""

    practices = fields.List(WordsField(least=1, longest=200), required=True)


class EscalationTerms(StrictSchema):
    """What a decision about an act outside a mandate does: the group by number and name, and the act that it may do then. What it
    costs (in pence) is no part of the group's own money."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    power = WordsField(required=True, validate=[validate.OneOf(POWERS)])
    area = WordsField(required=True, least=1, longest=50)
    pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))
    words = WordsField(required=True, least=1, longest=LONGEST_ACT)
    reasons = fields.List(WordsField(validate=[validate.OneOf(REASONS)]), required=True)
    asked_by = WholeNumber(required=True, validate=validate.Range(1, LARGEST))


class CallInTerms(StrictSchema):
    """What a decision about an act that a practice has called in does: the group by number and name, the act by number and in
    words, its money in pence, and the practice by name."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    act = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    words = WordsField(required=True, least=1, longest=LONGEST_ACT)
    pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))
    practice = WordsField(required=True, least=1, longest=200)


def call_in_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of an act that a practice has called in."""
    return [
        ("Group", terms["name"]),
        ("What it has done", terms["words"]),
        ("Money", money(terms["pence"]) if terms["pence"] else "None"),
        ("Called in by", terms["practice"]),
        ("If this is carried", "The act goes on"),
        ("If it is not", "The act is stopped for good, and what it has promised is free again"),
        ("If the practice takes it back", "The act goes on, and other practices can still call it in"),
    ]


def escalation_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of an act that a group asks them for."""
    return [
        ("Group", terms["name"]),
        ("It may", POWER_TITLES[terms["power"]][0]),
        ("What", terms["words"]),
        ("Area of work", areas_here().get(terms["area"], terms["area"])),
        ("Money", money(terms["pence"]) if terms["pence"] else "None"),
        ("Why it asks", " ".join(REASON_WORDS[reason] for reason in terms["reasons"])),
    ]


class ReportTerms(StrictSchema):
    """What a decision about a report settles: the group by number and name, and the report by number and in words."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    name = WordsField(required=True, least=1, longest=120)
    report = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    words = WordsField(required=True, least=1, longest=LONGEST_REPORT)
    learned = WordsField(required=True, longest=LONGEST_REPORT)
    known = fields.List(WordsField(least=1, longest=500), required=True)


def report_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a report, in parts that a line holds."""
    parts = [("How the work stands", one) for one in _parts(terms["words"])]
    parts += [("What the group has learned", one) for one in _parts(terms["learned"])]
    return [
        ("Group", terms["name"]),
        *parts,
        ("What is known", "; ".join(terms["known"])),
        ("If this is carried", "The members accept the report"),
        ("If it is not, or is withdrawn", "The report is sent back, and the group has to report again"),
    ]


def _parts(text: str) -> list[str]:
    return [text[at : at + LONGEST_LINE] for at in range(0, len(text), LONGEST_LINE)]


def mandate_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a mandate that they decide on."""
    from_when = "From the close of this decision. It takes the place of the mandate that the group has then."
    return [
        ("Group", terms["name"]),
        *lines_of(terms, terms["ends_at"]),
        *[("Those who act for it", part) for part in _parts(_seats_words(terms["seats"]))],
        ("From when", from_when),
    ]


def _seats_words(numbers: Sequence[int]) -> str:
    seats = "; ".join(f"{name} ({words.lower()})" for name, words in named_seats(numbers))
    later = "Whoever gets such a seat later waits for a second person"
    return f"{seats}. {later}" if seats else f"Nobody yet. {later}"


def lines_of(terms: Mapping[str, Any], ends_at: datetime) -> list[tuple[str, str]]:
    """What a mandate says, in words."""
    areas = areas_here()
    return [
        ("Task", terms["task"]),
        ("Areas of work", listed([areas.get(key, key) for key in terms["areas"]])),
        ("It may", listed([POWER_TITLES[power][0] for power in terms["powers"]])),
        ("Money", money_words(terms)),
        ("The members keep for themselves", "; ".join(terms["reserved"]) or "Nothing is named"),
        ("Until", day(last_day(ends_at))),
        ("Reports", report_words(terms)),
        *duty_lines(terms),
        ("The members accept its reports", RATIFY_TITLES[terms["ratify"]][0]),
        *publishing_lines(terms),
        ("Calling in", call_in_words(terms)),
        *own_seats_lines(terms),
    ]


def withdrawal_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a mandate that is to be taken back."""
    return [
        ("Group", terms["name"]),
        ("What happens", "Its mandate ends at once, and the group does nothing more in the members’ name"),
    ]


def recall_lines(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What members read of a mandate that is to be recalled."""
    asked = [("Asked for by", part) for part in _parts("; ".join(terms["practices"]))]
    return [*withdrawal_lines(terms), *asked]


def may_words(terms: Mapping[str, Any]) -> str:
    """What it may do, in a sentence for a list."""
    powers = listed([POWER_TITLES[power][0] for power in terms["powers"]])
    item = f": up to {money(terms['item_pence'])} an item" if terms["total_pence"] else ""
    return f"{terms['task']} ({powers}{item})"


def money_words(terms: Mapping[str, Any]) -> str:
    """How much it may spend."""
    if not terms["total_pence"]:
        return "No money of its own"
    item, total = money(terms["item_pence"]), money(terms["total_pence"])
    return f"Up to {item} an item and {total} in all, counted from the start. The same item within 30 days counts as one"


def call_in_words(terms: Mapping[str, Any]) -> str:
    """How a practice stops an act."""
    if not terms["call_in_days"]:
        return "No act waits to be called in"
    within = plural(terms["call_in_days"], "day")
    return f"Any practice can stop an act within {within}, with a reason; then the members decide about it"


def granted_by(terms: Mapping[str, Any]) -> GrantedPowers:
    """What a mandate lets a group do, from the terms that its row keeps."""
    return GrantedPowers(
        frozenset(terms["areas"]),
        frozenset(terms["powers"]),
        terms["item_pence"],
        terms["total_pence"],
        frozenset(terms["reserved"]),
        terms["ratify"] != "none",
    )


def times_of(
    terms: Mapping[str, Any],
    starts_at: datetime | None,
    reported_at: datetime | None,
    stopped_at: datetime | None,
    stopped_how: str = "",
    event_at: datetime | None = None,
) -> MandateTimes:
    """What its standing follows from, from the terms that its row keeps."""
    return MandateTimes(
        starts_at,
        datetime.fromisoformat(terms["ends_at"]),
        terms["report_days"],
        terms["grace_days"],
        reported_at,
        stopped_at,
        stopped_how == "replaced",
        event_at,
        "end" in term_of(terms, "report_events"),
    )
