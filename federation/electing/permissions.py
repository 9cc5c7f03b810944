"""Who may do what in elections."""

from federation.kernel.policy import EVERYONE, READ, Permission

PERMISSIONS = (
    Permission("electing.read", "read about elections to groups, and who stands", EVERYONE, scope=READ),
    Permission(
        "electing.begin",
        "begin an election to a group, and let the vote open once its time has come",
        frozenset({"executive", "representative", "member"}),
    ),
    Permission(
        "electing.stand",
        "put oneself forward for a seat in a group, and take that back",
        EVERYONE - {"observer"},
    ),
)
