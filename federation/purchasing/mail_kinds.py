"""The kinds of mail about shared purchasing that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

ROUNDS: Final = MailKind(
    "rounds", "Buying together", "When a group asks what your practice needs, reminds you, or calls that off"
)
MAIL: Final = (ROUNDS,)
