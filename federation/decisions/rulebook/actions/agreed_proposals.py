"""Proposing another value of what members agree: what is proposed is chosen, and the text follows from it."""

from fractions import Fraction

from federation.decisions import rules
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft, kinds_of
from federation.decisions.rulebook.queries.agreed import held_in
from federation.decisions.subjects import AGREED
from federation.kernel.db import db
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.network.models import Federation
from federation.plugin.agreed import AgreedSetting


def propose_agreed(actor: Actor, one: AgreedSetting, value: int | Fraction) -> int:
    """Begin a proposal to change a value, with its exact text; nobody edits the text. Returns its number."""
    authorize(actor, "decisions.propose", ProposingIn(None))
    federation = db.session.get(Federation, actor.federation_id)
    settings = federation.settings if federation else {}
    before = held_in(settings, one)
    if value == before:
        raise Invalid("This is what holds now: enter another value", "value")
    try:
        one.read(one.kept(value))
    except ValueError:
        raise Invalid(f"Enter from {one.of(one.least)} to {one.of(one.most)}", "value") from None
    title, body = rules.text_of_setting(one.title, one.sentence_now(before), one.sentence(value))
    kind = "rules" if "rules" in dict(kinds_of(settings)) else ""
    return proposals.start(
        actor,
        Draft(title=title, body=body, kind=kind),
        subject=AGREED,
        terms={
            "setting": one.name,
            "before": None if before is None else one.kept(before),
            "after": one.kept(value),
        },
        fixed=True,
    )
