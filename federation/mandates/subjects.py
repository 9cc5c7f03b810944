"""What decisions of the members about mandates are about."""

from fractions import Fraction
from typing import Final

from federation.plugin.agreed import AgreedSetting

GRANT: Final = "mandates.grant"
WITHDRAW: Final = "mandates.withdraw"
CALL_IN: Final = "mandates.call_in"
REPORT: Final = "mandates.report"
ESCALATE: Final = "mandates.escalate"
RECALL: Final = "mandates.recall"
BUDGET: Final = "mandates.budget"
RECALL_SHARE: Final = AgreedSetting(
    "mandates.recall_share",
    "How many practices ask for a recall",
    "The members vote on recalling the mandate of a group as soon as {} of the practices have asked for it.",
    Fraction(1, 20),
    Fraction(1, 2),
    Fraction(1, 5),
)
