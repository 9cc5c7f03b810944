"""How PostgreSQL’s row-level security knows the federation chosen: a setting of the transaction, signed for its connection."""

import hashlib
import hmac
from functools import lru_cache
from typing import Any, Final

from flask import current_app
from sqlalchemy import (
    Connection,
    func,
)
from sqlalchemy.orm import (
    Session,
)

from federation.kernel.pooled import backend_of

EVERY: Final = -1


SETTING: Final = "federation.id"


def setting_for(scope: Any) -> Any:
    """The SQL expression that makes the transaction's setting; for use inside another statement."""
    return func.set_config(SETTING, scope, True)


def setting_of(session: Session, scope: int) -> str:
    """The setting for one federation, for the connection of a session."""
    return signed(session.connection(), scope)


def signed(connection: Connection, scope: int | None, secret_key: str = "") -> str:
    """The setting for one federation, or every one, as row-level security takes it on this connection alone."""
    chosen = "*" if scope == EVERY else str(scope)
    pid = backend_of(connection)
    key = tenant_key(secret_key or current_app.config["SETTINGS"]["secret_key"])
    inner = hashlib.sha256(key + f"{chosen}:{pid}".encode()).digest()
    return f"{chosen}:{hashlib.sha256(key + inner).hexdigest()}"


@lru_cache(maxsize=4)
def tenant_key(secret_key: str) -> bytes:
    """The key of the signatures, made from the secret key of the installation."""
    return hmac.digest(secret_key.encode(), b"federation: the federation chosen, 1", "sha256")
