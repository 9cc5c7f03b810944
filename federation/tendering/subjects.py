"""What decisions of the members about tenders are about."""

from typing import Final

START: Final = "tendering.start"
SHARING: Final = "tendering.sharing"
AWARD: Final = "tendering.award"
DEVIATION: Final = "tendering.deviation"
CANCEL: Final = "tendering.cancel"
