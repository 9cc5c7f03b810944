"""The kind of mail that it sends."""

from federation.plugin.feature import MailKind

NOTICES = MailKind("notices", "Notices", "When somebody pins a notice")
