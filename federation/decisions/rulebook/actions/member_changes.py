"""Votes on what holds for the federation itself, its floors and what its members agree: the text of each says exactly what it
does, and it does that when it is carried."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.rulebook.queries import agreed, floors
from federation.decisions.seen import terms_of
from federation.decisions.subjects import AGREED, FLOORS
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, Refusal
from federation.network.locking import locked

TextAndEffect = tuple[str, str, bool]
"""Title and text that follow from the terms, and whether what they replace still holds."""


class MemberChange(NamedTuple):
    """A subject that changes what holds for the federation: what that is called, what its terms say, which two are about
    the same, and what they do."""

    what: str
    are: str
    them: str
    changed: str
    says: Callable[[Mapping[str, Any]], TextAndEffect]
    same: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
    settle: Callable[[Decision, Mapping[str, Any], dict[str, Any]], dict[str, Any]]


def check_change(decision: Decision, rule: rules.Rule) -> None:
    """Refuse a vote on such a change whose text and effect are not one thing, or that one person could settle.

    Of two votes on the same the later would undo the other unsaid: they are held one after the other.
    """
    change = _CHANGES.get(decision.subject)
    if change is None:
        return
    locked()
    anew = f"Begin a new proposal from the page of {change.what}."
    terms = terms_of(decision)
    try:
        title, body, holds = change.says(terms)
    except (rules.RuleError, KeyError, ValueError):
        raise Refusal(f"What this proposal would change cannot be read. {anew}") from None
    text = db.session.scalars(
        select(ProposalVersion).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    ).one()
    if (text.title, text.body, text.options) != (title, body, []):
        raise Refusal(f"The text of this proposal is not what it would change. {anew}")
    if not holds:
        raise Refusal(f"{change.changed} since this proposal was written. {anew}")
    if decision.supersedes_id is not None:
        raise Refusal(f"A change of {change.what} replaces no other decision.")
    if not rule.how.binds:
        raise Invalid(
            f"{change.what[0].upper()}{change.what[1:]} {change.are} changed by a vote that binds, not by advice",
            "rule",
        )
    if rule.can_tie and rule.tie == "casting_vote":
        raise Invalid(
            f"The members change {change.what}: the chair cannot decide a tie about {change.them}", "rule"
        )
    if any(change.same(terms, other) for other in _open_votes(decision)):
        raise Refusal(f"Another vote on {change.what} is open. Wait until it has closed.")


def apply_change(decision: Decision) -> None:
    """Let a carried decision hold, in the unit of work that closes it."""
    change = _CHANGES.get(decision.subject)
    if change is None or decision.verdict != "carried":
        return
    federation = locked()
    federation.settings = change.settle(decision, terms_of(decision), dict(federation.settings))


def _open_votes(decision: Decision) -> list[Mapping[str, Any]]:
    rows = db.session.scalars(
        select(ProposalVersion.terms)
        .join(Decision, ProposalVersion.of(Decision))
        .where(Decision.subject == decision.subject, Decision.state == "open", Decision.id != decision.id)
    )
    return [row["data"] for row in rows if row is not None]


def _floors_say(terms: Mapping[str, Any]) -> TextAndEffect:
    before, after = floors.floors_of(terms)
    return rules.FLOORS_TITLE, rules.text_of_change(before, after), before == floors.floors_now()


def _settle_floors(decision: Decision, terms: Mapping[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    _, after = floors.floors_of(terms)
    record.append(
        None,
        "floors.changed",
        f"decision:{decision.id}",
        floors=after.to_dict(),
        words=[f"{one.about}: {one.words}" for one in rules.floors_as_read(after)],
    )
    return {**settings, floors.SETTING: after.to_dict()}


def _agreed_says(terms: Mapping[str, Any]) -> TextAndEffect:
    one = agreed.every_setting()[terms["setting"]]
    before = None if terms["before"] is None else one.read(terms["before"])
    title, body = rules.text_of_setting(
        one.title, one.sentence_now(before), one.sentence(one.read(terms["after"]))
    )
    return title, body, agreed.held_now(one) == before


def _settle_agreed(decision: Decision, terms: Mapping[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """What was voted holds, also where the feature that brought it is gone."""
    name, after = terms["setting"], terms["after"]
    record.append(
        None, "agreed.changed", f"decision:{decision.id}", setting=name, value=after, words=[decision.title]
    )
    return {**settings, agreed.SETTING: {**settings.get(agreed.SETTING, {}), name: after}}


_CHANGES: Final = {
    FLOORS: MemberChange(
        "the floors",
        "are",
        "them",
        "The floors have changed",
        _floors_say,
        lambda one, other: True,
        _settle_floors,
    ),
    AGREED: MemberChange(
        "what we have agreed",
        "is",
        "it",
        "It has changed",
        _agreed_says,
        lambda one, other: bool(one["setting"] == other["setting"]),
        _settle_agreed,
    ),
}
