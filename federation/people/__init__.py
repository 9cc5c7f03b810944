"""People: accounts, invitations, sign-in, sessions on the server, tokens for programs."""

from federation.plugin.feature import Feature, Job

feature = Feature(
    name="people",
    title="People",
    summary="Accounts, invitations and sign-in.",
    package="federation.people",
    blueprints=("federation.people.views:blueprint",),
    jobs=(Job("people.forget_old", "federation.people.jobs:forget_old"),),
    always_on=True,
)
