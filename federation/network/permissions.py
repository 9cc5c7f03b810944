"""Who may do what with the federation, its practices and its people."""

from federation.kernel.policy import ADMINISTER, EVERYONE, READ, SEATED, Permission

_ADMINISTRATOR = frozenset({"administrator"})

PERMISSIONS = (
    Permission(
        "network.read", "read about the federation, its practices and its record", EVERYONE, scope=READ
    ),
    Permission("network.files", "open the files of what they can read", EVERYONE, scope=READ),
    Permission(
        "network.describe",
        "write down the purpose and the aims",
        frozenset({"administrator", "executive"}),
    ),
    Permission(
        "network.administer",
        "set the federation up: which practices may vote, with how many patients, and settings",
        _ADMINISTRATOR,
        scope=ADMINISTER,
    ),
    Permission(
        "network.arrange",
        "keep neighbourhoods, name boards, look files over before they are saved, and send oneself a test letter",
        _ADMINISTRATOR,
    ),
    Permission(
        "network.addresses",
        "see the email addresses of people",
        frozenset({"administrator", "executive"}),
        scope=READ,
    ),
    Permission(
        "network.plugins", "switch plugins on and off, and set them up", _ADMINISTRATOR, scope=ADMINISTER
    ),
    Permission(
        "network.people", "invite people, change their roles and end them", _ADMINISTRATOR, scope=ADMINISTER
    ),
    Permission(
        "network.groups",
        "begin and end groups, and give seats in them",
        frozenset({"administrator", "executive"}),
        scope=ADMINISTER,
    ),
    Permission(
        "network.confirm_seats",
        "confirm or refuse a seat that somebody else gave in a group that acts for the members",
        frozenset({"executive", SEATED}),
        scope=ADMINISTER,
    ),
    Permission(
        "network.confirm_roles",
        "confirm or refuse a role that somebody else gave",
        frozenset({"executive", "representative", "member"}),
        scope=ADMINISTER,
    ),
)
