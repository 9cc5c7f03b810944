"""The pages of the network. Each module adds its pages to the one blueprint."""

from flask import Blueprint, g, request

blueprint = Blueprint("network", "federation.network")


@blueprint.before_request
def _section() -> None:
    """Mark the section that the address lies in."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.startswith("/f/<federation>/practices"):
        g.section = "practices"
    elif rule.startswith("/f/<federation>/shared-work"):
        g.section = "shared_work"
    elif rule.startswith("/f/<federation>/our-federation"):
        g.section = "our_federation"


from federation.network.views import (  # noqa: E402
    administration,
    checkpoints,
    creation,
    list_sizes,
    mail,
    neighbourhoods,
    our_federation,
    plugin_failures,
    plugin_settings,
    plugins,
    practice_import,
    practices,
    record,
    security,
    shared_work,
)

__all__ = [
    "administration",
    "blueprint",
    "checkpoints",
    "creation",
    "list_sizes",
    "mail",
    "neighbourhoods",
    "our_federation",
    "plugin_failures",
    "plugin_settings",
    "plugins",
    "practice_import",
    "practices",
    "record",
    "security",
    "shared_work",
]
