"""The network: federations, their purpose and aims, practices, neighbourhoods and people's places in them."""

from federation.network.acts import ACTS, THINGS
from federation.network.mail_kinds import SHARED_WORK
from federation.network.permissions import PERMISSIONS
from federation.network.record.words import SECURITY
from federation.plugin.feature import AnnouncedFact, Feature, Found, Job, NavItem

feature = Feature(
    name="network",
    title="Network",
    summary="The federation, its purpose, its practices and the people of each.",
    package="federation.network",
    blueprints=("federation.network.blueprint:blueprint", "federation.network.blueprint:people_blueprint"),
    api=("federation.network.blueprint:programs",),
    pages=(
        "federation.network.federation.views.our_federation",
        "federation.network.federation.views.shared_work",
        "federation.network.federation.views.administration",
        "federation.network.federation.views.mail",
        "federation.network.federation.views.creation",
        "federation.network.practices.views.practices",
        "federation.network.practices.views.neighbourhoods",
        "federation.network.practices.views.boards",
        "federation.network.practices.views.attention",
        "federation.network.imports.views.practices",
        "federation.network.imports.views.list_sizes",
        "federation.network.imports.views.neighbourhoods",
        "federation.network.imports.views.saving",
        "federation.network.members.views.people",
        "federation.network.members.views.inviting",
        "federation.network.members.views.roles",
        "federation.network.plugins.views.plugins",
        "federation.network.plugins.views.settings",
        "federation.network.plugins.views.failures",
        "federation.network.record.views.record",
        "federation.network.record.views.checkpoints",
        "federation.network.record.views.security",
        "federation.network.federation.api",
        "federation.network.record.api",
        "federation.network.members.api",
        "federation.network.practices.api",
    ),
    nav=(
        NavItem("shared_work", "Shared work", "network.shared_work"),
        NavItem("practices", "Practices", "network.practices"),
        NavItem("our_federation", "Our federation", "network.our_federation"),
    ),
    permissions=PERMISSIONS,
    acts=ACTS,
    events=(
        AnnouncedFact("federation.network.events:CheckpointWritten", "the record was signed"),
        AnnouncedFact("federation.network.events:PersonErased", "a person was erased"),
    ),
    jobs=(
        Job("network.forget_uploads", "federation.network.imports.actions.uploads:forget_old_uploads"),
        Job("network.checkpoint", "federation.network.record.actions:write_daily"),
    ),
    mail=(SHARED_WORK,),
    things=THINGS,
    search=(
        Found(
            "practice",
            "Practices",
            "network.practice",
            "practice_id",
            read="federation.network.found:read_practices",
        ),
    ),
    security=SECURITY,
    proofs=(
        "federation.network.federation.proofs:beginning",
        "federation.network.federation.proofs:federation",
        "federation.network.members.proofs:memberships",
    ),
    addresses=(
        "admin",
        "aims",
        "help",
        "me",
        "our-federation",
        "people",
        "practices",
        "record",
        "roles-to-confirm",
        "set-up",
        "shared-work",
    ),
    needs=("people",),
    always_on=True,
)
