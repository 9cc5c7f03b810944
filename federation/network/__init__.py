"""The network: federations, their purpose and aims, practices, neighbourhoods and people's places in them."""

from federation.network.permissions import PERMISSIONS
from federation.plugin.feature import Feature, Job, NavItem

feature = Feature(
    name="network",
    title="Network",
    summary="The federation, its purpose, its practices and the people of each.",
    package="federation.network",
    blueprints=("federation.network.views:blueprint", "federation.network.views_people:blueprint"),
    api=("federation.network.api:blueprint",),
    nav=(
        NavItem("shared_work", "Shared work", "network.shared_work"),
        NavItem("practices", "Practices", "network.practices"),
        NavItem("our_federation", "Our federation", "network.our_federation"),
    ),
    permissions=PERMISSIONS,
    jobs=(
        Job("network.forget_uploads", "federation.network.actions.uploads:forget_old_uploads"),
        Job("network.checkpoint", "federation.network.actions.checkpoints:write_daily"),
    ),
    proofs=(
        "federation.network.proofs:beginning",
        "federation.network.proofs:federation",
        "federation.network.proofs:memberships",
    ),
    needs=("people",),
    always_on=True,
)
