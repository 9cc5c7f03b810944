"""The answers of tenders to the hooks of other features."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from federation.decisions.events import DecisionClosed
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.web import actor
from federation.network.groups.queries import openly_acting
from federation.network.places import GroupShown
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl
from federation.tendering.awarding.hooks import award_decided, award_objections
from federation.tendering.awarding.queries.personal import personal_awards
from federation.tendering.evaluating.queries.personal import personal_scores
from federation.tendering.preparing.actions.applying import apply_cancel, apply_sharing, apply_start
from federation.tendering.preparing.queries.listed import tenders_of
from federation.tendering.preparing.queries.opening import objections_to
from federation.tendering.preparing.queries.personal import personal_tenders
from federation.tendering.subjects import CANCEL, SHARING, START

_APPLY: Final[Mapping[str, Callable[[DecisionClosed], None]]] = {
    START: apply_start,
    SHARING: apply_sharing,
    CANCEL: apply_cancel,
}


@hookimpl
def happened(event: Any) -> None:
    """What the members voted about a tender holds from now on."""
    if isinstance(event, DecisionClosed) and event.verdict == "carried" and event.subject in _APPLY:
        _APPLY[event.subject](event)
    award_decided(event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """A vote about a tender that would not hold is not opened."""
    if not isinstance(act, OpeningVote):
        return []
    return [Objection(words) for words in (*objections_to(act), *award_objections(act))]


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a group: its tenders."""
    if not isinstance(subject, GroupShown):
        return []
    found = tenders_of(subject.group_id)
    may_run = subject.group_id in {one.group_id for one in openly_acting(actor())}
    if not found and not may_run:
        return []
    return [Panel("tendering/_group.html", {"group": subject, "tenders": found[:10], "may_run": may_run})]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person began, wrote, said, was named for, scored and asked."""
    return [*personal_tenders(person_id), *personal_scores(person_id), *personal_awards(person_id)]
