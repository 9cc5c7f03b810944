"""Letters about what is said: one to a person for one comment, in the transaction of the act, and none about one's own."""

from sqlalchemy import select

from federation.decisions.apart import people_shut_out
from federation.decisions.letters import federation_of, link_to, post, post_to
from federation.decisions.mail_kinds import COMMENT
from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.network.mail_kinds import MENTION
from federation.network.models import ThreadComment
from federation.network.threads.words import COMMENT_FILES
from federation.people.actions.posting import LetterAbout
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
    for person in tell_named(made, decision):
        told.pop(person, None)
    for person, did in told.items():
        subject = f"New comment: {decision.title}"
        post_to(COMMENT, f"comment:{made.id}", _about(made), person, subject, _text(made, decision, did))


def tell_named(made: ThreadComment, decision: Decision) -> list[int]:
    """To whoever is named in a comment and wants to hear of it, once for a comment however often it is edited. Returns who is
    written to, now or before."""
    named = {person for _, _, person in made.mentions or ()} - {made.person_id}
    if not named:
        return []
    asked = select(Person.id, Person.mail_choices).where(Person.id.in_(named), Person.erased_at.is_(None))
    wanting = [row for row in db.session.execute(asked) if MENTION.is_wanted(row.mail_choices)]
    text = _text(made, decision, "named you in a comment on")
    post(MENTION, f"mention:{made.id}", _about(made), wanting, f"You are named: {decision.title}", text)
    return [row.id for row in wanting]


def _about(made: ThreadComment) -> LetterAbout:
    return LetterAbout(COMMENT_FILES, made.id, f"{made.owner}:{made.owner_id}")


def _text(made: ThreadComment, decision: Decision, did: str) -> str:
    return _COMMENT.format(
        federation=federation_of(decision.id)[1],
        who=db.session.scalar(select(Person.name).where(Person.id == made.person_id)),
        did=did,
        title=decision.title,
        link=f"{link_to(decision.id)}#comment-{made.id}",
    )
