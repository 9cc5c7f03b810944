"""Whatever words come in, by a program or at the terminal, are looked at for what tells of a patient."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import OneOf
from sqlalchemy import select

from federation.cli import main
from federation.decisions.rulebook.schemas import WrittenDocument
from federation.kernel.api_fields import SentFileField
from federation.kernel.db import db
from federation.kernel.endpoints import endpoints
from federation.kernel.record import RecordEntry
from federation.kernel.tenancy import every_federation
from federation.network.models import Federation
from federation.people.models import Person, ProgramToken
from federation.testing.world import make_world

NUMBER = "943 476 5919"
FOUND = "This looks like an NHS number (it ends in 5919)"
WRITTEN_BY_US = {
    (
        "AlignmentWish",
        "fixed (names)",
    ),  # codes of homes, which are looked up; some look like a patient's number
    ("PartQuery", "after"),
    ("DecisionsWanted", "after"),
    ("ActionsWanted", "after"),
    ("TasksWanted", "after"),
    ("WorkItemsWanted", "after"),
}
"""Where a list goes on: what we answered before, sent back. It is read, and kept nowhere."""


def _schemas(app: Flask) -> dict[str, Schema]:
    """All that programs may send, of the product and of its plugins, by name."""
    found = {}
    for rule, methods, endpoint, _needed in endpoints(app):
        if rule.startswith("/api/v1/") and not rule.endswith(
            "/calendar.ics"
        ):  # which takes nothing but a key
            view = app.view_functions[endpoint].view_class  # type: ignore[attr-defined]
            for method in methods.lower().split(","):
                described = getattr(getattr(view, method), "_apidoc", {})
                for one in described.get("arguments", {}).get("parameters", ()):
                    found[type(one["schema"]).__name__.removesuffix("Schema")] = one["schema"]
    return found


def _leaves(name: str, field: Any) -> Iterator[tuple[str, Any]]:
    """A field, or the fields that it is made of."""
    if isinstance(field, fields.Nested):
        for part, inner in field.schema.fields.items():
            yield from _leaves(f"{name}.{part}", inner)
    elif isinstance(field, fields.List):
        yield from _leaves(name, field.inner)
    elif isinstance(field, fields.Dict) and field.value_field is not None:
        yield from _leaves(f"{name} (names)", field.key_field)
        yield from _leaves(name, field.value_field)
    else:
        yield name, field


def _tries(field: Any) -> list[Any]:
    """Values with a patient's number in them, for a field that takes words of any kind."""
    if isinstance(field, SentFileField):  # its name and its text are looked at where it is attached
        return []
    if isinstance(field, fields.Number | fields.Boolean | fields.DateTime | fields.Date):
        return []
    if any(isinstance(check, OneOf) for check in field.validators):
        return []
    if isinstance(field, WrittenDocument):
        return [json.dumps({"note": NUMBER}), json.dumps({"parts": [{"note": NUMBER}]})]
    if isinstance(field, fields.Dict):
        return [{"note": NUMBER}, {NUMBER: 1}, {"parts": [{"note": NUMBER}]}]
    return [NUMBER]


def _refusal(field: Any, value: Any) -> str:
    try:
        return f"taken: {field.deserialize(value)!r}"
    except ValidationError as refused:
        return str(refused.messages)


def test_every_word_of_a_program_is_looked_at(app: Flask) -> None:
    tried, let_through = 0, set()
    for schema, name, field in (
        (schema, *leaf)
        for schema, made in _schemas(app).items()
        for part in made.fields
        for leaf in _leaves(part, made.fields[part])
    ):
        for value in _tries(field):
            said = _refusal(field, value)
            tried += 1
            if FOUND not in said and "Longer than maximum length 1" not in said:
                let_through.add((schema, name))
    assert let_through == WRITTEN_BY_US
    assert tried > 60


KEPT = {
    "create slug",
    "create name",
    "person add email",
    "person add name",
    "token create title",
}
"""Words at the terminal that are written down."""
LOOKED_UP = {
    "calculate name",
    "group list slug",
    "plugin enable name",
    "plugin import name",
    "plugin import kind",
    "plugin import slug",
    "plugin enable slug",
    "plugin disable name",
    "plugin disable slug",
    "plugin doctor name",
    "plugin run-again name",
    "plugin run-again slug",
    "plugin purge name",
    "plugin purge typed",
    "record verify slug",
    "export slug",
    "person add slug",
    "person add code",
    "person reset-second-factor email",
    "person erase email",
    "token create email",
    "token create slug",
    "import needs slug",
    "import practices slug",
    "import practices icb",
    "import practices sub_icb",
    "import practices postcode_area",
    "import list-sizes slug",
    "import neighbourhoods slug",
    "import neighbourhoods code_column",
    "import neighbourhoods name_column",
    "demo name",
}
"""They name what must be there already, or choose among it."""
NOT_WORDS = {
    "serve host": "an address of this machine",
    "record verify keys": "a key, which is compared",
    "create quorum": "a fraction, kept as its two numbers",
    "plugin new name": "a name of Python, of a folder of its author's",
    "plugin new parts": "names of parts, of which others are refused",
    "db revision feature": "a name of Python, of a folder of its author's",
    "restore leave_out": "names of plugins, which are compared",
    "adopt slug": "a name in addresses",
    "resume old": "one of two switches",
    "db revision words": "goes into a file of the plugin's author",
}


def _parameters(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Parameter]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _parameters(inner, f"{path}{name} ")
    else:
        for parameter in command.params:
            yield f"{path}{parameter.name}", parameter


def test_every_word_at_the_terminal_is_looked_at_or_kept_nowhere() -> None:
    free = {
        name: parameter
        for name, parameter in _parameters(main)
        if not isinstance(
            parameter.type,
            click.Choice | click.File | click.Path | click.types.IntParamType | click.types.BoolParamType,
        )
    }
    looked_at = set()
    for name, parameter in free.items():
        try:
            parameter.type.convert(NUMBER, parameter, None)
        except click.BadParameter as refused:
            assert FOUND in refused.message
            looked_at.add(name)
    assert looked_at == KEPT
    assert free.keys() - looked_at == LOOKED_UP | NOT_WORDS.keys()


@pytest.mark.parametrize(
    "words",
    [
        ("create", "upland", "--name", f"Upland {NUMBER}"),
        ("create", "upland-9434765919", "--name", "Upland"),
        ("person", "add", "a9434765919@example.org", "--name", "A", "--federation", "saltmarsh"),
        ("person", "add", "a@example.org", "--name", f"A {NUMBER}", "--federation", "saltmarsh"),
        ("token", "create", "rep1@saltmarsh.example", "--title", NUMBER, "--federation", "saltmarsh"),
    ],
)
def test_nothing_of_a_patient_is_kept_from_the_terminal(
    app: Flask, database_url: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("FEDERATION_CONFIG", raising=False)
    monkeypatch.setenv("FEDERATION_DATABASE_URL", database_url)
    make_world(practices=3)
    before = _all_there_is()
    role = ("--role", "observer") if words[0] == "person" else ()
    refused = CliRunner().invoke(main, [*words, *role])
    assert refused.exit_code == 2
    assert FOUND in " ".join(refused.output.split()) and "943" not in refused.output
    assert _all_there_is() == before


def _all_there_is() -> list[list[int]]:
    db.session.rollback()
    with every_federation("a test counts rows"):
        rows = (Federation.id, Person.id, ProgramToken.id, RecordEntry.seq)
        return [sorted(db.session.scalars(select(one))) for one in rows]
