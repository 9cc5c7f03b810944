"""The tables of tenders."""

from federation.tendering.models.tenders import SharingAgreement, Tender, TenderStart, TenderVersion

__all__ = ["SharingAgreement", "Tender", "TenderStart", "TenderVersion"]
