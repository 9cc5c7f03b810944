"""A plugin that behaves, and must never suffer from one that does not."""

from federation.plugin.feature import Feature

feature = Feature(
    name="tame",
    title="Tame",
    summary="Does what it should.",
    package="tests.plugins.tame",
    blueprints=("tests.plugins.tame.views:blueprint",),
)
