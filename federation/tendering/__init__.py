"""Tenders as decisions of the members: what is asked, how it is judged and shared, sealed bids, the award."""

from federation.plugin.feature import Feature, NavItem
from federation.tendering.acts import ACTS
from federation.tendering.permissions import PERMISSIONS

feature = Feature(
    name="tendering",
    title="Tenders",
    summary="What is asked of suppliers, how bids are judged, who wins, and how it is shared among the practices.",
    package="federation.tendering",
    blueprints=("federation.tendering.blueprint:blueprint",),
    api=("federation.tendering.blueprint:programs",),
    pages=("federation.tendering.page.views",),
    nav=(
        NavItem(
            "shared_work",
            "Tenders",
            "tendering.tenders",
            "What suppliers are asked, who wins, and how it is shared among the practices.",
        ),
    ),
    permissions=PERMISSIONS,
    acts=ACTS,
    addresses=("tendering",),
    needs=("mandates", "purchasing"),
    always_on=True,
)
