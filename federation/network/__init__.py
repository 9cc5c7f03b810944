"""The network: federations, their purpose and aims, practices, neighbourhoods and people's places in them."""

from federation.network.permissions import PERMISSIONS
from federation.plugin.feature import Feature, Job, NavItem

feature = Feature(
    name="network",
    title="Network",
    summary="The federation, its purpose, its practices and the people of each.",
    package="federation.network",
    blueprints=("federation.network.blueprint:blueprint", "federation.network.blueprint:people_blueprint"),
    api=("federation.network.blueprint:programs",),
    pages=(
        "federation.network.views.our_federation",
        "federation.network.views.shared_work",
        "federation.network.views.administration",
        "federation.network.views.mail",
        "federation.network.views.creation",
        "federation.network.views.practices",
        "federation.network.views.neighbourhoods",
        "federation.network.views.practice_import",
        "federation.network.views.list_sizes",
        "federation.network.views.saving",
        "federation.network.views_people",
        "federation.network.views_inviting",
        "federation.network.views_roles",
        "federation.network.views.plugins",
        "federation.network.views.plugin_settings",
        "federation.network.views.plugin_failures",
        "federation.network.views.record",
        "federation.network.views.checkpoints",
        "federation.network.views.security",
        "federation.network.api.about",
        "federation.network.api.people",
        "federation.network.api.practices",
    ),
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
