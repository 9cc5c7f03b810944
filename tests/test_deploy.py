"""What lies in ``deploy/`` fits the product: units that systemd takes, commands that there are, variables that are read."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from federation.cli import main
from federation.paths import CONFIG

ROOT = CONFIG.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")))
_CALL = re.compile(r"(?:/opt/federation/bin/|\$program/bin/)federation ([a-z-]+(?: [a-z-]+)?)")


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """What the units run stands elsewhere here, so it is put in its place."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/federation/bin/federation", sys.executable)
        (tmp_path / unit.name).write_text(text, "utf-8")
    units = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    said = [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if str(tmp_path) in line or "federation" in line
    ]
    assert said == []
    bent = tmp_path / UNITS[0].name
    bent.write_text("[Service]\nExecStart=/nowhere/at/all\n", "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(bent)], capture_output=True, text=True, check=False
    )
    assert "/nowhere/at/all" in done.stdout + done.stderr


def test_every_command_that_is_run_is_there() -> None:
    called = [found for path in sorted(DEPLOY.iterdir()) for found in _CALL.findall(path.read_text("utf-8"))]
    assert len(called) >= 4
    for words in called:
        command: click.Command = main
        for word in words.split():
            if isinstance(command, click.Group):
                assert word in command.commands, words
                command = command.commands[word]


@pytest.mark.parametrize("name", ["federation.env", "owner.env"])
def test_every_variable_is_one_that_is_read(name: str) -> None:
    names = re.findall(r"^([A-Z_]+)=", (DEPLOY / name).read_text("utf-8"), re.M)
    read = "".join((ROOT / "federation" / one).read_text("utf-8") for one in ("kernel/config.py", "paths.py"))
    assert names and [one for one in names if f'"{one}"' not in read] == []


def test_the_script_is_one_that_a_shell_reads() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "install.sh")], check=True)
