"""Who stands aside because a feature demands it: before voting opens, for all to read, and nobody undoes it."""

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.discussion.actions import comment
from federation.decisions.models import Decision, RollEntry
from federation.decisions.papers.actions import add_papers
from federation.decisions.proposals.actions import proposals
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.queries.roll import fixed_roll
from federation.kernel.db import db, unit_of_work
from federation.kernel.reading import read_for
from federation.kernel.refusals import Invalid, Refusal
from federation.network.members.actions.roles import end_role
from federation.network.models import Membership
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.record.proving import flaws
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World
from federation.toolkit import Draft, SentFile, propose, recuse
from federation.worker import run_once
from tests.assurance.proven import tamper, undone
from tests.decisions.test_letters import mails
from tests.decisions.votes import in_hours, preset
from tests.decisions.votes import propose as written
from tests.papers import CSV
from tests.plugins.site import app, world

__all__ = ["app", "world"]
pytestmark = both_databases
WHY = "Its partners sell the seeds."


@pytest.fixture
def number(app: Flask, world: World) -> int:
    """A draft about a subject of a feature."""
    with world.scope():
        switch_from_terminal("garden", True)
    run_once(app)
    with world.scope():
        draft = Draft(title="Buy leeks", body="We buy seeds for the garden.")
        return propose(world.actor("rep1"), "garden.buy", draft, {"seeds": "Leeks", "pence": 4_000})


def demanded(world: World, number: int, *voters: str, shut_out: bool = False) -> int:
    with world.scope(), unit_of_work():
        return recuse(world.actor("rep1"), number, voters, WHY, shut_out=shut_out)


def shown(world: World, number: int) -> None:
    with world.scope():
        proposals.to_discussion(world.actor("rep1"), number)


def put(world: World, number: int, name: str = "simple_majority") -> None:
    with world.scope():
        open_vote(world.actor("rep1"), number, preset(name), in_hours(24))


def aside(world: World, number: int) -> list[str]:
    db.session.rollback()
    with world.scope():
        return [entry.code for entry in fixed_roll(number) if entry.recused]


def about_interests(found: object) -> list[str]:
    return [str(flaw) for flaw in found if "interest" in str(flaw) or "aside" in str(flaw)]  # type: ignore[attr-defined]


def test_from_the_demand_to_the_result(app: Flask, world: World, number: int) -> None:
    assert demanded(world, number, "Z99002") == 1
    shown(world, number)
    assert demanded(world, number, "Z99002", "Z99003") == 1
    assert set(mails(world, f"aside:{number}")) == {"rep2", "rep3"}
    letter = mails(world, f"aside:{number}")["rep3"]
    assert "stands aside in the decision “Buy leeks”" in letter and WHY in letter and "Garden" in letter
    at = f"/f/saltmarsh/decisions/{number}"
    page = world.client(app, "lay").get(at).text
    assert page.count(f"{WHY} (demanded by Garden)") == 2
    offered = ["Declare an interest" in world.client(app, name).get(at).text for name in ("rep1", "rep2")]
    assert offered == [True, False]
    put(world, number)
    assert aside(world, number) == ["Z99002", "Z99003"]
    with world.scope():
        with pytest.raises(Refusal, match="has stood aside"):
            cast(world.actor("rep2"), number, world.practice_of("rep2"), "for", "")
        with pytest.raises(Refusal, match="stood aside already"):
            stand_aside(world.actor("rep2"), number, world.practice_of("rep2"), "Again.")
        cast(world.actor("rep1"), number, world.practice_of("rep1"), "for", "")
        verdict = close_early(world.actor("chair"), number, "Enough.")
        assert (verdict.verdict, verdict.roll.practices, verdict.roll.recused) == ("carried", 1, 2)
        assert about_interests(flaws()) == []
    assert WHY in world.client(app, "lay").get(at).text
    with undone(world) as session:
        tamper(session.connection(), ["UPDATE decisions_interest SET demanded_by = '' WHERE id = 1"])
        assert len(about_interests(flaws())) == 1


def test_never_once_voting_is_open(world: World, number: int) -> None:
    shown(world, number)
    put(world, number)
    with pytest.raises(Refusal, match="Voting has opened"):
        demanded(world, number, "Z99002")
    assert aside(world, number) == []


