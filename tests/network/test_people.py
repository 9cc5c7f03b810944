"""People's places in a federation: roles that bite at once, the last administrator, the chair, lists."""

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry, verify
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.arrival import arrive_with_token
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.inviting import invite, resend_invitation, withdraw_invitation
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.queries import people as queries
from federation.network.members.queries.people import PeopleFilter, people_of_practice, people_page
from federation.network.members.queries.places import federations_of
from federation.network.members.queries.roles import person_here
from federation.network.members.terminal import add_person_from_terminal, create_token
from federation.network.models import Membership, Practice
from federation.people.models import Person, ProgramToken
from federation.testing.world import LONG_AGO, World, make_world
from tests.people.accounts import (
    PASSWORD,
    Typing,
    address_of,
    browser,
    give_password,
    home,
    letters,
    link_in,
    open_sessions,
)

both = pytest.mark.both_databases
P = "/f/saltmarsh/people"


@pytest.fixture
def world(app: Flask) -> World:
    """Two practices; admin, chair and rep1 have passwords."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = make_world(practices=2)
    for name in ("admin", "chair", "rep1"):
        give_password(made.people[name])
    return made


@pytest.fixture
def other(app: Flask) -> World:
    """Another federation, with people of its own."""
    return make_world("fenland", 1)


def roles_of(world: World, name: str) -> list[tuple[int, str]]:
    with world.scope():
        rows = db.session.execute(
            select(Membership.id, Membership.role)
            .where(Membership.person_id == world.people[name], Membership.ended_at.is_(None))
            .order_by(Membership.id)
        ).all()
        db.session.rollback()
    return [(row.id, row.role) for row in rows]


def end(world: World, by: str, name: str) -> None:
    with world.scope():
        end_role(world.actor(by), world.people[name], roles_of(world, name)[0][0])


def client_of(app: Flask, world: World, name: str) -> Typing:
    return Typing(world.client(app, name), app)


@both
def test_inviting_somebody_new(app: Flask, world: World) -> None:
    with world.scope():
        begun = invite(world.actor("admin"), " Nadia@Saltmarsh.Example ", "Nadia Obi", "member", "z99002")
        person = person_here(begun.person_id)
    assert (person.name, person.email, person.accepted) == ("Nadia Obi", "nadia@saltmarsh.example", False)
    assert [held.words for held in person.roles] == ["practice member of Lighthouse Medical Centre"]
    letter = letters("invitation")[0]
    assert letter["person"] == begun.person_id
    assert letter["subject"] == "Invitation to Saltmarsh GP Federation"
    assert "Admin has invited you" in letter["text"] or "admin has invited you" in letter["text"]


@both
def test_inviting_somebody_who_has_an_account_elsewhere(app: Flask, world: World, other: World) -> None:
    with other.scope():
        begun = invite(other.actor("admin"), address_of(world, "rep1"), "Another Name", "observer")
    assert (begun.accepted, begun.name) == (False, "Another Name")
    assert [place.slug for place in federations_of(world.people["rep1"])] == ["saltmarsh"]
    assert letters("joined") == []
    client = client_of(app, world, "rep1")
    link = link_in(letters("invitation")[0])
    assert "Somebody else in Fenland GP Federation is called Rep1" in client.post(link).text
    assert [place.slug for place in federations_of(world.people["rep1"])] == ["saltmarsh"]
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["rep1"]).values(name="Rep1 Marsh"))
    assert client.post(link).location == home(app, "fenland")
    assert [place.slug for place in federations_of(world.people["rep1"])] == ["fenland", "saltmarsh"]


@both
@pytest.mark.parametrize(
    ("role", "code", "field", "words"),
    [
        ("chief", None, "role", "Select a role"),
        ("representative", None, "practice", "Say which practice"),
        ("representative", "Z99003", "practice", "no practice with this code"),
        ("representative", "X00001", "practice", "no practice with this code"),
        ("observer", "Z99001", "practice", "Leave it empty"),
        ("member", "Z99002", "practice", "has closed or left"),
    ],
)
def test_what_cannot_be_given(
    app: Flask, world: World, other: World, role: str, code: str | None, field: str, words: str
) -> None:
    with unit_of_work() as session, other.scope():
        session.add(Practice(code="X00001", name="Elsewhere", membership="full"))
    with unit_of_work() as session, world.scope():
        session.execute(update(Practice).where(Practice.code == "Z99002").values(closed_on=LONG_AGO.date()))
    with world.scope(), pytest.raises(Invalid, match=words) as refused:
        invite(world.actor("admin"), "new@saltmarsh.example", "New", role, code)
    assert refused.value.field == field
    assert db.session.execute(select(Person.id).where(Person.email == "new@saltmarsh.example")).all() == []


@both
def test_a_role_is_held_once(app: Flask, world: World) -> None:
    with world.scope():
        actor = world.actor("admin")
        with pytest.raises(Invalid, match="already representative of Driftwood Surgery"):
            add_role(actor, world.people["rep1"], "representative", "Z99001")
        add_role(actor, world.people["rep1"], "representative", "Z99002")
        assert len(world.actor("rep1").representing) == 2


@both
@pytest.mark.parametrize("name", ["chair", "rep1", "member", "lay", "observer"])
def test_administrators_alone_look_after_people(app: Flask, world: World, name: str) -> None:
    with world.scope():
        actor, rep2 = world.actor(name), world.people["rep2"]
        held = roles_of(world, "rep2")[0][0]
        for act in (
            lambda: invite(actor, "new@saltmarsh.example", "New", "observer"),
            lambda: add_role(actor, rep2, "administrator"),
            lambda: end_role(actor, rep2, held),
            lambda: make_chair(actor, rep2, held),
            lambda: resend_invitation(actor, rep2),
            lambda: withdraw_invitation(actor, rep2),
        ):
            with pytest.raises(NotYours):
                act()
    assert roles_of(world, "rep2") == [(held, "representative")]
    assert letters() == []


@both
def test_nobody_reaches_into_another_federation(app: Flask, world: World, other: World) -> None:
    theirs = roles_of(other, "rep1")[0][0]
    with world.scope():
        actor = world.actor("admin")
        for act in (
            lambda: add_role(actor, other.people["rep1"], "observer"),
            lambda: end_role(actor, other.people["rep1"], theirs),
            lambda: end_role(actor, world.people["rep1"], theirs),
            lambda: make_chair(actor, other.people["chair"], roles_of(other, "chair")[0][0]),
            lambda: resend_invitation(actor, other.people["rep1"]),
            lambda: withdraw_invitation(actor, other.people["rep1"]),
            lambda: person_here(other.people["rep1"]),
        ):
            with pytest.raises(NotFound):
                act()
    client = client_of(app, world, "admin")
    foreign, absent = other.people["rep1"], 987654
    for path in ("", "/roles/add", f"/roles/{theirs}/end", "/invitation/withdraw"):
        pages = [client.get(f"{P}/{person}{path}") for person in (foreign, absent)]
        assert [page.status_code for page in pages] == [404, 404]
        assert pages[0].text == pages[1].text
    assert client.get("/f/fenland/people/").status_code == 404
    assert client.get(f"{P}/99999999999999999999999999").status_code == 404


@both
def test_a_role_that_ends_bites_at_the_next_request(app: Flask, world: World) -> None:
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], "administrator")
        token = create_token(address_of(world, "rep1"), "report", ("read", "cast"))
        wide = create_token(address_of(world, "rep1"), "report")
    client = client_of(app, world, "rep1")
    assert client.get(f"{P}/invite").status_code == 200
    assert arrive_with_token(wide, "saltmarsh") is not None
    held = {role: number for number, role in roles_of(world, "rep1")}
    with world.scope():
        end_role(world.actor("admin"), world.people["rep1"], held["administrator"])
    assert client.get(f"{P}/invite").status_code == 403
    data = {"email": "x@saltmarsh.example", "name": "X", "role": "observer"}
    assert client.post(f"{P}/invite", data=data).status_code == 403
    assert client.get(f"{P}/").status_code == 200
    assert arrive_with_token(token, "saltmarsh").actor.roles == {"representative"}  # type: ignore[union-attr]
    assert arrive_with_token(wide, "saltmarsh") is None
    end(world, "admin", "rep1")
    assert client.get(f"{P}/").location == "/sign-in"
    assert open_sessions(world.people["rep1"]) == 0
    assert arrive_with_token(token, "saltmarsh") is None
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], "observer")
    assert arrive_with_token(token, "saltmarsh") is None


@both
def test_a_place_elsewhere_keeps_the_session(app: Flask, world: World, other: World) -> None:
    other.people["rep1"] = world.people["rep1"]
    other.add("rep1", "observer")
    with other.scope():
        token = create_token(address_of(world, "rep1"), "report")
    client = client_of(app, world, "rep1")
    end(world, "admin", "rep1")
    assert client.get(f"{P}/").status_code == 404
    assert client.get("/f/fenland/people/").status_code == 200
    assert arrive_with_token(token, "fenland") is not None
    assert [place.slug for place in federations_of(world.people["rep1"], ended=True)] == [
        "fenland",
        "saltmarsh",
    ]


@both
def test_the_last_administrator_stays(app: Flask, world: World) -> None:
    with pytest.raises(Refusal, match="last administrator"):
        end(world, "admin", "admin")
    with world.scope():
        add_role(world.actor("admin"), world.people["rep2"], "administrator")
    with pytest.raises(Refusal, match="last administrator"):
        end(world, "admin", "admin")
    give_password(world.people["rep2"])
    end(world, "admin", "admin")
    assert roles_of(world, "admin") == []
    assert [role for _, role in roles_of(world, "rep2")] == ["representative", "administrator"]
    client = client_of(app, world, "rep2")
    number = {role: number for number, role in roles_of(world, "rep2")}["administrator"]
    page = client.post(f"{P}/{world.people['rep2']}/roles/{number}/end")
    assert page.status_code == 409 and "last administrator" in page.text


@both
def test_two_administrators_end_each_other_at_once(app: Flask, world: World) -> None:
    """One of them succeeds, however close they are."""
    for turn in range(5):
        first, second = f"boss{turn}a", f"boss{turn}b"
        for name in (first, second):
            world.add(name, "administrator")
            give_password(world.people[name])
        for number, _ in roles_of(world, "admin"):
            with unit_of_work() as session, world.scope():
                session.execute(update(Membership).where(Membership.id == number).values(ended_at=LONG_AGO))
        actors = {name: world.actor(name) for name in (first, second)}
        held = {name: roles_of(world, name)[0][0] for name in (first, second)}
        db.session.remove()
        start, outcomes = threading.Barrier(2), []

        def remove(by: str, whom: str) -> None:
            with app.app_context(), world.scope():
                start.wait()  # noqa: B023
                try:
                    end_role(actors[by], world.people[whom], held[whom])  # noqa: B023
                    outcomes.append("ended")  # noqa: B023
                except Refusal:
                    outcomes.append("refused")  # noqa: B023
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["ended", "refused"]
        left = [name for name in (first, second) if roles_of(world, name)]
        assert len(left) == 1
        with unit_of_work() as session, world.scope():
            session.execute(
                update(Membership).where(Membership.id == held[left[0]]).values(ended_at=LONG_AGO)
            )


@both
def test_one_chair(app: Flask, world: World) -> None:
    world.add("deputy", "executive")
    with world.scope():
        actor, number = world.actor("admin"), roles_of(world, "deputy")[0][0]
        make_chair(actor, world.people["deputy"], number)
        assert "chair" in world.actor("deputy").roles
        assert "chair" not in world.actor("chair").roles
        with pytest.raises(Refusal, match="one of the executive"):
            make_chair(actor, world.people["rep1"], roles_of(world, "rep1")[0][0])
        end_role(actor, world.people["deputy"], number)
        chairs = db.session.execute(select(Membership.id).where(Membership.is_chair.is_(True))).all()
    assert chairs == []


@both
def test_an_invitation_is_sent_again_or_taken_back(app: Flask, world: World) -> None:
    with world.scope():
        actor = world.actor("admin")
        begun = invite(actor, "nadia@saltmarsh.example", "Nadia Obi", "observer")
        resend_invitation(actor, begun.person_id)
    first, second = (link_in(letter) for letter in letters("invitation"))
    assert browser(app).get(first).status_code == 410
    assert browser(app).get(second).status_code == 200
    with world.scope():
        withdraw_invitation(world.actor("admin"), begun.person_id)
    assert browser(app).get(second).status_code == 410
    assert (
        browser(app).post(second, data={"name": "N", "password": PASSWORD, "again": PASSWORD}).status_code
        == 410
    )
    assert federations_of(begun.person_id) == []
    with world.scope():
        for act in (resend_invitation, withdraw_invitation):
            with pytest.raises(Refusal):
                act(world.actor("admin"), begun.person_id)
            with pytest.raises(Refusal, match="chosen a password"):
                act(world.actor("admin"), world.people["rep1"])
    assert [role for _, role in roles_of(world, "rep1")] == ["representative"]


@both
def test_changes_are_on_the_record_without_names(app: Flask, world: World) -> None:
    with world.scope():
        actor = world.actor("admin")
        begun = invite(actor, "nadia@saltmarsh.example", "Nadia Obi", "representative", "Z99001")
        add_role(actor, begun.person_id, "executive")
        make_chair(actor, begun.person_id, person_here(begun.person_id).roles[1].id)
        end_role(actor, begun.person_id, begun.membership_id)
        create_token("nadia@saltmarsh.example", "Nadia's report")
        withdraw_invitation(actor, begun.person_id)
        rows = db.session.execute(select(RecordEntry.action, RecordEntry.subject, RecordEntry.data)).all()
        assert verify() == (9, None)
    assert [row.action for row in rows] == [
        "person.invited",
        "membership.started",
        "membership.started",
        "membership.chair",
        "membership.ended",
        "token.made",
        "token.revoked",
        "membership.ended",
        "invitation.withdrawn",
    ]
    assert {row.subject for row in rows} == {f"person:{begun.person_id}"}
    assert not any(word in row.data for row in rows for word in ("Nadia", "nadia", "report", "@"))


@both
def test_at_the_terminal(app: Flask, world: World) -> None:
    with world.scope():
        sentence, link = add_person_from_terminal(
            "boss@fresh.example", "Ruth Boss", "administrator", None
        ).split("\n")
        assert sentence.startswith("Ruth Boss is administrator of Saltmarsh GP Federation.")
        assert link.startswith("http://127.0.0.1:8000/invitation/")
        again = add_person_from_terminal("boss@fresh.example", "Ruth Boss", "representative", "Z99001").split(
            "\n"
        )
        known = add_person_from_terminal(address_of(world, "rep1"), "Other", "observer", None).split("\n")
        for wrong in (
            ("no address", "N", "observer", None),
            (address_of(world, "rep1"), "N", "observer", None),
        ):
            with pytest.raises(Invalid):
                add_person_from_terminal(*wrong)
        token = create_token("BOSS@fresh.example", "report")
        with pytest.raises(NotFound):
            create_token("nobody@fresh.example", "report")
    assert known[1] == "http://127.0.0.1:8000/sign-in"
    client = browser(app)
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 410
    data = {"name": "Ruth Boss", "password": PASSWORD, "again": PASSWORD}
    assert client.post(again[1].removeprefix("http://127.0.0.1:8000"), data=data).location == home(app)
    assert client.get(f"{P}/invite").location == "/second-step"
    assert " " not in token and arrive_with_token(token, "saltmarsh").actor is not None  # type: ignore[union-attr]
    told = [(one["person"], one["subject"]) for one in letters()]
    assert told == [
        *((world.people[name], "New role: Ruth Boss") for name in ("admin", "chair", "rep1")),
        (arrive_with_token(token, "saltmarsh").person_id, "A token for programs was made"),  # type: ignore[union-attr]
    ]


@both
def test_a_token_for_a_person_of_another_federation_is_not_made(
    app: Flask, world: World, other: World
) -> None:
    with world.scope(), pytest.raises(NotFound):
        create_token(address_of(other, "rep1"), "report")
    assert db.session.execute(select(ProgramToken.id)).all() == []


@both
def test_who_sees_what(app: Flask, world: World, other: World) -> None:
    for name, sees in (("admin", True), ("chair", True), ("rep1", False)):
        client = client_of(app, world, name)
        page = client.get(f"{P}/").text
        assert "Lay" in page and "Representative of Lighthouse Medical Centre" in page
        assert (address_of(world, "lay") in page) is sees
        assert "fenland" not in page
        person = client.get(f"{P}/{world.people['lay']}").text
        assert (address_of(world, "lay") in person) is sees
        table = list(csv.reader(io.StringIO(client.get(f"{P}/people.csv").text.removeprefix("\ufeff"))))
        assert ("email" in table[0]) is sees
        assert len(table) == 1 + 7
        assert ("End the role" in person or "/end" in person) is (name == "admin")


@both
def test_csv_holds_no_formula(app: Flask, world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["lay"]).values(name='=HYPERLINK("x")'))
    text = client_of(app, world, "rep1").get(f"{P}/people.csv").text
    assert "'=HYPERLINK" in text


@both
def test_finding_people(app: Flask, world: World, other: World) -> None:
    def found(**filters: str) -> list[str]:
        with world.scope():
            return [person.name for person in people_page(PeopleFilter(**filters)).people]

    assert found() == ["Admin", "Chair", "Lay", "Member", "Observer", "Rep1", "Rep2"]
    assert found(words="REP") == ["Rep1", "Rep2"]
    assert found(words="%") == found(words="_") == []
    assert found(role="member") == ["Member"]
    assert found(practice="Z99001") == ["Member", "Rep1"]
    assert found(practice="Z99001", role="representative") == ["Rep1"]
    assert found(practice="Z99012") == []
    end(world, "admin", "lay")
    assert "Lay" not in found()
    client = client_of(app, world, "rep1")
    assert "Nobody found" in client.get(f"{P}/?q=nobody").text
    assert (
        client.get(f"{P}/?q=%25&role=chief&practice=%27&after=x&before=99999999999999999999").status_code
        == 200
    )


def test_the_next_page_keeps_filters_and_nothing_else_of_an_address(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    odd = "_scheme=javascript&_external=1&_anchor=x&endpoint=y&role=representative"
    answer = world.client(app, "admin").get(f"{P}/?{odd}")
    assert answer.status_code == 200
    after = answer.text.split("after=")[1].split('"')[0]
    assert f'href="{P}/?role=representative&amp;after={after}"' in answer.text
    assert "javascript" not in answer.text


@both
def test_pages_of_people_go_on_from_a_place(
    app: Flask, world: World, other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    with world.scope():
        first = people_page(PeopleFilter())
        second = people_page(PeopleFilter(), after=first.after)
        third = people_page(PeopleFilter(), after=second.after)
        back = people_page(PeopleFilter(), before=third.before)
        foreign = people_page(PeopleFilter(), after=other.people["rep1"])
    assert [[person.name for person in page.people] for page in (first, second, third, back)] == [
        ["Admin", "Chair", "Lay"],
        ["Member", "Observer", "Rep1"],
        ["Rep2"],
        ["Member", "Observer", "Rep1"],
    ]
    assert (first.before, third.after) == (None, None)
    assert back.after and back.before
    assert [person.name for person in foreign.people] == ["Admin", "Chair", "Lay"]


@both
def test_people_of_a_practice(app: Flask, world: World) -> None:
    with world.scope():
        found = people_of_practice(world.practices["Z99001"])
    assert [(person.name, person.role) for person in found] == [
        ("Rep1", "representative"),
        ("Member", "member"),
    ]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_list_costs_the_same_for_many(app: Flask, world: World) -> None:
    client, counts = client_of(app, world, "rep1"), []
    for _ in range(2):
        with statements(app) as seen:
            assert client.get(f"{P}/").status_code == 200
        counts.append(len(seen))
        for number in range(20):
            world.add(f"extra{number}", "observer")
    assert counts == [5, 5]


def test_the_pages_of_an_administrator(app: Flask, world: World) -> None:
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"
    client = client_of(app, world, "admin")
    data = {"email": "nadia@saltmarsh.example", "name": "Nadia Obi", "role": "representative"}
    page = client.post(f"{P}/invite", data=data)
    assert page.status_code == 422 and "Say which practice it is" in page.text and "Nadia Obi" in page.text
    answer = client.post(f"{P}/invite", data={**data, "practice": "Z99001"})
    assert answer.status_code == 303
    path = answer.location
    page = client.get(path)
    assert (
        "We have invited Nadia Obi by email" in page.text
        and "has not accepted the invitation yet" in page.text
    )
    assert client.post(f"{path}/invitation/resend").location == path
    assert client.post(f"{path}/roles/add", data={"role": "executive"}).location == path
    number = roles_of_path(world, path)["executive"]
    assert client.get(f"{path}/roles/{number}/chair").status_code == 200
    assert client.post(f"{path}/roles/{number}/chair").location == path
    assert "Executive, chair" in client.get(path).text
    assert client.get(f"{path}/roles/{number}/end").status_code == 200
    assert client.post(f"{path}/roles/{number}/end").location == path
    assert client.get(f"{path}/roles/{number}/end").status_code == 404
    assert client.get(f"{path}/invitation/withdraw").status_code == 200
    assert client.post(f"{path}/invitation/withdraw").location == f"{P}/"
    page = client.get(path)
    assert "Has no role in this federation now" in page.text and "Roles of the past (2)" in page.text
    assert client.get(f"{path}/invitation/withdraw").status_code == 404


def roles_of_path(world: World, path: str) -> dict[str, int]:
    with world.scope():
        return {held.role: held.id for held in person_here(int(path.rsplit("/", 1)[1])).roles}


def test_many_practices_are_not_a_list(app: Flask, world: World) -> None:
    with unit_of_work() as session, world.scope():
        session.add_all(Practice(code=f"Y{n:05}", name=f"Practice {n}", membership="full") for n in range(70))
    client = client_of(app, world, "admin")
    page = client.get(f"{P}/invite").text
    assert "Code of the practice" in page and "Practice 33" not in page
    data = {"email": "nadia@saltmarsh.example", "name": "Nadia Obi", "role": "member", "code": "y00033"}
    assert (
        client.post(f"{P}/invite", data={**data, "code": "nothere"}).text.count("no practice with this code")
        == 2
    )
    assert client.post(f"{P}/invite", data=data).status_code == 303
    assert "Nadia Obi" in client.get(f"{P}/?code=Y00033").text
