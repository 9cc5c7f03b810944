"""Who may do what with the federation, its practices and its people."""

from federation.kernel.policy import EVERYONE, Permission

_ADMINISTRATOR = frozenset({"administrator"})

PERMISSIONS = (
    Permission("network.read", "read about the federation, its practices and its record", EVERYONE),
    Permission(
        "network.describe", "write down the purpose and the aims", frozenset({"administrator", "executive"})
    ),
    Permission(
        "network.administer",
        "set the federation up: practices, files, neighbourhoods and settings",
        _ADMINISTRATOR,
    ),
    Permission(
        "network.addresses", "see the email addresses of people", frozenset({"administrator", "executive"})
    ),
    Permission("network.plugins", "switch plugins on and off, and set them up", _ADMINISTRATOR),
    Permission(
        "network.confirm_roles",
        "confirm or refuse a role that somebody else gave",
        frozenset({"executive", "representative", "member"}),
    ),
    Permission("network.people", "invite people, change their roles and end them", _ADMINISTRATOR),
)
