"""The subjects of decisions that take effect by themselves, what files belong to, and what members agree about votes."""

from typing import Final

from federation.plugin.agreed import AgreedSetting

MEMBERS_PROPOSAL: Final = "decisions.proposal"
FLOORS: Final = "decisions.floors"
AGREED: Final = "decisions.agreed"
SUGGESTED_RULE: Final = "decisions.suggested_rule"
PLUGIN: Final = "decisions.plugin"
PLUGINS_BY: Final = "decisions.plugins_by"
PAPERS: Final = "decisions.proposal"
"""The owner of a proposal's papers."""
TALK: Final = "decisions.proposal"
"""The owner of a proposal's discussion."""
FIRST_REMINDER: Final = AgreedSetting(
    "decisions.first_reminder",
    "First reminder of a vote",
    "Whoever has not voted is reminded {} before voting closes, and again 24 hours before.",
    25,
    336,
    48,
    "hour",
)
