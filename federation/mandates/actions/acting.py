"""What a group does in the members' name: checked against its mandate under the lock of the federation, and never past it."""

from datetime import datetime
from typing import Any, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.mandates.actions.asking import note_cause
from federation.mandates.letters import tell_done
from federation.mandates.models import ActPayment, MandateAct
from federation.mandates.permissions import ActingIn
from federation.mandates.queries.acts import item_digest, said_of_act
from federation.mandates.queries.authority import judged
from federation.mandates.queries.found import note_act
from federation.mandates.queries.standing import mandate_here
from federation.mandates.rules import LARGEST_PENCE, POWERS, GroupAct
from federation.mandates.terms import LONGEST_ACT
from federation.mandates.words import REASON_WORDS
from federation.network.areas.queries import areas_here
from federation.network.groups.queries import ListedGroup, group_here
from federation.network.locking import one_at_a_time
from federation.plugin.door import door


class OutsideItsMandate(Refusal):
    """A group may not do this by itself, for these reasons: names, and the same in words."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(REASON_WORDS[reason] for reason in reasons))
        self.reasons = reasons


class SettlingAct(NamedTuple):
    """The act that features may object to: what was promised and not spent is about to be free again."""

    act_id: int


class DoneAct(NamedTuple):
    """An act that was done: its number, and until when a practice can call it in; None where none can."""

    id: int
    call_in_until: datetime | None


def do_act(actor: Actor, group_id: int, wanted: GroupAct) -> DoneAct:
    """Do something in the members' name: the act is written down, and its money promised.

    Raises ``OutsideItsMandate`` with every reason, and then nothing is done. Of two acts at the same time the second sees what
    the first has promised, with any number of processes.
    """
    group = group_acted_for(actor, group_id)
    act = checked_act(wanted)
    with unit_of_work() as session:
        one_at_a_time()
        found = judged(group_id, act)
        if found.mandate is None or found.reasons:
            raise OutsideItsMandate(found.reasons)
        until = found.call_in_until
        row = MandateAct(
            group_id=group_id,
            mandate_id=found.mandate.id,
            power=act.power,
            area=act.area,
            pence=act.pence,
            words=act.words,
            item=item_digest(act.words),
            acted_by=actor.person_id,
            acted_at=found.mandate.now,
            call_in_until=until,
        )
        session.add(row)
        session.flush()
        _note(actor, "act.done", row, **said_of_act(row))
        note_act(row)
        note_cause(found.mandate, row, "act")
        if until:
            tell_done(row, group.name, actor)
        return DoneAct(row.id, until)


def pay(actor: Actor, act_id: int, pence: int, words: str, last: bool = False) -> None:
    """Write down that money of an act was spent, with its evidence; with ``last`` what was promised and is not spent is free
    again, where no feature objects to a :class:`SettlingAct`. Never more than was promised."""
    words = plain_text(words, "words", "Say what was paid, and what shows it")
    if len(words) > LONGEST_ACT:
        raise Invalid(f"Use {LONGEST_ACT:,} characters or fewer", "words")
    with unit_of_work() as session:
        act, now = held(MandateAct, act_id)
        authorize(actor, "mandates.act", ActingIn(act.group_id))
        _check_open(act, now)
        for objection in door().calls.objections(SettlingAct(act_id)) if last else ():
            raise Refusal(objection.words)
        if not 0 <= pence <= act.pence - act.spent_pence:
            raise Invalid("It is more than is promised and not spent yet", "pence")
        if not pence and not last:
            raise Invalid("Enter how much was paid", "pence")
        session.add(ActPayment(act_id=act_id, pence=pence, words=words, paid_by=actor.person_id, paid_at=now))
        act.spent_pence += pence
        if last or act.spent_pence == act.pence:
            act.state = "settled"
        session.flush()
        note_act(act)
        _note(
            actor,
            "act.paid",
            act,
            pence=pence,
            spent=act.spent_pence,
            state=act.state,
            text=record.digest(words),
        )


def group_acted_for(actor: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who acts for it. Raises ``NotFound`` where there is none such."""
    authorize(actor, "mandates.act")
    group = group_here(group_id)
    authorize(actor, "mandates.act", ActingIn(group_id))
    return group


def checked_act(wanted: GroupAct) -> GroupAct:
    """An act as it is kept. Raises ``Invalid`` for what cannot be taken, everything at once."""
    found: list[tuple[str, str | None]] = []
    if wanted.power not in POWERS:
        found.append(("Select what the group does", "power"))
    if wanted.area not in areas_here():
        found.append(("Select an area of work that this federation has", "area"))
    if not 0 <= wanted.pence <= LARGEST_PENCE:
        found.append(("Enter an amount of money, or leave it empty", "pence"))
    if found:
        raise Invalid.many(found)
    words = " ".join(plain_text(wanted.words, "words", "Say what the group does, and why").split())
    if len(words) > LONGEST_ACT:
        raise Invalid(f"Use {LONGEST_ACT:,} characters or fewer", "words")
    return GroupAct(wanted.power, wanted.area, wanted.pence, words, wanted.touches)


def _check_open(act: MandateAct, now: datetime) -> None:
    """Refuse money for an act that waits, was stopped, is settled, or whose mandate may not be used."""
    if act.state == "held":
        raise Refusal("A practice has called this act in. Nothing is paid until the members have decided.")
    if act.state == "refused":
        raise Refusal("The members have stopped this act, so nothing is paid for it.")
    if act.state == "settled":
        raise Refusal("This act is settled: nothing more is promised.")
    if act.call_in_until and now < act.call_in_until and act.called_in_id is None:
        raise Refusal("A practice can still call this act in. Nothing is paid before that time is over.")
    if act.mandate_id is not None:
        state = mandate_here(act.mandate_id).state
        if state == "suspended":
            raise Refusal(REASON_WORDS["suspended"])
        if state == "withdrawn":
            raise Refusal("The members have taken back the mandate of this act. They say what becomes of it.")


def _note(actor: Actor, name: str, act: MandateAct, **data: Any) -> None:
    record.append(actor.person_id, name, f"act:{act.id}", group=act.group_id, mandate=act.mandate_id, **data)
