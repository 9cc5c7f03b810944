"""What decisions of the members about membership are about, and what they agree of it."""

from typing import Final

from federation.plugin.agreed import AgreedSetting

RULES: Final = "belonging.rules"
ADMIT: Final = "belonging.admit"
SUSPEND: Final = "belonging.suspend"
LIFT: Final = "belonging.lift"
ALL: Final = (RULES, ADMIT, SUSPEND, LIFT)
NOTICE: Final = AgreedSetting(
    "belonging.notice_days",
    "How long before it leaves a practice gives notice",
    "A practice that leaves gives notice at least {} before.",
    0,
    366,
    30,
    "day",
)
OFFICES: Final = AgreedSetting(
    "belonging.office_days",
    "How long people keep other roles once their practice has left",
    "Somebody whose practice is no member any more keeps a role for the whole federation, such as chair or observer, for {} "
    "after their role at the practice has ended.",
    0,
    366,
    0,
    "day",
)
