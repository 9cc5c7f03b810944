"""Values that only a decision of the members changes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class AgreedSetting:
    """A value that only a decision of the members changes, for example
    ``AgreedSetting("lending.days", "How long things are lent", "A thing is lent for {} at most.", 1, 90, 14, "day")``.

    It is a whole number of ``unit`` (one, in words), or a share, where ``delivered`` is a ``Fraction``; from ``least`` to
    ``most``, both included. ``delivered`` holds until the members decide otherwise; with ``unset``, a sentence, nothing
    holds until they have, and that is what they read. ``words`` is the sentence that members read and decide, with ``{}`` for the
    value."""

    name: str
    title: str
    words: str
    least: int | Fraction
    most: int | Fraction
    delivered: int | Fraction
    unit: str = ""
    unset: str = ""

    @property
    def is_share(self) -> bool:
        """Whether the value is a share."""
        return isinstance(self.delivered, Fraction)

    @property
    def key(self) -> str:
        """The name as it stands in addresses: ``lending-days`` of ``lending.days``."""
        return self.name.replace(".", "-")

    def of(self, value: int | Fraction) -> str:
        """A value in words: "14 days", "20%"."""
        from federation.kernel.words import plural, share_in_words  # loads Flask, which --help must not

        if isinstance(value, Fraction):
            return share_in_words(value)
        return plural(value, self.unit) if self.unit else f"{value:,}"

    def sentence(self, value: int | Fraction) -> str:
        """The sentence that members read."""
        return self.words.format(self.of(value))

    def sentence_now(self, value: int | Fraction | None) -> str:
        """What members read of what holds; None: they have decided nothing."""
        return self.unset if value is None else self.sentence(value)

    def sentence_of(self, kept: int | str) -> str:
        """The sentence for a value that JSON kept, also where the bounds are newer than that."""
        return self.sentence(Fraction(kept) if self.is_share else int(kept))

    def kept(self, value: int | Fraction) -> int | str:
        """A value as JSON keeps it: a number, or a share as text."""
        return str(value) if isinstance(value, Fraction) else value

    def read(self, kept: Any) -> int | Fraction:
        """A value that JSON kept. Raises ``ValueError`` for what is no such value or lies outside the bounds."""
        if isinstance(kept, bool) or not isinstance(kept, str if self.is_share else int):
            raise ValueError(f"{self.name}: not {'a share' if self.is_share else 'a whole number'}")
        try:
            value = Fraction(kept) if self.is_share else int(kept)
        except ZeroDivisionError:
            raise ValueError(f"{self.name}: not a share") from None
        if not self.least <= value <= self.most:
            raise ValueError(f"{self.name}: from {self.of(self.least)} to {self.of(self.most)}")
        return value

    def flaw(self) -> str:
        """What is wrong with the declaration; empty where nothing is."""
        kinds = {isinstance(one, Fraction) for one in (self.least, self.most, self.delivered)}
        if len(kinds) > 1:
            return "least, most and what is delivered are all whole numbers, or all shares"
        if not self.least <= self.delivered <= self.most:
            return "what is delivered lies from the least to the most"
        return "" if self.words.count("{}") == 1 else "its words have {} once, for the value"
