"""Practices as the search shows them."""

from collections.abc import Sequence

from flask import url_for

from federation.kernel.search import SearchHit
from federation.plugin.feature import FoundLine


def read_practices(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its page; no statement."""
    return {
        hit.ref_id: FoundLine(hit.title, url_for("network.practice", practice_id=hit.ref_id), "Practice")
        for hit in hits
    }
