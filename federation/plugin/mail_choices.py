"""The kinds of mail that people choose, and when each of them gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

AT_ONCE: Final = "at_once"
DAILY: Final = "daily"
WEEKLY: Final = "weekly"
NEVER: Final = "never"
GATHERED: Final = (DAILY, WEEKLY)
"""What waits for others, and comes with them in one letter."""


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail. People choose whether it comes at once, daily, weekly or never; ``default`` says whether those who have
    not chosen get it, which is then at once. What is worth nothing later does not ``wait``: it comes at once or never."""

    key: str
    label: str
    hint: str
    default: bool = True
    waits: bool = True

    @property
    def ways(self) -> tuple[str, ...]:
        """What people can choose."""
        return (AT_ONCE, *(GATHERED if self.waits else ()), NEVER)

    def when(self, choices: Mapping[str, Any] | None) -> str:
        """When a person with these choices (``Person.mail_choices``) gets it."""
        chosen = (choices or {}).get(self.key)
        return chosen if chosen in self.ways else (AT_ONCE if self.default else NEVER)

    def is_wanted(self, choices: Mapping[str, Any] | None) -> bool:
        """Whether a person with these choices gets it at all."""
        return self.when(choices) != NEVER
