"""People choose when each kind of mail comes: what was wanted comes at once, what was not never."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_people = sa.table("people_person", sa.column("id", sa.BigInteger), sa.column("mail_choices", sa.JSON))


def upgrade() -> None:
    _change(lambda wanted: "at_once" if wanted else "never")


def downgrade() -> None:
    _change(lambda when: when != "never")


def _change(other: Callable[[Any], Any]) -> None:
    bind = op.get_bind()
    for id_, choices in bind.execute(sa.select(_people.c.id, _people.c.mail_choices)).all():
        if choices:
            new = {kind: other(value) for kind, value in choices.items()}
            bind.execute(_people.update().where(_people.c.id == id_).values(mail_choices=new))
