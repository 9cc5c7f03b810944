"""Many people are invited at once: pasted or as a file, seen line by line before, all in one unit of work."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotYours, Refusal
from federation.network.members.actions import many
from federation.network.members.rules.invitations import MOST, read_invitations
from federation.network.models import Membership
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.network.files import counted_statements, line, practice_file, sizes_file, upload
from tests.people.accounts import forget, give_password, letters

PAGE = "/f/saltmarsh/people/invite-many"
LIST = """Name,Email,Roles,Practice code
Ann Lee,ann@example.org,representative; executive,Z99001
Bob Day,BOB@example.org,rep,z99002
Cy Fox,cy@example.org,Lay partner,
"""


@pytest.fixture
def world(app: Flask) -> World:
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"
    return make_world(practices=3)


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "admin")


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def check(client: FlaskClient, lines: str, **more: Any) -> str:
    answer = client.post(PAGE, data={"lines": lines, "role": "representative", "check": "1", **more})
    assert answer.status_code == 200
    return answer.text


def confirm(client: FlaskClient, lines: str, page: str, **more: Any) -> Any:
    return client.post(
        PAGE, data={"lines": lines, "role": "representative", "invite": "1", "seen": seen(page), **more}
    )


def held(world: World) -> list[tuple[str, str, int | None]]:
    with world.scope():
        rows = db.session.execute(
            select(Person.email, Membership.role, Membership.practice_id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.ended_at.is_(None), Person.email.like("%@example.org"))
            .order_by(Person.email, Membership.role)
        ).all()
        db.session.rollback()
    return [tuple(row) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize(
    "text, name, email, roles, code",
    [
        ("Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org", ("representative",), ""),
        ('"Lee, Ann" <ann@example.org>', "Lee, Ann", "ann@example.org", ("representative",), ""),
        ("ann@example.org, Ann Lee, Z99001", "Ann Lee", "ann@example.org", ("representative",), "Z99001"),
        ("Ann Lee\tann@example.org\texec / rep\tz99001", "Ann Lee", "ann@example.org", ("executive", "representative"), "Z99001"),
        ("Ann Lee;ANN@example.org;observer", "Ann Lee", "ann@example.org", ("observer",), ""),
        ("Al Lee, ann@example.org, rep and exec, Z99001", "Al Lee", "ann@example.org", ("representative", "executive"), "Z99001"),
    ],
)  # fmt: skip
def test_lines_as_people_have_them(
    text: str, name: str, email: str, roles: tuple[str, ...], code: str
) -> None:
    (one,) = read_invitations(text, "representative")
    assert (one.name, one.email, one.roles, one.code) == (name, email, roles, code)


def test_what_a_mail_program_writes_on_one_line_is_several_people() -> None:
    found = read_invitations("Ann Lee <a@example.org>; Day, Bob <b@example.org>;", "observer")
    assert [(one.name, one.email, one.roles) for one in found] == [
        ("Ann Lee", "a@example.org", ("observer",)),
        ("Day, Bob", "b@example.org", ("observer",)),
    ]


@pytest.mark.parametrize(
    "text, problem",
    [
        ("Ann Lee, observer", "There is no email address"),
        ("ann@example.org, observer", "There is no name"),
        ("Ann Lee, ann@example.org", "Say which practice: add its ODS code"),
        ("Name,Email,Role\nAnn Lee,me@nhs@x,observer", "“me@nhs@x” is not an email address"),
        ("Name,Email,Role\nAnn Lee,a@example.org,captain", "“captain” is not a role"),
        ("Ann Lee, a@example.org, observr, Z99001", "“observr” is not a role"),
        (
            "Ann, a@example.org, observer\nAnn, A@example.org, observer",
            "The same person is on line 1 already",
        ),
        ("A\u202ee, a@example.org, observer", "The name has a character that cannot be seen"),
    ],
)
def test_lines_that_cannot_be_used_say_why(text: str, problem: str) -> None:
    assert read_invitations(text, "representative")[-1].problem == problem


def test_blank_and_strange_text_invites_nobody() -> None:
    assert read_invitations(" \n,,,\n;;\n", "observer") == []
    assert len(read_invitations("a@b.c, x, observer\n" * (MOST + 50), "observer")) == MOST + 1


@pytest.mark.both_databases
def test_everybody_is_invited_in_one_unit_of_work_and_each_is_on_the_record(app: Flask) -> None:
    app.config["SETTINGS"]["mail"]["smtp_host"] = "mail.example.org"
    world = make_world(practices=3)
    client = world.client(app, "admin")
    page = check(client, LIST)
    assert "3 new people" in page and "Representative, executive, Driftwood Surgery" in page
    assert held(world) == [] and letters("invitation:") == []
    done = confirm(client, LIST, page)
    assert done.status_code == 303 and done.location.endswith("/people/")
    one, two = world.practices["Z99001"], world.practices["Z99002"]
    assert held(world) == [
        ("ann@example.org", "executive", None),
        ("ann@example.org", "representative", one),
        ("bob@example.org", "representative", two),
        ("cy@example.org", "lay_partner", None),
    ]
    found = sorted(letter["text"] for letter in letters("invitation:"))
    assert len(found) == 3
    assert "as representative of Driftwood Surgery and executive." in found[0], "one letter names all roles"
    with world.scope():
        acts = db.session.scalars(select(RecordEntry.action)).all()
        assert acts.count("person.invited") == 3 and acts.count("membership.started") == 4


def test_lines_that_cannot_be_used_stop_all_or_are_left_out_on_a_tick(
    admin: FlaskClient, world: World
) -> None:
    lines = LIST + "Dee Elm,dee@example.org,rep,Z99099\nEve,eve@example.org,captain,\n"
    page = check(admin, lines)
    assert "2 lines cannot be used" in page and "There is no practice Z99099 in the federation." in page
    assert "Dee Elm,dee@example.org,rep,Z99099" in page, "what was typed is kept"
    refused = confirm(admin, lines, page)
    assert refused.status_code == 422 and "tick to leave out the 2 lines that cannot be used" in refused.text
    assert "Eve,eve@example.org,captain" in refused.text and held(world) == []
    assert confirm(admin, lines, page, leave="1").status_code == 303
    assert len(held(world)) == 4


def test_what_is_confirmed_is_what_was_shown(admin: FlaskClient, world: World) -> None:
    page = check(admin, LIST)
    other = confirm(admin, LIST.replace("ann@", "mallory@"), page)
    assert other.status_code == 409 and "Something has changed since this list was checked" in other.text
    assert held(world) == []


def test_who_is_there_already_gets_only_what_is_missing(app: Flask, admin: FlaskClient, world: World) -> None:
    give_password(world.people["rep1"])
    lines = "Una, rep1@saltmarsh.example, rep; executive, Z99001\nUna, rep2@saltmarsh.example, rep, Z99002"
    page = check(admin, lines)
    assert "1 who has an account" in page, re.findall(r"[^.]*would be used[^.]*", page)
    assert "1 line changes nothing" in page
    done = confirm(admin, lines, page)
    assert done.status_code == 303, re.findall(r'error-summary__list">(.*?)</ul>', done.text, re.S)
    with world.scope():
        roles = db.session.scalars(
            select(Membership.role).where(
                Membership.person_id == world.people["rep1"], Membership.ended_at.is_(None)
            )
        ).all()
        assert sorted(roles) == ["executive", "representative"]
    again = check(admin, lines)
    assert "Invite 0" not in again and "2 lines change nothing" in again


def test_a_file_and_its_lines_are_shown_to_be_put_right(admin: FlaskClient, world: World) -> None:
    data = {
        "role": "representative",
        "check": "1",
        "lines": "",
        "file": (BytesIO(LIST.encode()), "list.csv"),
    }
    page = admin.post(PAGE, data=data, content_type="multipart/form-data").text
    assert "3 new people" in page and "Ann Lee,ann@example.org,representative; executive,Z99001" in page
    data["file"] = (BytesIO(b"PK\x03\x04" + b"\0" * 50), "list.csv")
    refused = admin.post(PAGE, data=data, content_type="multipart/form-data").text
    assert "This is a zip or Excel file" in refused
    assert "Paste at least one line, or choose a file" in admin.post(PAGE, data={"role": "observer"}).text


def test_the_table_to_fill_in_has_the_practices_without_a_representative(
    app: Flask, admin: FlaskClient, world: World
) -> None:
    with world.scope():
        db.session.rollback()
    from federation.kernel.db import unit_of_work

    with world.scope(), unit_of_work() as session:
        session.scalars(
            select(Membership).where(Membership.person_id == world.people["rep2"])
        ).one().ended_at = session.scalars(select(Membership.started_at)).first()
    forget()
    table = admin.get(f"{PAGE}.csv").text.lstrip("\ufeff").splitlines()
    assert table == [
        "name,email,roles,practice_code,practice",
        ",,representative,Z99002,Lighthouse Medical Centre",
    ]
    filled = "\n".join([table[0], "Lou Kay,lou@example.org" + table[1][1:]])
    assert "1 new person" in check(admin, filled)


def test_nobody_else_invites_many(app: Flask, world: World) -> None:
    lines = read_invitations("Ann, ann@example.org, observer", "observer")
    for name in ("chair", "rep1", "member", "lay", "observer"):
        assert world.client(app, name).post(PAGE, data={"lines": "x", "role": "observer"}).status_code == 403
        with world.scope(), pytest.raises(NotYours):
            many.invite_many(world.actor(name), lines, seen="", leave_out=True)
    with world.scope(), pytest.raises(Refusal):
        many.invite_many(world.actor("admin"), lines, seen="", leave_out=True)
    assert held(world) == []


def test_checking_costs_the_same_for_one_and_for_many(admin: FlaskClient, world: World) -> None:
    counts = []
    check(admin, LIST)
    for number in (1, 40):
        lines = "\n".join(f"P {n}, p{n}@example.org, rep, Z99001" for n in range(number))
        with counted_statements() as found:
            check(admin, lines)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_one_person_gets_several_roles_on_the_single_form(admin: FlaskClient, world: World) -> None:
    data = {
        "email": "ann@example.org",
        "name": "Ann",
        "role": ["representative", "executive"],
        "practice": "Z99001",
    }
    assert admin.post("/f/saltmarsh/people/invite", data=data).status_code == 303
    assert [role for _, role, _ in held(world)] == ["executive", "representative"]
    [letter] = letters("invitation:")
    assert (
        "invited you to Saltmarsh GP Federation, as executive and representative of Driftwood Surgery."
        in letter["text"]
    )
    more = {**data, "role": ["observer", "lay_partner"], "practice": ""}
    assert admin.post("/f/saltmarsh/people/invite", data=more).status_code == 303
    newest = letters("invitation:")[-1]["text"]
    assert "as executive and representative of Driftwood Surgery and" in newest
    with world.scope():
        ann = db.session.scalars(select(Person.id).where(Person.email == "ann@example.org")).one()
    give_password(ann)
    assert (
        admin.post(
            "/f/saltmarsh/people/invite", data={**data, "role": ["administrator", "member"]}
        ).status_code
        == 303
    )
    [joined] = letters("joined:")
    assert "you now also belong to Saltmarsh GP Federation, as administrator and" in joined["text"]
    wrong = admin.post(
        "/f/saltmarsh/people/invite",
        data={"email": "b@example.org", "name": "B", "role": "executive", "practice": "Z99001"},
    )
    assert (
        "Only representatives and practice members have a practice" in wrong.text
        and 'value="B"' in wrong.text
    )


def test_from_the_file_to_everybody_invited_are_at_most_15_pages(app: Flask) -> None:
    """Pages that somebody signed in sees: 55 practices, their list sizes, and a representative of each."""
    world = make_world(practices=0)
    client, pages = world.client(app, "admin"), 0

    def look(answer: Any) -> Any:
        nonlocal pages
        while answer.status_code == 303:
            forget()
            answer = client.get(answer.location)
        assert answer.status_code == 200
        pages += 1
        return answer

    codes = [f"Z99{n:03}" for n in range(1, 56)]
    base, act = "/f/saltmarsh/practices", {"role": "representative", "check": "1"}
    look(client.get(f"{base}/import"))
    pick = upload(client, world, practice_file(*(line(code, f"SURGERY {code}") for code in codes)))
    look(pick)
    check_page = look(client.post(pick.location, data={"icb": "QZZ"}))
    address = pick.location.replace("/pick", "/check")
    look(client.post(address, data={"seen": seen(check_page.text), "membership": "full"}))
    look(client.get(f"{base}/list-sizes"))
    sizes = upload(client, world, sizes_file(dict.fromkeys(codes, 8000)), where="list-sizes")
    text = look(sizes).text
    look(client.post(sizes.location, data={"seen": seen(text), "older": "1"}))
    look(client.get(PAGE))
    lines = "\n".join(f"Person {code}, {code.lower()}@example.org, rep, {code}" for code in codes)
    checked = look(client.post(PAGE, data={**act, "lines": lines}))
    look(confirm(client, lines, checked.text))
    look(client.post("/f/saltmarsh/people/links"))
    assert len(held(world)) == 55 and len(letters("invitation:")) == 55
    assert pages == 11
