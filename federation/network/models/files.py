"""Files that belong to something of a feature: a proposal, a comment, a plugin's own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key


class StoredFile(Federated, MappedBase):
    """A file with its content, written once. ``owner`` is the kind of thing that it belongs to, which begins with the name of
    its feature (``decisions.proposal``), and ``owner_id`` the number of that thing. ``kind`` is what it is by its content
    (:mod:`federation.kernel.files.kinds`), ``size`` in bytes, ``sha256`` in 64 digits. The content comes last, so that
    whoever lists files does not read it. A number is never used again, as the record and earlier versions name it."""

    __tablename__ = "network_file"
    __table_args__ = (
        federated_key(),
        Index("ix_network_file_owner", "federation_id", "owner", "owner_id", "id"),
        Index("ix_network_file_added", "federation_id", "added_by", "added_at"),
        {"sqlite_autoincrement": True, "info": {"append_only": ("UPDATE",)}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    owner: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int] = mapped_column(RowId)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
