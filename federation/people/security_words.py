"""The security log of accounts in words: what happened, and the groups it is filtered by."""

from federation.plugin.feature import SecurityGroup

SECURITY = (
    SecurityGroup(
        "sign-in",
        "Signing in",
        (("signed_in", "signed in"), ("code_right", "gave a code of the second step")),
    ),
    SecurityGroup(
        "failed",
        "Wrong passwords and codes",
        (("password_wrong", "tried a wrong password"), ("code_wrong", "tried a wrong code")),
    ),
    SecurityGroup(
        "account",
        "Passwords, addresses and apps",
        (
            ("password_set", "chose a new password"),
            ("address_changed", "changed the address they sign in with"),
            ("app_set_up", "set up an authenticator app"),
            ("app_codes", "made new recovery codes"),
            ("app_off", "switched off the second step"),
            ("app_reset", "had their app taken off by the people who run the server"),
            ("organisation_connected", "connected an organisation’s account"),
            ("organisation_disconnected", "disconnected an organisation’s account"),
        ),
        ("person.second_factor_reset",),
    ),
)
