"""The demonstration: filled once, by the product's own actions, on both databases; true in every number."""

import html
import re
from collections import Counter
from urllib.parse import urljoin

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.voting.queries.roll import judged
from federation.decisions.words import action_state
from federation.demo.fill import PASSWORD, fill
from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.tenancy import federation_scope
from federation.network.models import Federation, Membership, Practice, ThingDue, ThreadComment
from federation.people.models import Person
from federation.people.passwords import verify
from federation.people.queries import demo_people
from federation.tendering.awarding.queries.awards import allocation_now, award_here
from federation.tendering.awarding.queries.ledger import fairness_ledger
from federation.tendering.awarding.queries.open_data import open_data_of
from federation.tendering.bidding.queries.bidders import sealed_bids
from federation.tendering.evaluating.queries.results import ranking_of
from federation.tendering.evaluating.words import points_words
from federation.tendering.preparing.queries.listed import newest_tenders
from federation.testing.statements import statements
from tests.tendering.rules.ocds_schema import faults_of

MANY = 60
"""All decisions of the demonstration, of which each has another history; of other pages some will do."""
STATEMENTS = 15
"""So many the filling may cost for each entry of the record; the scores and shares of a tender are many rows for few entries."""
VERDICTS = {"carried", "not_carried", "inquorate", "tied", "referred", "advised"}


def numbers() -> dict[str, int]:
    return {row.slug: row.id for row in db.session.execute(select(Federation.slug, Federation.id))}


@pytest.mark.both_databases
def test_the_demonstration_is_filled_once_and_every_number_in_it_is_true(app: Flask) -> None:
    with statements(app) as run:
        printed = fill(app)
    assert PASSWORD in printed and "priya.nair@saltmarsh.example" in printed
    again = fill(app)
    assert again.startswith("The demonstration is there already.") and PASSWORD in again
    federations = numbers()
    assert set(federations) == {"saltmarsh", "thistledown"}
    now = db.session.execute(select(database_now())).scalar_one()
    entries = 0
    for federation in federations.values():
        with federation_scope(federation):
            good, broken = record.verify()
            assert broken is None and good > 20
            entries += good
            moments = db.session.scalars(select(record.RecordEntry.at).order_by(record.RecordEntry.seq)).all()
            assert list(moments) == sorted(moments) and moments[-1] <= now
            for decision in db.session.scalars(select(Decision).where(Decision.state == "closed")).all():
                if not decision.result or decision.title == "Open one phone line for the press":
                    continue
                told = judged(decision)
                assert told.verdict == decision.verdict
                assert told.to_dict()["tests"] == decision.result["tests"]
    assert len(run) < STATEMENTS * entries
    with federation_scope(federations["saltmarsh"]):
        late = (
            select(func.count())
            .select_from(Ballot)
            .join(Decision, Decision.id == Ballot.decision_id)
            .where(
                (Ballot.cast_at < Decision.opened_at)
                | (Ballot.cast_at > func.coalesce(Decision.closed_at, Decision.closes_at))
            )
        )
        assert db.session.scalar(late) == 0


def test_every_state_and_every_verdict_is_there(demo_app: Flask) -> None:
    with federation_scope(numbers()["saltmarsh"]):
        states = Counter(db.session.scalars(select(Decision.state)))
        assert (
            set(states) == {"draft", "discussion", "open", "closed", "withdrawn"}
            and states["open"] == 3
            and states["closed"] >= 40
        )
        assert set(db.session.scalars(select(Decision.verdict).where(Decision.state == "closed"))) == VERDICTS
        visits = db.session.scalars(select(Decision).where(Decision.title.like("Share home visits%"))).one()
        assert (
            visits.voted,
            visits.roll["practices"],
            visits.rule["double_majority"],
            visits.comment_count,
        ) == (7, 12, True, 6)
        assert (
            db.session.scalar(
                select(func.count()).select_from(Decision).where(Decision.superseded_by_id.is_not(None))
            )
            == 1
        )
        assert {
            action_state(*row) for row in db.session.execute(select(ThingDue.begun, ThingDue.done_at))
        } == {"not_started", "under_way", "done"}
        assert (
            db.session.scalar(
                select(func.count()).select_from(ThreadComment).where(ThreadComment.edited_at.is_not(None))
            )
            == 1
        )
        assert (
            db.session.scalar(
                select(func.count()).select_from(RollEntry).where(RollEntry.recused_at.is_not(None))
            )
            == 4
        )


