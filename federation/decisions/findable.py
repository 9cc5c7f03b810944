"""Keep the register and the search up to date with a decision: written in the unit of work that changes it.

Nobody's choice or reason is written here before the vote is closed, nothing of a draft but for its authors.
"""

from collections.abc import Iterable

from sqlalchemy import delete, func, select

from federation.decisions.apart import shuts_out
from federation.decisions.models import (
    Ballot,
    CoAuthor,
    Decision,
    DecisionAim,
    ObjectionResolution,
    ProposalVersion,
    RollEntry,
)
from federation.kernel import search
from federation.kernel.db import db
from federation.kernel.tenancy import insert_many
from federation.network.models import NetworkGroup, ThreadComment

DECISION, COMMENT = "decision", "comment"


def note_text(decision: Decision) -> None:
    """A proposal or its outcome was written, changed, shown or withdrawn: let its words be found."""
    search.index(
        DECISION,
        decision.id,
        decision.title,
        "\n".join(_text(decision)),
        readers=_readers(decision),
        also=decision.number,
    )


def note_closed(decision: Decision) -> None:
    """A vote was closed: the decision joins the register with its aims, first among what is found."""
    if decision.closed_at is None:
        raise ValueError("only a closed decision is in the register")
    search.forget(DECISION, decision.id)
    note_text(decision)
    db.session.execute(
        delete(DecisionAim)
        .where(DecisionAim.decision_id == decision.id)
        .execution_options(synchronize_session=False)
    )
    aims = db.session.scalar(
        select(ProposalVersion.aims).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    )
    numbers = sorted({_number(aim) for aim in aims or ()})
    insert_many(
        DecisionAim,
        [
            {"decision_id": decision.id, "number": number, "closed_at": decision.closed_at}
            for number in numbers
        ],
    )


def note_deleted(decision_id: int) -> None:
    """A draft was deleted: its words are found no more."""
    search.forget(DECISION, decision_id)


def note_comment(comment: ThreadComment, decision_title: str) -> None:
    """A comment was written or edited; one that was withdrawn is found no more."""
    if comment.withdrawn_at is not None:
        search.forget(COMMENT, comment.id)
    else:
        words = "\n".join([comment.body, *(name for _, name, *_ in comment.files or ())])
        search.index(COMMENT, comment.id, decision_title, words)


def _readers(decision: Decision) -> list[int] | None:
    if decision.state != "draft":
        return None
    coauthors = db.session.scalars(select(CoAuthor.person_id).where(CoAuthor.decision_id == decision.id))
    return [decision.author_id, *coauthors]


def _text(decision: Decision) -> Iterable[str]:
    version = db.session.execute(
        select(
            ProposalVersion.body,
            ProposalVersion.reasons,
            ProposalVersion.options,
            ProposalVersion.considered,
            ProposalVersion.terms,
            ProposalVersion.papers,
        ).where(ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version)
    ).first()
    if decision.outcome:
        yield decision.outcome
    if version:
        yield version.body
        for label, words in version.terms["lines"] if version.terms else ():
            yield f"{label} {words}"
        for one in (*version.options, *version.considered):
            yield f"{one['title']} {one.get('text', '')}"
        yield version.reasons
        if version.papers and not shuts_out(decision.id):
            yield from (name for _, name, *_ in version.papers)
    if decision.state == "closed" and not _stays_with_group(decision):
        yield from _said(decision.id)


def _stays_with_group(decision: Decision) -> bool:
    """Whether others read of it the result alone, and therefore find it by nothing else."""
    if decision.group_id is None:
        return False
    return db.session.get_one(NetworkGroup, decision.group_id).reads == "results"


def _said(decision_id: int) -> Iterable[str]:
    """The reasons that count, of practices that did not stand aside, and the answers to objections."""
    latest = (
        select(Ballot.roll_entry_id, func.max(Ballot.version).label("version"))
        .where(Ballot.decision_id == decision_id)
        .group_by(Ballot.roll_entry_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Ballot.reason, ObjectionResolution.words)
        .join(latest, (latest.c.roll_entry_id == Ballot.roll_entry_id) & (latest.c.version == Ballot.version))
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .outerjoin(ObjectionResolution, ObjectionResolution.ballot_id == Ballot.id)
        .where(Ballot.decision_id == decision_id, RollEntry.recused_at.is_(None))
        .order_by(RollEntry.code)
    )
    for reason, answer in rows:
        yield from (words for words in (reason, answer) if words)


def _number(aim: object) -> int:
    """The number of an aim as a version keeps it: ``[number, words]``, or the number alone."""
    return int(aim[0]) if isinstance(aim, list | tuple) else int(str(aim))
