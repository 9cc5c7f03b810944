"""People: accounts, invitations, sign-in, sessions on the server, tokens for programs."""

from federation.people.acts import ACTS, THINGS
from federation.people.security_words import SECURITY
from federation.plugin.feature import EVERYWHERE, Feature, Job

feature = Feature(
    name="people",
    title="People",
    summary="Accounts, invitations and sign-in.",
    package="federation.people",
    blueprints=("federation.people.views:blueprint",),
    acts=ACTS,
    jobs=(Job("people.forget_old", "federation.people.jobs:forget_old", EVERYWHERE),),
    things=THINGS,
    security=SECURITY,
    always_on=True,
)
