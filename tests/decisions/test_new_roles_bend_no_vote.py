"""What a role lets somebody see or do in a vote is settled when the vote opens, or by a second person of the practice."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.models import Ballot, Decision
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.queries.ballots import own_entries
from federation.decisions.voting.queries.owed import votes_owed
from federation.decisions.voting.queries.receipts import check_code
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.confirming import confirm_role, refuse_role
from federation.network.members.actions.inviting import invite
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.queries.second_person import roles_for, roles_to_confirm
from federation.network.members.terminal import add_person_from_terminal
from federation.network.models import Membership
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.votes import opened, preset, vote

both = pytest.mark.both_databases
F = "/f/saltmarsh/"
Z1, Z2, Z3 = "Z99001", "Z99002", "Z99003"


@pytest.fixture
def world(app: Flask) -> World:
    """A federation that is set up: everybody has a password."""
    made = make_world()
    settle_in(made)
    return made


def settle_in(world: World) -> None:
    """Let everybody of a world have signed in some time."""
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id.in_(world.people.values())).values(password_hash="none that works")
        )


def cast_votes(world: World, decision: int) -> list[tuple[int, str, int]]:
    """(entry, stance, version) of every ballot there is."""
    with world.scope():
        rows = db.session.execute(
            select(Ballot.roll_entry_id, Ballot.stance, Ballot.version)
            .where(Ballot.decision_id == decision)
            .order_by(Ballot.id)
        ).all()
        db.session.rollback()
    return [(row[0], row[1], row[2]) for row in rows]


def membership(world: World, name: str, role: str, code: str | None = None) -> int:
    """The number of a role that somebody holds."""
    statement = select(Membership.id).where(
        Membership.person_id == world.people[name], Membership.role == role, Membership.ended_at.is_(None)
    )
    if code:
        statement = statement.where(Membership.practice_id == world.practices[code])
    with world.scope():
        found = db.session.scalars(statement).one()
        db.session.rollback()
    return found


def give(world: World, by: str, to: str, role: str, code: str | None = None) -> int:
    """Let ``by`` give somebody (made up if new) a role; the number of the role."""
    with world.scope():
        if to in world.people:
            return add_role(world.actor(by), world.people[to], role, code).membership_id
        begun = invite(world.actor(by), f"{to}@{world.slug}.example", to.title(), role, code)
    world.people[to] = begun.person_id
    settle_in(world)
    return begun.membership_id


def confirm(world: World, by: str, whose: str, number: int) -> None:
    with world.scope():
        confirm_role(world.actor(by), world.people[whose], number)


def can(world: World, number: int) -> set[str]:
    """Who can confirm a role, by their short names."""
    names = {number: name for name, number in world.people.items()}
    with world.scope():
        found = roles_to_confirm(number)
        db.session.rollback()
    assert len(found) == 1
    return {names[person] for person in found[0].can}


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return no.value.words


# the attack from outside


@both
def test_an_administrator_gives_themselves_every_role_and_nothing_moves_in_the_interface(
    app: Flask, world: World
) -> None:
    decision = opened(world)
    vote(world, decision, "fffffffff")
    before = cast_votes(world, decision)
    me, mine = program(app, world, "admin"), world.people["admin"]
    for number, code in enumerate(world.practices):
        for role in ("member", "representative"):
            me.done("POST", f"/people/{mine}/roles", {"role": role, "practice": code}, 201)
        answer = me("PUT", f"/decisions/{decision}/ballots/{code}", {"stance": "against", "reason": "x"})
        assert answer.status_code == 403
        assert me("GET", f"/decisions/{decision}/ballots/{code}").status_code == 403
        assert (
            me("POST", f"/decisions/{decision}/ballots/{code}/stand-aside", {"reason": "x"}).status_code
            == 403
        )
        assert me("POST", f"/decisions/{decision}/objections/{code}/accept").status_code == 403, number
    assert me.get(f"/decisions/{decision}")["own_ballots"] == []
    assert me.get(f"/decisions/{decision}/ballots") == {"everybody": False, "items": [], "next": None}
    assert me.get("/votes-owed") == {"items": []}
    role = me.done("POST", f"/people/{mine}/roles", {"role": "executive", "practice": None}, 201)["role_id"]
    assert me("GET", "/votes-owed").status_code == 401, "a role that owes the second step ends tokens"
    me = program(app, world, "admin")
    assert me("POST", f"/decisions/{decision}/close", {"reason": "x"}).status_code == 403
    assert me("POST", f"/people/{mine}/roles/{role}/chair").status_code == 409
    for one in me.get("/roles-to-confirm")["items"]:
        assert one["gives_nothing"] and not one["mine"]
        assert me("POST", f"/people/{mine}/roles/{one['role_id']}/confirm").status_code == 403
    assert len(me.get("/roles-to-confirm")["items"]) == 25
    assert cast_votes(world, decision) == before
    assert state(world, decision) == "open"


@both
def test_an_administrator_gives_themselves_every_role_and_nothing_moves_on_the_pages(
    app: Flask, world: World
) -> None:
    decision = opened(world, preset("simple_majority", visibility="after_own_vote"))
    vote(world, decision, "fffffffff", reason="Our secret reason.")
    before = cast_votes(world, decision)
    page, mine = world.client(app, "admin"), world.people["admin"]
    here = f"{F}decisions/{decision}"
    for code, number in world.practices.items():
        for role in ("member", "representative"):
            form = {"role": role, "practice": code}
            assert page.post(f"{F}people/{mine}/roles/add", data=form).status_code == 303
        for path in (f"/vote/{number}", f"/stand-aside/{number}", f"/objections/{number}/accept"):
            form = {"stance": "against", "reason": "x"}
            assert page.post(here + path, data=form).status_code in (403, 404)
        assert page.get(f"{here}/vote/{number}").status_code in (403, 404)
    for path in ("", "/roll", "/votes.csv"):
        shown = page.get(here + path)
        assert shown.status_code == 200 and "secret reason" not in shown.text and "Cast by" not in shown.text
    page.post(f"{F}people/{mine}/roles/add", data={"role": "executive"})
    assert page.post(f"{here}/close", data={"reason": "x"}).status_code == 403
    assert page.post(f"{here}/withdraw", data={"reason": "x"}).status_code == 403
    assert "has not voted yet" not in page.get(F).text
    assert cast_votes(world, decision) == before
    assert state(world, decision) == "open"


def state(world: World, decision: int) -> str:
    with world.scope():
        found = db.session.scalar(select(Decision.state).where(Decision.id == decision))
        db.session.rollback()
    return str(found)


# roles given to others while a vote is open


@both
def test_a_role_given_during_a_vote_sees_and_does_nothing_in_it_and_everything_in_the_next(
    app: Flask, world: World
) -> None:
    decision = opened(world, preset("consent"))
    vote(world, decision, "oc")
    first = world.practices[Z1]
    with world.scope():
        objections.answer_objection(world.actor("rep1"), decision, first, "We will see to it.")
        code = db.session.scalar(select(Ballot.receipt).order_by(Ballot.id).limit(1)) or ""
    give(world, "admin", "puppet", "representative", Z1)
    puppet = world.actor("puppet")
    with world.scope():
        for act in (
            lambda: voting.cast(puppet, decision, first, "consent"),
            lambda: stand_aside(puppet, decision, first, "We own it."),
            lambda: objections.accept_resolution(puppet, decision, first),
        ):
            assert "began after this vote opened" in refused(act)
        assert own_entries(decision, puppet) == []
        assert votes_owed(puppet) == []
        found = check_code(code, puppet)
        assert found is not None and found.withheld == "open" and found.ballot is None
    assert (
        "does not count in this vote yet" in world.client(app, "puppet").get(f"{F}decisions/{decision}").text
    )
    later = opened(world)
    with world.scope():
        assert [one.decision_id for one in votes_owed(world.actor("puppet"))] == [later]
        voting.cast(world.actor("puppet"), later, first, "for")
        assert [one.stance for one in own_entries(later, world.actor("puppet"))] == ["for"]


@both
def test_once_somebody_of_the_practice_confirms_it_the_role_counts(world: World) -> None:
    decision = opened(world)
    vote(world, decision, "f")
    number = give(world, "admin", "nadia", "representative", Z1)
    assert can(world, number) == {"rep1", "member"}
    confirm(world, "member", "nadia", number)
    with world.scope():
        nadia = world.actor("nadia")
        assert [entry.stance for entry in own_entries(decision, nadia)] == ["for"]
        assert not voting.cast(nadia, decision, world.practices[Z1], "against", "x").first
        assert roles_to_confirm() == []
    assert "needs no second person" in refused(lambda: confirm(world, "rep1", "nadia", number))


@both
def test_neither_the_giver_nor_the_receiver_nor_anybody_of_elsewhere_confirms(world: World) -> None:
    world.add("admin", "member", Z1)
    opened(world)
    number = give(world, "admin", "rep3", "representative", Z1)
    assert can(world, number) == {"rep1", "member"}
    for name in ("admin", "rep3", "rep2", "chair"):
        assert "You cannot confirm this role" in refused(
            lambda name=name: confirm(world, name, "rep3", number)
        )
    for name in ("lay", "observer"):
        assert "with your role" in refused(lambda name=name: confirm(world, name, "rep3", number))
    with world.scope():
        assert roles_for(world.actor("admin"))[0] == roles_for(world.actor("chair"))[0] == []
        assert [one.membership_id for one in roles_for(world.actor("rep1"))[0]] == [number]


@both
def test_puppets_of_today_confirm_nothing(world: World) -> None:
    decision = opened(world)
    vote(world, decision, "ff")
    give(world, "admin", "puppet", "member", Z2)
    give(world, "admin", "friend", "executive")
    number = give(world, "admin", "tool", "representative", Z2)
    assert can(world, number) == {"rep2"}
    friend = membership(world, "friend", "executive")
    assert can(world, friend) == {"chair"}
    for name in ("puppet", "friend", "tool"):
        assert "You cannot confirm" in refused(lambda name=name: confirm(world, name, "tool", number))
    with world.scope():
        assert "began after" in refused(lambda: closing.close_early(world.actor("friend"), decision, "x"))


@both
def test_a_made_up_administrator_does_not_free_who_made_them_from_being_the_giver(world: World) -> None:
    world.add("admin", "member", Z1)
    give(world, "admin", "second", "administrator")
    opened(world)
    number = give(world, "second", "tool", "representative", Z1)
    assert can(world, number) == {"rep1", "member"}


@both
def test_ending_everybody_of_a_practice_opens_no_other_way(world: World) -> None:
    give(world, "admin", "friend", "executive")
    decision = opened(world)
    vote(world, decision, "fff")
    with world.scope():
        admin = world.actor("admin")
        end_role(admin, world.people["rep3"], membership(world, "rep3", "representative"))
    number = give(world, "admin", "tool", "representative", Z3)
    assert can(world, number) == set()
    assert "You cannot confirm" in refused(lambda: confirm(world, "friend", "tool", number))
    with world.scope():
        end_role(world.actor("admin"), world.people["chair"], membership(world, "chair", "executive"))
    other = give(world, "admin", "crony", "executive")
    assert can(world, other) == {"friend"}


@both
def test_where_a_practice_has_nobody_the_executive_confirms_and_its_own_new_people_do_not(
    world: World,
) -> None:
    with world.scope():
        end_role(world.actor("admin"), world.people["rep3"], membership(world, "rep3", "representative"))
    decision = opened(world)
    give(world, "admin", "puppet", "member", Z3)
    number = give(world, "admin", "nadia", "representative", Z3)
    assert can(world, number) == {"chair"}
    confirm(world, "chair", "nadia", number)
    with world.scope():
        assert voting.cast(world.actor("nadia"), decision, world.practices[Z3], "for").first


@both
def test_somebody_invited_who_never_came_is_nobody(world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["rep3"]).values(password_hash=None))
    opened(world)
    with world.scope():
        number = invite(
            world.actor("admin"), "new@saltmarsh.example", "New", "representative", Z3
        ).membership_id
    assert can(world, number) == {"chair"}


@both
def test_a_role_that_is_ended_and_given_again_begins_anew(world: World) -> None:
    decision = opened(world)
    vote(world, decision, "f")
    with world.scope():
        end_role(world.actor("admin"), world.people["rep1"], membership(world, "rep1", "representative"))
    number = give(world, "admin", "rep1", "representative", Z1)
    with world.scope():
        act = lambda: voting.cast(world.actor("rep1"), decision, world.practices[Z1], "against", "x")  # noqa: E731
        assert "began after" in refused(act)
    assert can(world, number) == {"member"}


@both
def test_a_role_from_the_terminal_waits_for_the_practice_too(world: World) -> None:
    decision = opened(world)
    with world.scope():
        add_person_from_terminal("rep2@saltmarsh.example", "Rep2", "representative", Z1)
        number = membership(world, "rep2", "representative", Z1)
        act = lambda: voting.cast(world.actor("rep2"), decision, world.practices[Z1], "for")  # noqa: E731
        assert "began after" in refused(act)
    confirm(world, "rep1", "rep2", number)
    with world.scope():
        assert act().first


@both
def test_a_confirmer_was_there_before_every_vote_the_role_is_to_count_in(world: World) -> None:
    opened(world)
    give(world, "admin", "newer", "member", Z2)
    opened(world, title="Another")
    number = give(world, "admin", "nadia", "representative", Z2)
    assert can(world, number) == {"rep2"}
    confirm(world, "rep2", "newer", membership(world, "newer", "member"))
    assert can(world, number) == {"rep2", "newer"}


# the executive and the chair


@both
def test_a_new_executive_counts_in_open_votes_once_another_confirms_it(world: World) -> None:
    decision = opened(world)
    number = give(world, "admin", "rep4", "executive")
    assert can(world, number) == {"chair"}
    with world.scope():
        rep4 = world.actor("rep4")
        assert "began after" in refused(lambda: closing.close_early(rep4, decision, "x"))
        assert "began after" in refused(lambda: withdraw(rep4, decision, "x"))
    confirm(world, "chair", "rep4", number)
    with world.scope():
        closing.close_early(world.actor("rep4"), decision, "Agreed by all.")


@both
def test_without_another_executive_a_representative_confirms(world: World) -> None:
    with world.scope():
        end_role(world.actor("admin"), world.people["chair"], membership(world, "chair", "executive"))
    opened(world)
    give(world, "admin", "late", "representative", Z1)
    number = give(world, "admin", "rep4", "executive")
    assert can(world, number) == {f"rep{n}" for n in range(1, 13)} - {"rep4"}


@both
def test_the_chair_made_after_a_vote_opened_breaks_no_tie_in_it_unconfirmed(world: World) -> None:
    world.add("exec", "executive")
    world.add("third", "executive")
    settle_in(world)
    decision = opened(world, preset("simple_majority", tie="casting_vote"))
    vote(world, decision, "fx" * 5)
    with world.scope():
        make_chair(world.actor("admin"), world.people["exec"], membership(world, "exec", "executive"))
        closing.close_early(world.actor("third"), decision, "Enough.")
        act = lambda: closing.give_casting_vote(world.actor("exec"), decision, "for", "x")  # noqa: E731
        assert "began after" in refused(act)
    number = membership(world, "exec", "executive")
    assert can(world, number) == {"chair", "third"}
    confirm(world, "third", "exec", number)
    with world.scope():
        assert act().verdict == "carried"


@both
def test_nobody_makes_themselves_the_chair_alone(world: World) -> None:
    world.add("admin", "executive")
    number = membership(world, "admin", "executive")
    with world.scope():
        make_chair(world.actor("admin"), world.people["admin"], number)
        assert "chair" not in world.actor("admin").roles and "chair" in world.actor("chair").roles
    assert can(world, number) == {"chair"}
    confirm(world, "chair", "admin", number)
    with world.scope():
        assert "chair" in world.actor("admin").roles and "chair" not in world.actor("chair").roles


# roles that people give themselves


@both
@pytest.mark.parametrize(("role", "code"), [("member", Z1), ("representative", Z1), ("executive", None)])
def test_what_somebody_gives_themselves_waits_for_a_second_person(
    app: Flask, world: World, role: str, code: str | None
) -> None:
    number = give(world, "admin", "admin", role, code)
    actor = world.actor("admin")
    assert (actor.roles, actor.seats) == (frozenset({"administrator"}), ())
    assert can(world, number) == ({"rep1", "member"} if code else {"chair"})
    assert "To be confirmed" in world.client(app, "rep5").get(f"{F}people/{world.people['admin']}").text
    confirm(world, "rep1" if code else "chair", "admin", number)
    assert role in world.actor("admin").roles


@both
def test_who_sets_a_federation_up_gives_themselves_roles_until_a_second_person_has_signed_in(
    app: Flask,
) -> None:
    world = make_world()
    number = give(world, "admin", "admin", "executive")
    with world.scope():
        assert "executive" in world.actor("admin").roles
        assert roles_to_confirm() == []
        end_role(world.actor("admin"), world.people["admin"], number)
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["rep7"]).values(password_hash="x"))
    with world.scope():
        end_role(world.actor("admin"), world.people["rep7"], membership(world, "rep7", "representative"))
    give(world, "admin", "admin", "executive")
    assert "executive" not in world.actor("admin").roles


@both
def test_a_role_that_is_refused_ends(app: Flask, world: World) -> None:
    opened(world)
    number = give(world, "admin", "tool", "representative", Z1)
    with world.scope():
        assert "You cannot confirm" in refused(
            lambda: refuse_role(world.actor("rep2"), world.people["tool"], number)
        )
        refuse_role(world.actor("rep1"), world.people["tool"], number)
    with pytest.raises(AssertionError):
        world.actor("tool")


@both
def test_nothing_of_another_federation_counts(world: World) -> None:
    other = make_world("fenland", 2)
    settle_in(other)
    opened(other)
    give(other, "admin", "nadia", "representative", Z1)
    number = give(world, "admin", "nadia", "representative", Z1)
    with world.scope():
        assert roles_to_confirm() == []
        assert "needs no second person" in refused(
            lambda: confirm_role(world.actor("rep1"), world.people["nadia"], number)
        )
