"""How long somebody waits after wrong passwords and codes: longer each time, never for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """``free`` failures within ``window`` cost nothing; each more doubles the wait, up to ``most``."""

    free: int
    first: timedelta
    most: timedelta
    window: timedelta

    def wait(self, failures: int) -> timedelta:
        """The pause after so many failures."""
        if failures < self.free:
            return timedelta(0)
        doubled: int = 2 ** min(failures - self.free, 20)
        return min(self.first * doubled, self.most)


ACCOUNT: Final = WaitingRule(5, timedelta(seconds=30), timedelta(minutes=20), timedelta(days=1))
"""At most 83 passwords a day can be tried on one account, and 83 codes by whoever knows the password."""
ADDRESS: Final = WaitingRule(30, timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))
"""Many people of one surgery share a network address: more is free, and it is forgotten sooner."""
MAILS: Final = WaitingRule(3, timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
"""Links to a new password: three an hour for one account."""
CODE_LETTERS: Final = WaitingRule(10, timedelta(minutes=10), timedelta(minutes=10), timedelta(hours=1))
"""Letters with a code to one guest, who may hand in something again and again shortly before a deadline."""
MAILS_FROM_ADDRESS: Final = WaitingRule(20, timedelta(minutes=10), timedelta(minutes=10), timedelta(hours=1))


def left(patience: WaitingRule, failures: int, last: datetime | None, now: datetime) -> timedelta:
    """How much of the pause is still to come."""
    if last is None:
        return timedelta(0)
    return max(last + patience.wait(failures) - now, timedelta(0))


def in_words(pause: timedelta) -> str:
    """``30 seconds``, ``2 minutes``; rounded up."""
    seconds = -(-pause // timedelta(seconds=1))
    if seconds <= 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{-(-seconds // 60)} minutes"
