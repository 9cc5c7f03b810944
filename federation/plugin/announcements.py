"""Facts on their way to the features that listen: through the outbox, so that none is lost and none told of a rollback."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from federation.kernel import outbox


def announce(event: Any, key: str, at: datetime | None = None) -> bool:
    """Tell every feature, after this unit of work, or at a time that is still to come; ``key`` is used once. Returns whether it
    is new."""
    kind = type(event)
    told = {"event": f"{kind.__module__}:{kind.__qualname__}", "fields": asdict(event)}
    return outbox.add("event", f"event:{key}", told, at)


def revive(payload: dict[str, Any]) -> Any:
    """The event that an outbox row holds."""
    from federation.plugin.door import load

    return load(payload["event"])(**payload["fields"])
