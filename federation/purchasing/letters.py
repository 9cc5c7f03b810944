"""Letters about purchase rounds: to those who represent a practice, as far as they want them."""

from collections.abc import Iterable
from typing import Final

from federation.kernel.words import moment
from federation.network.for_plugins import address_of, mail, people
from federation.purchasing.mail_kinds import ROUNDS
from federation.purchasing.models import PurchaseRound

_OPENED: Final = (
    "The {group} buys for all practices and asks what yours needs: {title}.\n\nSay it until {until}. If your practice needs "
    "nothing, say so: that is an answer too:\n\n{url}\n"
)
_CALLED_OFF: Final = (
    "The {group} has called off its purchase round: {title}.\n\n"
    "Its reason: {reason}\n\nNothing is bought in it:\n\n{url}\n"
)


_REMINDED: Final = (
    "Your practice has not said yet what it needs: {title}.\n\nSay it until {until}. If it needs nothing, say so: that is an "
    "answer too:\n\n{url}\n"
)


def tell_opened(row: PurchaseRound, group: str, but: Iterable[int]) -> None:
    """A group asks the practices what they need."""
    text = _OPENED.format(
        group=group,
        title=row.title,
        until=moment(row.closes_at),
        url=address_of("purchasing.needs", round_id=row.id),
    )
    _post(f"purchasing.round:{row.id}", f"What does your practice need? {row.title}", text, but)


def tell_called_off(row: PurchaseRound, group: str, but: Iterable[int]) -> None:
    """A round was called off."""
    text = _CALLED_OFF.format(
        group=group,
        title=row.title,
        reason=row.call_off_reason,
        url=address_of("purchasing.purchase_round", round_id=row.id),
    )
    _post(f"purchasing.called_off:{row.id}", f"Called off: {row.title}", text, but)


def tell_reminded(row: PurchaseRound, people_ids: Iterable[int]) -> int:
    """A round closes soon, and their practice has not answered. Returns how many letters are new."""
    text = _REMINDED.format(
        title=row.title,
        until=moment(row.closes_at),
        url=address_of("purchasing.needs", round_id=row.id),
    )
    return mail(f"purchasing.reminder:{row.id}", people_ids, f"Still to answer: {row.title}", text, ROUNDS)


def _post(key: str, subject: str, text: str, but: Iterable[int]) -> None:
    mail(key, {one.id for one in people("representative")}.difference(but), subject, text, ROUNDS)
