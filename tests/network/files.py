"""Files of made-up practices for tests, in the formats that the NHS publishes; counting SQL statements."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.record import RecordEntry
from federation.network.imports.actions.list_sizes import ListSizesImport
from federation.network.imports.actions.neighbourhoods import NeighbourhoodsImport
from federation.network.imports.actions.practices import PracticesImport
from federation.network.imports.actions.saving import SavedImport, save_file
from federation.network.imports.queries.checks import ImportSource, JoiningPlan
from federation.network.imports.rules import (
    ImportSelection,
    ListSizesFile,
    NeighbourhoodColumn,
    PracticesFile,
)
from federation.network.models import Neighbourhood, Practice
from federation.testing.world import LIST_SIZES, World


def line(code: str, name: str, **other: str) -> str:
    """A line of the practice file."""
    cells = [""] * 27
    known = {"icb": 3, "address": 4, "postcode": 9, "opened": 10, "closed": 11, "status": 12, "sub_icb": 14}
    known |= {"phone": 17, "kind": 25}
    values = {"icb": "QZZ", "sub_icb": "99Z", "status": "A", "kind": "4", "postcode": "ZZ99 3CZ", **other}
    cells[0], cells[1] = code, name
    for key, value in values.items():
        cells[known[key]] = value
    return ",".join(f'"{cell}"' for cell in cells)


def practice_file(*lines: str) -> bytes:
    return "".join(f"{one}\r\n" for one in lines).encode()


def ours(*without: str) -> list[str]:
    """A line for each practice of the world, as it is there."""
    return [
        line(code, name, postcode="", icb="", sub_icb="")
        for code, (name, _) in LIST_SIZES.items()
        if code not in without
    ]


def sizes_file(sizes: dict[str, int], day: str = "2026-10-01", codes: str = "SUB_ICB_LOCATION_CODE") -> bytes:
    heading = f"PUBLICATION,EXTRACT_DATE,TYPE,{codes},ONS_{codes},CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS"
    rows = [
        f"GP_PRAC_PAT_LIST,{day},GP,99Z,E38000999,{code},ZZ99 3CZ,ALL,ALL,{size}"
        for code, size in sizes.items()
    ]
    return "\r\n".join((heading, *rows, "")).encode()


def state() -> dict[str, Any]:
    """What the federation chosen has: for "nothing was written"."""
    db.session.rollback()
    return {
        "practices": sorted(
            tuple(row)
            for row in db.session.execute(
                select(
                    Practice.code, Practice.name, Practice.membership, Practice.list_size, Practice.closed_on
                )
            )
        ),
        "neighbourhoods": db.session.scalar(select(func.count()).select_from(Neighbourhood)),
        "entries": db.session.scalar(select(func.count()).select_from(RecordEntry)),
    }


def actions_recorded() -> Sequence[str]:
    return db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)).all()


def upload(
    client: FlaskClient, world: World, content: bytes, name: str = "epraccur.csv", where: str = "import"
) -> Any:
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return client.post(
        f"/f/{world.slug}/practices/{where}",
        input_stream=BytesIO(head.encode() + content + b"\r\n--edge--\r\n"),
        content_length=len(head) + len(content) + 12,
        content_type="multipart/form-data; boundary=edge",
    )


def to_check(client: FlaskClient, world: World, content: bytes, **choice: Any) -> str:
    """Upload and pick; the address of the check."""
    answer = upload(client, world, content)
    assert answer.status_code == 303, answer.text
    picked = client.post(answer.location, data=choice or {"everything": "1"})
    assert picked.status_code == 303, picked.text
    return picked.location


def seen(page: str) -> str:
    """The fingerprint that a check carries."""
    return page.split('name="seen" value="')[1].split('"')[0]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements that are sent meanwhile."""
    found: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def save_practices(
    actor: Actor,
    file: PracticesFile,
    selection: ImportSelection,
    joining: JoiningPlan,
    source: ImportSource,
    **how: Any,
) -> SavedImport:
    """Save a practice file."""
    return save_file(actor, PracticesImport(file, selection, joining, source.name), source, **how)


def save_list_sizes(actor: Actor, file: ListSizesFile, source: ImportSource, **how: Any) -> SavedImport:
    """Save list sizes."""
    return save_file(actor, ListSizesImport(file), source, **how)


def save_neighbourhoods(actor: Actor, column: NeighbourhoodColumn, source: ImportSource) -> SavedImport:
    """Save a column of neighbourhoods."""
    return save_file(actor, NeighbourhoodsImport(column), source)
