"""Another federation's things and those that do not exist: the same answer, whatever is asked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from federation.kernel.endpoints import endpoints
from federation.kernel.files.sent import SentFile
from federation.kernel.request_log import HEADER
from federation.testing.world import World, make_world
from tests.api.programs import Program, in_hours
from tests.api.test_whole_decision import TEXT
from tests.papers import PDF

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases
MISSING = 987_654

BODIES: dict[tuple[str, str], Any] = {
    ("PATCH", "/decisions/<decision_id>"): {"title": "Mine"},
    ("POST", "/decisions/<decision_id>/withdraw"): {"reason": "Mine"},
    ("POST", "/decisions/<decision_id>/coauthors"): {"person_id": 1},
    ("POST", "/decisions/<decision_id>/comments"): {"words": "Mine"},
    ("POST", "/decisions/<decision_id>/files"): SentFile("mine.pdf", PDF),
    ("PATCH", "/decisions/<decision_id>/comments/<comment_id>"): {"words": "Mine"},
    ("POST", "/decisions/<decision_id>/comments/<comment_id>/files"): SentFile("mine.pdf", PDF),
    ("POST", "/decisions/<decision_id>/open"): {"preset": "advisory", "closes_at": "2026-12-31T00:00:00Z"},
    ("PUT", "/decisions/<decision_id>/ballots/<code>"): {"stance": "for"},
    ("POST", "/decisions/<decision_id>/ballots/<code>/stand-aside"): {"reason": "Mine"},
    ("POST", "/decisions/<decision_id>/objections/<code>/answer"): {"words": "Mine"},
    ("POST", "/decisions/<decision_id>/close"): {"reason": "Mine"},
    ("POST", "/decisions/<decision_id>/casting-vote"): {"stance": "for", "reason": "Mine"},
    ("PUT", "/decisions/<decision_id>/outcome"): {"words": "Mine"},
    ("POST", "/decisions/<decision_id>/actions"): {
        "title": "Mine",
        "owner": "rep1@saltmarsh.example",
        "due_on": "2100-01-01",
    },
    ("PATCH", "/actions/<action_id>"): {"state": "done"},
    ("POST", "/groups/<group_id>/mandate"): {
        "areas": ["premises"],
        "task": "Mine",
        "powers": ["decide"],
        "ends_at": "2027-12-31T00:00:00Z",
    },
    ("POST", "/groups/<group_id>/mandate/withdrawal"): {"reason": "Mine"},
    ("POST", "/groups/<group_id>/acts"): {"power": "decide", "area": "premises", "words": "Mine"},
    ("POST", "/groups/<group_id>/escalations"): {"power": "decide", "area": "premises", "words": "Mine"},
    ("POST", "/acts/<act_id>/payments"): {"pence": 1, "words": "Mine"},
    ("POST", "/groups/<group_id>/reports"): {"words": "Mine"},
    ("POST", "/groups/<group_id>/status"): {"status": "on_track", "words": "Mine"},
    ("POST", "/groups/<group_id>/milestones"): {"words": "Mine", "due_on": "2027-12-31"},
    ("PATCH", "/milestones/<milestone_id>"): {"done": True},
    ("POST", "/groups/<group_id>/tasks"): {"words": "Mine", "due_at": "2027-12-31T00:00:00Z"},
    ("PATCH", "/tasks/<task_id>"): {"state": "done"},
    ("POST", "/groups/<group_id>/work"): {"kind": "problem", "title": "Mine"},
    ("PATCH", "/work/<work_id>"): {"fate": "closed", "words": "Mine"},
    ("POST", "/work/<work_id>/proposal"): {"title": "Mine", "body": "Mine"},
    ("POST", "/work/<work_id>/discussion"): {"words": "Mine"},
    ("POST", "/groups/<group_id>/discussion"): {"words": "Mine"},
    ("POST", "/groups/<group_id>/files"): SentFile("mine.pdf", PDF),
    ("PATCH", "/said/<remark_id>"): {"words": "Mine"},
    ("POST", "/tasks/<task_id>/hours"): {"minutes": 30},
    ("POST", "/reports/<report_id>/objections"): {"practice": "Z99001", "reason": "Mine"},
    ("POST", "/acts/<act_id>/call-in"): {"practice": "Z99001", "reason": "Mine"},
    ("POST", "/groups/<group_id>/unfinished"): {"words": "Mine"},
    ("POST", "/groups/<group_id>/recall"): {"practice": "Z99001", "reason": "Mine"},
    ("PUT", "/meetings/<meeting_id>/attendance"): {"1": "present"},
    ("POST", "/meetings/asked"): {"practice": "Z99001", "reason": "Mine"},
    ("POST", "/meetings/asked/call"): {"starts_at": "2100-01-01T00:00:00Z", "place": "Mine"},
    ("POST", "/meetings/<meeting_id>/minutes"): {"words": "Mine"},
    ("POST", "/meetings/<meeting_id>/attendance/confirm"): {"people": [1]},
    ("POST", "/meetings/<meeting_id>/attendance/corrections"): {"person": 1, "reason": "Mine"},
    ("POST", "/meetings/<meeting_id>/items/<item_id>/files"): SentFile("mine.pdf", PDF),
    ("POST", "/meetings/<meeting_id>/move"): {"starts_at": "2100-01-01T00:00:00Z", "place": "Mine"},
    ("POST", "/meetings/<meeting_id>/stand-ins"): {"absent": 1, "person": 2},
    ("PUT", "/groups/<group_id>/meetings/rhythm"): {"weeks": 2},
    ("POST", "/meetings/<meeting_id>/items"): {"title": "Mine"},
    ("POST", "/meetings/<meeting_id>/items/<item_id>/vote"): {"preset": "simple_majority"},
    ("POST", "/membership/suspensions/<decision_id>/answer"): {"words": "Mine"},
    ("POST", "/membership/closing/<code>/objection"): {"reason": "Mine"},
    ("POST", "/purchasing/rounds/<round_id>/call-off"): {"reason": "Mine"},
    ("PUT", "/purchasing/rounds/<round_id>/needs/<code>"): {"lines": []},
    ("POST", "/purchasing/rounds/<round_id>/specification"): {"text": "Mine"},
    ("POST", "/purchasing/rounds/<round_id>/propose"): {},
    ("POST", "/purchasing/rounds/<round_id>/offers"): {
        "supplier": "Mine",
        "item": "Mine",
        "unit": "each",
        "pence": 1,
    },
    ("POST", "/purchasing/rounds/<round_id>/order"): {"offer": 1},
    ("POST", "/purchasing/rounds/<round_id>/ask"): {"offer": 1},
    ("POST", "/purchasing/rounds/<round_id>/offers/<offer_id>/back"): {"reason": "Mine"},
    ("POST", "/purchasing/contracts/<contract_id>/renew"): {"ends_on": "2027-01-01", "words": "Mine"},
    ("POST", "/purchasing/contracts/<contract_id>/end"): {"ends_on": "2027-01-01", "words": "Mine"},
    ("POST", "/purchasing/rounds/<round_id>/deliveries"): {"packs": 1, "came_on": "2027-01-01"},
    ("POST", "/purchasing/rounds/<round_id>/invoices"): {"pence": 1, "basis": "equal"},
    ("POST", "/purchasing/rounds/<round_id>/late"): {
        "practice": "Z99001",
        "lines": [{"item": "Mine", "unit": "each", "quantity": 1}],
        "words": "Mine",
    },
    ("POST", "/purchasing/rounds/<round_id>/late/<change_id>"): {"agree": True},
    ("POST", "/purchasing/rounds/<round_id>/receipts"): {"delivery": 1, "practice": "Z99001", "packs": 1},
    ("POST", "/purchasing/rounds/<round_id>/finish"): {"reason": "Mine"},
    ("POST", "/purchasing/rounds/<round_id>/finish/<finish_id>"): {"agree": True},
    ("POST", "/tendering/tenders/<tender_id>/cancel"): {"reason": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/invitations"): {"email": "a@b.example", "name": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/more-time"): {
        "closes_at": "2100-01-01T00:00:00Z",
        "reason": "Mine",
    },
    ("PUT", "/tendering/tenders/<tender_id>/questions/<question_id>"): {"text": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/parts"): {"person": 1, "part": "scorer"},
    ("POST", "/tendering/tenders/<tender_id>/sharing"): {"basis": "equal", "total": 1, "unit": "each"},
    ("POST", "/tendering/tenders/<tender_id>/start"): {},
    ("POST", "/tendering/tenders/<tender_id>/versions"): {
        "regime": "own",
        "advised_by": "Mine",
        "criteria": [{"title": "Mine", "points": 60}],
        "closes_at": "2100-01-01T00:00:00Z",
    },
    ("POST", "/tendering/tenders/<tender_id>/interests"): {"conflict": False},
    ("POST", "/tendering/tenders/<tender_id>/checks/<bid_id>"): {"passes": True},
    ("POST", "/tendering/tenders/<tender_id>/scorers/<person_id>/aside"): {"reason": "Mine"},
    ("PUT", "/tendering/tenders/<tender_id>/scores/<bid_id>"): {"c1": {"points": 1}},
    ("PUT", "/tendering/tenders/<tender_id>/agreed/<bid_id>/<criterion>"): {"score": 1, "reason": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/award"): {"bid": 1},
    ("POST", "/tendering/tenders/<tender_id>/allocation/changes"): {"reason": "Mine", "total": 1},
    ("POST", "/tendering/tenders/<tender_id>/challenges"): {"bid": 1, "words": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/challenges/<challenge_id>/answer"): {"answer": "Mine"},
    ("POST", "/tendering/tenders/<tender_id>/contract"): {"starts_on": "2027-01-01", "ends_on": "2028-01-01"},
    ("PATCH", "/aims/<number>"): {"words": "Mine"},
    ("PATCH", "/practices/<code>"): {"membership": "associate"},
    ("POST", "/people/<person_id>/roles"): {"role": "observer"},
    ("PUT", "/rules/<key>"): {"title": "Mine", "rule": {"method": "advisory"}},
}


def paths(app: Flask) -> Iterator[tuple[str, str]]:
    """(method, path) of every endpoint about one thing."""
    import re

    for rule, methods, _endpoint, _permission in endpoints(app):
        if rule.startswith("/api/v1/federations/"):
            path = re.sub(r"<[^:>]+:(\w+)>", r"<\1>", rule).removeprefix("/api/v1/federations/<federation>")
            if "<" in path:
                yield from ((method, path) for method in methods.split(","))


def filled(path: str, things: dict[str, Any]) -> str:
    for name, value in things.items():
        path = path.replace(f"<{name}>", str(value))
    return path


def test_another_federations_things_answer_as_those_that_do_not_exist(
    served: Flask, asks: Asks, world: World
) -> None:
    with served.app_context():
        theirs = make_world("dunes", practices=1)
        theirs.practices["Q99999"] = theirs.practices["Z99001"]
    with served.app_context():
        from federation.kernel.db import unit_of_work
        from federation.network.models import Practice

        with unit_of_work() as session, theirs.scope():
            session.get(Practice, theirs.practices["Z99001"]).code = "Q99999"
    author, chair = asks("rep1", of=theirs), asks("chair", of=theirs)
    number = author.done("POST", "/decisions", TEXT | {"effects": None}, 201)["id"]
    paper = author.done("POST", f"/decisions/{number}/files", SentFile("ours.pdf", PDF), 201)["id"]
    author.done("POST", f"/decisions/{number}/discussion")
    comment = author.done("POST", f"/decisions/{number}/comments", {"words": "Ours"}, 201)["id"]
    author.done("POST", f"/decisions/{number}/open", {"preset": "consent", "closes_at": in_hours(1)})
    receipt = author.done(
        "PUT", f"/decisions/{number}/ballots/Q99999", {"stance": "object", "reason": "Ours"}, 201
    )["receipt"]
    chair.done("POST", f"/decisions/{number}/close", {"reason": "Done."})
    action = chair.done(
        "POST",
        f"/decisions/{number}/actions",
        {"title": "Ours", "owner": "rep1@dunes.example", "due_on": "2100-01-01"},
        201,
    )
    own = chair.done("POST", "/rules", {"title": "Ours", "rule": {"method": "advisory"}}, 201)["key"]
    aim = chair.done("POST", "/aims", {"words": "Ours"}, 201)["number"]
    person = chair.get("/people?q=rep1")["items"][0]

    there = {
        "decision_id": number,
        "comment_id": comment,
        "file_id": paper,
        "action_id": action["id"],
        "person_id": person["id"],
        "role_id": person["roles"][0]["id"],
        "code": "Q99999",
        "key": own,
        "number": aim,
    }
    nowhere = dict.fromkeys(there, MISSING) | {"code": "Q11111", "key": "nothing"}
    assert theirs.federation_id != world.federation_id
    asked = 0
    for name in ("rep1", "chair", "admin", "lay"):
        asker = asks(name)
        for method, path in paths(served):
            there_now = there | ({"code": receipt} if path.startswith("/receipts") else {})
            nowhere_now = nowhere | ({"code": "ABCDEFGH"} if path.startswith("/receipts") else {})
            body = BODIES.get((method, path))
            found, missing = (
                asker(method, filled(path, there_now), body),
                asker(method, filled(path, nowhere_now), body),
            )
            names = [answer.headers.pop(HEADER) for answer in (found, missing)]
            assert len(set(names)) == 2, "each request is called something else"
            assert (found.status_code, found.data, dict(found.headers)) == (
                missing.status_code,
                missing.data,
                dict(missing.headers),
            ), (name, method, path)
            assert found.status_code in (403, 404), (name, method, path, found.text)
            asked += 1
    assert asked > 150


def test_a_token_opens_its_own_federation_alone(served: Flask, asks: Asks, world: World) -> None:
    with served.app_context():
        make_world("dunes", practices=1)
    ours = asks("rep1")
    bodies = set()
    for slug in ("dunes", "nowhere", "DUNES", "dunes%00"):
        ours.slug = slug
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/decisions", None),
            ("GET", "/decisions/1", None),
            ("POST", "/decisions", TEXT),
        ):
            answer = ours(method, path, body)
            bodies.add((answer.status_code, answer.data, answer.content_type))
    assert bodies == {
        (404, b'{"type": "about:blank", "title": "Not Found", "status": 404}', "application/problem+json")
    }


def test_somebody_of_two_federations_has_a_token_for_each(served: Flask, asks: Asks, world: World) -> None:
    with served.app_context():
        theirs = make_world("dunes", practices=1)
        theirs.people["both"] = world.people["rep1"]
        theirs.add("both", "observer")
    there = asks("both", of=theirs)
    assert there.get("/me")["roles"] == ["observer"]
    there.slug = "saltmarsh"
    assert there("GET", "/me").status_code == 404
