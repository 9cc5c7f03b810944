"""Roles that somebody gave themselves while nobody else could sign in: allowed, and said wherever others can see it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

MOST_NAMED: Final = 5


class EarlyRoles(NamedTuple):
    """Who gave themselves roles before anybody else was here, and which of them they still hold, in words."""

    person_id: int
    name: str
    roles: tuple[str, ...]

    @property
    def words(self) -> str:
        """The sentence that others read."""
        return (
            f"Before anybody else was here, {self.name} gave themselves "
            f"{'this role' if len(self.roles) == 1 else 'these roles'}: {_listed(self.roles)}."
        )


def _listed(roles: Sequence[str]) -> str:
    rest = len(roles) - MOST_NAMED
    each = [*roles[:MOST_NAMED], f"{rest:,} more"] if rest > 1 else list(roles)
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
