"""The security log in words: what happened, and the groups it is filtered by."""

from collections.abc import Mapping
from typing import Final

EVENTS: Final[Mapping[str, str]] = {
    "signed_in": "signed in",
    "password_wrong": "tried a wrong password",
    "code_wrong": "tried a wrong code",
    "code_right": "gave a code of the second step",
    "password_set": "chose a new password",
    "address_changed": "changed the address they sign in with",
    "app_set_up": "set up an authenticator app",
    "app_codes": "made new recovery codes",
    "app_off": "switched off the second step",
    "app_reset": "had their app taken off by the people who run the server",
    "organisation_connected": "connected an organisation’s account",
    "organisation_disconnected": "disconnected an organisation’s account",
    "file_taken": "took a file away",
}
GROUPS: Final[Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "sign-in": ("Signing in", ("signed_in", "code_right"), ()),
    "failed": ("Wrong passwords and codes", ("password_wrong", "code_wrong"), ()),
    "account": (
        "Passwords, addresses and apps",
        (
            "password_set",
            "address_changed",
            "app_set_up",
            "app_codes",
            "app_off",
            "app_reset",
            "organisation_connected",
            "organisation_disconnected",
        ),
        ("person.second_factor_reset",),
    ),
    "roles": ("Roles and invitations", (), ("membership.", "role.", "invitation.", "person.")),
    "tokens": ("Tokens", (), ("token.",)),
    "files": ("Files downloaded", ("file_taken",), ()),
    "settings": ("Settings and plugins", (), ("federation.", "settings.", "plugin.")),
}
"""By key: its title, the events, and how the acts of the record begin."""
