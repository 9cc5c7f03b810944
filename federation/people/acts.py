"""The acts of accounts in the record: each in the words that follow a person's name."""

from federation.plugin.feature import Act, RecordedThing

ACTS = (
    Act("person.accepted", "accepted an invitation"),
    Act("person.second_factor_reset", "took somebody’s authenticator app off their account"),
    Act("person.renamed", "took another name"),
    Act("token.made", "made a token for programs"),
    Act("token.revoked", "ended a token for programs"),
)
THINGS = (RecordedThing("token", "Token {}"),)
