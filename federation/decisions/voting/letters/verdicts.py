"""Letters about what became of a vote."""

from sqlalchemy import select

from federation.decisions.letters import about_decision, decision_of, everybody_in, link_to, post
from federation.decisions.mail_kinds import VERDICT
from federation.decisions.voting.links import end_links_of
from federation.decisions.voting.queries.holders import holding_in
from federation.decisions.words import STATUS
from federation.kernel import outbox
from federation.kernel.db import db
from federation.people.models import Person

_NOT_OPENED = (
    "You set a time at which voting opens on “{title}”. It could not open then.\n\nReason: {reason}\n\n"
    "The proposal is in discussion again. You can put it to the vote here:\n{link}"
)
_CLOSED = (
    "Voting has closed on “{title}”: {verdict}.\n\n{words}\n{tests}{notes}{held}\n\nRead it here:\n{link}"
)
_WITHDRAWN = (
    "{by} called off the vote on “{title}” while it was open. Nothing is decided, and the votes cast do not count."
    "\n\nReason: {reason}\n\nRead it here:\n{link}"
)


def tell_not_opened(decision_id: int, at: str, words: str) -> None:
    """To whoever set the time at which voting was to open."""
    decision = decision_of(decision_id)
    text = _NOT_OPENED.format(title=decision.title, reason=words, link=link_to(decision_id))
    outbox.add(
        "mail",
        f"mail:not_opened:{decision_id}:{at}",
        {"person": decision.opened_by, "subject": f"Voting did not open: {decision.title}", "text": text},
    )


def tell_withdrawn(decision_id: int) -> None:
    """To everybody who takes part in the federation: an open vote that is called off decides nothing."""
    end_links_of(decision_id)
    decision = decision_of(decision_id)
    by = db.session.scalar(select(Person.name).where(Person.id == decision.closed_by))
    post(
        VERDICT,
        f"withdrawn:{decision_id}",
        about_decision(decision_id),
        everybody_in(decision),
        f"Vote called off: {decision.title}",
        _WITHDRAWN.format(
            by=by, title=decision.title, reason=decision.withdrawn_reason, link=link_to(decision_id)
        ),
    )


def tell_closed(decision_id: int, verdict: str) -> None:
    """The verdict with its arithmetic, to everybody who takes part in the federation. The links to the ballots go."""
    end_links_of(decision_id)
    decision = decision_of(decision_id)
    result = decision.result or {}
    word = STATUS[verdict].word
    tests = "\n".join(
        f"- {'Met' if test['met'] else 'Not met'}: {test['words']}" for test in result.get("tests", ())
    )
    post(
        VERDICT,
        f"closed:{decision_id}:{verdict}",
        about_decision(decision_id),
        everybody_in(decision),
        f"{word}: {decision.title}",
        _CLOSED.format(
            title=decision.title,
            verdict=word.lower(),
            words=result.get("words", ""),
            tests=tests,
            notes="".join(f"\n\n{note}" for note in result.get("notes", ())),
            held=f"\n\n{held}" if (held := holding_in(decision).words) else "",
            link=link_to(decision_id),
        ),
    )
