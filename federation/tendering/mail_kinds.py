"""The kinds of mail about tenders that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

TENDERS: Final = MailKind(
    "tenders",
    "Tenders",
    "When you are named to score bids or to open them, or what your practice gets of an award changes",
)
MAIL: Final = (TENDERS,)
