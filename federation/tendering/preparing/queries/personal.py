"""What is kept about a person in tenders before any bid."""

from sqlalchemy import select

from federation.kernel.db import db
from federation.plugin.feature import PersonalRecord
from federation.tendering.models import Tender, TenderInterest, TenderPart, TenderVersion


def personal_tenders(person_id: int) -> list[PersonalRecord]:
    """What a person began, wrote, said of their interests, and was named for. Four statements."""
    began = select(Tender.id, Tender.title, Tender.opened_at).where(Tender.opened_by == person_id)
    wrote = select(TenderVersion.tender_id, TenderVersion.number, TenderVersion.written_at).where(
        TenderVersion.written_by == person_id
    )
    said = select(
        TenderInterest.tender_id, TenderInterest.conflict, TenderInterest.words, TenderInterest.declared_at
    ).where(TenderInterest.person_id == person_id)
    named = select(TenderPart.tender_id, TenderPart.part, TenderPart.named_at).where(
        TenderPart.person_id == person_id
    )
    return [
        *(
            PersonalRecord("Tender", {"tender": number, "title": title, "at": at.isoformat()})
            for number, title, at in db.session.execute(began.order_by(Tender.id))
        ),
        *(
            PersonalRecord(
                "Version of a tender", {"tender": number, "version": version, "at": at.isoformat()}
            )
            for number, version, at in db.session.execute(wrote.order_by(TenderVersion.id))
        ),
        *(
            PersonalRecord(
                "Interest in a tender",
                {"tender": number, "conflict": conflict, "words": words, "at": at.isoformat()},
            )
            for number, conflict, words, at in db.session.execute(said.order_by(TenderInterest.id))
        ),
        *(
            PersonalRecord("Part in a tender", {"tender": number, "part": part, "at": at.isoformat()})
            for number, part, at in db.session.execute(named.order_by(TenderPart.id))
        ),
    ]
