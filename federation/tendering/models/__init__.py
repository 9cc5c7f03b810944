"""The tables of tenders."""

from federation.tendering.models.awards import (
    AllocationChange,
    AllocationLine,
    AwardChallenge,
    TenderAward,
    TenderContract,
)
from federation.tendering.models.bids import (
    BidDraft,
    BidFile,
    BidOpening,
    BidVersion,
    LateTry,
    TenderBidder,
    TenderQuestion,
)
from federation.tendering.models.scores import (
    AgreedScore,
    BidScore,
    ComplianceCheck,
    ScoreLock,
    ScorerAside,
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
    "AgreedScore",
    "AllocationChange",
    "AllocationLine",
    "AwardChallenge",
    "BidDraft",
    "BidFile",
    "BidOpening",
    "BidScore",
    "BidVersion",
    "ComplianceCheck",
    "LateTry",
    "ScoreLock",
    "ScorerAside",
    "SharingAgreement",
    "Tender",
    "TenderAward",
    "TenderBidder",
    "TenderContract",
    "TenderInterest",
    "TenderPart",
    "TenderQuestion",
    "TenderStart",
    "TenderThreshold",
    "TenderVersion",
]
