"""Plugins for administrators."""

from federation.kernel.web import permission
from federation.network.views import blueprint


@blueprint.get("/f/<federation>/admin/plugins/")
@permission("network.plugins")
def plugins() -> str:
    """Every plugin of this installation."""
    return ""
