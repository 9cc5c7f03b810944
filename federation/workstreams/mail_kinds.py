"""The kinds of mail about the work of groups that people choose."""

from typing import Final

from federation.plugin.mail_choices import MailKind

BROUGHT: Final = MailKind(
    "brought",
    "Work that is brought to groups",
    "When work is brought to a group that you lead, what became of what you brought, and what is said about it",
)
MAIL: Final = (BROUGHT,)
