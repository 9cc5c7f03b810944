"""The answers of mandates to the hooks of other features."""

from collections.abc import Sequence
from typing import Any

from federation.decisions.events import DecisionClosed
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.policy import may
from federation.kernel.web import actor
from federation.mandates.actions.budgeting import apply_budget
from federation.mandates.actions.calling_in import settle_call_in
from federation.mandates.actions.escalating import apply_escalation
from federation.mandates.actions.granting import apply_grant, apply_withdrawal
from federation.mandates.actions.reporting import settle_report
from federation.mandates.permissions import ActingIn
from federation.mandates.queries.budget import envelope_of
from federation.mandates.queries.opening import objections_to
from federation.mandates.queries.personal import personal_acts
from federation.mandates.queries.recalls import recall_of
from federation.mandates.queries.standing import StandingMandate, late_reports, mandate_of, proposed_mandates
from federation.mandates.subjects import BUDGET, CALL_IN, ESCALATE, GRANT, RECALL, REPORT, WITHDRAW
from federation.network.places import GroupShown, HomeShown
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl

_APPLY = {
    GRANT: apply_grant,
    WITHDRAW: apply_withdrawal,
    RECALL: apply_withdrawal,
    ESCALATE: apply_escalation,
    BUDGET: apply_budget,
}


@hookimpl
def happened(event: Any) -> None:
    """What the members decided about a mandate holds from now on."""
    if getattr(event, "subject", "") == CALL_IN:
        settle_call_in(event)
    if getattr(event, "subject", "") == REPORT:
        settle_report(event)
    if isinstance(event, DecisionClosed) and event.verdict == "carried" and event.subject in _APPLY:
        _APPLY[event.subject](event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """A vote on a mandate that could not be put into force is not opened."""
    if not isinstance(act, OpeningVote):
        return []
    return [Objection(words) for words in objections_to(act)]


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a group: what it may do in the members' name. On everybody's first page: which reports are late."""
    if isinstance(subject, HomeShown):
        late = [one for one in late_reports() if not _is_told(one)]
        return [Panel("mandates/_late.html", {"late": late})] if late else []
    if not isinstance(subject, GroupShown):
        return []
    mandate = mandate_of(subject.group_id)
    stands = mandate is not None and mandate.state in ("in_force", "suspended")
    return [
        Panel(
            "mandates/_group.html",
            {
                "group": subject,
                "mandate": mandate,
                "stands": stands,
                "envelope": envelope_of(subject.group_id) if mandate is not None and stands else None,
                "may_recall": may(actor(), "mandates.call_in"),
                "recall": recall_of(mandate.id) if mandate is not None and stands else None,
                "proposed": [one for one in proposed_mandates() if one.group_id == subject.group_id],
                "may_propose": subject.stands and may(actor(), "mandates.propose"),
                "may_act": subject.stands and may(actor(), "mandates.act", ActingIn(subject.group_id)),
            },
        )
    ]


def _is_told(mandate: StandingMandate) -> bool:
    """Whether the first page tells of the report already: as a thing of the person, or of others to the executive."""
    return actor().leads(mandate.group_id) or "executive" in actor().roles


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person wrote down for groups."""
    return personal_acts(person_id)
