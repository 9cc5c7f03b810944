"""Reading the versions of a tender, and how two of them differ."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.people.models import Person
from federation.tendering.models import TenderVersion
from federation.tendering.preparing.rules.content import TenderContent, read_content


class ShownContent(NamedTuple):
    """A version: everything that is fixed, its fingerprint, who wrote it and when."""

    number: int
    content: TenderContent
    fingerprint: str
    person: str
    written_at: datetime


_VERSIONS = (
    select(
        TenderVersion.number,
        TenderVersion.content,
        TenderVersion.fingerprint,
        Person.name,
        TenderVersion.written_at,
    )
    .join(Person, Person.id == TenderVersion.written_by)
    .where(TenderVersion.tender_id == bindparam("tender"))
    .order_by(TenderVersion.number.desc())
)


def contents_of(tender_id: int) -> list[ShownContent]:
    """The versions of a tender, the newest first. One statement."""
    return [
        ShownContent(number, read_content(kept), mark, person, at)
        for number, kept, mark, person, at in db.session.execute(_VERSIONS, {"tender": tender_id})
    ]


def content_of(tender_id: int, number: int) -> ShownContent:
    """One version. Raises ``NotFound``. One statement."""
    for one in contents_of(tender_id):
        if one.number == number:
            return one
    raise NotFound()
