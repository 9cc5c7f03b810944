"""A decision as it is read: with the names around it, whatever its state."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import CoAuthor, Decision, ProposalVersion, number_in
from federation.decisions.permissions import DecisionMatter
from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.network.groups.naming import name_then
from federation.network.models import NetworkGroup, Practice
from federation.people.models import Person


class DecisionFacts(NamedTuple):
    """A decision with the names around it, as one statement reads it. ``over``: the time has passed."""

    decision: Decision
    now: datetime
    author: str
    author_practice: str | None
    outcome_author: str | None
    closer: str | None
    replaces: tuple[int, str] | None
    replaced_by: tuple[int, str] | None
    replaced_before: tuple[int, str] | None
    """What has replaced the decision that this one was to replace, where that is another one."""
    group: str | None
    """The name of the group that decides, of a closed vote as it was at the close; None where the members as a whole do."""

    @property
    def voting(self) -> bool:
        """Whether ballots are taken now."""
        return self.decision.takes_ballots(self.now)

    @property
    def due(self) -> bool:
        """Whether the time that was set for opening has come, and nothing has opened voting yet."""
        return self.decision.is_due(self.now)

    @property
    def over(self) -> bool:
        """Whether voting has closed, written down or not yet."""
        return self.counted or self.decision.is_over(self.now)

    @property
    def counted(self) -> bool:
        """Whether the close is written down with its result: before that nobody is shown any."""
        return self.decision.state == "closed"

    @property
    def voters(self) -> rules.VoterNoun:
        """What those who vote are called."""
        return rules.members_of(self.group) if self.group else rules.PRACTICES

    @property
    def number(self) -> str:
        """2026/31, once put to the vote."""
        return self.decision.number


_author, _outcome_author, _closer = aliased(Person), aliased(Person), aliased(Person)
_old, _new, _first = aliased(Decision), aliased(Decision), aliased(Decision)
_DECISION = (
    select(
        Decision,
        now_here(),
        _author.name,
        Practice.name,
        _outcome_author.name,
        _closer.name,
        _old.id,
        _old.series,
        _old.year,
        _old.ordinal,
        _old.title,
        _new.id,
        _new.series,
        _new.year,
        _new.ordinal,
        _new.title,
        _first.id,
        _first.series,
        _first.year,
        _first.ordinal,
        _first.title,
        name_then(Decision.group_id, Decision.closed_at),
    )
    .select_from(Decision)
    .join(_author, _author.id == Decision.author_id)
    .outerjoin(Practice, Practice.id == Decision.author_practice_id)
    .outerjoin(_outcome_author, _outcome_author.id == Decision.outcome_by)
    .outerjoin(_closer, _closer.id == Decision.closed_by)
    .outerjoin(_old, _old.id == Decision.supersedes_id)
    .outerjoin(_new, _new.id == Decision.superseded_by_id)
    .outerjoin(_first, (_first.id == _old.superseded_by_id) & (_first.id != Decision.id))
    .where(Decision.id == bindparam("decision"))
)


def voters_called(decision: Decision) -> rules.VoterNoun:
    """What those who vote are called; of a group's decision one statement, else none."""
    if decision.group_id is None:
        return rules.PRACTICES
    name = name_then(decision.group_id, decision.closed_at)
    row = db.session.execute(select(NetworkGroup.id, name).where(NetworkGroup.id == decision.group_id)).one()
    return rules.members_of(row[1])


def decision_view(decision_id: int) -> DecisionFacts:
    """One decision with its names; NotFound where the federation has none such."""
    row: Any = db.session.execute(_DECISION, {"decision": decision_id}).first()
    if row is None:
        raise NotFound()
    return DecisionFacts._make((*row[:6], *(_named(*row[at : at + 5]) for at in (6, 11, 16)), row[21]))


def _named(
    id_: int | None, series: str | None, year: int | None, ordinal: int | None, title: str | None
) -> tuple[int, str] | None:
    number = number_in(series or "", year, ordinal)
    return (id_, f"{number}: {title}" if number else str(title)) if id_ else None


