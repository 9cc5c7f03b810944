"""The tables of tenders."""

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
    "SharingAgreement",
    "Tender",
    "TenderInterest",
    "TenderPart",
    "TenderStart",
    "TenderThreshold",
    "TenderVersion",
]
