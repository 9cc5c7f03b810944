"""The versions of a proposal."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions.apart import is_shut_out
from federation.decisions.models import ProposalVersion
from federation.decisions.proposals.queries.texts import ProposalText
from federation.decisions.proposals.texts import IMPACT_QUESTIONS
from federation.kernel.db import db
from federation.people.models import Person


class SavedVersion(NamedTuple):
    """When a version was saved, and by whom, with the names of its papers and of those of the version before."""

    number: int
    at: datetime
    by: str
    papers: tuple[str, ...] = ()
    papers_before: tuple[str, ...] = ()

    @property
    def papers_changed(self) -> str:
        """``Added costs.xlsx``, ``Removed costs.xlsx``; empty where the same papers belong to both."""
        added = [name for name in self.papers if name not in self.papers_before]
        removed = [name for name in self.papers_before if name not in self.papers]
        said = [f"Added {', '.join(added)}"] if added else []
        return ". ".join([*said, *([f"Removed {', '.join(removed)}"] if removed else [])])


def versions(decision_id: int, first: int, newest: int, most: int = 100) -> list[SavedVersion]:
    """Versions from ``first`` on that are not newer than ``newest``, the newest first."""
    rows = db.session.execute(
        select(ProposalVersion.number, ProposalVersion.saved_at, Person.name, ProposalVersion.papers)
        .join(Person, Person.id == ProposalVersion.saved_by)
        .where(
            ProposalVersion.decision_id == decision_id,
            ProposalVersion.number >= first,
            ProposalVersion.number <= newest,
        )
        .order_by(ProposalVersion.number.desc())
        .limit(most)
    ).all()
    apart = any(row.papers for row in rows) and is_shut_out(decision_id)
    names = [() if apart else tuple(name for _, name, *_ in row.papers or ()) for row in rows]
    return [
        SavedVersion(row.number, row.saved_at, row.name, own, before)
        for row, own, before in zip(rows, names, [*names[1:], names[-1] if names else ()], strict=True)
    ]


def saved_by(decision_id: int, version_number: int) -> str:
    """Who saved a version."""
    found = db.session.scalar(
        select(Person.name)
        .join(ProposalVersion, ProposalVersion.saved_by == Person.id)
        .where(ProposalVersion.decision_id == decision_id, ProposalVersion.number == version_number)
    )
    return found or ""


def parts_of(text: ProposalText, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """A version as (title, text) of its parts, for comparing; without the table of effects."""
    return [
        ("Title", text.title),
        ("Kind of matter", kinds.get(text.kind, text.kind)),
        ("Text to be decided", text.body),
        (
            text.terms.heading or "What happens by itself",
            "\n".join(f"{line.label}: {line.words}" for line in text.terms.lines),
        ),
        (
            "Options to choose among",
            "\n\n".join(
                f"Option {one['id'].upper()}: {one['title']}\n{one['text']}".strip() for one in text.options
            ),
        ),
        ("Why", text.reasons),
        ("Options we looked at", "\n\n".join(f"{one.title}\n{one.text}".strip() for one in text.considered)),
        (
            "Papers",
            "\n".join(f"{one.name} ({one.words}, fingerprint {one.sha256[:12]})" for one in text.papers),
        ),
        ("Aims it serves", "\n".join(f"Aim {number}: {words}" for number, words in text.aims)),
        *((question, dict(text.impact).get(question, "")) for _, question in IMPACT_QUESTIONS),
    ]
