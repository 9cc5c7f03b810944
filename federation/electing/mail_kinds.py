"""The kinds of mail about elections that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

BEGUN: Final = MailKind(
    "elections", "An election begins", "When people can put themselves forward for seats in a group"
)
MAIL: Final = (BEGUN,)
