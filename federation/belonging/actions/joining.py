"""Agreeing how practices join, and letting one join: each is proposed here and decided by the members alone."""

from collections.abc import Mapping
from typing import Any, Final

from federation.belonging.actions.steps import write_step
from federation.belonging.letters import tell_joined
from federation.belonging.queries.steps import practice_with, step_of
from federation.belonging.subjects import ADMIT, RULES
from federation.belonging.terms import LONGEST_NAME, LONGEST_RULES
from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.network.locking import locked
from federation.network.models import Practice
from federation.network.practices.actions.totals import make_findable, recount
from federation.network.practices.letters import tell_roll
from federation.network.practices.queries.admission import JOINING
from federation.network.rules.codes import readable_code

_RULES: Final = (
    "Practices join our federation by the rules that stand below. From then on the members alone give a practice a vote, by a "
    "decision on each."
)
_ADMIT: Final = "{name} joins our federation as a full member."


def propose_rules(actor: Actor, text: str, reasons: str = "") -> int:
    """Begin a proposal on how practices join, in the place of what holds. Returns the number of the decision."""
    authorize(actor, "belonging.propose")
    text = plain_text(text, "text", "Write who can join, and how")
    if len(text) > LONGEST_RULES:
        raise Invalid(f"Use {LONGEST_RULES:,} characters or fewer", "text")
    draft = Draft(title="How practices join", body=_RULES, reasons=plain_text(reasons, "reasons"))
    return proposals.start(actor, draft, subject=RULES, terms={"text": text}, fixed=True)


def propose_admission(actor: Actor, wanted: Mapping[str, Any], reasons: str = "") -> int:
    """Begin a proposal that a practice joins (``wanted`` as ``AdmissionWanted`` loads it). Returns the number of the decision."""
    authorize(actor, "belonging.propose")
    try:
        code = readable_code(wanted["code"])
    except ValueError:
        raise Invalid("Enter an ODS code, for example A81001", "code") from None
    name = " ".join(plain_text(wanted["name"], "name", "Enter the name of the practice").split())
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Use {LONGEST_NAME} characters or fewer", "name")
    known, patients = practice_with(code), wanted.get("patients")
    if known is not None:
        if known.closed_on is not None:
            raise Invalid(f"{known.name} has closed", "code")
        if known.membership == "full" and known.left_on is None:
            raise Invalid(f"{known.name} is a full member already", "code")
        name, patients = known.name, known.list_size
    terms = {
        "code": code,
        "name": name,
        "patients": patients,
        "asked": known is not None and actor.belongs_to(known.id),
    }
    draft = Draft(
        title=f"{name} joins"[:200],
        body=_ADMIT.format(name=name),
        reasons=plain_text(reasons, "reasons"),
    )
    return proposals.start(actor, draft, subject=ADMIT, terms=terms, fixed=True)


def apply_rules(event: DecisionClosed) -> None:
    """Let the rules hold that the members agreed: from now on nobody else gives a practice a vote."""
    federation = locked()
    if (federation.settings.get(JOINING) or 0) >= event.decision_id:
        return
    recount()
    federation.settings = {**federation.settings, JOINING: event.decision_id}
    record.append(
        None,
        "joining.agreed",
        f"decision:{event.decision_id}",
        text=record.digest(event.terms["text"]),
    )


def apply_admission(event: DecisionClosed) -> None:
    """Let a practice join that the members admitted, once, however often it is told."""
    locked()
    if step_of(event.decision_id, "admitted") is not None:
        return
    practice = practice_with(event.terms["code"])
    if practice is None:
        practice = Practice(
            code=event.terms["code"], name=event.terms["name"], list_size=event.terms["patients"]
        )
        db.session.add(practice)
    practice.membership, practice.left_on = "full", None
    db.session.flush()
    recount({practice.id})
    make_findable([practice.code])
    step, seq = write_step("practice.admitted", practice.id, "admitted", decision_id=event.decision_id)
    tell_joined(step, practice.name)
    tell_roll("A decision of the members", seq, [], [practice.name])
