"""A group of eight people decides, for programs: who votes, who only speaks, and who does not even learn of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.outbox import OutboxRow
from federation.kernel.sealed_letters import open_letter
from federation.testing.world import World
from tests.api.programs import Program

pytestmark = pytest.mark.both_databases

SECRET = "quillwort"
"""Stands in everything that the group writes, and nowhere else."""
NOWHERE = "samphires"
"""Stands nowhere, and has as many letters."""
VOTERS = ("lead", "ann", "bob", "cy", "dee", "eve", "fay", "gus")


@pytest.fixture
def group(served: Flask, world: World, asks: Callable[..., Program]) -> int:
    """Eight people who vote, one of whom leads, and a lay partner with a voice."""
    with served.app_context():
        for name in VOTERS:
            world.add(name, "member", "Z99001" if name < "d" else "Z99002")
    sent = {
        "name": "Home Visiting Group",
        "purpose": "Decides how we visit at home.",
        "kind": "sub_group",
        "reads": "seated",
        "seats": [
            *({"person": world.people[name], "lead": name == "lead"} for name in VOTERS),
            {"person": world.people["lay"], "votes": False},
        ],
    }
    made = asks("admin").done("POST", "/groups", sent, 201)
    assert made["code"] == "HVG"
    return int(made["id"])


def _closes(served: Flask) -> str:
    with served.app_context():
        return (time_now() + timedelta(days=3)).isoformat()


@pytest.fixture
def vote(served: Flask, group: int, asks: Callable[..., Program]) -> int:
    """A vote of the group that is open."""
    lead = asks("lead")
    text = {"title": f"Visits {SECRET}", "body": f"We visit {SECRET}.", "group": group}
    number = int(lead.done("POST", "/decisions", text, 201)["id"])
    lead.done("POST", f"/decisions/{number}/discussion")
    lead.done("POST", f"/decisions/{number}/comments", {"words": f"Say {SECRET}."}, 201)
    opening = {"preset": "simple_majority", "closes_at": _closes(served)}
    lead.done("POST", f"/decisions/{number}/open", opening)
    return number


def test_its_members_spread_points(served: Flask, group: int, asks: Callable[..., Program]) -> None:
    lead, options = asks("lead"), [{"id": "a", "title": "A van"}, {"id": "b", "title": "A clinic"}]
    text = {"title": "Van or clinic", "body": "We pay for this first.", "group": group, "options": options}
    at = f"/decisions/{lead.done('POST', '/decisions', text, 201)['id']}"
    lead.done("POST", f"{at}/discussion")
    lead.done("POST", f"{at}/open", {"preset": "points", "closes_at": _closes(served)})
    for name in VOTERS[:5]:
        made = asks(name).done("PUT", f"{at}/ballots/me", {"choice": {"a": 3, "b": 7}}, 201)
        assert made["choice"] == {"a": 3, "b": 7}
    lead.done("POST", f"{at}/close", {"reason": "Enough."}, 200)
    closed = asks("gus").get(at)
    assert (closed["chosen"], closed["how"]) == (["b"], "A clinic 35 points, A van 15")
    assert closed["tests"][1].endswith("Each member has 10 points to give.")


def test_who_sits_in_it_is_for_everybody_to_read(group: int, asks: Callable[..., Program]) -> None:
    shown = asks("observer").get(f"/groups/{group}")
    assert (shown["name"], shown["reads"], shown["seated"]) == ("Home Visiting Group", "seated", 9)
    assert [(seat["name"], seat["lead"], seat["votes"]) for seat in shown["seats"]] == [
        ("Lead", True, True),
        *((name.title(), False, True) for name in VOTERS[1:]),
        ("Lay", False, False),
    ]


def test_a_group_of_eight_decides(
    served: Flask, vote: int, group: int, world: World, asks: Callable[..., Program]
) -> None:
    shown = asks("ann").get(f"/decisions/{vote}")
    assert (shown["group"], shown["voters"], shown["subject"]) == (
        {"id": group, "name": "Home Visiting Group"},
        "people",
        "decisions.proposal",
    )
    assert shown["number"].startswith("HVG ") and shown["number"].endswith("/1")
    assert shown["roll"]["practices"] == 8
    assert shown["tests"] == [
        "At least 5 of the 8 members of the Home Visiting Group vote.",
        "More than half of the votes for or against are for. Each member has one vote.",
    ]
    assert [one["title"] for one in asks("ann").get("/votes-owed")["items"]] == [f"Visits {SECRET}"]
    for name, stance in zip(VOTERS, ["for"] * 4 + ["against"] * 2, strict=False):
        ballot = {"stance": stance, "reason": f"I say {SECRET}."}
        asks(name).done("PUT", f"/decisions/{vote}/ballots/me", ballot, 201)
    asks("ann").done("PUT", f"/decisions/{vote}/ballots/me", {"stance": "for", "reason": "Once more."})
    assert len(asks("ann").get(f"/decisions/{vote}/ballots/me")["items"]) == 2
    assert asks("ann").get("/votes-owed")["items"] == []
    assert [one["words"] for one in asks("gus").get("/dues")["items"]] == [f"Visits {SECRET}"]
    asks("fay").done("POST", f"/decisions/{vote}/close", {"reason": "Enough."}, 403)
    asks("chair").done("POST", f"/decisions/{vote}/close", {"reason": "Enough."}, 404)
    asks("lead").done("POST", f"/decisions/{vote}/close", {"reason": "Enough."}, 200)
    closed = asks("lay").get(f"/decisions/{vote}")
    assert closed["verdict"]["words"] == "Carried: both tests were met"
    assert [test["words"] for test in closed["verdict"]["tests"]] == [
        "6 of the 8 members of the Home Visiting Group voted. At least 5 were needed.",
        "4 of 6 votes for or against were for: 66.7%. More than 50% was needed.",
    ]
    assert closed["how"] == "For 4, against 2"
    with served.app_context():
        browser = world.client(served, "ann")
        page = browser.get(world.address(f"decisions/{vote}")).text
        home = browser.get(world.address(""), follow_redirects=True).text
    assert "4 members" in page and "4 practices" not in page
    assert f"Visits {SECRET}" not in home
    rows = asks("lay").get(f"/decisions/{vote}/ballots")["items"]
    assert {row["name"]: row["stance"] for row in rows}["Ann"] == "for"
    with served.app_context(), world.scope():
        from federation.network.record.proving import flaws

        assert [str(flaw) for flaw in flaws() if "HVG" in str(flaw)] == []


def test_whoever_has_a_voice_speaks_and_casts_no_vote(
    vote: int, group: int, asks: Callable[..., Program]
) -> None:
    lay = asks("lay")
    lay.done("POST", f"/decisions/{vote}/comments", {"words": "I speak for the community."}, 201)
    ballot = {"stance": "for", "reason": ""}
    refused = lay.done("PUT", f"/decisions/{vote}/ballots/me", ballot, 409)
    assert refused["detail"] == "You were not on the list of those who may vote when voting opened."
    lay.done("POST", "/decisions", {"title": "Mine", "body": "Text.", "group": group}, 403)


def test_a_group_has_no_patients_to_count(served: Flask, group: int, asks: Callable[..., Program]) -> None:
    lead = asks("lead")
    number = lead.done("POST", "/decisions", {"title": "Sums", "body": "Text.", "group": group}, 201)["id"]
    lead.done("POST", f"/decisions/{number}/discussion")
    opening = {"preset": "patient_weighted", "closes_at": _closes(served)}
    sent = lead.done("POST", f"/decisions/{number}/open", opening, 422)
    assert "Here members vote, not practices: choose one vote each." in str(sent)


@pytest.mark.parametrize("name", ["admin", "chair", "rep3", "observer"])
def test_outsiders_learn_nothing(
    vote: int, name: str, asks: Callable[..., Program], served: Flask, world: World
) -> None:
    """Not from any address that a program may read, nor from any page."""
    outsider, inside = asks(name), asks("lay")
    assert SECRET in str(inside.get(f"/decisions/{vote}"))
    for path in (
        "",
        "/ballots",
        "/ballots/me",
        "/roll",
        "/comments",
        "/versions",
        "/versions/1",
        "/objections",
        "/turnout",
        "/actions",
        "/effects",
    ):
        assert outsider("GET", f"/decisions/{vote}{path}").status_code in (403, 404), path
    ballot = {"stance": "for", "reason": ""}
    assert outsider("PUT", f"/decisions/{vote}/ballots/me", ballot).status_code in (403, 404)
    assert outsider("POST", f"/decisions/{vote}/comments", {"words": "Hello."}).status_code in (403, 404)
    with served.app_context():
        browser, member = world.client(served, name), world.client(served, "lay")
    assert SECRET in member.get(world.address(f"decisions/{vote}")).text
    with served.app_context():
        home = world.client(served, "ann").get(world.address(""), follow_redirects=True).text
    assert "You have not voted" in home and "representatives cast" not in home
    assert SECRET in member.get(world.address(f"search?q={SECRET}")).text
    for place in ("", "/proposal", "/roll", "/votes.csv", "/versions"):
        assert browser.get(world.address(f"decisions/{vote}{place}")).status_code in (403, 404), place
    pages = (
        "decisions",
        "decisions/now",
        "decisions/register.csv",
        "our-federation/record",
        f"our-federation/record?subject=decision:{vote}",
        "",
        "decisions/actions",
        f"groups/{_group_of(served, world, vote)}",
        "our-federation",
        "people",
        f"people/{world.people['lead']}",
    )
    for place in pages:
        page = browser.get(world.address(place), follow_redirects=True)
        assert page.status_code == 200, place
        assert SECRET not in page.text, place
    found = browser.get(world.address(f"search?q={SECRET}")).text
    assert f"decisions/{vote}" not in found and f"Nothing found for ‘{SECRET}’" in found
    for path in ("/decisions", "/register", "/votes-owed", "/actions", "/record"):
        assert SECRET not in outsider("GET", path).text, path


def test_others_read_the_result_alone_where_the_group_lets_them(
    served: Flask, world: World, asks: Callable[..., Program]
) -> None:
    with served.app_context():
        for name in VOTERS[:3]:
            world.add(name, "member", "Z99001")
    seats = [{"person": world.people[name], "lead": name == "lead"} for name in VOTERS[:3]]
    sent = {"name": "Estates", "purpose": "Rooms.", "reads": "results", "seats": seats}
    group = int(asks("admin").done("POST", "/groups", sent, 201)["id"])
    lead, outsider = asks("lead"), asks("rep3")
    text = {"title": "Rooms", "body": f"We {NOWHERE} rooms.", "group": group}
    number = int(lead.done("POST", "/decisions", text, 201)["id"])
    lead.done("POST", f"/decisions/{number}/discussion")
    lead.done("PATCH", f"/decisions/{number}", {"body": "We share rooms."})
    lead.done("POST", f"/decisions/{number}/comments", {"words": f"Said {SECRET}."}, 201)
    lead.done(
        "POST", f"/decisions/{number}/open", {"preset": "simple_majority", "closes_at": _closes(served)}
    )
    for name in VOTERS[:3]:
        stance = "against" if name == "bob" else "for"
        asks(name).done(
            "PUT", f"/decisions/{number}/ballots/me", {"stance": stance, "reason": f"For {SECRET}."}, 201
        )
    outsider.done("GET", f"/decisions/{number}", None, 404)
    lead.done("POST", f"/decisions/{number}/close", {"reason": "Enough."}, 200)
    shown = outsider.get(f"/decisions/{number}")
    assert (shown["body"], shown["how"], shown["voted"]) == ("We share rooms.", "For 2, against 1", 3)
    assert outsider.get(f"/decisions/{number}/comments")["items"] == []
    assert outsider.get(f"/decisions/{number}/ballots")["items"] == []
    outsider.done("GET", f"/decisions/{number}/versions/1", None, 404)
    assert len(asks("bob").get(f"/decisions/{number}/ballots")["items"]) == 3
    assert len(asks("bob").get(f"/decisions/{number}/comments")["items"]) == 1
    with served.app_context():
        browser = world.client(served, "rep3")
        page = world.address(f"decisions/{number}")
        told = browser.get(page).text
        assert "votes.csv" not in told and "votes.csv" not in browser.get(f"{page}/roll").text
        assert "Who voted how and why stays with the Estates." in browser.get(f"{page}/roll").text
        proposal = browser.get(f"{page}/proposal").text
        assert "The discussion stays with the group that decided." in proposal and "comment" not in proposal
        assert "stay with the Estates" in told and SECRET not in told
        for more in ("/roll", "/proposal", "/ballots.csv", "/votes.csv", "/versions"):
            answer = browser.get(f"{page}{more}")
            assert SECRET not in answer.text and "Bob" not in answer.text and NOWHERE not in answer.text, more
        for word in (SECRET, NOWHERE):
            found = browser.get(world.address(f"search?q={word}")).text
            assert "Rooms" not in found, word
        assert "Rooms" in browser.get(world.address("search?q=rooms")).text
        inside = world.client(served, "ann").get(page).text
        assert SECRET in inside


def test_a_draft_stays_with_its_author_where_everybody_reads_the_group(
    served: Flask, world: World, asks: Callable[..., Program]
) -> None:
    with served.app_context():
        world.add("lead", "member", "Z99001")
        world.add("ann", "member", "Z99001")
    seats = [{"person": world.people["lead"], "lead": True}, {"person": world.people["ann"]}]
    sent = {"name": "Estates", "purpose": "Rooms.", "reads": "all", "seats": seats}
    group = int(asks("admin").done("POST", "/groups", sent, 201)["id"])
    text = {"title": f"Rooms {SECRET}", "body": f"We share {SECRET}.", "group": group}
    number = int(asks("lead").done("POST", "/decisions", text, 201)["id"])
    for name in ("admin", "chair", "rep3", "observer", "ann"):
        asks(name).done("GET", f"/decisions/{number}", None, 404)
        assert SECRET not in str(asks(name).get("/decisions")), name
        with served.app_context():
            browser = world.client(served, name)
            for path in ("", "decisions/now", f"groups/{group}", "decisions/"):
                page = browser.get(world.address(path), follow_redirects=True).text
                assert SECRET not in page, (name, path)
            found, nothing = (
                browser.get(world.address(f"search?q={word}")).text for word in (SECRET, NOWHERE)
            )
            assert found.replace(SECRET, NOWHERE) == nothing, name
    asks("lead").done("POST", f"/decisions/{number}/discussion")
    for name in ("admin", "rep3", "observer"):
        assert asks(name).get(f"/decisions/{number}")["title"] == f"Rooms {SECRET}"


def test_an_administrator_bends_no_vote_that_is_open(
    vote: int, group: int, served: Flask, world: World, asks: Callable[..., Program]
) -> None:
    """A seat that somebody gives themselves gives nothing in it, one that is ended takes nothing, and all are told."""
    admin, ballot = asks("admin"), {"stance": "against", "reason": "Mine."}
    seat = {"person": world.people["admin"], "lead": True}
    admin.done("POST", f"/groups/{group}/seats", seat, 201)
    admin.done("POST", f"/decisions/{vote}/close", {"reason": "Enough."}, 403)
    admin.done("POST", f"/decisions/{vote}/withdraw", {"reason": "Enough."}, 403)
    admin.done("PUT", f"/decisions/{vote}/ballots/me", ballot, 409)
    seats = {one["name"]: one["id"] for one in admin.get(f"/groups/{group}")["seats"]}
    admin.done("DELETE", f"/groups/{group}/seats/{seats['Ann']}", status=204)
    asks("ann").done("PUT", f"/decisions/{vote}/ballots/me", {"stance": "for", "reason": ""}, 201)
    admin.done("DELETE", f"/groups/{group}", status=204)
    asks("bob").done("PUT", f"/decisions/{vote}/ballots/me", {"stance": "for", "reason": ""}, 201)
    with served.app_context(), world.scope():
        told = db.session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.kind == "mail"))
        letters = [open_letter(row.key, row.payload) for row in told if ":seat:" in row.key]
    by_admin = [one["person"] for one in letters if "Admin has ended the seat of Ann" in one.get("text", "")]
    assert sorted(by_admin) == sorted(
        [*(world.people[name] for name in VOTERS), world.people["lay"], world.people["admin"]]
    )


def _plain(page: str) -> str:
    """A page without its one-time tokens."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page)


def _group_of(served: Flask, world: World, decision_id: int) -> Any:
    from federation.decisions.models import Decision

    with served.app_context(), world.scope():
        return db.session.get_one(Decision, decision_id).group_id
