"""A plugin that does, in every hook, what the test asks for: most of it is wrong."""

from federation.plugin.feature import Feature

feature = Feature(
    name="rogue",
    title="Rogue",
    summary="Fails in every way that a plugin can fail.",
    package="tests.plugins.rogue",
    blueprints=("tests.plugins.rogue.views:blueprint",),
    permissions=(),
)
