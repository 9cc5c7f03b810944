"""The kinds of mail about meetings that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

MEETINGS: Final = MailKind(
    "meetings",
    "Meetings",
    "When a meeting is called, moved or called off, what is voted on there, and when its minutes are there to read",
)
MAIL: Final = (MEETINGS,)
