"""Pages that belong to no federation: signing in, one's account, statements, the demonstration."""

from federation.people.views import account, demo, front, passwords, sign_in, statements
from federation.people.views.frame import blueprint

__all__ = ["account", "blueprint", "demo", "front", "passwords", "sign_in", "statements"]
