"""The tools."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, RowId, Table, federated_key, within


class Tool(Federated, Table):
    """A tool, and the practice that lends it."""

    __tablename__ = "shed_tool"
    __table_args__ = (federated_key(), within("practice_id", "network_practice"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    practice_id: Mapped[int] = mapped_column(RowId)
