"""A plugin that keeps something: a shared shed with tools in it."""

from federation.toolkit import Feature

feature = Feature(
    name="shed",
    title="Shed",
    summary="Tools that practices share.",
    package="tests.plugins.shed",
    needs=("network",),
)
