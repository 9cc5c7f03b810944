"""Pages that belong to no federation: signing in, one's account, statements, the demonstration."""

from federation.people.views import (
    account,
    address,
    confirming,
    demo,
    freshness,
    front,
    organisations,
    passwords,
    second_factor,
    sign_in,
    statements,
    stopping,
)
from federation.people.views.frame import blueprint

__all__ = [
    "account",
    "address",
    "blueprint",
    "confirming",
    "demo",
    "freshness",
    "front",
    "organisations",
    "passwords",
    "second_factor",
    "sign_in",
    "statements",
    "stopping",
]
