"""The command ``federation``: each part of the product brings its own, and none costs anything before it is called."""

import subprocess
import sys
from collections.abc import Iterator

import click

from federation.cli import main

HEAVY = (
    "alembic",
    "cryptography",
    "flask",
    "gunicorn",
    "jinja2",
    "marshmallow",
    "pluggy",
    "sqlalchemy",
    "wtforms",
)
_EVERY_HELP = """
import sys
import click
from federation.cli import main

def every(command, words):
    try:
        main([*words, "--help"], prog_name="federation")
    except SystemExit as end:
        assert not end.code, words
    for name, one in getattr(command, "commands", {}).items():
        every(one, [*words, name])

every(main, [])
print("loaded:", sorted(set(sys.argv[1:]) & set(sys.modules)))
"""


def every_command(
    group: click.Group, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*words, name))


def test_help_of_every_command_imports_no_library_but_click() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _EVERY_HELP, *HEAVY], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"
    assert "Usage: federation person erase [OPTIONS] EMAIL" in done.stdout


def test_each_part_brings_its_commands() -> None:
    """A command lies where its words lie: in the part of the product that does what it says."""
    found = {
        " ".join(words): str(getattr(command.callback, "__module__", "")).removeprefix("federation.")
        for words, command in every_command(main)
    }
    assert found == {
        "adopt": "keeping.commands",
        "backup": "keeping.commands",
        "calculate": "plugin.commands",
        "create": "network.federation.commands",
        "db": "cli",
        "db revision": "cli",
        "db status": "cli",
        "db upgrade": "cli",
        "demo": "demo.commands",
        "doctor": "cli",
        "export": "keeping.commands",
        "group": "mandates.commands",
        "group list": "mandates.commands",
        "import": "network.imports.commands",
        "import list-sizes": "network.imports.commands",
        "import needs": "purchasing.commands",
        "import neighbourhoods": "network.imports.commands",
        "import practices": "network.imports.commands",
        "mail": "cli",
        "mail again": "cli",
        "person": "people.commands",
        "person add": "network.members.commands",
        "person erase": "network.members.commands",
        "person reset-second-factor": "people.commands",
        "plugin": "network.plugins.commands",
        "plugin disable": "network.plugins.commands",
        "plugin doctor": "network.plugins.commands",
        "plugin enable": "network.plugins.commands",
        "plugin list": "network.plugins.commands",
        "plugin import": "network.imports.commands",
        "plugin new": "scaffold.commands",
        "plugin purge": "network.plugins.commands",
        "plugin run-again": "network.plugins.commands",
        "record": "network.record.commands",
        "record verify": "network.record.commands",
        "restore": "keeping.commands",
        "resume": "keeping.commands",
        "routes": "cli",
        "seal": "network.record.commands",
        "seal check": "network.record.commands",
        "seal recover": "network.record.commands",
        "seal recovery-key": "network.record.commands",
        "seal rewrap": "network.record.commands",
        "serve": "cli",
        "token": "network.members.commands",
        "token create": "network.members.commands",
        "worker": "cli",
    }


def test_every_command_says_what_it_does() -> None:
    assert [words for words, command in every_command(main) if not (command.help or "").strip()] == []
