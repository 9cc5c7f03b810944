"""Pages that belong to no federation: signing in, one's account, statements, the demonstration."""

from federation.people.views import (
    account,
    confirming,
    demo,
    front,
    passwords,
    second_factor,
    sign_in,
    statements,
)
from federation.people.views.frame import blueprint

__all__ = [
    "account",
    "blueprint",
    "confirming",
    "demo",
    "front",
    "passwords",
    "second_factor",
    "sign_in",
    "statements",
]
