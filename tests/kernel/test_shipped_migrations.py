"""A migration that was shipped is never changed: databases out there have run it as it was."""

import os
from hashlib import sha256

from federation.paths import MIGRATIONS

SHIPPED = MIGRATIONS / "shipped.txt"
"""A line for each migration that was shipped: its name and the fingerprint of its file, in their order."""


def fingerprints() -> dict[str, str]:
    """Each migration that there is, in order."""
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    return {path.stem: sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_was_shipped_stays_as_it_was() -> None:
    """``FEDERATION_SHIP=1`` adds what is new, when a version is made; it changes no line."""
    found = fingerprints()
    shipped = dict(line.split() for line in SHIPPED.read_text("utf-8").splitlines())
    if os.environ.get("FEDERATION_SHIP") == "1":
        shipped = {**found, **shipped}
        SHIPPED.write_text("".join(f"{name} {mark}\n" for name, mark in sorted(shipped.items())), "utf-8")
    assert {name: found.get(name) for name in shipped} == shipped
    assert list(found)[: len(shipped)] == list(shipped), "what is new comes after what was shipped"
