"""What a decision's pages say to those who read them: votes in order, weights drawn, options with their texts, ways back."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask

from federation.decisions import rules
from federation.decisions.discussion.actions import comment
from federation.decisions.models import Decision
from federation.decisions.page.charts import weight_rows
from federation.decisions.proposals.actions.proposals import set_effects
from federation.decisions.proposals.queries.effects import EffectRow
from federation.decisions.proposals.queries.texts import ProposalText
from federation.decisions.voting.actions import closing
from federation.decisions.voting.queries.votes import roll_rows
from federation.decisions.voting.words import LONGEST, how_it_went
from federation.decisions.words import stances_with
from federation.home.queries.first_page import lately
from federation.kernel.db import db
from federation.testing.tidy import tidied
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.many import closed, proposed
from tests.decisions.votes import opened, preset, propose, vote


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def close(world: World, decision: int) -> None:
    with world.scope():
        closing.close_early(world.actor("chair"), decision, "Test.")


def headings(page: str) -> list[str]:
    """The row headings of the last table of a page."""
    return re.findall(r'<th role="rowheader"[^>]*>([^<]*)</th>', page.rpartition("<table")[2])


@pytest.mark.both_databases
def test_a_casting_vote_is_told_wherever_the_result_is(app: Flask, world: World) -> None:
    decision = opened(world, preset("simple_majority", tie="casting_vote"))
    vote(world, decision, "fffffxxxxx")
    close(world, decision)
    with world.scope():
        assert lately(None).decided[0].how == "For 5, against 5"
        closing.give_casting_vote(world.actor("chair"), decision, "for", "It cannot wait.")
        said = "For 5, against 5; the chair’s casting vote: for"
        assert lately(world.practices["Z99001"]).decided[0].how == said
    client = world.client(app, "lay")
    for path in ("", "decisions/", "decisions/?q=visits", "decisions/register/print", "search?q=visits"):
        assert said in client.get(f"/f/saltmarsh/{path}").text, path
    rows = csv.DictReader(
        io.StringIO(client.get("/f/saltmarsh/decisions/register.csv").text.lstrip("\ufeff"))
    )
    assert [row["Votes"] for row in rows] == [said]
    assert client.get("/f/saltmarsh/decisions/register.json").json["decisions"][0]["how"] == said


def test_a_casting_vote_among_options_names_the_option_and_never_grows_too_long() -> None:
    rule = preset("simple_majority", method="approval", tie="casting_vote", base="cast")
    options = (rules.VoteOption("a", "A" * 150), rules.VoteOption("b", "B" * 150))
    roll = [rules.RollVoter(code, code, 100, 1) for code in ("Z1", "Z2")]
    ballots = [rules.CountedBallot("Z1", "a"), rules.CountedBallot("Z2", "b")]
    words = how_it_went(rule, rules.judge(rule, roll, ballots, options, "a"), options, "a")
    assert words.endswith(f"…; the chair’s casting vote: {'A' * 150}") and len(words) == LONGEST


@pytest.mark.both_databases
def test_votes_stand_by_stance_and_then_by_name(app: Flask, world: World) -> None:
    decision = opened(world)
    vote(world, decision, "xff-fx f")
    close(world, decision)
    page = world.client(app, "lay").get(f"/f/saltmarsh/decisions/{decision}").text
    assert headings(page) == [
        "Estuary View Surgery",
        "Lighthouse Medical Centre",
        "Quayside Practice",
        "Tidemill Practice",
        "Driftwood Surgery",
        "Heron Health Centre",
        "Saltpan Lane Surgery",
        "Chalk Hill Surgery",
        "Gorse Lane Medical Practice",
        "Reedbed Surgery",
        "Skylark Surgery",
        "Windmill Health Centre",
    ]


@pytest.mark.both_databases
def test_the_roll_goes_on_by_name_from_any_practice(world: World) -> None:
    decision = opened(world)
    with world.scope():
        whole = [row.name for row in roll_rows(decision, True)]
        parts, after = [], ""
        while page := roll_rows(decision, False, after, 5):
            parts += [row.name for row in page]
            after = page[-1].code
    assert whole == sorted(whole) and len(whole) == 12
    assert parts == whole


def test_a_missing_reason_is_said_in_one_way(app: Flask, world: World) -> None:
    decision = opened(world)
    vote(world, decision, "ffffffff", reason="")
    vote(world, decision, "x", reason="")
    close(world, decision)
    page = world.client(app, "lay").get(f"/f/saltmarsh/decisions/{decision}").text
    assert re.findall(r">(None|No reason[^<]*|no reason[^<]*)<", page) == ["No reason given"] * 12
    assert "<strong>Driftwood Surgery:</strong> No reason given" in page


def test_votes_by_patients_are_drawn_by_votes_with_the_practices_beside(app: Flask, world: World) -> None:
    weights = {"kind": "patients", "per": 1000, "rounding": "started"}
    decision = opened(
        world, preset("simple_majority", weights=rules.VoteWeights(**weights).__dict__ | weights)
    )
    vote(world, decision, "fffxxx--")
    close(world, decision)
    with world.scope():
        row = db.session.get(Decision, decision)
        assert row is not None and row.result is not None
        bars = weight_rows(row.result, stances_with())
    assert [(bar.label, bar.width, bar.words) for bar in bars] == [
        ("For: 3 practices", "29.23", "38 votes"),
        ("Against: 3 practices", "30.00", "39 votes"),
        ("Abstained: 2 practices", "13.08", "17 votes"),
        ("Did not vote: 4 practices", "27.69", "36 votes"),
    ]
    page = world.client(app, "lay").get(f"/f/saltmarsh/decisions/{decision}").text
    assert "Practices have votes by their patients: 130 votes in all." in page
    assert [bar.label for bar in bars] == re.findall(r"<li><strong>([^<]*)</strong><svg", page)


def test_the_ballot_says_what_each_option_means(app: Flask, world: World) -> None:
    texts = ("Close to the station; no parking.", "Parking for 40.\n\nNo bus.")
    decision = opened(world, preset("advisory"), options=("Tidemill Hall", "Chalk Hill Barn"), texts=texts)
    page = world.client(app, "rep1").get(
        f"/f/saltmarsh/decisions/{decision}/vote/{world.practices['Z99001']}"
    )
    hints = re.findall(r'<div class="nhsuk-hint nhsuk-radios__hint" id="[^"]*">(.*?)</div>', page.text, re.S)
    assert hints == [
        "Close to the station; no parking.",
        "<p>Parking for 40.</p>\n<p>No bus.</p>",
    ]


def test_reading_pages_lead_back_on_a_phone(app: Flask, world: World) -> None:
    decision = opened(world)
    client = world.client(app, "rep1")
    for path, title in (
        (f"decisions/{decision}", "Decisions"),
        ("decisions/", "Home"),
        ("practices/", "Home"),
    ):
        page = client.get(f"/f/saltmarsh/{path}").text
        back = re.findall(
            r'<a class="nhsuk-back-link" href="([^"]*)"><span class="nhsuk-u-visually-hidden">Back to </span>([^<]*)</a>',
            page,
        )
        links = re.findall(r'<a class="nhsuk-breadcrumb__link" href="([^"]*)">([^<]*)</a>', page)
        assert back == [links[-1]] and links[-1][1] == title


def test_an_empty_register_explains_itself_and_leads_on(app: Flask, world: World) -> None:
    page = world.client(app, "rep1").get("/f/saltmarsh/decisions/").text
    assert '<h2 class="nhsuk-heading-m">Nothing has been decided yet</h2>' in page
    assert '<a href="/f/saltmarsh/decisions/new">write the first proposal</a>' in page
    assert 'role="search"' not in page and 'decisions/now">see what is open' not in page
    opened(world)
    page = world.client(app, "lay").get("/f/saltmarsh/decisions/").text
    assert "write the first proposal" not in page
    assert '<a href="/f/saltmarsh/decisions/now">see what is open or in discussion now</a>' in page


@pytest.mark.parametrize(
    ("title", "cell", "said"),
    [
        ("A: proposed (visits a year)", "1,101", ("A: proposed", "1,101 visits a year")),
        ("Cost (£)", "3,120.50", ("Cost", "£3,120.50")),
        ("Cost (£)", "-20", ("Cost", "-£20")),
        ("Change (%)", "-1.5", ("Change", "-1.5%")),
        ("Visits (a year)", "none", ("Visits (a year)", "none")),
        ("Visits", "12", ("Visits", "12")),
        ("(visits)", "12", ("(visits)", "12")),
        ("Cost (£)", "£12", ("Cost (£)", "£12")),
    ],
)
def test_a_number_is_read_with_what_it_counts(title: str, cell: str, said: tuple[str, str]) -> None:
    text = ProposalText(1, "T", "", "", "", (), (), (), (), LONG_AGO, columns=(title,))
    assert text.meaning(EffectRow("Z99001", "Driftwood Surgery", (cell,))) == [said]


def test_a_proposal_says_what_it_means_for_the_readers_practice_with_units(app: Flask, world: World) -> None:
    decision = propose(world)
    with world.scope():
        columns, rows = ("A (visits a year)", "B (visits a year)"), {"Z99001": ("1,101", "1,029")}
        set_effects(world.actor("rep1"), decision, columns, rows)
    page = world.client(app, "rep1").get(f"/f/saltmarsh/decisions/{decision}").text
    part = tidied(page).partition("What it means for Driftwood Surgery</h2>")[2].partition("</dl>")[0]
    assert re.findall(r"<dt[^>]*>(.*?)</dt><dd[^>]*>(.*?)</dd>", part) == [
        ("A", "<strong>1,101 visits a year</strong>"),
        ("B", "1,029 visits a year"),
    ]


@pytest.mark.both_databases
def test_decisions_are_found_before_comments_page_by_page(app: Flask, world: World) -> None:
    first = proposed(world, "Heron visits")
    with world.scope():
        for number in range(25):
            comment(world.actor("rep2"), first, f"Thank you for the visits, {number}.")
    second = proposed(world, "More visits")
    late = closed(world, 1, "Fewer visits")
    with world.scope():
        comment(world.actor("rep3"), second, "Thank you for all visits.")
    client = world.client(app, "lay")

    def titles(page: str) -> list[tuple[str, str]]:
        part = tidied(page).partition("nhsuk-list--border")[2].partition("</ul>")[0]
        found = re.findall(r'<li><a href="[^"]*">([^<]*)</a>.*?secondary-text-colour">([^<]*)<', part)
        return [(title, about.partition(",")[0]) for title, about in found]

    page = client.get("/f/saltmarsh/search?q=visits").text
    assert titles(page)[:5] == [
        ("Fewer visits", "Decision 2026/1"),
        ("More visits", "Proposal"),
        ("Heron visits", "Proposal"),
        ("Comment on: More visits", "Comment by Rep3"),
        ("Comment on: Heron visits", "Comment by Rep2"),
    ]
    assert len(titles(page)) == 20 and late
    on = re.search(r'<a href="([^"]*before=[^"]*)">More of what was found', page)
    assert on is not None
    page = client.get(unescape(on[1])).text
    assert titles(page) == [("Comment on: Heron visits", "Comment by Rep2")] * 9
    assert "More of what was found" not in page
    assert client.get("/f/saltmarsh/search?q=visits&before=7.x").status_code == 200
