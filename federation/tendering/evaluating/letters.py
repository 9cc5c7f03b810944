"""Letters to a scorer who has not locked in time."""

from typing import Final

from federation.network.for_plugins import address_of, mail
from federation.tendering.evaluating.queries.going_on import LeftOut
from federation.tendering.mail_kinds import TENDERS
from federation.tendering.preparing.queries.tenders import ShownTender

_ASKED: Final = (
    "You score the bids of tender {number}: {title}, and the time to lock your scores is over. {asker} has asked to go on "
    "without you.\n\nThe reason: {reason}\n\nAs long as no second person has confirmed it you can still lock your scores, and "
    "then they count:\n\n{url}\n"
)
_LEFT_OUT: Final = (
    "The bids of tender {number}: {title} are judged without you from now on, because you had not locked your scores in time. "
    "{asker} asked for it and {confirmer} confirmed it; all members read that.\n\nThe reason: {reason}\n\n{url}\n"
)


def tell_asked(tender: ShownTender, about: LeftOut) -> None:
    """Somebody has asked to go on without this scorer."""
    _send("asked", tender, about, f"Lock your scores: tender {tender.number}", _ASKED)


def tell_left_out(tender: ShownTender, about: LeftOut) -> None:
    """Bids are judged without this scorer."""
    _send("aside", tender, about, f"Tender {tender.number} goes on without your scores", _LEFT_OUT)


def _send(what: str, tender: ShownTender, about: LeftOut, subject: str, words: str) -> None:
    text = words.format(
        number=tender.number,
        title=tender.title,
        asker=about.asker,
        confirmer=about.confirmer,
        reason=about.reason,
        url=address_of("tendering.tender", tender_id=tender.id),
    )
    mail(f"tendering.{what}:{tender.id}:{about.person_id}", [about.person_id], subject, text, TENDERS)
