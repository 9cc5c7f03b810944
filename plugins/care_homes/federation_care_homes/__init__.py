"""Care homes: one practice for each home, chosen by the members, and how it goes."""

from federation.toolkit import (
    About,
    Act,
    Calculation,
    Feature,
    Found,
    ImportKind,
    Job,
    NavItem,
    RecordedThing,
    Subject,
)

from . import agreed, permissions

_HERE = "federation_care_homes"
_ALTERNATIVE = "care_homes_alternative"

feature = Feature(
    name="care_homes",
    title="Care homes",
    summary="Which practice looks after which care home, as the members choose, and how that goes.",
    package=_HERE,
    blueprints=(f"{_HERE}.blueprint:blueprint",),
    api=(f"{_HERE}.blueprint:programs",),
    pages=tuple(
        f"{_HERE}.{module}"
        for module in (
            "homes.views",
            "homes.api",
            "running.views",
            "running.api",
            "support.views",
            "support.api",
            "sharing.views",
            "aligning.views",
            "aligning.api",
            "page.views",
            "page.report",
            "page.api",
        )
    ),
    nav=(
        NavItem(
            "shared_work",
            "Care homes",
            "care_homes.index",
            "Which practice looks after which care home, as the members choose, and how that goes.",
        ),
    ),
    permissions=permissions.ALL,
    settings=f"{_HERE}.homes.forms:HomeSettingsForm",
    about=About(
        author="Federation",
        brings=(
            "Care homes, and how many of their residents are registered with which practice",
            "Ways to give each home one practice, worked out exactly and set side by side for the members’ vote",
            "A page of each home: rounds, plans for new residents, hospital admissions, money",
            "Offers to the staff of homes, and a yearly report to print",
            "What works in care homes, brought by one person and reviewed by another",
        ),
        reads=("Practices, their lists and their people",),
        keeps=(
            "Homes, their beds and where they lie",
            "Counts of residents, admissions, plans and choices: nobody who lives in a home is named",
            "Offers to the staff of homes, and how many in 100 of them leave",
            "Who entered what",
        ),
        cannot=("Change votes", "See patient records", "Name anybody who lives in a care home"),
    ),
    subjects=(
        Subject(
            "care_homes.aligning",
            "Which practice looks after which care home",
            f"{_HERE}.terms:AligningTerms",
            f"{_HERE}.terms:aligning_lines",
            "Which practice would get which home",
        ),
    ),
    acts=(
        Act("care_homes.entered", "entered a care home"),
        Act("care_homes.changed", "changed what is known of a care home"),
        Act("care_homes.placed", "said where a practice lies"),
        Act("care_homes.counted", "entered how many residents of a care home are registered where"),
        Act("care_homes.led", "said who is the clinical lead of a care home"),
        Act("care_homes.worked_out", "worked out which practice could look after which care home"),
        Act("care_homes.aligned", "gave each care home its practice, as the members chose"),
        Act("care_homes.round", "said how the weekly round of a care home went"),
        Act("care_homes.admissions", "entered the hospital admissions of a care home"),
        Act("care_homes.plans", "brought the plans for new residents of a care home up to date"),
        Act("care_homes.asked", "entered what residents of a care home chose"),
        Act("care_homes.offered", "offered something to the staff of a care home"),
        Act("care_homes.offer_ended", "said what came of an offer to the staff of a care home"),
        Act("care_homes.turnover", "entered how many of the staff left a care home"),
        Act("care_homes.brought", "brought something that works in care homes"),
        Act("care_homes.reviewed", "reviewed something that works in care homes"),
    ),
    jobs=(Job("care_homes.remind", f"{_HERE}.jobs:ask_for_rounds", f"{_HERE}.jobs:where_to_ask"),),
    things=(
        RecordedThing(_ALTERNATIVE, "Alternative {}", "care_homes.alternative", "alternative_id"),
        RecordedThing("care_homes_spot", "Place {}"),
    ),
    search=(
        Found("care_homes", "Care homes", "care_homes.home", "home_id"),
        Found("care_homes_offer", "Offers to care homes", "care_homes.offer", "offer_id"),
        Found("care_homes_shared", "What works in care homes", "care_homes.evidence", "evidence_id"),
    ),
    imports=(
        ImportKind(
            "care_homes.homes",
            "home",
            "homes",
            permissions.KEEP,
            "care_homes.index",
            f"{_HERE}.homes.sheets:home_sheet",
        ),
        ImportKind(
            "care_homes.residents",
            "count",
            "counts",
            permissions.KEEP,
            "care_homes.index",
            f"{_HERE}.homes.sheets:resident_sheet",
        ),
        ImportKind(
            "care_homes.coordinates",
            "place",
            "places",
            permissions.KEEP,
            "care_homes.index",
            f"{_HERE}.homes.sheets:spot_sheet",
        ),
    ),
    agreed=agreed.ALL,
    calculations=(Calculation("alignment", f"{_HERE}.aligning.calculations:alignment"),),
    demo=f"{_HERE}.demo:fill",
)
