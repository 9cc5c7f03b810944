"""How plugins stand in a federation, what they are to be told yet, and what they could not do."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key


class PluginState(Federated, MappedBase):
    """A plugin that was switched on here at some time, and how it stands.

    ``is_on`` is what was decided, ``stopped_at`` that it failed or was slow too often since. ``failed`` and ``slow``
    count its troubles since ``counted_since``. ``Federation.settings["plugins"]`` names those that are on and not
    stopped, so that no page has to ask.
    """

    __tablename__ = "network_plugin"
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("network_federation.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    decision_id: Mapped[int | None] = mapped_column(RowId)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_why: Mapped[str] = mapped_column(Text, default="")
    failed: Mapped[int] = mapped_column(default=0)
    slow: Mapped[int] = mapped_column(default=0)
    counted_since: Mapped[datetime | None] = mapped_column(Moment)


class WaitingFact(Federated, MappedBase):
    """A fact that a plugin is to be told once it is on again; ``payload`` is as the outbox held it."""

    __tablename__ = "network_waiting_fact"
    __table_args__ = (
        federated_key(),
        Index("ix_network_waiting_fact_plugin", "federation_id", "plugin", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    plugin: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(Moment)


class PluginFailure(Federated, MappedBase):
    """Something that a plugin could not do. ``key`` tells one trouble from another; the same again is counted.

    ``event`` holds the fact that it was told, so that it can be told again: by itself at ``next_try_at``, for a few
    tries, then when an administrator asks.
    """

    __tablename__ = "network_plugin_failure"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "plugin", "hook", "key"),
        Index("ix_network_plugin_failure_open", "federation_id", "mended_at", "plugin"),
        CheckConstraint("kind in ('failed', 'slow')", name="kind"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    plugin: Mapped[str] = mapped_column(String(20))
    hook: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    event: Mapped[dict[str, Any] | None]
    times: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    mended_at: Mapped[datetime | None] = mapped_column(Moment)
