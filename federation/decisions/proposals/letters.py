"""The letter about a discussion that opens, in the transaction of the act."""

from federation.decisions.letters import (
    about_decision,
    everybody_in,
    federation_of,
    first_lines,
    link_to,
    post,
)
from federation.decisions.mail_kinds import DISCUSSION
from federation.decisions.models import Decision
from federation.kernel.policy import Actor

_DISCUSSION = (
    "{federation}: {who} has put a proposal up for discussion, “{title}”.\n\nIt begins:\n\n{text}\n\n"
    "Read it, and say what you think, here:\n{link}"
)


def tell_discussion(decision: Decision, by: Actor) -> None:
    """To everybody who takes part in the federation, once for each proposal: members can read it now, and answer."""
    text = _DISCUSSION.format(
        federation=federation_of(decision.id)[1],
        who=by.name,
        title=decision.title,
        text=first_lines(decision),
        link=link_to(decision.id),
    )
    others = [person for person in everybody_in(decision) if person.id != by.person_id]
    post(
        DISCUSSION,
        f"discussion:{decision.id}",
        about_decision(decision.id),
        others,
        f"For discussion: {decision.title}",
        text,
    )
