"""Mail about what is said and given: a discussion that opens, a comment, an answer to one's own, an action to do.

Each goes into the outbox in the transaction of the act, one letter to a person for one thing; nobody is written to about
what they did themselves.
"""

from sqlalchemy import select

from federation.decisions.letters import everybody, first_lines, post
from federation.decisions.models import Action, Comment, Decision
from federation.kernel import outbox
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.words import day
from federation.network.models import Federation
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.people.rules.mail_choices import Kind, wants

_END = "\n\nYou choose which mail you get under “Your account”: {account}\n"
_COMMENT = "{federation}: {who} has {did} “{title}”.\n\nRead it, and answer, here:\n{link}"
_DISCUSSION = (
    "{federation}: {who} has put a proposal up for discussion, “{title}”.\n\nIt begins:\n\n{text}\n\n"
    "Read it, and say what you think, here:\n{link}"
)
_ACTION = "{federation}: you are asked to do this by {due}: {what}.\n\nIt follows from “{title}”. Say how far it is here:\n{link}"


def tell_comment(made: Comment, decision: Decision) -> None:
    """To whoever wrote the comment that is answered, and to the author of the proposal: one letter each."""
    told: dict[int, str] = {decision.author_id: "written about your proposal"}
    if made.parent_id is not None:
        answered = db.session.scalar(select(Comment.person_id).where(Comment.id == made.parent_id))
        if answered is not None:
            told[answered] = "answered your comment on"
    told.pop(made.person_id, None)
    who = db.session.scalar(select(Person.name).where(Person.id == made.person_id))
    for person, did in told.items():
        text = _COMMENT.format(
            federation=_federation(decision)[1],
            who=who,
            did=did,
            title=decision.title,
            link=_link(decision),
        )
        _post("comment", f"mail:comment:{made.id}:{person}", person, f"New comment: {decision.title}", text)


def tell_discussion(decision: Decision, by: Actor) -> None:
    """To everybody who takes part in the federation, once for each proposal: members can read it now, and answer."""
    text = _DISCUSSION.format(
        federation=_federation(decision)[1],
        who=by.name,
        title=decision.title,
        text=first_lines(decision),
        link=_link(decision),
    )
    others = [person for person in everybody() if person.id != by.person_id]
    post("discussion", f"discussion:{decision.id}", others, f"For discussion: {decision.title}", text)


def tell_action(action: Action, decision: Decision, given_by: int, entry: int) -> None:
    """To the owner of an action, where somebody else gave it to them. ``entry`` of the record is the act's own: who gets
    the same action again later hears of it again."""
    if action.owner_id == given_by:
        return
    text = _ACTION.format(
        federation=_federation(decision)[1],
        due=day(action.due_on),
        what=action.title,
        title=decision.title,
        link=_link(decision),
    )
    key = f"mail:action:{action.id}:{action.owner_id}:{entry}"
    _post("action", key, action.owner_id, f"Action for you: {action.title}", text)


def _post(kind: Kind, key: str, person_id: int, subject: str, text: str) -> None:
    choices = db.session.execute(
        select(Person.mail_choices).where(Person.id == person_id, Person.erased_at.is_(None))
    ).first()
    if choices is not None and wants(choices.mail_choices, kind):
        whole = text + _END.format(account=full_address("people.account"))
        outbox.add("mail", key, {"person": person_id, "subject": subject, "text": whole})


def _federation(decision: Decision) -> tuple[str, str]:
    row = db.session.execute(
        select(Federation.slug, Federation.name).where(Federation.id == decision.federation_id)
    ).one()
    return row.slug, row.name


def _link(decision: Decision) -> str:
    return full_address("decisions.show", federation=_federation(decision)[0], decision_id=decision.id)
