"""The kinds of mail about mandates that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

ACTED: Final = MailKind(
    "acted", "A group acts for the members", "When a group has done something that your practice can call in"
)
MAIL: Final = (ACTED,)
