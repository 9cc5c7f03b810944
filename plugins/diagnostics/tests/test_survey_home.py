"""Where a survey is met outside its pages: on Home, in the search and in the record."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from federation_diagnostics.actions.surveys import close_early
from federation_diagnostics.jobs import close_due
from surveying import REPRESENTATIVES, TITLE, answered, opened

from federation.testing import both_databases
from federation.testing.tidy import tidied

Travel = Callable[[timedelta], None]


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


@both_databases
def test_home_says_what_waits_and_what_is_new_in_one_statement(
    here: Any, federation_client: Any, federation_statements: Any, federation_travel: Travel
) -> None:
    def home(name: str) -> tuple[str, int]:
        client = federation_client(name)
        with federation_statements() as run:
            text = client.get(here.address("")).text
        return text, len(run)

    home("rep1")  # what a process asks once
    none, cost = home("rep1")
    assert "Network health survey" not in none
    with here.scope():
        survey_id = opened(here)
        answered(here, survey_id, dict.fromkeys(REPRESENTATIVES[1:], 4))
    waiting, same = home("rep1")
    assert re.search(rf"{TITLE}</a>.*Due [^<]*About 5 minutes. Answers carry no name", tidied(waiting))
    assert same == cost
    for name in ("rep2", "chair", "lay", "admin"):
        assert TITLE not in home(name)[0]
    federation_travel(timedelta(days=14, minutes=1))
    with here.scope():
        assert close_due() == 1
    assert "Answers carry no name" not in home("rep1")[0]
    for name in ("rep1", "rep2", "lay"):
        assert f"What members said: {TITLE}" in home(name)[0]
    federation_travel(timedelta(days=29))
    assert "Network health survey" not in home("rep1")[0]


@both_databases
def test_search_finds_a_survey_once_it_is_closed(here: Any, federation_client: Any) -> None:
    client = federation_client("lay")
    with here.scope():
        survey_id = opened(here)
    assert "diagnostics/surveys" not in client.get(here.address("search?q=autumn")).text
    with here.scope():
        close_early(here.actor("chair"), survey_id, "Enough.")
    found = client.get(here.address("search?q=autumn")).text
    assert f"/f/saltmarsh/diagnostics/surveys/{survey_id}" in found
    record = federation_client("lay").get(here.address("our-federation/record")).text
    assert "opened a survey of the members" in record
    assert "closed a survey of the members" in record
