"""What was found, made ready to read: where it leads, how it stands, and only what the person may see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import exists, or_, select

from federation.decisions.models import CoAuthor, Comment, Decision
from federation.decisions.words import Status, status_of
from federation.kernel import search as searching
from federation.kernel.db import db
from federation.kernel.search import Hit
from federation.people.models import Person
from federation.plugin.feature import Found as Thing


class Found(NamedTuple):
    """A line of the search page. ``about`` says in a few words what it is; ``how`` how the vote went."""

    title: str
    url: str
    status: Status | None
    about: str
    excerpt: str
    at: datetime | None
    how: str = ""


class Search(NamedTuple):
    """A page of what was found, and the mark to go on from, or None."""

    hits: list[Hit]
    after: str | None


def find_in_order(typed: str, person_id: int, kinds: Sequence[str], mark: str, most: int) -> Search:
    """What has all the words, newest first: what was decided or proposed, and practices, before what was said in passing.
    Two statements, so that each follows its index. ``mark``: where another page ended."""
    groups = [[kind for kind in kinds if (kind == "comment") is passing] for passing in (False, True)]
    begin, before = _read_mark(mark)
    found: list[tuple[int, Hit]] = []
    for place in range(begin, len(groups)):
        more = most + 1 - len(found)
        if more > 0:
            start = before if place == begin else None
            found += [(place, hit) for hit in searching.find(typed, person_id, groups[place], start, more)]
    after = f"{found[most - 1][0]}.{found[most - 1][1].id}" if len(found) > most else None
    return Search([hit for _, hit in found[:most]], after)


def _read_mark(mark: str) -> tuple[int, int | None]:
    place, _, number = mark.partition(".")
    if place in ("0", "1") and number.isascii() and number.isdigit() and len(number) < 18:
        return int(place), int(number)
    return 0, None


def read_hits(hits: Sequence[Hit], root: str, person_id: int, others: Mapping[str, Thing]) -> list[Found]:
    """Hits with what belongs to them, in two statements; ``others`` are the kinds of other features. What the person may
    not see is left out again."""
    decisions = _decisions([hit.ref_id for hit in hits if hit.kind == "decision"], person_id)
    comments = _comments([hit.ref_id for hit in hits if hit.kind == "comment"])
    found = []
    for hit in hits:
        if hit.kind == "decision" and hit.ref_id in decisions:
            number, status, at, how = decisions[hit.ref_id]
            page = f"{root}decisions/{hit.ref_id}"
            found.append(Found(hit.title, page, status, number, hit.excerpt, at, how))
        elif hit.kind == "comment" and hit.ref_id in comments:
            decision_id, title, by, at = comments[hit.ref_id]
            found.append(
                Found(
                    f"Comment on: {title}",
                    f"{root}decisions/{decision_id}#comment-{hit.ref_id}",
                    None,
                    f"Comment by {by}",
                    hit.excerpt,
                    at,
                )
            )
        elif hit.kind in others:
            thing = others[hit.kind]
            values: dict[str, Any] = {thing.argument: hit.ref_id}
            page = url_for(thing.endpoint, **values)
            found.append(Found(hit.title, page, None, thing.title, hit.excerpt, None))
        elif hit.kind == "practice":
            found.append(
                Found(hit.title, f"{root}practices/{hit.ref_id}", None, "Practice", hit.excerpt, None)
            )
    return found


def _decisions(ids: Sequence[int], person_id: int) -> dict[int, tuple[str, Status, datetime | None, str]]:
    if not ids:
        return {}
    helps = exists().where(CoAuthor.decision_id == Decision.id, CoAuthor.person_id == person_id)
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.year,
            Decision.ordinal,
            Decision.state,
            Decision.verdict,
            Decision.superseded_by_id,
            Decision.closed_at,
            Decision.how,
        ).where(Decision.id.in_(ids), or_(Decision.state != "draft", Decision.author_id == person_id, helps))
    )
    return {
        id_: (
            f"Decision {year}/{ordinal}" if year else "Proposal",
            status_of(state, verdict, replaced is not None),
            closed_at,
            how or "",
        )
        for id_, year, ordinal, state, verdict, replaced, closed_at, how in rows
    }


def _comments(ids: Sequence[int]) -> dict[int, tuple[int, str, str, datetime]]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(Comment.id, Decision.id, Decision.title, Person.name, Comment.written_at)
        .join(Decision, Decision.id == Comment.decision_id)
        .join(Person, Person.id == Comment.person_id)
        .where(Comment.id.in_(ids), Comment.withdrawn_at.is_(None), Decision.state != "draft")
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}
