"""The subjects of decisions that take effect by themselves once they are carried."""

from typing import Final

FLOORS: Final = "decisions.floors"
SUGGESTED_RULE: Final = "decisions.suggested_rule"
PLUGIN: Final = "decisions.plugin"
PLUGINS_BY: Final = "decisions.plugins_by"
TEXT_FOLLOWS: Final = frozenset({FLOORS, SUGGESTED_RULE, PLUGIN, PLUGINS_BY})
"""Here the text follows from what is proposed: nobody writes another for it."""
