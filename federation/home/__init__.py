"""Home: the first page of a federation, the search, and the frame around every page."""

from federation.plugin.feature import Feature

feature = Feature(
    name="home",
    title="Home",
    summary="What needs somebody today, what happened lately, and the search.",
    package="federation.home",
    blueprints=("federation.home.views:blueprint",),
    api=("federation.home.api:programs",),
    pages=(
        "federation.home.views.first_page",
        "federation.home.views.first_day",
        "federation.home.views.search",
    ),
    addresses=("dues", "early-roles", "orientation", "search"),
    needs=("decisions",),
    always_on=True,
)