def test_whom_and_where_a_feature_may_not_ask(world: World, number: int) -> None:
    with pytest.raises(Invalid, match="Z99999 has no vote"):
        demanded(world, number, "Z99002", "Z99999")
    own = written(world)
    with pytest.raises(ValueError, match="no feature brings"):
        demanded(world, own, "Z99002")
    shown(world, number)
    put(world, number)
    assert aside(world, number) == []


def test_whoever_stood_aside_in_silence_does_so_in_the_vote_that_follows(world: World, number: int) -> None:
    demanded(world, number, "Z99002")
    shown(world, number)
    put(world, number, "silence")
    with world.scope():
        cast(world.actor("rep1"), number, world.practice_of("rep1"), "object", "Too dear.")
        stand_aside(world.actor("rep3"), number, world.practice_of("rep3"), "We sell leeks.")
        close_early(world.actor("chair"), number, "Enough.")
        following = db.session.scalars(
            select(Decision.id).where(Decision.id > number, Decision.state == "open")
        ).one()
        reasons = db.session.execute(
            select(RollEntry.code, RollEntry.recusal_reason)
            .where(RollEntry.decision_id == following, RollEntry.recused_at.is_not(None))
            .order_by(RollEntry.code)
        ).all()
        assert [tuple(row) for row in reasons] == [("Z99002", WHY), ("Z99003", "We sell leeks.")]
        assert about_interests(flaws()) == []


SECRET, PAPER = "Nobody else bids below nine thousand", "Prices-of-others.csv"
KEPT = "So you read what is proposed, and neither its papers nor"


@pytest.fixture
def talked(app: Flask, world: World, number: int) -> int:
    """A proposal with a paper and a comment with a file, in which a practice is shut out of both."""
    with world.scope():
        add_papers(world.actor("rep1"), number, [SentFile(PAPER, CSV)])
    demanded(world, number, "Z99002", shut_out=True)
    shown(world, number)
    with world.scope():
        comment(world.actor("rep1"), number, SECRET, sent=[SentFile("Note.csv", CSV + b"more,1\n")])
        add_papers(world.actor("rep1"), number, [SentFile("Second.csv", CSV + b"second,1\n")])
    return number


_TOLD = (
    "",
    "our-federation/record",
    "our-federation/record.jsonl",
    "decisions/",
    "decisions/now",
    "decisions/register.csv",
)


def read_by(app: Flask, world: World, name: str, number: int) -> str:
    """All that somebody reads of a decision: its pages, what programs read, and the search."""
    client, program = world.client(app, name), world.program(app, name)
    pages = (
        "",
        "/proposal",
        "/versions",
        "/versions/2",
        "/versions/3",
        "/difference?old=2&new=3",
        "/comments/1/changes",
    )
    found = [client.get(f"/f/saltmarsh/decisions/{number}{page}").text for page in pages]
    parts = ("", "/comments", "/comments/1", "/versions", "/versions/2", "/versions/3")
    base = f"/api/v1/federations/saltmarsh/decisions/{number}"
    found += [program.get(f"{base}{part}").text for part in parts]
    found += [client.get(f"/f/saltmarsh/search?q={words}").text for words in ("bids below", "Prices")]
    found += [client.get(f"/f/saltmarsh/{page}").text for page in _TOLD]
    assert "Page not found" not in found[-1]
    return "\n".join(found)


def test_whoever_is_shut_out_reads_the_text_and_neither_papers_nor_discussion(
    app: Flask, world: World, talked: int
) -> None:
    world.add("nurse", "member", "Z99002")
    world.add("twice", "executive")
    world.add("twice", "member", "Z99002")
    told = {name: read_by(app, world, name, talked) for name in ("rep2", "nurse", "twice", "rep1", "lay")}
    seen = {
        name: (KEPT in words, *(one in words for one in (SECRET, PAPER, "Note.csv", "Second.csv")))
        for name, words in told.items()
    }
    assert seen == {
        **dict.fromkeys(("rep2", "nurse", "twice"), (True, False, False, False, False)),
        **dict.fromkeys(("rep1", "lay"), (False, True, True, True, True)),
    }
    assert all("We buy seeds for the garden." in words for words in told.values())
    files = [f"files/{number}" for number in (1, 2, 3)]
    asked = {
        name: [world.client(app, name).get(world.address(file)).status_code for file in files]
        for name in told
    }
    assert asked == {name: [200] * 3 if name in ("rep1", "lay") else [404] * 3 for name in told}
    programs = [world.program(app, name) for name in ("rep2", "lay")]
    base = "/api/v1/federations/saltmarsh"
    assert [one.get(f"{base}/{files[0]}").status_code for one in programs] == [404, 200]
    sent = {"words": "May I?"}
    answers = [one.post(f"{base}/decisions/{talked}/comments", json=sent).status_code for one in programs]
    assert answers == [403, 201]
    whole = [one.get(f"{base}/decisions/{talked}").json for one in programs]
    assert [(one["shut_out"], len(one["papers"])) for one in whole] == [(True, 0), (False, 2)]
    assert [(one["name"], one["demanded_by"], one["shut_out"]) for one in whole[1]["aside"]] == [
        ("Lighthouse Medical Centre", "Garden", True)
    ]
    assert not mails(world, "comment:2").keys() & {"rep2", "nurse", "twice"}


