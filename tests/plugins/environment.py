"""An environment outside any checkout, with what the product depends on and without the product."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from federation.testing.shared import FOLDER

_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "FEDERATION_TEST_BROWSER", FOLDER, "PIP_CONFIG_FILE")

_FOR_TESTS = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider -p no:schemathesis"}
"""What schemathesis brings for pytest takes longer to import than the product."""


class Environment:
    """A Python of its own: the packages of this one by links, but the product and its plugins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
        self.programs = folder / "env" / "bin"
        (self.packages,) = (folder / "env" / "lib").glob("python*/site-packages")
        for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
            for path in Path(place).iterdir():
                linked = self.packages / path.name
                own = "federation" in path.name or path.suffix == ".pth"
                if not own and not linked.exists():
                    linked.symlink_to(path)

    def run(self, *words: Any, ok: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program of this environment in its folder."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        done = subprocess.run(
            [str(self.programs / words[0]), *map(str, words[1:])],
            cwd=self.folder,
            env=kept | _FOR_TESTS | environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        if ok:
            assert done.returncode == 0, (words, done.stdout[-5000:], done.stderr[-3000:])
        return done

    def pip(self, *words: Any) -> None:
        """Install or build without asking any registry."""
        self.run("python", "-m", "pip", "-q", *words, "--no-deps", "--no-build-isolation", "--no-index")
