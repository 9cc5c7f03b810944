"""The tables of tenders."""

from federation.tendering.models.bids import (
    BidDraft,
    BidFile,
    BidOpening,
    BidVersion,
    LateTry,
    TenderBidder,
    TenderQuestion,
)
from federation.tendering.models.tenders import (
    SharingAgreement,
    Tender,
    TenderInterest,
    TenderPart,
    TenderStart,
    TenderThreshold,
    TenderVersion,
)

__all__ = [
    "BidDraft",
    "BidFile",
    "BidOpening",
    "BidVersion",
    "LateTry",
    "SharingAgreement",
    "Tender",
    "TenderBidder",
    "TenderInterest",
    "TenderPart",
    "TenderQuestion",
    "TenderStart",
    "TenderThreshold",
    "TenderVersion",
]
