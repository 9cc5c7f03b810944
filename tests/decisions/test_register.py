"""The register: pages, filters, words, and the list to take away."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from flask import Flask

from federation.decisions.register.queries import register
from federation.decisions.register.queries.going_on import pulse
from federation.decisions.register.queries.wanted import RegisterFilter
from federation.decisions.voting.actions.closing import close_due
from federation.testing.world import World, make_world
from tests.decisions.many import closed, counted, proposed
from tests.decisions.votes import opened, vote

VERDICTS = ("carried", "not_carried", "inquorate", "tied", "referred", "advised")


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def walk(wanted: RegisterFilter, most: int = 4) -> tuple[list[list[int]], list[list[int]]]:
    """All pages forwards, and all pages backwards from the last."""
    forwards, mark = [], ""
    while True:
        page = register.page(wanted, mark, most)
        forwards.append([row.id for row in page.rows])
        if page.older is None:
            break
        mark = page.older
    backwards, mark = [], "end"
    while True:
        page = register.page(wanted, mark, most)
        backwards.append([row.id for row in page.rows])
        if page.newer is None:
            break
        mark = page.newer
    return forwards, backwards


FILTERS = [
    RegisterFilter(),
    RegisterFilter(text="number"),
    RegisterFilter(results=("carried",)),
    RegisterFilter(results=("carried", "open_ended")),
    RegisterFilter(year=2026),
    RegisterFilter(year=2025, results=("not_carried", "advised")),
    RegisterFilter(aim=2),
    RegisterFilter(aim=2, results=("carried",)),
    RegisterFilter(text="number", results=("carried", "tied"), year=2026),
    RegisterFilter(review_by=date(2026, 6, 1)),
    RegisterFilter(text="number", aim=1),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_every_decision_is_on_one_page_in_both_directions(world: World, wanted: RegisterFilter) -> None:
    same = datetime(2026, 3, 2, 17, tzinfo=UTC)
    for number in range(1, 30):
        closed(
            world,
            number,
            verdict=VERDICTS[number % 6],
            at=same if number % 3 else same + timedelta(hours=number),
            year=2025 + number % 2,
            aims=[number % 3, 7],
            review_on=date(2026, 5, number) if number % 4 == 0 else None,
        )
    for number in range(3):
        proposed(world, f"Not decided, number {number}")
    with world.scope():
        expected = [row.id for row in register.every(wanted, 500)]
        assert len(set(expected)) == len(expected)
        if not wanted.text:
            assert expected == [
                row.id
                for row in sorted(
                    register.every(wanted), key=lambda row: (row.closed_at, row.id), reverse=True
                )
            ]
        forwards, backwards = walk(wanted)
    assert list(chain.from_iterable(forwards)) == expected
    assert list(chain.from_iterable(reversed(backwards))) == expected
    assert {len(page) for page in forwards[:-1]} <= {4}


@pytest.mark.both_databases
def test_filters_leave_what_they_say(world: World) -> None:
    one = closed(world, 1, "Share visits", "carried", aims=[1, 4], review_on=date(2026, 2, 1))
    two = closed(world, 2, "Parking", "tied", body="Where cars stand.", year=2026)
    three = closed(world, 3, "Old matter", "referred", year=2025, aims=[4])

    def ids(wanted: RegisterFilter) -> list[int]:
        with world.scope():
            return [row.id for row in register.page(wanted).rows]

    assert ids(RegisterFilter()) == [three, two, one]
    assert ids(RegisterFilter(results=("open_ended",))) == [three, two]
    assert ids(RegisterFilter(results=("carried",))) == [one]
    assert ids(RegisterFilter(year=2025)) == [three]
    assert ids(RegisterFilter(aim=4)) == [three, one]
    assert ids(RegisterFilter(aim=4, year=2026)) == [one]
    assert ids(RegisterFilter(text="car")) == [two]
    assert ids(RegisterFilter(text="cars", results=("carried",))) == []
    assert ids(RegisterFilter(text="!?")) == []
    assert ids(RegisterFilter(review_by=date(2026, 2, 1))) == [one]
    assert ids(RegisterFilter(review_by=date(2026, 1, 31))) == []


@pytest.mark.both_databases
def test_another_federations_decisions_are_not_listed_or_counted(app: Flask, world: World) -> None:
    other = make_world("dune", practices=4)
    ours = closed(world, 1, "Parking here")
    closed(other, 1, "Parking there", aims=[1])
    closed(other, 2, "Parking everywhere", "tied")
    for wanted in (
        RegisterFilter(),
        RegisterFilter(text="parking"),
        RegisterFilter(results=("carried", "open_ended")),
        RegisterFilter(year=2026),
    ):
        with world.scope():
            assert [row.id for row in register.page(wanted).rows] == [ours]
    with world.scope():
        assert register.page(RegisterFilter(aim=1)).rows == []
        assert register.totals().all == 1
        assert pulse(world.federation_id)[1:] == (0, 0, 0)
    page = world.client(app, "rep1").get("/f/saltmarsh/decisions/").text
    assert "Parking here" in page and "there" not in page.split("<table")[1]
    assert world.client(app, "rep1").get("/f/dune/decisions/").status_code == 404


@pytest.mark.both_databases
def test_words_said_in_a_vote_are_found_only_after_it_closes(
    app: Flask, world: World, travel: Callable[[timedelta], None]
) -> None:
    from federation.decisions.findable import note_closed
    from federation.decisions.models import Decision
    from federation.kernel.db import db, unit_of_work

    decision = opened(world, hours=1)
    vote(world, decision, "fffffffxf", reason="Porcupine")
    client = world.client(app, "rep1")
    assert "Nothing found" in client.get("/f/saltmarsh/search?q=porcupine").text
    assert "No decisions found" in client.get("/f/saltmarsh/decisions/?q=porcupine").text
    travel(timedelta(hours=2))
    with world.scope():
        close_due()
        with unit_of_work():
            note_closed(db.session.get(Decision, decision))
    assert f"decisions/{decision}" in client.get("/f/saltmarsh/search?q=porcupine").text
    assert f"decisions/{decision}" in client.get("/f/saltmarsh/decisions/?q=porcupine").text


@pytest.mark.both_databases
def test_a_vote_that_is_over_is_listed_once_its_result_is_written_down(
    app: Flask, world: World, travel: Callable[[timedelta], None]
) -> None:
    decision = opened(world, hours=1)
    vote(world, decision, "ffffffff")
    client = world.client(app, "rep1")
    assert f"decisions/{decision}" not in client.get("/f/saltmarsh/decisions/").text
    travel(timedelta(hours=2))
    soon = "The result is being counted and will be here in a few seconds."
    before = client.get("/f/saltmarsh/decisions/").text
    assert soon in before and f"decisions/{decision}" not in before
    assert client.get("/f/saltmarsh/decisions/register.json").json["decisions"] == []
    counting = client.get(f"/f/saltmarsh/decisions/{decision}").text
    assert soon in counting and '<meta http-equiv="refresh" content="5">' in counting
    listed = client.get(f"/f/saltmarsh/decisions/{decision}/votes.csv").text
    assert "Driftwood Surgery" in listed and "For" not in listed
    for page in (before, counting, client.get("/f/saltmarsh/").text):
        assert "For 8" not in page and "Carried</strong>" not in page
    with world.scope():
        assert close_due() == 1
    assert "refresh" not in client.get(f"/f/saltmarsh/decisions/{decision}").text
    page = client.get("/f/saltmarsh/decisions/").text
    assert f"decisions/{decision}" in page and soon not in page
    assert "Carried</strong>" in page
    assert "For 8, against 0" in page
    assert (
        f"decisions/{decision}"
        not in client.get("/f/saltmarsh/decisions/?result=tied&result=not_carried").text
    )
    assert "For 8, against 0" in client.get("/f/saltmarsh/").text


def test_the_page_counts_honestly_and_pages(app: Flask, world: World) -> None:
    for number in range(1, 45):
        closed(world, number, verdict="carried" if number % 4 else "not_carried")
    client = world.client(app, "rep1")
    page = client.get("/f/saltmarsh/decisions/").text
    assert "44 decisions" in page
    assert page.count('<tr role="row" class="nhsuk-table__row">') == 20
    assert "Carried (33)" in page and "Not carried (11)" in page
    assert "33 decisions" in client.get("/f/saltmarsh/decisions/?result=carried").text
    assert "More than 20 decisions" in client.get("/f/saltmarsh/decisions/?q=number").text
    assert "1 decision<" in client.get("/f/saltmarsh/decisions/?q=number+33").text
    older = re.search(r'href="([^"]+)" rel="next"', page)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    assert "Decision number 24<" in second and "Decision number 25<" not in second
    last = client.get("/f/saltmarsh/decisions/?page=end").text
    assert "Decision number 1<" in last and 'rel="next"' not in last
    for mark in ("x", "-", "+", "-1.2.3", "-99999999999999999999.1", "+0.0", "-²", "-1"):
        assert client.get("/f/saltmarsh/decisions/", query_string={"page": mark}).status_code == 200


def test_the_empty_page_says_where_it_looked(app: Flask, world: World) -> None:
    closed(world, 1)
    page = world.client(app, "rep1").get("/f/saltmarsh/decisions/?q=parking&result=carried&year=2026").text
    assert "No decisions found for ‘parking’" in page
    assert "Nothing carried in 2026 has this word in its title, text, reasons or outcome." in page
    assert "search all 1 decisions" in page
    assert page.count("Remove filter: ") == 2
    assert "write a proposal" in page
    assert (
        "write a proposal" not in world.client(app, "observer").get("/f/saltmarsh/decisions/?q=parking").text
    )


def test_a_list_of_30_costs_what_a_list_of_1_costs(app: Flask, world: World) -> None:
    client = world.client(app, "rep1")
    numbers = []
    for number in range(1, 31):
        closed(world, number, aims=[1])
        if number in (1, 30):
            for query in ("", "?q=number", "?result=carried&result=tied&year=2026", "?aim=1"):
                with counted() as statements:
                    assert client.get(f"/f/saltmarsh/decisions/{query}").status_code == 200
                numbers.append(len(statements))
    assert set(numbers) == {7}


def test_the_exports_obey_the_filters_and_run_nothing(app: Flask, world: World) -> None:
    for number in range(1, 30):
        closed(world, number, verdict="carried" if number % 2 else "tied")
    closed(world, 30, title='=HYPERLINK("x")', verdict="tied", review_on=date(2027, 1, 5))
    client = world.client(app, "rep1")
    answer = client.get("/f/saltmarsh/decisions/register.csv?result=open_ended")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="decisions.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 16
    assert rows[1] == [
        "2026/30",
        '\'=HYPERLINK("x")',
        "Tied",
        "2026-01-13",
        "For 8, against 2",
        "2027-01-05",
        "",
    ]
    items = client.get("/f/saltmarsh/decisions/register.json?result=carried").json["decisions"]
    assert [item["number"] for item in items] == [f"2026/{number}" for number in range(29, 0, -2)]
    assert set(items[0]) == {
        "id",
        "number",
        "title",
        "verdict",
        "closed_at",
        "how",
        "review_on",
        "replaced_by",
    }
    printed = client.get("/f/saltmarsh/decisions/register/print?year=2026").text
    assert printed.count('<tr role="row" class') == 30


def test_drafts_are_on_nobodys_page_but_their_authors(app: Flask, world: World) -> None:
    draft = proposed(world, "Hush plan", state="draft", author="rep4")
    shown = proposed(world, "Loud plan", author="rep4")
    for name, sees in (("rep4", True), ("rep1", False), ("admin", False), ("chair", False)):
        client = world.client(app, name)
        for path in ("/f/saltmarsh/", "/f/saltmarsh/decisions/now", "/f/saltmarsh/search?q=plan"):
            page = client.get(path).text
            assert (f"decisions/{draft}" in page) == sees, (name, path)
            assert f"decisions/{shown}" in page
