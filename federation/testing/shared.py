"""What the processes of one run of tests have in common: whichever needs it first makes it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from federation.testing.memory import memory

FOLDER: Final = "FEDERATION_TEST_SHARED"
"""Names the folder to the processes of the run, and to those that they start."""


def begin() -> Callable[[], None]:
    """Make the folder, unless this run is part of one that has it; what removes it again."""
    if os.environ.get(FOLDER):
        return lambda: None
    folder = tempfile.mkdtemp(prefix="federation-shared-", dir=memory())
    os.environ[FOLDER] = folder

    def end() -> None:
        os.environ.pop(FOLDER, None)
        shutil.rmtree(folder, ignore_errors=True)

    return end


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The file of this name; ``make`` writes it at the path that it is given, while all who need it wait."""
    folder = Path(os.environ[FOLDER])
    path, half = folder / name, folder / f"{name}.half"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half.unlink(missing_ok=True)
            make(half)
            half.rename(path)
    return path
