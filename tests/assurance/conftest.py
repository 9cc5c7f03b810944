"""Fixtures for the tests of the promises: the product without its pages, and how thorough to be."""

import os
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from federation.kernel import clock
from federation.kernel.db import db
from federation.plugin.migrate import owner_engine
from tests.assurance.crew import Crew, pageless

SHARE = float(os.environ.get("FEDERATION_THOROUGH") or 0)
"""Of the thorough rounds: 1 for all, 0.1 for a tenth; 0 is as usual."""
THOROUGH = SHARE > 0
SEED = int(os.environ.get("FEDERATION_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)


def pytest_report_header() -> str:
    return f"assurance: seed {SEED} (FEDERATION_SEED), thorough: {SHARE if THOROUGH else 'no (FEDERATION_THOROUGH=1)'}"


def rounds(usual: int, thorough: int | None = None) -> int:
    """How often to repeat something: as usual, or (nightly) as stated, else ten times as often."""
    return max(usual, int((thorough or usual * 10) * SHARE))


@pytest.fixture
def chance() -> random.Random:
    """Randomness that can be had again: set FEDERATION_SEED."""
    return random.Random(SEED)


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print figures even where the test passes."""

    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\n    {words}; seed {SEED}", end="", flush=True)

    return say


@pytest.fixture
def app(settings: dict[str, Any]) -> Iterator[Flask]:
    """The product without its pages, on a fresh database, with its context pushed."""
    made = pageless(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def owner(database_url: str) -> Iterator[Engine]:
    """The database as its owner sees it."""
    engine = owner_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def crew(settings: dict[str, Any]) -> Iterator[Crew]:
    """Real processes of the product on the test's database; whichever still run at the end are killed."""
    made = Crew(settings)
    yield made
    made.kill()


@pytest.fixture
def set_clock(
    database_url: str, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> Callable[[datetime], None]:
    """Stop the database's clock at a moment."""

    def stop(at: datetime) -> None:
        monkeypatch.setattr(clock, "machine_now", lambda: at)
        if database_url.startswith("postgresql"):
            with owner.begin() as connection:
                connection.execute(
                    text(
                        "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                        f"'SELECT timestamptz ''{at.isoformat()}'''"
                    )
                )

    return stop
