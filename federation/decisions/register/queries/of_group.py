"""The decisions and proposals of a group, as far as the person of the request may read them."""

from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import bindparam, or_, select

from federation.decisions.models import Decision
from federation.decisions.words import status_of
from federation.kernel.db import db

MOST_SHOWN = 50


class GroupLine(NamedTuple):
    """A decision or proposal of a group."""

    id: int
    title: str
    number: str
    tag: Markup
    how: str


_NEWEST = (
    select(Decision)
    .where(
        Decision.group_id == bindparam("group"),
        or_(Decision.state != "draft", Decision.author_id == bindparam("person")),
    )
    .order_by(Decision.id.desc())
    .limit(MOST_SHOWN)
)


def decisions_of_group(group_id: int, person_id: int) -> list[GroupLine]:
    """The newest 50, drafts of the person's own alone. One statement."""
    return [
        GroupLine(
            one.id,
            one.title,
            one.number,
            status_of(one.state, one.verdict, one.superseded_by_id is not None).tag,
            one.how or "",
        )
        for one in db.session.scalars(_NEWEST, {"group": group_id, "person": person_id})
    ]
