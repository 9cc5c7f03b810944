"""The kinds of mail that the network sends and that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

SHARED_WORK: Final = MailKind(
    "shared_work", "Shared work", "Surveys and other news of what the federation does together"
)
MENTION: Final = MailKind("mention", "Your name", "When somebody names you in a comment, as @ and your name")
