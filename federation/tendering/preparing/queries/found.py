"""Tenders in the search."""

from collections.abc import Sequence

from flask import url_for

from federation.kernel.search import SearchHit
from federation.kernel.words import tag
from federation.plugin.feature import FoundLine
from federation.tendering.preparing.queries.listed import tenders_numbered


def read_tenders(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its stage. One statement."""
    return {
        one.id: FoundLine(
            f"Tender {one.number}: {one.title}",
            url_for("tendering.tender", tender_id=one.id),
            f"Tender, run by the {one.group}",
            tag(*one.tag),
            one.shared_at or one.started_at,
        )
        for one in tenders_numbered([hit.ref_id for hit in hits])
    }
