"""The checks before a proposal is saved."""

from sqlalchemy import select

from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.proposals.texts import UNCHANGED, Draft, Effects, flaws, kinds_of, table_flaws
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.models import Federation, FederationAim, Practice

TEXT_IS_FIXED = {
    "scheduled": "The time at which voting opens is set, so the text can no longer be changed. "
    "Call the vote off first.",
    "open": "Voting is open, so the text can no longer be changed. Everybody votes on what they have read.",
    "closed": "This decision is closed, so its text can no longer be changed.",
    "withdrawn": "This proposal was withdrawn, so its text can no longer be changed.",
}


def check_fixed(decision: Decision, current: ProposalVersion, draft: Draft) -> None:
    """Where the text follows from what is proposed, nobody writes another."""
    if not decision.fixed:
        return
    options = [option._asdict() for option in draft.options]
    for field, is_same in (
        ("title", draft.title == current.title),
        ("body", draft.body == current.body),
        ("options", options == current.options),
    ):
        if not is_same:
            raise Invalid(
                "This says what happens by itself when it is carried, so it cannot be changed here", field
            )


def current_version(decision: Decision) -> ProposalVersion:
    """The newest version of a proposal."""
    return db.session.scalars(
        select(ProposalVersion).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    ).one()


def check_replaced(decision_id: int | None, group_id: int | None) -> None:
    """Refuse to take the place of anything but a closed decision that was not replaced yet."""
    if decision_id is None:
        return
    state = db.session.execute(
        select(Decision.state, Decision.superseded_by_id, Decision.group_id).where(Decision.id == decision_id)
    ).first()
    if state is None or state.state == "draft":
        raise NotFound()
    if state.state != "closed" or state.superseded_by_id is not None:
        raise Refusal("Only a closed decision that was not replaced yet can be replaced.")
    if state.group_id != group_id:
        raise Refusal("Only whoever made a decision can replace it: this is another body’s.")


def checked_aims(actor: Actor, draft: Draft, current: ProposalVersion | None = None) -> dict[int, str]:
    """The federation's aims by number, after everything that can be wrong with a text was looked at."""
    settings = (
        db.session.scalar(select(Federation.settings).where(Federation.id == actor.federation_id)) or {}
    )
    rows = db.session.execute(
        select(FederationAim.number, FederationAim.words, FederationAim.retired_at)
    ).all()
    kept = {number for number, _ in current.aims} if current else set()
    aims = {number: words for number, words, retired_at in rows if retired_at is None or number in kept}
    kinds = (*kinds_of(settings), *([(current.kind, "")] if current else []))
    found = flaws(draft, kinds, tuple(aims))
    if found:
        raise Invalid(found[0].words, found[0].field)
    if draft.effects is not UNCHANGED:
        check_effects(draft.effects)
    return aims


def check_effects(effects: Effects | None) -> None:
    """Refuse a table that cannot be taken."""
    if effects is None:
        return
    found = table_flaws(effects)
    if found:
        raise Invalid(str(found[0]), "effects")
    unknown = set(effects.rows) - set(db.session.scalars(select(Practice.code)))
    if unknown:
        raise Invalid(f"‘{min(unknown)}’ is not the code of a practice of this federation", "effects")
