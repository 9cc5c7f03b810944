"""The security log of the network: files taken away, and the acts of the record that bear on security."""

from federation.plugin.feature import SecurityGroup

SECURITY = (
    SecurityGroup("roles", "Roles and invitations", acts=("membership.", "role.", "invitation.", "person.")),
    SecurityGroup(
        "guests",
        "Guests from outside",
        (("guest_code_sent", "had a code sent"), ("guest_code_right", "gave the code of a letter")),
        ("guest.",),
    ),
    SecurityGroup("tokens", "Tokens", acts=("token.",)),
    SecurityGroup("files", "Files downloaded", (("file_taken", "took a file away"),)),
    SecurityGroup("settings", "Settings and plugins", acts=("federation.", "settings.", "plugin.")),
)
