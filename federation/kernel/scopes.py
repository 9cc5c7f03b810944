"""The scopes of a token for programs, which only ever narrow what its owner may do.

What only reads needs ``read``. Every other endpoint needs the scope of its permission (:attr:`Permission.scope`), so
that the table of permissions says both who may do something and which tokens may.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from federation.kernel.policy import ADMINISTER, CAST, PROPOSE, READ, policy

SCOPES: Final[Mapping[str, str]] = {
    READ: "read what you may read",
    PROPOSE: "write proposals, the purpose and the aims, discuss, and report on actions",
    CAST: "cast the votes of your practices, and stand aside for them",
    ADMINISTER: "do everything for which you are asked for a code: put to the vote, call votes off, close them early, give the "
    "casting vote, and change rules, people, practices and settings",
}
"""Each with the words that finish the sentence "it may ..."."""
TITLES: Final[Mapping[str, str]] = {
    READ: "Read",
    PROPOSE: "Propose and discuss",
    CAST: "Cast votes",
    ADMINISTER: "Administer",
}
_READS: Final = frozenset({"GET", "HEAD"})


def scope_of(permission: str, method: str) -> str:
    """The scope that a token needs for an endpoint with this permission."""
    return READ if method in _READS else policy.scope_of(permission)


def in_order(scopes: Iterable[str]) -> tuple[str, ...]:
    """The scopes that there are among these, in the order in which they are shown."""
    chosen = frozenset(scopes)
    return tuple(scope for scope in SCOPES if scope in chosen)


def used_by(roles: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The uses of a token beyond reading that these roles allow: permissions, each with its scope."""
    held = frozenset(roles)
    return frozenset(
        (permission.name, permission.scope)
        for permission in policy
        if permission.roles & held and permission.scope != READ
    )
