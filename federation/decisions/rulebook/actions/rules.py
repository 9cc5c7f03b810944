"""The federation's own rules, kept by the executive, and the suggested ones, chosen by the members."""

import hashlib

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, OwnRule, SuggestedRule
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft, free_key, kinds_of, stem_of
from federation.decisions.rulebook.actions.floors import check_rule_to_keep
from federation.decisions.seen import terms_of
from federation.decisions.subjects import SUGGESTED_RULE
from federation.kernel import record
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.models import Federation


def keep_rule(actor: Actor, rule: rules.Rule, title: str, summary: str = "", key: str | None = None) -> str:
    """Keep a rule beside the presets, or change one (``key``). Votes opened under it keep it as it was.

    Returns its key.
    """
    authorize(actor, "decisions.rules")
    title, summary = " ".join(title.split()), _sentence(summary)
    if not title:
        raise Invalid("Give the rule a name", "title")
    with unit_of_work() as session:
        own = _own(key) if key else None
        _check_title(title, key)
        check_rule_to_keep(rule)
        if own is None:
            own = OwnRule(key=_free_key(title), title=title, summary=summary, rule={})
            session.add(own)
        kept = rules.Rule.from_dict(rule.to_dict() | {"name": own.key, "title": title})
        own.title, own.summary, own.rule = title, summary, kept.to_dict()
        session.flush()
        record.append(
            actor.person_id,
            "rule.changed" if key else "rule.kept",
            f"rule:{own.id}",
            rule=_hash(kept.to_dict()),
        )
        return own.key


def retire_rule(actor: Actor, key: str) -> None:
    """Offer a rule no more. Votes held under it stay as they are."""
    authorize(actor, "decisions.rules")
    with unit_of_work() as session:
        own = _own(key)
        if session.scalar(select(SuggestedRule.id).where(SuggestedRule.rule_key == key).limit(1)):
            raise Refusal(
                "The members chose to suggest this rule. Propose another one for that kind of matter first."
            )
        own.retired_at = time_now()
        record.append(actor.person_id, "rule.retired", f"rule:{own.id}")


def propose_suggestion(actor: Actor, kind: str, rule_key: str) -> int:
    """Begin a proposal about which rule is suggested for a kind of matter. Returns its number."""
    authorize(actor, "decisions.propose", ProposingIn(None))
    federation = db.session.get(Federation, actor.federation_id)
    kinds = dict(kinds_of(federation.settings if federation else {}))
    if kind not in kinds:
        raise Invalid("Select a kind of matter", "kind")
    title = _title_of(rule_key)
    text = (
        f"For matters of the kind “{kinds[kind]}” the rule suggested first is “{title}”. "
        "Whoever puts a proposal to the vote may still choose another, and says which before voting opens."
    )
    draft = Draft(
        title=f"Suggest the rule “{title}” for: {kinds[kind]}"[:200],
        body=text,
        kind="rules" if "rules" in kinds else "",
    )
    terms = {"kind": kind, "rule_key": rule_key}
    return proposals.start(actor, draft, subject=SUGGESTED_RULE, terms=terms, fixed=True)


def apply_suggestion(decision_id: int) -> bool:
    """Let a carried decision about a suggested rule have its effect; once, and never over a later decision's.

    For the open unit of work of the event. Returns whether anything changed.
    """
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.subject != SUGGESTED_RULE or decision.verdict != "carried":
        return False
    terms = terms_of(decision)
    kind, rule_key = terms["kind"], terms["rule_key"]
    found = db.session.scalars(
        select(SuggestedRule).where(SuggestedRule.kind == kind).with_for_update()
    ).first()
    if found is not None and _is_later(found.decision_id, decision):
        return False
    if found is None:
        found = SuggestedRule(kind=kind)
        db.session.add(found)
    found.rule_key, found.decision_id = rule_key, decision.id
    own = db.session.scalars(select(OwnRule).where(OwnRule.key == rule_key)).first()
    if own is not None:
        own.retired_at = None
    db.session.flush()
    record.append(None, "rule.suggested", f"decision:{decision.id}", suggestion=found.id)
    return True


def _is_later(other_id: int | None, decision: Decision) -> bool:
    other = db.session.get(Decision, other_id) if other_id else None
    if other is None or other.closed_at is None or decision.closed_at is None:
        return False
    return (other.closed_at, other.id) >= (decision.closed_at, decision.id)


def _own(key: str) -> OwnRule:
    own = db.session.scalars(
        select(OwnRule).where(OwnRule.key == key, OwnRule.retired_at.is_(None)).with_for_update()
    ).first()
    if own is None:
        raise NotFound()
    return own


def _title_of(rule_key: str) -> str:
    if rule_key in rules.PRESETS:
        return rules.PRESETS[rule_key].title
    title = db.session.scalar(
        select(OwnRule.title).where(OwnRule.key == rule_key, OwnRule.retired_at.is_(None))
    )
    if title is None:
        raise Invalid("Select a rule", "rule")
    return title


def _check_title(title: str, key: str | None) -> None:
    taken = {preset.title.casefold() for preset in rules.PRESETS.values()}
    others = db.session.execute(select(OwnRule.key, OwnRule.title).where(OwnRule.retired_at.is_(None)))
    taken |= {other.title.casefold() for other in others if other.key != key}
    if title.casefold() in taken:
        raise Invalid("There is a rule with this name already", "title")


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


def _free_key(title: str) -> str:
    """A key that no preset and no rule has or ever had, made of the title."""
    stem = stem_of(title, "rule")
    own = db.session.scalars(select(OwnRule.key).where(OwnRule.key.startswith(stem, autoescape=True)))
    return free_key(stem, {*rules.PRESETS, *own})


def _hash(data: object) -> str:
    return hashlib.sha256(record.canonical(data).encode()).hexdigest()
