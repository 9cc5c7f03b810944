"""The kind of mail that it sends."""

from federation.plugin.mail_choices import MailKind

NOTICES = MailKind("notices", "Notices", "When somebody pins a notice")
