"""Names in comments: @ and a name, known for those who may read the thing, told once."""

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.discussion.actions import comment, edit_comment
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.kernel.db import db, unit_of_work
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seat
from federation.network.models import ThreadComment
from federation.network.threads.queries.marked import with_names
from federation.network.threads.rules import NamedPerson, people_named
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.decisions.test_letters import mails
from tests.decisions.votes import propose

KNOWN = {"ada brown": {1}, "ada": {2}, "jean-luc o’neil": {3}, "sam lee": {4, 5}, "sam": {6}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ada Brown, what of it?", [NamedPerson(0, 10, 1)]),
        ("Ask @ada brown's practice", [NamedPerson(4, 10, 1)]),
        ("@Ada thinks so, @Ada Browning too", [NamedPerson(0, 4, 2), NamedPerson(16, 4, 2)]),
        ("(@Jean-Luc O’Neil)", [NamedPerson(1, 16, 3)]),
        ("@Ada\nBrown", [NamedPerson(0, 4, 2)]),
        ("@Sam Lee", []),
        ("@Samuel, and ada@brown.example", []),
        ("Ada Brown @ home @", []),
    ],
)
def test_the_longest_name_that_fits_is_meant_and_one_of_several_people_is_text(
    text: str, named: list[NamedPerson]
) -> None:
    assert people_named(text, KNOWN) == named


def test_a_name_is_marked_and_what_was_typed_stays_text() -> None:
    shown = with_names("- @Ada <b>\n\nand @Ada\ue000", [(2, 4, 2), (16, 4, 2)])
    mark = '<strong class="app-named">@Ada</strong>'
    assert str(shown) == f"<ul><li>{mark} &lt;b&gt;</li></ul>\n<p>and {mark}</p>"


@pytest.fixture
def world(app: Flask) -> World:
    made = make_world(practices=4)
    for name, called in {
        "rep2": "Ada Brown",
        "rep3": "Ada",
        "lay": "Ada Browne",
        "rep4": "ADA BROWNE",
    }.items():
        with unit_of_work() as session:
            session.execute(update(Person).where(Person.id == made.people[name]).values(name=called))
    return made


@pytest.mark.both_databases
def test_who_is_named_hears_of_it_once_and_not_twice_of_one_comment(app: Flask, world: World) -> None:
    decision = propose(world, "rep2")
    with world.scope():
        made = comment(world.actor("rep1"), decision, "@Ada Brown and @Ada Browne, and @Chair: see")
        assert set(mails(world, f"mention:{made}")) == {"rep2", "chair"}
        assert mails(world, f"comment:{made}") == {}
        edit_comment(world.actor("rep1"), made, "@Chair and @Ada, see")
        assert set(mails(world, f"mention:{made}")) == {"rep2", "chair", "rep3"}
        own = comment(world.actor("rep1"), decision, "I am @Rep1")
        assert (mails(world, f"mention:{own}"), set(mails(world, f"comment:{own}"))) == ({}, {"rep2"})
    text = world.client(app, "lay").get(world.address(f"decisions/{decision}")).text
    assert '<strong class="app-named">@Ada</strong>, see' in text
    assert "named you in a comment on" in mails(world, f"mention:{made}")["chair"]
    assert f"/decisions/{decision}#comment-{made}" in mails(world, f"mention:{made}")["chair"]


@pytest.mark.both_databases
def test_nobody_is_named_who_may_not_read_it_or_wants_no_such_mail(world: World) -> None:
    other = make_world("dune")
    with unit_of_work() as session:
        session.get_one(Person, world.people["chair"]).mail_choices = {"mention": "never"}
    with world.scope():
        group = begin_group(world.actor("admin"), GroupWanted("Visits", "Visits.", reads="seated"))
        for name in ("rep1", "chair"):
            give_seat(world.actor("admin"), group, SeatWanted(world.people[name], has_vote=True))
        kept = start(world.actor("rep1"), Draft("Kept", "Text"), group_id=group)
        to_discussion(world.actor("rep1"), kept)
        made = comment(world.actor("rep1"), kept, "@Ada Brown, @Chair, @Member")
        assert db.session.get_one(ThreadComment, made).mentions == [[12, 6, world.people["chair"]]]
    assert mails(world, f"mention:{made}") == {}
    with other.scope():
        shared = propose(other, "rep1")
        away = comment(other.actor("rep1"), shared, "@Ada Brown")
        assert db.session.get_one(ThreadComment, away).mentions is None
