"""An invitation says nothing of whoever has the address: neither their name nor whether they have an account."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.network.members.actions.erasing import erase_person
from federation.network.members.actions.inviting import invite, withdraw_invitation
from federation.network.members.actions.roles import add_role
from federation.network.members.proofs import memberships
from federation.network.members.queries.places import federations_of
from federation.network.members.queries.roles import person_here
from federation.network.members.terminal import create_token
from federation.network.models import Membership
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.people.accounts import (
    PASSWORD,
    Typing,
    address_of,
    browser,
    give_password,
    home,
    letters,
    link_in,
    sign_in,
)

both = pytest.mark.both_databases
REAL = "Wilhelmina Quillfeather"
HERE = "/f/fenland"


@pytest.fixture
def elsewhere(app: Flask) -> World:
    """A federation of somebody whose real name is known there alone."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = make_world(practices=1)
    give_password(made.people["rep1"])
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == made.people["rep1"]).values(name=REAL))
    return made


@pytest.fixture
def here(app: Flask) -> World:
    """The federation that invites."""
    made = make_world("fenland", 2)
    for name in ("admin", "rep1"):
        give_password(made.people[name])
    return made


def admin_of(app: Flask, world: World) -> Typing:
    return Typing(world.client(app, "admin"), app)


def invited(client: Typing, email: str, name: str) -> tuple[int, str]:
    """The person's number, and what the administrator sees, without what was typed and what is counted."""
    data = {"email": email, "name": name, "role": "representative", "practice": "Z99001"}
    answer = client.post(f"{HERE}/people/invite", data=data)
    assert answer.status_code == 303, answer.text
    person_id = int(answer.location.rsplit("/", 1)[1])
    page = client.get(answer.location)
    words = page.text.replace(email, "ADDRESS").replace(name, "NAME").replace(f"/{person_id}", "/PERSON")
    words = re.sub(r"/roles/\d+", "/roles/ROLE", words)
    return person_id, f"{page.status_code} {re.sub(r'(?s)<input[^>]*hidden[^>]*>', '', words)}"


