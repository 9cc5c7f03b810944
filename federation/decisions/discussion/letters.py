"""Letters about what is said: one to a person for one comment, in the transaction of the act, and none about one's own."""

from sqlalchemy import select

from federation.decisions.apart import people_shut_out
from federation.decisions.letters import federation_of, link_to, post_to
from federation.decisions.mail_kinds import COMMENT
from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.network.models import ThreadComment
from federation.people.models import Person

_COMMENT = "{federation}: {who} has {did} “{title}”.\n\nRead it, and answer, here:\n{link}"


def tell_comment(made: ThreadComment, decision: Decision) -> None:
    """To whoever wrote the comment that is answered, and to the author of the proposal: one letter each."""
    told: dict[int, str] = {decision.author_id: "written about your proposal"}
    if made.parent_id is not None:
        answered = db.session.scalar(
            select(ThreadComment.person_id).where(ThreadComment.id == made.parent_id)
        )
        if answered is not None:
            told[answered] = "answered your comment on"
    for person in {made.person_id, *people_shut_out(decision.id)}:
        told.pop(person, None)
    who = db.session.scalar(select(Person.name).where(Person.id == made.person_id))
    for person, did in told.items():
        text = _COMMENT.format(
            federation=federation_of(decision.id)[1],
            who=who,
            did=did,
            title=decision.title,
            link=link_to(decision.id),
        )
        post_to(COMMENT, f"comment:{made.id}", decision.id, person, f"New comment: {decision.title}", text)
