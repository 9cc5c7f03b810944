"""The noticeboard does what a feature does, without a word about it elsewhere; run in a copy of the product."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from federation.noticeboard import jobs
from federation.noticeboard.actions import pin
from flask import Flask

from federation.cli import main
from federation.kernel.db import db
from federation.plugin.door import door
from federation.testing.world import World, make_world


@pytest.fixture
def federation_world(federation_app: Flask) -> World:
    return make_world("saltmarsh", 6)


@pytest.fixture
def notice(federation_world: World) -> int:
    with federation_world.scope():
        return pin(federation_world.actor("rep1"), "A fridge to give away", "It stands in the yard.")


@pytest.fixture
def page(federation_client: Callable[..., Any]) -> Callable[..., str]:
    def text(path: str, name: str = "member") -> str:
        answer = federation_client(name).get(path)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    return text


def test_its_pages_stand_in_the_section(page: Callable[..., str], notice: int) -> None:
    assert "A fridge to give away" in page("/f/saltmarsh/noticeboard/")
    assert 'href="/f/saltmarsh/noticeboard/"' in page("/f/saltmarsh/shared-work/")
    shown = page(f"/f/saltmarsh/noticeboard/{notice}")
    assert "It stands in the yard." in shown
    assert re.search(r'aria-current="true"><strong[^>]*>Shared work<', shown)


def test_the_record_has_its_words_and_leads_to_it(page: Callable[..., str], notice: int) -> None:
    shown = page("/f/saltmarsh/our-federation/record")
    assert "pinned a notice" in shown and "A fridge to give away" in shown
    assert f'href="/f/saltmarsh/noticeboard/{notice}"' in shown


def test_the_search_finds_it(page: Callable[..., str], notice: int) -> None:
    shown = page("/f/saltmarsh/search?q=fridge")
    assert '<option value="notice">Notices</option>' in shown
    assert "Notice on the board" in shown and f"/noticeboard/{notice}" in shown


def test_the_first_page_counts_what_it_asks_for(page: Callable[..., str], notice: int) -> None:
    assert "Newest notice" in page("/f/saltmarsh/") and "1 thing needs" in page("/f/saltmarsh/")


def test_people_choose_its_mail(
    page: Callable[..., str], notice: int, federation_letters: Callable[[str], list[str]]
) -> None:
    assert "When somebody pins a notice" in page("/account/email")
    assert any("Somebody pinned one." in letter for letter in federation_letters("rep2"))


def test_who_does_not_want_its_mail_gets_none(
    federation_client: Callable[..., Any],
    federation_letters: Callable[[str], list[str]],
    federation_world: World,
) -> None:
    federation_client("rep2").post("/account/email", data={kind.key: "never" for kind in door().mail})
    with federation_world.scope():
        pin(federation_world.actor("rep1"), "A bench to give away", "It stands in the yard.")
    assert not any("Somebody pinned one." in letter for letter in federation_letters("rep2"))
    assert any("Somebody pinned one." in letter for letter in federation_letters("rep3"))


def test_its_job_is_run_in_each_federation(notice: int, federation_work: Callable[[], int]) -> None:
    jobs.seen.clear()
    federation_work()
    assert jobs.seen == [1]


def test_its_command_is_there(federation_app: Flask) -> None:
    told = CliRunner().invoke(main, ["notice", "--help"]).output
    assert "List the newest notices, one a line." in told


def test_its_words_are_taken(federation_app: Flask) -> None:
    from federation.plugin.contract import taken

    assert {"noticeboard", "notice"} <= taken(door(federation_app).features.values())
    db.session.rollback()
