"""A plugin that needs another, for tests."""

from federation.plugin.installed import InstalledPlugin
from federation.toolkit import Feature

feature = Feature(
    name="compost",
    title="Compost",
    summary="What becomes of last year's beds.",
    package="tests.plugins.compost",
    needs=("garden",),
)
COMPOST = InstalledPlugin(feature, "0.9", "federation-compost 0.9")
