"""The kinds of mail about decisions that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

OPENED: Final = MailKind("opened", "A vote opens", "When a vote opens in which your practice can vote")
REMINDER: Final = MailKind(
    "reminder",
    "Reminders",
    "48 and 24 hours before a vote closes that your practice still has to cast",
    waits=False,
)
VERDICT: Final = MailKind("verdict", "Results", "When a vote has closed, with the result")
DISCUSSION: Final = MailKind(
    "discussion",
    "A discussion opens",
    "When a proposal is shown to all members, who can comment on it",
)
COMMENT: Final = MailKind("comment", "Comments", "When somebody writes about your proposal or answers you")
ACTION: Final = MailKind(
    "action", "Actions", "When you are asked to do something that follows from a decision"
)
RECEIPT: Final = MailKind(
    "receipt", "Receipts", "Each time you cast or change your practice’s vote", default=False, waits=False
)
MAIL: Final = (OPENED, REMINDER, VERDICT, DISCUSSION, COMMENT, ACTION, RECEIPT)
