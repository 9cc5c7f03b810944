"""Suppliers without an account answer a question by a link, and nobody reads an answer before its time."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.app import create_app, upgrade_database
from federation.kernel.db import db, unit_of_work
from federation.kernel.endpoints import BootRefused
from federation.kernel.proof import acts_about
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.seal.keeping import seal_flaws
from federation.kernel.seal.seals import StillSealed
from federation.network.guests.proofs import guests as guest_flaws
from federation.network.members.actions.erasing import erase_person
from federation.network.models import InvitedGuest
from federation.network.plugins.terminal import _forget
from federation.people.models import Person, SecurityEvent
from federation.plugin.callers import OtherFeaturesKind
from federation.testing import both_databases
from federation.testing.apps import RunApps
from federation.testing.letters import letters_to, work
from federation.testing.visitor import Visitor, served
from federation.testing.world import CleanClient, World, make_world
from federation.toolkit import GuestInvited, end_guest, erase_guest, guests_of, opened, permission, time_now
from tests.assurance.proven import tamper, undone
from tests.people.test_letters_wait_sealed import everything
from tests.plugins.garden import GARDEN
from tests.plugins.supply import SUPPLY, actions, views

CANARY = "Four-thousand-two-hundred-and-fifty"
EMAIL = "sales@northwold.example"
INSTALLED = (GARDEN, SUPPLY)
Travel = Callable[[timedelta], None]


@pytest.fixture
def app(settings: dict[str, Any], database_url: str, apps: RunApps) -> Iterator[Flask]:
    upgrade_database(database_url, INSTALLED)
    with apps.lend(settings, INSTALLED) as made, made.app_context():
        yield made


@pytest.fixture
def world(app: Flask) -> World:
    """A federation that asks suppliers a question for a day."""
    world = make_world(practices=2)
    world.switch("supply", True)
    world.add("second", "executive")
    with world.scope():
        actions.ask(world.actor("admin"), "What do you ask for forty chairs?", time_now() + timedelta(days=1))
    return world


def invited(world: World, email: str = EMAIL, name: str = "Nora Northwold") -> GuestInvited:
    with world.scope():
        return actions.invite(world.actor("admin"), 1, name, email)


def browser(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return CleanClient(app, app.response_class)


def path_of(made: GuestInvited) -> str:
    return urlsplit(made.link).path


def code_for(app: Flask, client: FlaskClient, path: str, email: str = EMAIL, words: str = "") -> str:
    """Have a code sent, and read it in the newest letter."""
    before = set(letters_to(email))
    page = client.post(path, data={"send_code": "yes", "words": words, "csrf_token": token_of(client, path)})
    assert page.status_code == 200 and f"sent a code to {email}" in page.text and words in page.text
    work(app)
    (letter,) = [one for one in letters_to(email) if one not in before and "code is" in one]
    return letter.partition("code is ")[2][:6]


def token_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def hand_in(app: Flask, client: FlaskClient, path: str, words: str, email: str = EMAIL) -> Any:
    code = code_for(app, client, path, email)
    return client.post(path, data={"words": words, "code": code, "csrf_token": token_of(client, path)})


def seen_by_all(app: Flask, world: World) -> str:
    """What an administrator reads on every page and in every answer for programs that needs no more than the question, and
    everybody else on the pages where something new is told."""
    found = []
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    open_to_all = [
        rule for rule in rules if rule.arguments in ({"federation"}, {"federation", "question_id"})
    ]
    told = {"home.first_page", "network.record", "network.shared_work", "supply.index", "supply.show"}
    adapter = app.url_map.bind("localhost")
    for name in ("admin", "chair", "second", "rep1", "member", "lay", "observer"):
        client, program = world.client(app, name), world.program(app, name)
        for rule in open_to_all:
            if name != "admin" and rule.endpoint not in told:
                continue
            values = {"federation": world.slug, "question_id": 1}
            path = adapter.build(rule.endpoint, {key: values[key] for key in rule.arguments})
            found.append((program if path.startswith("/api/") else client).get(path).text)
        said = [
            client.get(world.address(f"search?q={word}")).text.count(word) for word in (CANARY, "Nowhere")
        ]
        found += [CANARY] if said[0] != said[1] else []
    return "\n".join(found)


@both_databases
def test_a_supplier_answers_by_a_link_and_two_people_open_it(
    app: Flask, world: World, database_url: str, travel: Travel, caplog: pytest.LogCaptureFixture
) -> None:
    made = invited(world)
    work(app)
    (letter,) = letters_to(EMAIL)
    assert "forty chairs" in letter and made.link in letter and "need no account" in letter
    path, supplier = path_of(made), browser(app)
    page = supplier.get(path).text
    assert "What do you ask for forty chairs?" in page and "You answer as Nora Northwold" in page
    assert "Our federation" not in page and "Sign out" not in page
    assert hand_in(app, supplier, path, "Nothing yet").location == f"{path}/receipt"
    assert hand_in(app, supplier, path, CANARY).location == f"{path}/receipt"
    receipt = re.findall(r"<code>([0-9a-f]{64})</code>", supplier.get(f"{path}/receipt").text)
    with world.scope():
        acts = acts_about(["supply:1", "supply_answer:2", f"guest:{made.id}"])
        assert [one.data["receipt"] for one in acts["supply:1"] if "receipt" in one.data][1:] == receipt
        assert [one.data["digest"] for one in acts["supply_answer:2"] if "digest" in one.data] == receipt
        assert [(one.name, one.data["of"]) for one in acts[f"guest:{made.id}"]] == [
            ("guest.invited", "supply:1")
        ]
        with pytest.raises(StillSealed):
            opened("supply_answer", 2, "words")
        with pytest.raises(Refusal, match="still be handed in"):
            actions.agree(world.actor("admin"), 1)
    page = world.client(app, "rep1").get(world.address("supply/1")).text
    assert "1 of 1 have answered" in page
    db.session.remove()
    letters = "\n".join(letter for name in world.people for letter in letters_to(f"{name}@"))
    seen = seen_by_all(app, world) if database_url.startswith("sqlite") else ""
    places = [everything(database_url), seen, letters, caplog.text]
    secret = path.rpartition("/")[2]
    assert [CANARY in place or secret in place for place in places] == [False] * len(places)
    travel(timedelta(days=2))
    first = world.client(app, "admin").post(world.address("supply/1/open"))
    assert first.status_code == 303
    assert CANARY not in world.client(app, "admin").get(world.address("supply/1")).text
    assert world.client(app, "admin").post(world.address("supply/1/open")).status_code == 409
    world.client(app, "second").post(world.address("supply/1/open"))
    page = world.client(app, "rep1").get(world.address("supply/1")).text
    assert CANARY in page and "Nothing yet" not in page
    with world.scope():
        told = [(one.name, one.actor) for one in acts_about(["supply_answer:2"])["supply_answer:2"]]
        assert told == [("seal.made", made.person_id), ("seal.opened", world.people["second"])]
        assert [str(flaw) for flaw in seal_flaws()] == []
    assert supplier.get(path).status_code == 410


@both_databases
def test_a_link_opens_one_thing_of_one_federation_and_nothing_else(
    app: Flask, world: World, travel: Travel
) -> None:
    other = make_world("dunes", practices=1, known={})
    other.switch("supply", True)
    with other.scope():
        actions.ask(other.actor("admin"), "What do you ask for ten tents?", time_now() + timedelta(days=9))
        theirs = actions.invite(other.actor("admin"), 2, "Tilda Tents", "tilda@tents.example")
    made, client = invited(world), browser(app)
    token = path_of(made).rpartition("/")[2]
    assert "forty chairs" in client.get(path_of(made)).text
    assert "ten tents" in client.get(path_of(theirs)).text
    for path in (
        f"/f/dunes/supply/answer/{token}",
        f"/f/saltmarsh/ballot/{token}",
        f"/f/saltmarsh/supply/answer/{token}x",
        f"/f/saltmarsh/supply/answer/{path_of(theirs).rpartition('/')[2]}",
    ):
        assert client.get(path).status_code == 410, path
    for path in ("/f/saltmarsh/supply/1", "/f/saltmarsh/", "/f/saltmarsh/our-federation/"):
        assert client.get(path).location == "/sign-in", path
    assert client.get("/api/v1/calendar.ics").status_code == 404
    program = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/federations/saltmarsh/record", headers=program).status_code == 401
    client = world.client(app, "rep1")
    assert "You answer as Nora Northwold" in client.get(path_of(made)).text
    world.switch("supply", False)
    assert client.get(path_of(made)).status_code == 404
    world.switch("supply", True)
    travel(timedelta(days=2))
    assert client.get(path_of(made)).status_code == 410


@both_databases
def test_what_is_handed_in_asks_for_a_code_sent_to_the_address(app: Flask, world: World) -> None:
    """A link can be forwarded: whoever has it reads, and hands in nothing."""
    made, other = invited(world), invited(world, "omar@oldham.example", "Omar Oldham")
    path, client = path_of(made), browser(app)
    code = code_for(app, client, path, words=CANARY)
    elsewhere = code_for(app, client, path_of(other), "omar@oldham.example")
    for wrong in ("", "12", "000000" if code != "000000" else "000001", elsewhere):
        if wrong == code:
            continue
        page = client.post(path, data={"words": CANARY, "code": wrong, "csrf_token": token_of(client, path)})
        assert page.status_code == 422 and CANARY in page.text
    newer = code_for(app, client, path)
    sent = {"words": CANARY, "code": newer, "csrf_token": token_of(client, path)}
    assert client.post(path, data=sent).location == f"{path}/receipt"
    assert client.post(path, data=sent).location == f"{path}/receipt"
    again = {**sent, "csrf_token": token_of(client, path)}
    assert client.post(path, data=again).status_code == 422
    with world.scope():
        assert len(actions.answers_of(1, made.person_id)) == 1
        noted = db.session.execute(select(SecurityEvent.kind, SecurityEvent.federation_id)).all()
    assert noted.count(("guest_code_sent", world.federation_id)) == 3
    assert noted.count(("guest_code_right", world.federation_id)) == 1
    page = world.client(app, "admin").get(world.address("admin/security?group=guests")).text
    assert "Nora Northwold (guest)" in page and "gave the code of a letter" in page
    page = world.client(app, "lay").get(world.address("our-federation/record")).text
    assert "Nora Northwold (guest)" in page and "Admin (guest)" not in page


def test_a_program_of_a_supplier_has_the_link_and_no_token(app: Flask, world: World) -> None:
    made, client = invited(world), browser(app)
    path = f"/api/v1/federations/saltmarsh/supply/answers/{path_of(made).rpartition('/')[2]}"
    assert client.post(f"{path}/code").status_code == 202
    work(app)
    (letter,) = [one for one in letters_to(EMAIL) if "code is" in one]
    code = letter.partition("code is ")[2][:6]
    refused = client.put(path, json={"words": CANARY, "code": "12"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["code"])  # type: ignore[index]
    done = client.put(path, json={"words": CANARY, "code": code})
    assert (done.status_code, len(done.json["receipt"])) == (201, 64)  # type: ignore[index]
    assert client.put(path, data="words", content_type="text/plain").status_code == 415
    gone = client.put(f"{path}x", json={"words": CANARY, "code": code})
    assert (gone.status_code, gone.content_type) == (410, "application/problem+json")
    assert world.program(app, "admin").put(f"{path}x", json={}).status_code == 410
    described = client.get("/api/openapi.json").json
    address = "/api/v1/federations/{federation}/supply/answers/{token}"
    assert described["paths"][address]["put"]["security"] == []  # type: ignore[index]
    world.switch("supply", False)
    assert client.put(path, json={"words": CANARY, "code": code}).status_code == 404


def test_guessing_waits(app: Flask, world: World) -> None:
    made, client = invited(world), browser(app)
    path = path_of(made)
    code_for(app, client, path)
    answers = [
        client.post(path, data={"words": "A", "code": f"{number:06}", "csrf_token": token_of(client, path)})
        for number in range(6)
    ]
    assert [answer.status_code for answer in answers][-1] == 429
    assert {client.get(f"/f/saltmarsh/supply/answer/{number}").status_code for number in range(40)} == {
        410,
        429,
    }


@both_databases
def test_a_guest_is_ended_and_forgotten(app: Flask, world: World, database_url: str) -> None:
    made, other = invited(world), invited(world, "omar@oldham.example", "Omar Oldham")
    admin = world.people["admin"]
    with world.scope():
        with unit_of_work():
            end_guest(admin, "supply", made.id)
            end_guest(admin, "supply", made.id)
        assert [(one.name, one.email, bool(one.ended_at)) for one in guests_of("supply", 1)] == [
            ("Nora Northwold", EMAIL, True),
            ("Omar Oldham", "omar@oldham.example", False),
        ]
        with unit_of_work():
            erase_guest(admin, "supply", made.id)
    assert browser(app).get(path_of(made)).status_code == 410
    erase_person("omar@oldham.example")
    assert browser(app).get(path_of(other)).status_code == 410
    kept = everything(database_url)
    db.session.remove()
    with world.scope():
        assert guests_of("supply", 1) == []
        acts = acts_about([f"guest:{made.id}", f"guest:{other.id}"])
        assert [one.name for one in acts[f"guest:{made.id}"]] == [
            "guest.invited",
            "guest.ended",
            "guest.erased",
        ]
        assert [one.name for one in acts[f"guest:{other.id}"]] == [
            "guest.invited",
            "guest.ended",
            "guest.erased",
        ]
        assert [str(flaw) for flaw in seal_flaws()] == []
    if not database_url.startswith(
        "sqlite"
    ):  # a file of SQLite's keeps deleted bytes until its pages are used again
        assert [word in kept for word in ("Nora", "northwold", "Oldham", "oldham")] == [False] * 4


def test_a_purge_forgets_the_guests(world: World, tmp_path: Any) -> None:
    made = invited(world)
    with world.scope():
        _forget("supply", tmp_path)
        assert db.session.scalars(select(InvitedGuest.id)).all() == []
        assert db.session.get(Person, made.person_id).name == "Former member"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_guest SET until = '2126-01-01 00:00:00.000000'",
        "UPDATE network_guest SET number = 7",
        "UPDATE network_guest SET ended_at = invited_at",
        "UPDATE network_guest SET token_hash = 'a' || substr(token_hash, 2) || 'b'",
    ],
)
def test_whoever_changes_an_invitation_is_found(world: World, statement: str) -> None:
    made = invited(world)
    with world.scope():
        assert list(guest_flaws()) == []
    with undone(world) as changing:
        tamper(changing.connection(), [statement])
        assert [flaw.where for flaw in guest_flaws()] == [f"Guest {made.id}"]


def test_a_page_for_guests_needs_the_secret_in_its_address(
    settings: dict[str, Any], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade_database(database_url, INSTALLED)
    bare = Blueprint("supply", __name__, url_prefix="/f/<federation>/supply")
    bare.get("/answer")(permission("supply.answer")(lambda: ""))
    monkeypatch.setattr(views, "blueprint", bare)
    with pytest.raises(BootRefused, match=r"/supply/answer is for guests, so it must have <token> in it"):
        create_app(settings, INSTALLED)


def test_a_supplier_in_a_browser_of_a_phone(app: Flask, world: World, federation_browser: Any) -> None:
    """By keyboard and without JavaScript as all pages; each is checked by axe and for its width."""
    with served(app) as url:
        path = path_of(invited(world))
        phone = Visitor(federation_browser, url, "a supplier", width=320)
        phone.go(path)
        assert phone.heading == "What do you ask for forty chairs?"
        phone.fill(words=CANARY)
        phone.press("Send me a code")
        assert phone.page.input_value("[name=words]") == CANARY
        work(app)
        (letter,) = [one for one in letters_to(EMAIL) if "code is" in one]
        phone.fill(code=letter.partition("code is ")[2][:6])
        phone.press("Hand in the answer")
        assert phone.heading == "Answer handed in"
        assert phone.problems == []
        phone.context.close()


def test_who_can_be_invited_to_what(world: World) -> None:
    with world.scope():
        for name, email, field in (
            ("", EMAIL, "name"),
            ("Nora", "nora at home", "email"),
            ("Nоra", EMAIL, "name"),
        ):
            with pytest.raises(Invalid) as no:
                actions.invite(world.actor("admin"), 1, name, email)
            assert no.value.each[0][1] == field
        with pytest.raises(NotFound):
            actions.invite(world.actor("admin"), 9, "Nora", EMAIL)
        with pytest.raises(NotYours):
            actions.invite(world.actor("rep1"), 1, "Nora", EMAIL)


def test_no_plugin_touches_what_another_has_sealed(
    world: World, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.plugins.garden import hooks

    stolen = "from federation.toolkit import *\n"
    calls = (
        "unseal(None, 'supply_answer', [1], 'Because')",
        "opened('supply_answer', 1, 'words')",
        "drop_seals(None, 'supply_answer', 1)",
        "guests_of('supply', 1)",
        "end_guest(None, 'supply', 1)",
        "erase_guest(None, 'supply', 1)",
        "unseal(None, 'gardens', [1], 'Because')",
    )
    with world.scope(), unit_of_work():
        for call in calls:
            with pytest.raises(OtherFeaturesKind, match=r"must be garden or begin with garden_"):
                exec(stolen + call, {"__name__": f"{hooks.__name__}.more"})
        with pytest.raises(NotFound):
            exec(stolen + "opened('garden_bed', 1, 'words')", {"__name__": hooks.__name__})


def test_no_plugin_ends_or_erases_anothers_guest(app: Flask, world: World) -> None:
    """Neither under the name of the other nor under its own."""
    from tests.plugins.garden import hooks

    made = invited(world)
    stolen, named = "from federation.toolkit import *\n", {"__name__": hooks.__name__}
    with world.scope(), unit_of_work():
        for verb in ("end_guest", "erase_guest"):
            with pytest.raises(OtherFeaturesKind, match=r"must be garden or begin with garden_"):
                exec(f"{stolen}{verb}(None, 'supply', {made.id})", named)
            for kind in ("garden", "garden_bed"):
                with pytest.raises(NotFound):
                    exec(f"{stolen}{verb}(None, '{kind}', {made.id})", named)
    with world.scope():
        assert [(one.name, one.ended_at) for one in guests_of("supply", 1)] == [("Nora Northwold", None)]
    assert browser(app).get(path_of(made)).status_code == 200
