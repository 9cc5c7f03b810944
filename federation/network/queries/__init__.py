"""The reads of the network that deserve a name."""

from federation.network.federation.queries import (
    About,
    AimRow,
    about_federation,
    administers_any,
    aim_numbered,
    federation_named,
)
from federation.network.imports.queries.uploads import upload_of
from federation.network.practices.queries.practices import (
    Totals,
    Wanted,
    every_practice,
    neighbourhoods,
    practice_here,
    practices_page,
    totals,
)

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
