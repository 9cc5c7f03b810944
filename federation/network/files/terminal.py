"""Files of a feature that is removed for good."""

import os
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import undefer

from federation.kernel.db import db
from federation.network.files.actions import drop_files
from federation.network.models import StoredFile


def take_out(feature: str, folder: Path) -> int:
    """Write the files of a feature's things, of the federation chosen, into a folder and delete them, in the open unit of
    work. Each is called by its number and its name. Returns how many it were."""
    mine = StoredFile.owner.startswith(f"{feature}.", autoescape=True)
    owners = db.session.execute(select(StoredFile.owner, StoredFile.owner_id).where(mine).distinct()).all()
    write_files(mine, folder)
    return sum(drop_files(owner, owner_id) for owner, owner_id in owners)


def write_files(mine: ColumnElement[bool], folder: Path) -> None:
    """Write files into a folder, each called by its number and its name, one at a time so that no two lie in memory."""
    numbers = db.session.scalars(select(StoredFile.id).where(mine).order_by(StoredFile.id)).all()
    for number in numbers:
        found = db.session.scalars(
            select(StoredFile).where(StoredFile.id == number).options(undefer(StoredFile.content))
        ).one()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(folder / f"{number}-{found.name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(found.content)
            file.flush()
            os.fsync(file.fileno())
        db.session.expunge(found)