def test_no_letter_tells_somebody_shut_out_what_is_said(app: Flask, world: World, number: int) -> None:
    """Not of an answer to what they said before, nor where they are named; whether a request writes it or a job."""
    shown(world, number)
    with world.scope():
        first = comment(world.actor("rep2"), number, "What do others ask?")
    demanded(world, number, "Z99002", shut_out=True)
    named = f"{SECRET}, @Rep2 and @Rep3"
    with world.scope(), read_for(None):
        by_job = comment(world.actor("rep3"), number, named, answer_to=first)
    with world.scope(), read_for(world.people["lay"]):
        by_request = comment(world.actor("lay"), number, named, answer_to=first)
    for told in (by_job, by_request):
        letters = mails(world, f"comment:{told}") | mails(world, f"mention:{told}")
        assert "rep1" in letters and "rep2" not in letters
        assert SECRET not in letters["rep1"] and "Buy leeks" in letters["rep1"]


def test_nobody_gets_in_again_by_leaving_the_practice_or_by_the_vote(
    app: Flask, world: World, talked: int
) -> None:
    world.add("rep2", "lay_partner")
    with world.scope():
        held = db.session.scalars(
            select(Membership.id).where(
                Membership.person_id == world.people["rep2"], Membership.role == "representative"
            )
        ).one()
        end_role(world.actor("admin"), world.people["rep2"], held)
    put(world, talked, "silence")
    with world.scope():
        cast(world.actor("rep1"), talked, world.practice_of("rep1"), "object", "Too dear.")
        close_early(world.actor("chair"), talked, "Enough.")
        following = db.session.scalars(select(Decision.id).where(Decision.state == "open")).one()
        assert about_interests(flaws()) == []
    with world.scope():
        comment(world.actor("rep1"), following, SECRET)
    for number in (talked, following):
        words = read_by(app, world, "rep2", number)
        assert (KEPT in words, SECRET in words, PAPER in words) == (True, False, False)
    with undone(world) as session:
        tamper(session.connection(), ["UPDATE decisions_interest SET shut_out = false WHERE id = 1"])
        assert len(about_interests(flaws())) == 1


def test_whoever_stood_aside_by_themselves_is_shut_out_too(app: Flask, world: World, number: int) -> None:
    shown(world, number)
    with world.scope():
        stand_aside(world.actor("rep2"), number, world.practice_of("rep2"), "We sell leeks.")
        comment(world.actor("rep1"), number, SECRET)
    assert SECRET in read_by(app, world, "rep2", number)
    assert demanded(world, number, "Z99002") == 0
    assert demanded(world, number, "Z99002", shut_out=True) == 1
    assert demanded(world, number, "Z99002", shut_out=True) == 0
    assert SECRET not in read_by(app, world, "rep2", number)
    put(world, number)
    with world.scope():
        assert about_interests(flaws()) == []


def test_a_letter_about_a_comment_reaches_nobody_who_is_shut_out(
    app: Flask, world: World, number: int
) -> None:
    demanded(world, number, "Z99001", shut_out=True)
    shown(world, number)
    with world.scope(), read_for(world.people["lay"]):
        comment(world.actor("lay"), number, SECRET)
    assert mails(world, "comment:") == {}


def test_it_costs_the_same_for_one_and_for_many(app: Flask, world: World, talked: int) -> None:
    client = world.client(app, "rep2")
    path = f"/f/saltmarsh/decisions/{talked}"
    client.get(path)
    with statements(app) as few:
        client.get(path)
    with world.scope():
        for _ in range(5):
            comment(world.actor("rep1"), talked, SECRET)
    demanded(world, talked, "Z99003", shut_out=True)
    with statements(app) as many:
        client.get(path)
    assert len(many) == len(few)
