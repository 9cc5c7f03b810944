"""Letters to bidders: the invitation, receipts, what concerns all of them alike. None says what is in a bid."""

from typing import Final

from federation.kernel import outbox, tenancy
from federation.kernel.words import moment, plural
from federation.network.guests.letters import GuestLetter
from federation.tendering.bidding.queries.bidders import BidReceipt, KnownBidder, bidders_of
from federation.tendering.preparing.queries.tenders import ShownTender

PAGE: Final = "tendering.bid"
_INVITATION: Final = (
    "We ask {organisation} to bid in our tender {number}: {title}.\n\n{need}\n\nBids can be handed in until {closes}. Nobody "
    "reads a bid before, and two people open all of them together. Your page says how bids are judged; none of it changes now."
)
_NEW_LINK: Final = (
    "This is the new link for the bid of {organisation} in our tender {number}: {title}. The link that you had before opens "
    "nothing any more. What you have written is kept."
)
_RECEIVED: Final = (
    "We have received version {version} of the bid of {organisation} in our tender {number}: {title}.\n\nReceived: {at}\n"
    "Receipt: {code}\nFingerprint: {fingerprint}\nFiles: {files}\n\nIt counts unless you replace or withdraw it until {closes}. "
    "If you did not hand it in, tell us at once.\n"
)
_WITHDRAWN: Final = (
    "The bid of {organisation} in our tender {number}: {title} is withdrawn, and what was sealed of it is destroyed. You can "
    "hand in another one until {closes}. If you did not withdraw it, tell us at once.\n"
)
_LATER: Final = (
    "All bidders have more time in our tender {number}: {title}. Bids can now be handed in until {closes}.\n\nThe reason: "
    "{reason}\n\nWhat was handed in stays sealed until then, and can be replaced or withdrawn. Use the link in your invitation.\n"
)
_ANSWERED: Final = (
    "A question about our tender {number}: {title} was answered, for all bidders alike.\n\nQuestion: {text}\n\n"
    "Answer: {answer}\n"
)
_OPENED: Final = (
    "The bids in our tender {number}: {title} were opened by two people together. {count} came in. They are judged now, as your "
    "page says; the prices stay sealed until all else is judged.\n"
)


def invitation(tender: ShownTender, organisation: str) -> GuestLetter:
    """The letter that asks somebody to bid."""
    text = _INVITATION.format(
        organisation=organisation,
        number=tender.number,
        title=tender.title,
        need=tender.content.need,
        closes=moment(tender.closes_at),
    )
    return GuestLetter(PAGE, f"Will you bid? {tender.title}", text)


def new_link(tender: ShownTender, organisation: str) -> GuestLetter:
    """The letter with a link that takes the place of another."""
    text = _NEW_LINK.format(organisation=organisation, number=tender.number, title=tender.title)
    return GuestLetter(PAGE, f"Your new link: {tender.title}", text)


def tell_received(tender: ShownTender, bidder: KnownBidder, receipt: BidReceipt) -> None:
    """The receipt."""
    text = _RECEIVED.format(
        version=receipt.number,
        organisation=bidder.organisation,
        number=tender.number,
        title=tender.title,
        at=moment(receipt.submitted_at),
        code=receipt.code,
        fingerprint=receipt.fingerprint,
        files=receipt.files,
        closes=moment(tender.closes_at),
    )
    _send(f"tendering.received:{receipt.id}", bidder, f"We have your bid: {tender.title}", text)


def tell_withdrawn(tender: ShownTender, bidder: KnownBidder, bid_id: int) -> None:
    """A bid was withdrawn."""
    text = _WITHDRAWN.format(
        organisation=bidder.organisation,
        number=tender.number,
        title=tender.title,
        closes=moment(tender.closes_at),
    )
    _send(f"tendering.withdrawn:{bid_id}", bidder, f"Your bid is withdrawn: {tender.title}", text)


def tell_later(tender: ShownTender, reason: str) -> None:
    """All bidders have more time."""
    words = {"number": tender.number, "title": tender.title, "closes": moment(tender.closes_at)}
    key = f"tendering.later:{tender.id}:{int(tender.closes_at.timestamp())}"
    _tell_all(tender, key, f"More time: {tender.title}", _LATER.format(**words, reason=reason))


def tell_answered(tender: ShownTender, question_id: int, text: str, answer: str) -> None:
    """A question was answered."""
    words = _ANSWERED.format(number=tender.number, title=tender.title, text=text, answer=answer)
    _tell_all(tender, f"tendering.answered:{question_id}", f"A question was answered: {tender.title}", words)


def tell_opened(tender: ShownTender, count: int) -> None:
    """Bids were opened."""
    words = _OPENED.format(number=tender.number, title=tender.title, count=plural(count, "bid"))
    _tell_all(tender, f"tendering.opened:{tender.id}", f"Bids were opened: {tender.title}", words)


def _tell_all(tender: ShownTender, key: str, subject: str, text: str) -> None:
    for bidder in bidders_of(tender.id):
        if bidder.declined_at is None:
            _send(key, bidder, subject, text)


def _send(key: str, bidder: KnownBidder, subject: str, text: str) -> None:
    payload = {"person": bidder.person_id, "subject": subject, "text": f"Hello {bidder.name},\n\n{text}"}
    outbox.add("mail", f"{key}:{tenancy.current()}:{bidder.id}", payload)