_COAUTHORS = (
    select(CoAuthor.person_id, Person.name)
    .join(Person, Person.id == CoAuthor.person_id)
    .where(CoAuthor.decision_id == bindparam("decision"))
    .order_by(Person.name)
)


def coauthors(decision_id: int) -> dict[int, str]:
    """Who helped to write the proposal: number and name."""
    return {row[0]: row[1] for row in db.session.execute(_COAUTHORS, {"decision": decision_id})}


def rule_of(decision: Decision) -> rules.Rule:
    """The rule of a vote. It is read once for all who look at votes with the same rule."""
    return rule_from(decision.rule)


def rule_from(document: Mapping[str, Any] | None) -> rules.Rule:
    """The same of a rule as it is kept with a vote."""
    return _read_rule(json.dumps(document or {}))


@lru_cache(64)
def _read_rule(text: str) -> rules.Rule:
    return rules.Rule.from_dict(json.loads(text))


class SeenDecision(NamedTuple):
    """A decision that the reader may see, and who helped to write it: number and name."""

    view: DecisionFacts
    coauthors: dict[int, str]


def seen(decision_id: int, reader: Actor) -> SeenDecision:
    """A decision; a draft of others is answered as one that does not exist. Two statements."""
    view, helpers = decision_view(decision_id), coauthors(decision_id)
    decision = view.decision
    if not may(
        reader,
        "decisions.read",
        DecisionMatter(decision.author_id, frozenset(helpers), decision.state, decision.group_id),
    ):
        raise NotFound()
    return SeenDecision(view, helpers)


def practice_id_of(reader: Actor, code: str) -> int | None:
    """The number of a practice, known already where it is one of the reader's; None for "me", the reader's own ballot."""
    if code == "me":
        return None
    for seat in reader.seats:
        if seat.code == code:
            return seat.practice_id
    found = db.session.scalar(select(Practice.id).where(Practice.code == code))
    if found is None:
        raise NotFound()
    return found


def by_number(number: str) -> int | None:
    """The decision in the register that has a number like 2026/31, or HVG 2026/3."""
    series, _, of_year = number.strip().rpartition(" ")
    year, _, ordinal = of_year.partition("/")
    if not (
        year.strip().isdecimal()
        and ordinal.strip().isdecimal()
        and len(year.strip()) == 4
        and len(ordinal) < 10
    ):
        return None
    return db.session.scalar(
        select(Decision.id).where(
            Decision.series == series.strip().upper(),
            Decision.year == int(year),
            Decision.ordinal == int(ordinal),
            Decision.state == "closed",
        )
    )


_TERMS = select(ProposalVersion.terms).where(
    ProposalVersion.decision_id == bindparam("decision"), ProposalVersion.number == bindparam("version")
)


def terms_of(decision: Decision) -> dict[str, Any]:
    """The data of the terms of a feature's decision, in its newest version; empty where it has none."""
    kept = db.session.scalar(_TERMS, {"decision": decision.id, "version": decision.version})
    data: dict[str, Any] = kept["data"] if kept else {}
    return data


def chosen_in(result: Mapping[str, Any] | None) -> list[str]:
    """The options that won, by their letters, of a result, the best first; none before there is one, and where nothing was
    chosen. Results that were written when one alone could be chosen are never changed: they have its letter, no list."""
    chosen = (result or {}).get("chosen")
    return [chosen] if isinstance(chosen, str) else list(chosen or ())


def told_of(decision: Decision) -> dict[str, Any]:
    """What facts about a decision say of it: numbers, subject, version and terms."""
    return {
        "federation_id": decision.federation_id,
        "decision_id": decision.id,
        "subject": decision.subject,
        "version": decision.version,
        "terms": terms_of(decision),
    }


_OPTIONS = select(ProposalVersion.options).where(
    ProposalVersion.decision_id == bindparam("decision"), ProposalVersion.number == bindparam("version")
)


def options_of(decision: Decision) -> tuple[rules.VoteOption, ...]:
    """The options of a decision that is a choice; else none."""
    options = db.session.scalar(_OPTIONS, {"decision": decision.id, "version": decision.version})
    return tuple(rules.VoteOption(option["id"], option["title"]) for option in options or ())
