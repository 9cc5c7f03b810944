"""Tenders as pages and for programs: begun, declared, voted, read, and everything that was typed comes back."""

from datetime import timedelta
from typing import Any

from flask import Flask

from federation.kernel.days import time_now
from federation.tendering.preparing.queries.tenders import scorers_of, tender_here
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants

API = "/api/v1/federations/saltmarsh"
TENDERS = "/f/saltmarsh/tendering/tenders"


def typed(**changes: Any) -> dict[str, str]:
    """A tender as somebody types it."""
    closes = time_now() + timedelta(days=40)
    return {
        "title": "Home visiting service",
        "need": "Visits at home on weekdays.",
        "regime": "own",
        "advised_by": "Moss and Tarn Solicitors",
        "value_pence": "1,556,100",
        "lots": "North: beyond the bridge\nSouth",
        "criteria": "Safe care: how, and by whom, 40\nWorking with practices, 20",
        "price_points": "40",
        "price_formula": "lowest",
        "floor": "35",
        "tie": "quality",
        "scale": "Nothing\nPoor\nWeak\nFair\nGood\nExcellent",
        "closes_at-day": str(closes.day),
        "closes_at-month": str(closes.month),
        "closes_at-year": str(closes.year),
        "closes_at-time": "12 noon",
        "standstill_days": "8",
        "clear": "no",
        **changes,
    }


def test_a_group_begins_a_tender_and_asks_the_members(
    app: Flask, world: World, group: int, granted: Grants
) -> None:
    granted()
    lead = world.client(app, "lead")
    new = f"/f/saltmarsh/groups/{group}/tenders/new"
    page = lead.get(f"{new}?text=service").text
    assert "Working with practices: referral, records, feedback, 15" in page and "Who is cared for" in page
    wrong = lead.post(
        new, data=typed(price_points="30", criteria="Safe care\nTeam, 60", need="We need this.")
    )
    assert wrong.status_code == 422 and "Write a comma and the points behind" in wrong.text
    assert "We need this." in wrong.text and "Team, 60" in wrong.text and 'value="30"' in wrong.text
    unequal = lead.post(new, data=typed(price_points="30"))
    assert (
        "Quality has 60 and price 30: that is 90" in unequal.text
        and "Safe care: how, and by whom, 40" in unequal.text
    )
    assert "Somebody without an interest begins it" in lead.post(new, data=typed(clear="yes")).text
    made = lead.post(new, data=typed())
    assert made.status_code == 303
    at = made.headers["Location"]
    page = lead.get(at).text
    for words in (
        "Being written",
        "Ask the members to start it",
        "North: beyond the bridge",
        "Quality, 40 points",
    ):
        assert words in page
    assert "Safe care: how, and by whom" in page and "£1,556,100" in page
    with world.scope():
        content = tender_here(1).content
        assert [(one.title, one.words, one.points) for one in content.criteria] == [
            ("Safe care", "how, and by whom", 40),
            ("Working with practices", "", 20),
        ]
    assert 'value="35"' in lead.get(f"{at}/versions/new").text
    assert lead.post(f"{at}/versions/new", data=typed(floor="20")).status_code == 303
    version = lead.get(f"{at}/versions/2").text
    assert "What changed from version 1" in version and "20 of 60 points" in version
    shared = {"basis": "patients", "total": "1000", "unit": "visits a year", "least": "200"}
    shown = lead.post(f"{at}/sharing", data={**shared, "show": "1"}).text
    assert "What each practice would get today" in shown and ">307<" in shown and ">1,000<" in shown
    assert (
        "600 visits a year are missing"
        in lead.post(f"{at}/sharing", data={**shared, "total": "0600", "least": "400"}).text
    )
    for path, data in (("start", {"reasons": "All need it."}), ("sharing", shared)):
        made = lead.post(f"{at}/{path}", data=data)
        assert made.status_code == 303
        decision = int(made.headers["Location"].rpartition("/")[2])
        assert "What each practice" not in lead.get(made.headers["Location"]).text
        world.decide(decision)
        run_once(app)
    page = world.client(app, "rep2").get(at).text
    assert "Open for bids" in page and "Stage 3 of 8" in page and "Lighthouse Medical Centre" in page
    assert "Begin a tender" not in page and "Cancel this tender" not in page
    assert f"Tender {tender_here_number(world)}" in lead.get(f"/f/saltmarsh/groups/{group}").text
    assert "Home visiting service" in lead.get("/f/saltmarsh/search?q=visiting").text


