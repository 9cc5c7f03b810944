"""Who may do what in tenders."""

from federation.kernel.policy import EVERYONE, READ, Permission

PERMISSIONS = (
    Permission("tendering.read", "read which tenders there are, and how they stand", EVERYONE, scope=READ),
)