def seen(client: Typing, here: World, person_id: int) -> str:
    """All that shows people to an administrator here."""
    with here.scope():
        token = create_token(address_of(here, "admin"), "report")
    paths = (
        "people/",
        f"people/?q={REAL.split()[1]}",
        "people/people.csv",
        f"people/{person_id}",
        f"people/{person_id}/roles/add",
        f"practices/{here.practices['Z99001']}",
        "practices/",
        "our-federation/record",
        "our-federation/record.jsonl",
        "admin/security",
        "admin/security.csv",
        f"search?q={REAL.split()[1]}",
        "people/to-confirm",
    )
    api = ("people", f"people/{person_id}", "record", "roles-to-confirm")
    found = []
    for path in (*(f"{HERE}/{one}" for one in paths), *(f"/api/v1/federations/fenland/{one}" for one in api)):
        headers = {"Authorization": f"Bearer {token}"} if path.startswith("/api") else {}
        answer = client.get(path, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, path
        # What somebody looked for is repeated to them; it is not theirs that was found.
        found.append(
            answer.text.replace(REAL.split()[1], "", answer.text.count(f'value="{REAL.split()[1]}"'))
        )
    return "\n".join(found)


@both
def test_the_name_behind_an_address_shows_once_the_person_has_joined(
    app: Flask, elsewhere: World, here: World
) -> None:
    admin, email = admin_of(app, here), address_of(elsewhere, "rep1")
    guest, known = invited(admin, email, "Somebody Typed")
    stranger, unknown = invited(admin, "nobody@fenland.example", "Nobody Typed")
    assert known == unknown and stranger == guest + 1
    text = seen(admin, here, guest)
    assert "Somebody Typed" in text and email in text
    assert REAL not in text and "Wilhelmina" not in text
    for letter in letters():
        assert REAL not in json.dumps(letter)
    assert [letter["person"] for letter in letters("invitation")] == [guest, stranger]
    assert federations_of(elsewhere.people["rep1"])[0].slug == "saltmarsh"
    client, link = browser(app), link_in(letters("invitation")[0])
    assert client.get(link).location == "/sign-in"
    assert sign_in(client, email).location == link
    page = client.get(link)
    assert "Join Fenland GP Federation" in page.text and email in page.text
    assert client.get(f"{HERE}/people/").status_code == 404
    assert client.post(link).location == home(app, "fenland")
    assert client.get(f"{HERE}/people/").status_code == 200
    assert client.get(link).status_code == 410
    person = elsewhere.people["rep1"]
    after = seen(admin, here, person)
    assert REAL in after
    assert admin.get(f"{HERE}/people/{guest}").status_code == 404
    assert "invited as Somebody Typed" in after and f"people/{guest}" not in after
    assert letters("renamed")[0]["subject"] == f"Somebody Typed is now called {REAL}"
    with here.scope():
        assert [held.words for held in person_here(person).roles] == ["representative of Driftwood Surgery"]
        assert [flaw for flaw in memberships() if flaw.why != "no entry gave this role"] == []


@both
def test_a_second_role_and_taking_back_are_alike_for_known_and_unknown(
    app: Flask, elsewhere: World, here: World
) -> None:
    with here.scope():
        admin = here.actor("admin")
        for email, typed in (
            (address_of(elsewhere, "rep1"), "Somebody Typed"),
            ("no@fenland.example", "Nobody Typed"),
        ):
            first = invite(admin, email, typed, "observer")
            again = invite(admin, email, "Typed Otherwise", "lay_partner")
            assert (again.person_id, again.name, again.accepted) == (first.person_id, typed, False)
            more = add_role(admin, first.person_id, "member", "Z99002")
            assert (more.name, more.accepted) == (typed, False)
            withdraw_invitation(admin, first.person_id)
            assert person_here(first.person_id).name == typed
            assert invite(admin, email, "Typed Otherwise", "observer").name == typed
    assert len(federations_of(elsewhere.people["rep1"])) == 1


@both
def test_nobody_else_joins_by_the_letter(app: Flask, elsewhere: World, here: World) -> None:
    with here.scope():
        begun = invite(here.actor("admin"), address_of(elsewhere, "rep1"), "Somebody Typed", "administrator")
    link = link_in(letters("invitation")[0])
    other = Typing(elsewhere.client(app, "admin"), app)
    page = other.get(link)
    assert "This invitation is for another account" in page.text and REAL not in page.text
    assert other.post(link).status_code == 200
    data = {"name": "Thief", "password": PASSWORD, "again": PASSWORD}
    assert browser(app).post(link, data=data).location == "/sign-in"
    with here.scope():
        assert not person_here(begun.person_id).accepted
        assert (
            db.session.scalars(
                select(Membership.id).where(Membership.person_id == elsewhere.people["admin"])
            ).all()
            == []
        )


@both
def test_whoever_answers_first_has_the_address(app: Flask, elsewhere: World, here: World) -> None:
    """Invited by two federations and known to none: the account comes of the letter that was followed first, and the
    other federation learns nothing by it."""
    with elsewhere.scope():
        first = invite(elsewhere.actor("admin"), "new@practice.example", "Typed First", "observer")
    with here.scope():
        second = invite(here.actor("admin"), "new@practice.example", "Typed Second", "observer")
    one, other = (link_in(letter) for letter in letters("invitation"))
    client = browser(app)
    data = {"name": REAL + " Two", "password": PASSWORD, "again": PASSWORD}
    assert client.post(other, data=data).location == home(app, "fenland")
    with elsewhere.scope():
        waiting = person_here(first.person_id)
    assert (waiting.name, waiting.email, waiting.accepted) == ("Typed First", "new@practice.example", False)
    assert client.post(one).location == home(app)
    with elsewhere.scope():
        assert person_here(second.person_id).name == REAL + " Two"


@both
def test_a_place_under_another_address_is_no_way_to_a_role_of_ones_own(
    app: Flask, elsewhere: World, here: World
) -> None:
    email = address_of(elsewhere, "rep1")
    with here.scope():
        invite(here.actor("admin"), email, "Somebody Typed", "representative", "Z99001")
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.email == email).values(email="gone@saltmarsh.example"))
        session.execute(update(Person).where(Person.id == here.people["admin"]).values(email=email))
    client = admin_of(app, here)
    refused = client.post(link_in(letters("invitation")[0]))
    assert "under another address" in refused.text
    with here.scope():
        assert here.actor("admin").representing == ()


@both
def test_erasing_somebody_takes_their_open_invitations_along(
    app: Flask, elsewhere: World, here: World
) -> None:
    email = address_of(elsewhere, "rep1")
    with here.scope():
        begun = invite(here.actor("admin"), email, "Somebody Typed", "observer")
    erase_person(email)
    rows = db.session.execute(select(Person.name, Person.email, Person.invited_email)).all()
    assert not [row for row in rows if email in row or "Somebody Typed" in row]
    with here.scope():
        assert person_here(begun.person_id).erased
        acts = db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)).all()
    assert acts[-2:] == ["membership.ended", "person.erased"]
