"""Giving a group a mandate, changing, renewing and taking it back: each is proposed here and decided by the members alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.mandates.actions.finishing import owe_pending
from federation.mandates.letters import tell_granted, tell_stopped
from federation.mandates.models import GroupMandate
from federation.mandates.queries.standing import mandate_here, standing_mandate
from federation.mandates.rules import MONEY_POWERS
from federation.mandates.subjects import GRANT, WITHDRAW
from federation.mandates.words import term_of
from federation.network.areas.queries import areas_here
from federation.network.dues.actions import drop_due
from federation.network.groups.confirming import settle_seats
from federation.network.groups.queries import ListedGroup, group_here, seats_of
from federation.network.models import NetworkGroup

LONGEST_TERM: Final = timedelta(days=5 * 366)
_TEXT: Final = (
    "The members give the {name} the mandate that stands below, with this text. "
    "It is in force when this decision is carried."
)
_STOPS: Final = {"replaced": "mandate.replaced", "withdrawn": "mandate.withdrawn"}
_BACK: Final = "The members take back the mandate of the {name}. It ends when this decision is carried."


def propose_mandate(actor: Actor, group_id: int, wanted: Mapping[str, Any], reasons: str = "") -> int:
    """Begin a proposal that gives a group this mandate (as ``WantedMandate`` loads it), in the place of the one it has. Its
    author shows it to the members and puts it to the vote as any other. Returns the number of the decision."""
    authorize(actor, "mandates.propose")
    group = _standing_group(group_id)
    terms = {
        **wanted,
        "task": plain_text(wanted["task"], "task", "Say what the group is to do"),
        "areas": list(dict.fromkeys(wanted["areas"])),
        "powers": list(dict.fromkeys(wanted["powers"])),
        "report_events": list(dict.fromkeys(term_of(wanted, "report_events"))),
        "reserved": list(dict.fromkeys(" ".join(one.split()) for one in wanted["reserved"])),
    }
    _check(terms, db.session.execute(select(record.now_here())).scalar_one())
    title = f"A mandate for the {group.name}"
    draft = Draft(title=title, body=_TEXT.format(name=group.name), reasons=plain_text(reasons, "reasons"))
    seats = [one.id for one in seats_of(group_id) if one.is_lead or one.has_vote]
    sent = {
        **terms,
        "ends_at": terms["ends_at"].isoformat(),
        "group": group_id,
        "name": group.name,
        "seats": seats,
    }
    return proposals.start(actor, draft, subject=GRANT, terms=sent, fixed=True)


def propose_withdrawal(actor: Actor, group_id: int, reasons: str) -> int:
    """Begin a proposal that takes a group's mandate back. Returns the number of the decision."""
    authorize(actor, "mandates.propose")
    group, mandate = _standing_group(group_id), standing_mandate(group_id)
    if mandate is None:
        raise Refusal("This group has no mandate that could be taken back.")
    reasons = plain_text(reasons, "reasons", "Say why the mandate should be taken back")
    draft = Draft(
        title=f"Take back the mandate of the {group.name}",
        body=_BACK.format(name=group.name),
        reasons=reasons,
    )
    terms = {"group": group_id, "name": group.name, "mandate": mandate.id}
    return proposals.start(actor, draft, subject=WITHDRAW, terms=terms, fixed=True)


def apply_grant(event: DecisionClosed) -> None:
    """Put into force what the members decided, in the transaction in which it is told: once, however often it is told."""
    if db.session.scalar(select(GroupMandate.id).where(GroupMandate.decision_id == event.decision_id)):
        return
    group, now = held(NetworkGroup, event.terms["group"])
    _stop(group, event.decision_id, now, "replaced")
    mandate = GroupMandate(
        group_id=group.id, decision_id=event.decision_id, terms=dict(event.terms), starts_at=now, look_at=now
    )
    db.session.add(mandate)
    db.session.flush()
    record.append(
        None,
        "mandate.granted",
        f"mandate:{mandate.id}",
        group=group.id,
        decision=event.decision_id,
        terms=record.digest(mandate.terms),
    )
    settle_seats(group.id, event.terms["seats"], event.decision_id)
    tell_granted(mandate, group.name)


def apply_withdrawal(event: DecisionClosed) -> None:
    """Let a mandate end that the members took back or recalled, and ask everybody what becomes of what is not finished; one
    that is over, or was replaced meanwhile, stays as it is."""
    before = mandate_here(event.terms["mandate"])
    group, now = held(NetworkGroup, event.terms["group"])
    _stop(group, event.decision_id, now, "withdrawn", event.terms["mandate"])
    if before.stopped_at is None:
        owe_pending(before)


def _stop(group: NetworkGroup, decision_id: int, now: datetime, how: str, only: int | None = None) -> None:
    """Within the lock of the group: stop the mandate that stands."""
    found = select(GroupMandate).where(GroupMandate.group_id == group.id, GroupMandate.stopped_at.is_(None))
    if only is not None:
        found = found.where(GroupMandate.id == only)
    for mandate in db.session.scalars(found.with_for_update()).all():
        if key := mandate_here(mandate.id).report_key:
            drop_due(key)
        mandate.stopped_at, mandate.stopped_how, mandate.stopped_by_id = now, how, decision_id
        mandate.look_at = None
        db.session.flush()
        record.append(None, _STOPS[how], f"mandate:{mandate.id}", group=group.id, decision=decision_id)
        if how != "replaced":
            tell_stopped(mandate, group.name)


def _standing_group(group_id: int) -> ListedGroup:
    group = group_here(group_id)
    if group.ended_at is not None:
        raise Refusal("This group has ended.")
    return group


def _check(terms: Mapping[str, Any], now: datetime) -> None:
    """Refuse, all at once, what makes no sense together."""
    areas, money = areas_here(), MONEY_POWERS.intersection(terms["powers"])
    found: list[tuple[str, str | None]] = []
    if not areas.keys() >= set(terms["areas"]):
        found.append(("Select areas of work that this federation has", "areas"))
    if money and not terms["total_pence"]:
        found.append(
            ("Enter how much it may spend in all, or take away that it may spend or buy", "total_pence")
        )
    if terms["total_pence"] and not money:
        found.append(("It has money, so it must be allowed to spend or to buy", "powers"))
    if money and not terms["item_pence"]:
        found.append(("Enter how much it may spend on one item", "item_pence"))
    if terms["item_pence"] > terms["total_pence"]:
        found.append(("One item cannot cost more than all together", "item_pence"))
    found += _wrong_reports(terms, bool(money))
    if terms["ends_at"] <= now:
        found.append(("The mandate must end in the future", "ends_at"))
    elif terms["ends_at"] > now + LONGEST_TERM:
        found.append(("The mandate must end within 5 years", "ends_at"))
    if found:
        raise Invalid.many(found)


def _wrong_reports(terms: Mapping[str, Any], has_money: bool) -> list[tuple[str, str | None]]:
    """What is wrong with the reports that a mandate asks for: each states its hours and the decision that it informs."""
    found: list[tuple[str, str | None]] = []
    events = term_of(terms, "report_events")
    if "act" in events and not has_money:
        found.append(("It has no money, so no act of it costs anything", "report_events"))
    if terms["report_days"] or events:
        if not term_of(terms, "report_hours"):
            found.append(("Say how many hours a report takes", "report_hours"))
        if not term_of(terms, "report_informs").strip():
            found.append(("Say which decision its reports inform", "report_informs"))
    return found