def tender_here_number(world: World) -> str:
    with world.scope():
        return tender_here(1).number


def test_people_say_their_interests_and_are_named(app: Flask, world: World, tender: int) -> None:
    lead, third = world.client(app, "lead"), world.client(app, "rep3")
    at = f"{TENDERS}/{tender}"
    assert "Do you have an interest in who wins?" in third.get(at).text
    assert third.get(f"{at}/versions/new").headers["Location"].endswith("/interests/declare")
    unsaid = third.post(f"{at}/interests/declare", data={"conflict": "yes", "words": ""})
    assert unsaid.status_code == 422 and "Say which interest it is" in unsaid.text
    number = str(world.people["rep1"])
    assert lead.post(f"{at}/people/new", data={"person": number, "part": "scorer"}).status_code == 303
    assert "Interest not said" in lead.get(f"{at}/people").text
    assert "Say whether you have an interest in tender" in world.client(app, "rep1").get("/f/saltmarsh/").text
    with world.scope():
        assert scorers_of(tender) == [world.people["rep1"]]
    said = {"conflict": "yes", "words": "My brother is a director of Harbour and Downs."}
    assert third.post(f"{at}/interests/declare", data=said).status_code == 303
    assert third.get(f"{at}/versions/new").status_code == 403
    page = lead.get(at).text
    assert "Who stands aside" in page and "My brother is a director" in page
    assert "My brother is a director" in lead.get(f"{at}/interests").text
    assert lead.post(f"{at}/people/{number}/end").status_code == 303
    assert "Nobody is named yet" in lead.get(f"{at}/people").text
    assert lead.post(f"{at}/cancel", data={"reason": "Nobody needs it."}).status_code == 303
    assert "This tender is cancelled: Nobody needs it." in third.get(at).text


def test_programs_begin_declare_and_ask(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted()
    lead, other = world.program(app, "lead"), world.program(app, "rep1")
    sent = {
        "title": "Home visiting service",
        "regime": "own",
        "advised_by": "Moss and Tarn Solicitors",
        "criteria": [{"title": "Safe care", "points": 60}],
        "price_formula": "lowest",
        "lots": [],
        "closes_at": (time_now() + timedelta(days=30)).isoformat(),
    }
    assert other.post(f"{API}/tendering/tenders", json=sent).status_code == 403
    made = lead.post(f"{API}/tendering/tenders", json=sent)
    assert made.status_code == 201, made.json
    at = f"{API}/tendering/tenders/{made.json['id']}"
    early = lead.post(f"{at}/start", json={})
    assert early.status_code == 409 and "Say first whether you have an interest" in str(early.json)
    assert lead.post(f"{at}/interests", json={"conflict": False}).status_code == 204
    start = lead.post(f"{at}/start", json={"reasons": "All need it."})
    way = {"basis": "patients", "total": 1000, "unit": "visits a year", "min": 200, "max": None}
    shared = lead.post(f"{at}/sharing", json=way)
    assert (start.status_code, shared.status_code) == (201, 201), shared.json
    for decision in (start.json["decision"], shared.json["decision"]):
        world.decide(decision)
        run_once(app)
    found = other.get(at).json
    assert (found["stage"], found["voted"], found["content"]["price_points"]) == ("open", True, 40)
    assert found["sharing"] == {**way, "weights": {}, "decision": shared.json["decision"]}
    assert found["decision"] == start.json["decision"] and found["content"]["need"] == "Home visiting service"
    assert [one["number"] for one in other.get(f"{API}/tendering/tenders").json["items"]] == [found["number"]]
    assert [one["conflict"] for one in other.get(f"{at}/interests").json["items"]] == [False]
    late = lead.post(f"{at}/versions", json={name: sent[name] for name in sent if name != "title"})
    assert late.status_code == 409 and "stays as it is" in str(late.json)
    asked = lead.post(f"{at}/cancel", json={"reason": "The money is gone."})
    assert asked.status_code == 201 and isinstance(asked.json["decision"], int)
    assert (
        lead.post(f"{at}/parts", json={"person": world.people["rep1"], "part": "opener"}).status_code == 204
    )
