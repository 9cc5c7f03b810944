"""Who may do what about care homes."""

from typing import Final

from federation.toolkit import EVERYONE, Permission

_MAKERS: Final = frozenset({"executive", "administrator"})
_PRACTICES: Final = frozenset({"representative", "member"})

READ: Final = "care_homes.read"
KEEP: Final = "care_homes.keep"
COUNT: Final = "care_homes.count"
VISIT: Final = "care_homes.visit"
ALIGN: Final = "care_homes.align"
PROPOSE: Final = "care_homes.propose"
SHARE: Final = "care_homes.share"
SUPPORT: Final = "care_homes.support"

ALL: Final = (
    Permission(READ, "read about care homes", EVERYONE),
    Permission(KEEP, "enter care homes and where practices lie", _MAKERS),
    Permission(COUNT, "enter how many residents of a care home are registered where", _MAKERS | _PRACTICES),
    Permission(VISIT, "enter rounds, admissions and plans of a care home", _MAKERS | _PRACTICES),
    Permission(ALIGN, "work out which practice looks after which care home", _MAKERS),
    Permission(
        PROPOSE, "put alternatives for care homes to the members", frozenset({"executive"}) | _PRACTICES
    ),
    Permission(SUPPORT, "offer support to the staff of care homes", _MAKERS | _PRACTICES),
    Permission(SHARE, "bring and review what works in care homes", _MAKERS | _PRACTICES),
)
