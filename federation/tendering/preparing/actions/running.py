"""Who may run a tender, and whether they are clear of it."""

from typing import Final

from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.mandates.queries.authority import may_act
from federation.mandates.rules import GroupAct, OutsideMandate
from federation.mandates.words import REASON_WORDS
from federation.network.groups.queries import ListedGroup, group_here
from federation.tendering.permissions import TenderOf
from federation.tendering.preparing.queries.interests import interest_of
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here

LONGEST_TITLE: Final = 120
_UNDECLARED: Final = "Say first whether you have an interest in this tender. Whoever influences it says so before anything else."


class TenderOutsideMandate(Refusal):
    """The group may not do this in the members' name; ``reasons`` say why, as keys."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(REASON_WORDS[reason] for reason in reasons))
        self.reasons = reasons


def group_tenders(actor: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who may run tenders with it. Raises ``NotFound`` where there is none such, and ``Refusal`` where
    it has ended or keeps what it writes to itself."""
    authorize(actor, "tendering.run")
    group = group_here(group_id)
    authorize(actor, "tendering.run", TenderOf(group_id))
    if group.ended_at is not None:
        raise Refusal("This group has ended.")
    if group.reads != "all":
        raise Refusal(
            "What is asked of suppliers for all practices is read by all, and this group keeps what it writes to itself."
        )
    return group


def tender_run(actor: Actor, tender_id: int) -> ShownTender:
    """The tender, for somebody of its group who has said that they have no interest in it. Raises ``NotFound`` where there is
    none such, ``Refusal`` where it is cancelled or they have not said, and ``NotYours`` where they have one."""
    authorize(actor, "tendering.run")
    found = tender_here(tender_id)
    group_tenders(actor, found.group_id)
    if found.cancelled_at is not None:
        raise Refusal("This tender is cancelled.")
    if interest_of(tender_id, actor.person_id) is None:
        raise Refusal(_UNDECLARED)
    clear_of_conflict(actor, tender_id)
    return found


def check_mandate(found: ShownTender) -> None:
    """Refuse, with every reason, where the group's mandate does not let it open a tender now."""
    answer = may_act(found.group_id, GroupAct("open_tender", "tendering", 0, f"Tender {found.number}"))
    if isinstance(answer, OutsideMandate):
        raise TenderOutsideMandate(answer.reasons)


def short_text(typed: str, field: str, missing: str, longest: int) -> str:
    """What was typed, on one line, if it is not longer than this many characters."""
    words = " ".join(plain_text(typed, field, missing).split())
    if len(words) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return words
