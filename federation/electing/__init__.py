"""Elections: people put themselves forward for seats in a group, and a vote of the members seats them."""

from federation.electing.acts import ACTS, THINGS
from federation.electing.mail_kinds import MAIL
from federation.electing.permissions import PERMISSIONS
from federation.electing.subjects import ELECT
from federation.plugin.feature import Feature, Subject

_TERMS = "federation.electing.terms"

feature = Feature(
    name="electing",
    title="Elections",
    summary="Who sits in a group, chosen by the members.",
    package="federation.electing",
    blueprints=("federation.electing.blueprint:blueprint",),
    api=("federation.electing.blueprint:programs",),
    pages=("federation.electing.views", "federation.electing.api"),
    permissions=PERMISSIONS,
    subjects=(
        Subject(
            ELECT,
            "Who sits in a group",
            f"{_TERMS}:ElectionTerms",
            f"{_TERMS}:election_lines",
            "The seats, if this is carried",
            by_itself=True,
        ),
    ),
    acts=ACTS,
    things=THINGS,
    mail=MAIL,
    proofs=("federation.electing.proofs:elections",),
    addresses=("elections", "groups/*/elections"),
    needs=("decisions",),
    always_on=True,
)
