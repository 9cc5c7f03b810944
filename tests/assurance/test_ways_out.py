"""What could pass the session's guard is written in few places, and each is named here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from federation.paths import MIGRATIONS

PRODUCT = MIGRATIONS.parent / "federation"

EVERY_FEDERATION = {
    ("kernel/gathered.py", "what waits for a person goes out in one letter"): 2,
    ("kernel/outbox.py", "the outbox is emptied for all federations"): 4,
    ("kernel/outbox.py", "a purged feature's keys are forgotten in all federations"): 1,
    (
        "network/members/actions/handing_on.py",
        "whoever belongs to another federation too is not handed a link",
    ): 1,
    ("network/guests/queries.py", "a person is erased wherever they are known"): 1,
    (
        "network/guests/queries.py",
        "a guest's program has the secret of the link, and names no federation",
    ): 1,
    ("kernel/health.py", "whoever runs the installation sees what waits in all federations"): 3,
    ("sweep.py", "a sweep finds where something is due, in all federations at once"): 1,
    ("doctor.py", "the doctor looks at all federations at once"): 1,
    ("kernel/mail_hold.py", "the mail of the whole installation is held or let go"): 3,
    ("people/jobs.py", "keys of what was sent are forgotten in all federations"): 1,
    (
        "network/members/queries/places.py",
        "a person sees which federations they belong to, before one is chosen",
    ): 1,
}
"""Each use of the one way out, with its reason and how often it is used there."""

DIRECT = {
    "kernel/db.py": "makes the connections",
    "kernel/pooled.py": "asks a pooler's connection which process of the server it has",
    "kernel/request_log.py": "counts the statements of a request",
    "kernel/tenancy.py": "the guard itself",
    "kernel/constants.py": "runs by the driver what the guard has kept within a federation",
    "kernel/row_security.py": "signs the federation chosen for its connection",
    "kernel/servers.py": "reads the settings of the database, as its owner",
    "kernel/record.py": "an entry costs three statements and no mapped objects",
    "kernel/outbox.py": "a row may belong to no federation",
    "kernel/gathered.py": "the outbox's rows of all federations for one person",
    "kernel/guards.py": "reads which guards the database has",
    "network/migrating.py": "migrations make tables and guards by it, as their owner",
    "network/record/proving.py": "reads a federation as it is at one moment",
    "kernel/search.py": "an entry is written by one statement, read through an index of its own",
    "decisions/models/readers.py": "a condition on every statement names tables, to which no condition is added again",
    "meetings/readers.py": "a condition on every statement names tables, to which no condition is added again",
    "workstreams/models.py": "a condition on every statement names tables, to which no condition is added again",
    "workstreams/readers.py": "the same, of what is said about work that was brought to a group",
    "plugin/migrate.py": "makes the tables, as their owner",
    "plugin/drift.py": "compares the tables with the models, as their owner",
    "plugin/rights.py": "sets the rights of the application's role, as the owner of the tables",
    "plugin/contract.py": "reads the names of the tables",
    "kernel/mail_hold.py": "held by who restores a copy, as the owner of the tables",
    "keeping/table_rows.py": "copies hold the rows of all tables, read and written as their owner",
    "keeping/making.py": "opens the database as its owner, at one moment",
    "keeping/restoring.py": "puts rows into an empty database, as its owner",
    "keeping/one_federation.py": "reads the rows of one federation from all tables, as their owner",
    "keeping/exporting.py": "opens the database as its owner, at one moment",
    "plugin/numbers.py": "sets where the numbers of rows begin, as the owner of the tables",
    "doctor.py": "opens the database as its owner, for those who read its settings",
    "demo/travel.py": "moves the demonstration's clock",
}
"""Files that may speak to tables and connections directly, and why."""

BANNED_ATTRIBUTES = {
    "connection",
    "__table__",
    "exec_driver_sql",
    "from_statement",
    "bulk_insert_mappings",
    "bulk_update_mappings",
    "bulk_save_objects",
    "get_bind",
    "raw_connection",
    "engine",
    "tables",
}
BANNED_CALLS = {"text", "literal_column", "insert", "create_engine"}
_PLAIN = re.compile(r"^('\w+'|\d+)$")
"""``literal_column("'closed'")``: a value that the planner should see, not SQL."""
SCHEMA_ONLY = {
    "decisions/models/decision.py",
    "decisions/models/votes.py",
    "electing/models.py",
    "mandates/models.py",
    "meetings/models.py",
    "network/models/dues.py",
    "network/models/ledger.py",
    "network/models/places.py",
    "network/models/groups.py",
    "people/models.py",
}
"""Models: ``text()`` in an index's condition is never executed as a statement."""


def calls_and_attributes(path: Path) -> Iterator[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    from_sqlalchemy = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    only_named = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "dialect"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in BANNED_ATTRIBUTES and id(node) not in only_named:
            yield node.attr, node.lineno
        elif (
            isinstance(node, ast.Call)
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and _PLAIN.match(str(node.args[0].value))
        ):
            continue
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in BANNED_CALLS & from_sqlalchemy
        ):
            yield f"{node.func.id}()", node.lineno


def files() -> Iterator[tuple[str, Path]]:
    """The product's own, without what it brings for tests of plugins."""
    for path in sorted(PRODUCT.rglob("*.py")):
        if path.relative_to(PRODUCT).parts[0] not in ("testing", "scaffold"):
            yield str(path.relative_to(PRODUCT)), path


def test_only_the_named_files_speak_to_tables_directly() -> None:
    found = [
        f"{name}:{line} {what}"
        for name, path in files()
        if name not in DIRECT and name not in SCHEMA_ONLY
        for what, line in calls_and_attributes(path)
    ]
    assert found == []


def test_every_named_file_needs_its_place() -> None:
    assert [name for name, path in files() if name in DIRECT and not list(calls_and_attributes(path))] == []


def test_every_use_of_every_federation_is_listed_with_its_reason() -> None:
    found: dict[tuple[str, str], int] = {}
    for name, path in files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "every_federation"
            ):
                reason = node.args[0]
                assert isinstance(reason, ast.Constant), f"{name}: the reason is written where it is used"
                found[name, reason.value] = found.get((name, reason.value), 0) + 1
    assert found == EVERY_FEDERATION


def test_only_the_clock_reads_this_machines_clock() -> None:
    """Deadlines are the database's matter."""
    found = []
    for name, path in files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("now", "utcnow", "today")
            ):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id in ("datetime", "date"):
                    found.append(name)
    assert found == ["kernel/clock.py"]
