"""What pages read of notices: what the search holds of them."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.search import SearchEntry, SearchHit
from federation.plugin.feature import FoundLine


def notices(number: int | None = None) -> list[tuple[int, str, str]]:
    """The newest notices (or the one numbered): number, title and text."""
    statement = select(SearchEntry.ref_id, SearchEntry.title, SearchEntry.text).where(
        SearchEntry.kind == "notice"
    )
    if number is not None:
        statement = statement.where(SearchEntry.ref_id == number)
    return [
        (row[0], row[1], row[2])
        for row in db.session.execute(statement.order_by(SearchEntry.id.desc()).limit(50))
    ]


def read_notices(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each notice as the search shows it."""
    return {
        hit.ref_id: FoundLine(
            hit.title, url_for("noticeboard.show", notice_id=hit.ref_id), "Notice on the board"
        )
        for hit in hits
    }
