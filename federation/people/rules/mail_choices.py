"""What mail a person gets; what they have not chosen is as it comes."""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["opened", "reminder", "verdict", "receipt", "shared_work", "discussion", "comment", "action"]


class MailKind(NamedTuple):
    """One kind of mail that a person can switch on and off."""

    key: Kind
    label: str
    hint: str
    default: bool


KINDS: Final = (
    MailKind("opened", "A vote opens", "When a vote opens in which your practice can vote", True),
    MailKind(
        "reminder",
        "Reminders",
        "48 and 24 hours before a vote closes that your practice still has to cast",
        True,
    ),
    MailKind("verdict", "Results", "When a vote has closed, with the result", True),
    MailKind(
        "shared_work", "Shared work", "Surveys and other news of what the federation does together", True
    ),
    MailKind(
        "discussion",
        "A discussion opens",
        "When a proposal is shown to all members, who can comment on it",
        True,
    ),
    MailKind("comment", "Comments", "When somebody writes about your proposal or answers you", True),
    MailKind("action", "Actions", "When you are asked to do something that follows from a decision", True),
    MailKind("receipt", "Receipts", "Each time you cast or change your practice’s vote", False),
)


def wants(choices: Mapping[str, Any] | None, kind: Kind) -> bool:
    """Whether a person with these choices (``Person.mail_choices``) gets this kind of mail."""
    default = next(known.default for known in KINDS if known.key == kind)
    return bool((choices or {}).get(kind, default))
