"""People: accounts, invitations, sign-in, sessions on the server, tokens for programs."""

from federation.plugin.feature import Feature

feature = Feature(
    name="people",
    title="People",
    summary="Accounts, invitations and sign-in.",
    package="federation.people",
    blueprints=("federation.people.views:blueprint",),
    always_on=True,
)
