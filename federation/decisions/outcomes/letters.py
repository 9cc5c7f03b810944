"""The letter about something to do, in the transaction of the act; nobody gets one about what they gave to themselves."""

from federation.decisions.letters import about_decision, federation_of, link_to, post_to
from federation.decisions.mail_kinds import ACTION
from federation.decisions.models import Decision
from federation.kernel.days import last_day
from federation.kernel.words import day
from federation.network.models import ThingDue

_ACTION = "{federation}: you are asked to do this by {due}: {what}.\n\nIt follows from “{title}”. Say how far it is here:\n{link}"


def tell_action(action: ThingDue, decision: Decision, given_by: int, entry: int) -> None:
    """To the owner of an action, where somebody else gave it to them. ``entry`` of the record is the act's own: who gets
    the same action again later hears of it again."""
    if action.person_id in (given_by, None):
        return
    text = _ACTION.format(
        federation=federation_of(decision.id)[1],
        due=day(last_day(action.due_at)),
        what=action.words,
        title=decision.title,
        link=link_to(decision.id),
    )
    key = f"action:{action.id}:{entry}"
    post_to(
        ACTION, key, about_decision(decision.id), action.person_id, f"Action for you: {action.words}", text
    )