def test_one_tender_is_awarded_and_one_is_open_for_bids(demo_app: Flask) -> None:
    with federation_scope(numbers()["saltmarsh"]):
        blood, visits = newest_tenders()
        assert (visits.stage, blood.stage) == ("contract", "open")
        places = [(one.name, points_words(one.ranked.total)) for one in ranking_of(visits.id).bids]
        assert places == [
            ("Brightwater Health CIC", "89.78"),
            ("Harbour and Downs Community Visits", "83.56"),
            ("Coastway Care Ltd", "81.50"),
        ]
        award = award_here(visits.id)
        shared = allocation_now(award).amounts
        assert (shared["Z99001"], shared["Z99011"], sum(shared.values())) == (1_101, 500, 12_350)
        assert [row.code for row in fairness_ledger().ledger.rows if row.over] == ["Z99011"]
        package = open_data_of(visits.id)
        assert faults_of(package) == {}
        tags = [one["tag"][0] for one in package["records"][0]["releases"]]
        assert tags == ["planning", "tender", "award", "contract"]
        assert [one.receipt.files for one in sealed_bids(blood.id)] == [1]


def test_people_of_every_role_sign_in_with_the_one_password(demo_app: Flask) -> None:
    with federation_scope(numbers()["saltmarsh"]):
        roles = set(db.session.scalars(select(Membership.role)))
        classes = Counter(db.session.scalars(select(Practice.membership)))
        assert (
            db.session.scalar(
                select(func.count()).select_from(Practice).where(Practice.closed_on.is_not(None))
            )
            == 1
        )
    assert roles == {"administrator", "executive", "representative", "member", "lay_partner", "observer"}
    assert classes == {"full": 13, "associate": 1}
    people = db.session.execute(
        select(Person.email, Person.password_hash).where(~Person.email.startswith("guest:"))
    ).all()
    assert all(email.endswith(".example") for email, _ in people)
    assert verify(people[0].password_hash, PASSWORD).right
    offered = demo_people()
    assert len(offered) == 12 and all(person.note for person in offered)


@pytest.mark.parametrize(
    "person", ["ruth.calloway", "priya.nair", "marian.okafor", "owen.tarrant", "leo.brandt"]
)
def test_every_link_of_the_demonstration_leads_somewhere(demo_app: Flask, person: str) -> None:
    """As an administrator, representatives of one and of two practices, the chair and an observer;
    some pages of each kind."""
    demo_app.config["SETTINGS"]["demo"] = True
    demo_app.config["WTF_CSRF_ENABLED"] = False
    client = demo_app.test_client()
    arrived = client.post("/demo/sign-in", data={"email": f"{person}@saltmarsh.example"})
    todo, kinds, wrong = [(arrived.location, "sign-in")], Counter[str](), []
    seen = {"/sign-out"}
    while todo:
        path, source = todo.pop()
        kinds[kind := re.sub(r"\d+", "N", path.split("?")[0])] += 1
        if path in seen or kinds[kind] > (MANY if kind.endswith("/decisions/N") else 2):
            continue
        seen.add(path)
        g.pop("_login_user", None)
        answer = client.get(path)
        text = answer.get_data().decode(errors="replace")
        draft_of_others = answer.status_code == 404 and source.endswith("/record")
        if answer.status_code not in (200, 302, 303) and not draft_of_others:
            wrong.append((answer.status_code, path, source))
        elif answer.mimetype == "text/html":
            links = (html.unescape(link) for link in re.findall(r'<a [^>]*href="([^"#]+)', text))
            todo += [
                (urljoin(path, link), path) for link in links if not link.startswith(("http", "mailto:"))
            ]
    assert wrong == []
    assert len(seen) > 60
