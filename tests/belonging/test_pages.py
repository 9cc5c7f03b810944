"""The register and the pages of membership, and the same for programs."""

from flask import Flask

from federation.kernel.db import unit_of_work
from federation.network.models import Practice
from federation.network.practices.actions.totals import recount
from federation.testing.statements import statements
from federation.testing.world import World
from federation.worker import run_once
from tests.belonging.conftest import Suspends, in_days

API = "/api/v1/federations/saltmarsh/membership"


def test_the_register_shows_how_practices_belong(app: Flask, world: World, suspended: Suspends) -> None:
    suspended("rep4")
    client = world.client(app, "observer")
    page = client.get(world.address("membership/")).text
    assert "Saltpan Lane Surgery" in page and "Suspended" in page
    narrowed = client.get(world.address("membership/?state=suspended")).text
    assert "Saltpan Lane Surgery" in narrowed and "Driftwood Surgery" not in narrowed
    file = client.get(world.address("membership/register.csv")).text.splitlines()
    assert [line.split(",")[1:3] for line in file[1:]] == [
        ["Z99001", "member"],
        ["Z99002", "member"],
        ["Z99003", "member"],
        ["Z99004", "suspended"],
    ]
    one = client.get(world.address(f"membership/{world.practices['Z99004']}")).text
    assert "We will pay." in one and "It does not pay its share." in one
    assert "Suspended" in client.get(world.address(f"practices/{world.practices['Z99004']}")).text


def test_a_representative_proposes_and_gives_notice_by_form(app: Flask, world: World) -> None:
    client, own = world.client(app, "rep1"), world.practices["Z99001"]
    empty = client.post(world.address("membership/admit"), data={"code": "A81999", "name": ""})
    assert empty.status_code == 422 and "A81999" in empty.text
    sent = client.post(world.address("membership/admit"), data={"code": "A81999", "name": "Marsh End"})
    assert sent.status_code == 303 and "/decisions/" in sent.location
    rules = client.post(world.address("membership/rules/propose"), data={"text": "A practice near us."})
    assert rules.status_code == 303
    day = in_days(45)
    when = {"leaves_on-day": day.day, "leaves_on-month": day.month, "leaves_on-year": day.year}
    assert client.post(world.address(f"membership/{own}/leave"), data=when).status_code == 303
    assert "Leaving" in client.get(world.address(f"membership/{own}")).text
    assert client.get(world.address(f"membership/{world.practices['Z99002']}/leave")).status_code == 403
    assert client.post(world.address(f"membership/{own}/leave/take-back")).status_code == 303
    assert "Full member" in client.get(world.address(f"membership/{own}")).text
    for page in ("rules", "rules/propose", f"{world.practices['Z99002']}/suspend"):
        assert client.get(world.address(f"membership/{page}")).status_code == 200


def test_programs_do_the_same(app: Flask, world: World) -> None:
    rep1, rep4 = world.program(app, "rep1"), world.program(app, "rep4")
    until = in_days(30).isoformat()
    made = rep1.post(
        f"{API}/suspensions", json={"practice": "Z99004", "reason": "It never comes.", "until": until}
    )
    assert made.status_code == 201
    number = made.json["decision"]
    assert rep4.post(f"{API}/suspensions/{number}/answer", json={"words": "We do."}).status_code == 204
    assert rep4.post(f"{API}/suspensions/{number}/answer", json={"words": "More."}).status_code == 409
    assert rep1.post(f"{API}/suspensions/{number}/answer", json={"words": "No."}).status_code == 403
    world.decide(number)
    run_once(app)
    listed = rep1.get(API).json
    assert [(one["code"], one["state"]) for one in listed["items"]] == [
        ("Z99001", "member"),
        ("Z99002", "member"),
        ("Z99003", "member"),
        ("Z99004", "suspended"),
    ]
    assert (listed["rules"], listed["items"][3]["suspended_until"]) == (None, until)
    assert [one["kind"] for one in rep1.get(f"{API}/Z99004").json["items"]] == [
        "suspended",
        "answered",
        "asked",
    ]
    lifted = rep1.post(f"{API}/liftings", json={"practice": "Z99004", "reasons": "It came."})
    joined = rep1.post(f"{API}/admissions", json={"code": "A81999", "name": "Marsh End"})
    rules = rep1.post(f"{API}/rules", json={"text": "A practice near us."})
    assert [one.status_code for one in (lifted, joined, rules)] == [201, 201, 201]
    leaves = {"practice": "Z99001", "leaves_on": in_days(60).isoformat()}
    assert rep4.post(f"{API}/leave", json=leaves).status_code == 403
    notice = rep1.post(f"{API}/leave", json=leaves)
    assert (notice.status_code, notice.json["waits"]) == (201, False)
    assert rep1.post(f"{API}/leave/Z99001/confirm").status_code == 409
    assert rep1.delete(f"{API}/leave/Z99001").status_code == 204
    assert rep1.get(f"{API}/Z00000").status_code == 404


def test_pages_cost_the_same_for_few_practices_and_for_many(app: Flask, world: World) -> None:
    client, counted = world.client(app, "observer"), []
    pages = ("membership/", "membership/rules", f"membership/{world.practices['Z99001']}")
    for more in (0, 40):
        with world.scope(), unit_of_work() as session:
            session.add_all(
                Practice(code=f"Y{number:05}", name=f"Practice {number}") for number in range(more)
            )
            recount()
        for page in pages:
            client.get(world.address(page))
            with statements(app) as seen:
                assert client.get(world.address(page)).status_code == 200
            counted.append(len(seen))
    assert counted[: len(pages)] == counted[len(pages) :]
