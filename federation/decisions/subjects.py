"""The subjects of decisions that take effect by themselves once they are carried, and what files belong to."""

from typing import Final

MEMBERS_PROPOSAL: Final = "decisions.proposal"
FLOORS: Final = "decisions.floors"
SUGGESTED_RULE: Final = "decisions.suggested_rule"
PLUGIN: Final = "decisions.plugin"
PLUGINS_BY: Final = "decisions.plugins_by"
PAPERS: Final = "decisions.proposal"
"""The owner of a proposal's papers."""
COMMENT_FILES: Final = "decisions.comment"
