"""How an action says no: in the user's words, with the field it is about where there is one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self


class Refusal(Exception):
    """The act cannot be done as things stand; ``words`` are for the person."""

    status = 409
    pause: timedelta | None = None
    """After how long it makes sense to try again, where that is known."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.field = field

    @property
    def each(self) -> tuple[tuple[str, str | None], ...]:
        """Everything that is wrong, as (words, field)."""
        return ((self.words, self.field),)


class Invalid(Refusal):
    """Something that was typed cannot be taken; ``field`` names where."""

    status = 422
    _further: tuple[tuple[str, str | None], ...] = ()

    @classmethod
    def many(cls, found: Sequence[tuple[str, str | None]]) -> Self:
        """Several things that are wrong at once, as (words, field), the most important first; at least one."""
        made = cls(*found[0])
        made._further = tuple(found[1:])
        return made

    @property
    def each(self) -> tuple[tuple[str, str | None], ...]:
        return (*super().each, *self._further)


class NotYours(Refusal):
    """The person may not do this."""

    status = 403

    def __init__(self, words: str = "You cannot do this with your role in this federation.") -> None:
        super().__init__(words)


class NotFound(Refusal):
    """There is no such thing in this federation: said alike of another federation's."""

    status = 404

    def __init__(self, words: str = "This page or item does not exist, or you cannot see it.") -> None:
        super().__init__(words)


def retry_after(refusal: Refusal) -> dict[str, str]:
    """The header that tells browsers and programs when to try again, where waiting helps."""
    return {"Retry-After": str(-(-refusal.pause // timedelta(seconds=1)))} if refusal.pause else {}
