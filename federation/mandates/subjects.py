"""What decisions of the members about mandates are about."""

from typing import Final

GRANT: Final = "mandates.grant"
WITHDRAW: Final = "mandates.withdraw"
CALL_IN: Final = "mandates.call_in"
REPORT: Final = "mandates.report"
ESCALATE: Final = "mandates.escalate"
