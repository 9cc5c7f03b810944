"""The subjects of decisions that take effect by themselves once they are carried."""

from typing import Final

MEMBERS_PROPOSAL: Final = "decisions.proposal"
FLOORS: Final = "decisions.floors"
SUGGESTED_RULE: Final = "decisions.suggested_rule"
PLUGIN: Final = "decisions.plugin"
PLUGINS_BY: Final = "decisions.plugins_by"
