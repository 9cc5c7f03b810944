"""The acts of membership in the record: each in the words that follow a person's name."""

from federation.plugin.feature import Act

ACTS = (
    Act("joining.agreed", "let the rules for joining hold that the members agreed"),
    Act("practice.admitted", "let a practice join, as the members decided"),
    Act("practice.suspension_asked", "proposed that a practice is suspended"),
    Act("practice.answered", "answered for a practice that is to be suspended"),
    Act("practice.suspended", "suspended a practice, as the members decided"),
    Act("practice.suspension_lifted", "lifted a suspension, as the members decided"),
    Act("practice.notice", "gave notice that a practice leaves"),
    Act("practice.notice_confirmed", "confirmed that a practice leaves"),
    Act("practice.notice_taken_back", "took back that a practice leaves"),
    Act("practice.gone", "let a practice leave on the day of its notice"),
    Act("practice.closing", "said when a practice leaves that a file calls closed"),
    Act("practice.closing_objected", "objected that a practice is called closed"),
    Act("practice.closed", "let a practice close, as nobody objected"),
    Act("practice.roles_end", "said when the roles at a practice end that is no member any more"),
    Act("practice.roles_stay", "let the roles at a practice stay that is a member again"),
    Act("practice.roles_ended", "ended the roles at a practice that is no member any more"),
)
