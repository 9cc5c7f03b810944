"""The reads of the network that deserve a name."""

from federation.network.queries.federations import (
    About,
    AimRow,
    about_federation,
    administers_any,
    aim_numbered,
    federation_named,
)
from federation.network.queries.practices import (
    Totals,
    Wanted,
    every_practice,
    neighbourhoods,
    practice_here,
    practices_page,
    totals,
)
from federation.network.queries.uploads import upload_of

__all__ = [
    "About",
    "AimRow",
    "Totals",
    "Wanted",
    "about_federation",
    "administers_any",
    "aim_numbered",
    "every_practice",
    "federation_named",
    "neighbourhoods",
    "practice_here",
    "practices_page",
    "totals",
    "upload_of",
]
