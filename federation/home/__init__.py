"""Home: the first page of a federation, the search, and the frame around every page."""

from federation.kernel.policy import BY_KEY, EVERYONE, READ, Permission
from federation.plugin.feature import Feature

feature = Feature(
    name="home",
    title="Home",
    summary="What needs somebody today, what happened lately, and the search.",
    package="federation.home",
    blueprints=("federation.home.views:blueprint", "federation.home.views:feed"),
    api=("federation.home.api:programs",),
    pages=(
        "federation.home.views.first_page",
        "federation.home.views.first_day",
        "federation.home.views.search",
        "federation.home.views.calendar",
    ),
    permissions=(
        Permission("home.calendar", "have a calendar of what they must do by when", EVERYONE, scope=READ),
        Permission(
            "home.calendar_by_key",
            "read one person's calendar, by the key in its address",
            frozenset({BY_KEY}),
            scope=READ,
        ),
    ),
    addresses=(
        "calendar",
        "calendar.ics",
        "dues",
        "early-roles",
        "groups/*/calendar.ics",
        "orientation",
        "search",
    ),
    needs=("decisions",),
    always_on=True,
)
