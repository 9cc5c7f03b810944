"""Tenders as decisions of the members: what is asked, how it is judged, and how it is shared, before any bid."""

from federation.plugin.feature import Feature, Found, NavItem, Subject
from federation.tendering.acts import ACTS, THINGS
from federation.tendering.bid_acts import BID_ACTS, BID_THINGS
from federation.tendering.mail_kinds import MAIL
from federation.tendering.permissions import PERMISSIONS
from federation.tendering.subjects import AWARD, CANCEL, DEVIATION, SHARING, START

_TERMS = "federation.tendering.preparing.terms"
_AWARDS = "federation.tendering.awarding.terms"

feature = Feature(
    name="tendering",
    title="Tenders",
    summary="What is asked of suppliers, how bids are judged, and how it is shared among the practices.",
    package="federation.tendering",
    blueprints=("federation.tendering.blueprint:blueprint",),
    api=("federation.tendering.blueprint:programs", "federation.tendering.blueprint:bidders"),
    pages=(
        "federation.tendering.preparing.views.writing",
        "federation.tendering.preparing.views.people",
        "federation.tendering.preparing.views.thresholds",
        "federation.tendering.preparing.api",
        "federation.tendering.page.views",
        "federation.tendering.bidding.views.bids",
        "federation.tendering.bidding.views.supplier",
        "federation.tendering.bidding.api.bids",
        "federation.tendering.bidding.api.supplier",
        "federation.tendering.evaluating.views.scoring",
        "federation.tendering.evaluating.views.moderation",
        "federation.tendering.evaluating.views.going_on",
        "federation.tendering.evaluating.views.prices",
        "federation.tendering.evaluating.api",
        "federation.tendering.awarding.views.awards",
        "federation.tendering.awarding.views.papers",
        "federation.tendering.awarding.api",
    ),
    nav=(
        NavItem(
            "shared_work",
            "Tenders",
            "tendering.tenders",
            "What suppliers are asked, and how it is shared among the practices.",
        ),
    ),
    permissions=PERMISSIONS,
    subjects=(
        Subject(
            START,
            "Whether a tender starts",
            f"{_TERMS}:StartTerms",
            f"{_TERMS}:start_lines",
            "What is asked of bidders, if this is carried",
        ),
        Subject(
            SHARING,
            "How a tender is shared",
            f"{_TERMS}:SharingVoteTerms",
            f"{_TERMS}:sharing_lines",
            "How it is shared, if this is carried",
        ),
        Subject(
            CANCEL,
            "Whether a tender is cancelled",
            f"{_TERMS}:CancelTerms",
            f"{_TERMS}:cancel_lines",
            "What is cancelled, if this is carried",
        ),
        Subject(
            AWARD,
            "To whom a tender is awarded",
            f"{_AWARDS}:AwardTerms",
            f"{_AWARDS}:award_lines",
            "Who wins and what each practice gets, if this is carried",
        ),
        Subject(
            DEVIATION,
            "Whether an award is shared otherwise than agreed",
            f"{_AWARDS}:DeviationTerms",
            f"{_AWARDS}:deviation_lines",
            "What each practice gets, if this is carried",
        ),
    ),
    acts=(*ACTS, *BID_ACTS),
    things=(*THINGS, *BID_THINGS),
    mail=MAIL,
    search=(
        Found(
            "tender",
            "Tenders",
            "tendering.tender",
            "tender_id",
            read="federation.tendering.preparing.queries.found:read_tenders",
        ),
    ),
    proofs=(
        "federation.tendering.preparing.proofs:begun_tenders",
        "federation.tendering.bidding.proofs:bids",
        "federation.tendering.evaluating.proofs:tender_scores",
        "federation.tendering.awarding.proofs:tender_awards",
    ),
    addresses=("tendering", "bids", "groups/*/tenders"),
    needs=("mandates", "purchasing"),
    always_on=True,
)
