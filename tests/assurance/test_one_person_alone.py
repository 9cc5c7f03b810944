"""One person alone, whatever their role, bends nothing unseen: ways that were tried against the product."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.permissions import TOO_YOUNG
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.rules import Rule
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions.closing import close_early, give_casting_vote
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import unit_of_work
from federation.network.arrival import place_of
from federation.network.federation.actions.settling import settle, show_set_up
from federation.network.imports.queries.checks import ImportSource, JoiningPlan
from federation.network.imports.rules import ImportSelection, read_list_sizes, read_practices
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.confirming import confirm_role, refuse_role
from federation.network.members.actions.handing_on import hand_on
from federation.network.members.actions.inviting import invite
from federation.network.members.actions.many import check_lines, invite_many, print_of
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.rules.invitations import InvitedLine
from federation.network.practices.actions import practices
from federation.people.actions.choosing_passwords import accept_invitation
from federation.people.models import Person
from federation.testing.apps import RunApps
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.assurance.proven import Proven, proven, talked_about
from tests.decisions.test_letters import work
from tests.decisions.test_new_roles_bend_no_vote import give, membership, refused, settle_in
from tests.decisions.votes import in_hours, opened, preset
from tests.network.files import line, ours, practice_file, save_list_sizes, save_practices, sizes_file
from tests.people.accounts import PASSWORD, browser, letters

pytestmark = pytest.mark.both_databases


@pytest.fixture
def app(settings: dict[str, Any], apps: RunApps) -> Iterator[Flask]:
    """The whole product: letters hold addresses of pages."""
    with apps.lend(settings) as made, made.app_context():
        yield made


@pytest.fixture
def here(app: Flask) -> Proven:
    """A federation that was written down from the beginning, a vote in each state."""
    found = proven()
    settle_in(found.world)
    return found


def test_a_day_of_honest_acts_raises_no_alarm(here: Proven) -> None:
    world = here.world
    assert here.found() == []
    with world.scope():
        admin = world.actor("admin")
        settle(admin, "Saltmarsh Federation", "locality", True, "green", False)
    assert here.found() == [], "settle"
    with world.scope():
        show_set_up(world.actor("admin"), False)
    assert here.found() == [], "setup"
    with world.scope():
        withdraw(world.actor("rep1"), here.open, "We think again.")
    assert here.found() == [], "called off"
    number = give(world, "admin", "second", "executive")
    confirm = world.actor("chair")
    with world.scope():
        make_chair(world.actor("admin"), world.people["second"], number)
        refuse_role(confirm, world.people["second"], number)
    assert here.found() == [], "chair refused"


TAMPERINGS = {
    "a role confirmed by nobody": (
        "UPDATE network_membership SET confirmed_at = started_at WHERE role = 'observer'",
        "whether a second person has confirmed it was changed",
    ),
    "a role made older than a vote": (
        "UPDATE network_membership SET started_at = '2020-01-01 00:00:00.000000' WHERE person_id = {late}",
        "when the role that it gave began was changed",
    ),
    "a chair made older than a tie": (
        "UPDATE network_membership SET chair_given_at = NULL WHERE person_id = {late}",
        "who made it the chair’s",
    ),
    "the reason for calling off rewritten": (
        "UPDATE decisions_decision SET withdrawn_reason = 'Nobody asked.' WHERE id = {open}",
        "who withdrew it, or the reason, was changed",
    ),
    "somebody else called it off": (
        "UPDATE decisions_decision SET closed_by = {admin} WHERE id = {open}",
        "who withdrew it, or the reason, was changed",
    ),
}


def test_what_makes_a_role_count_is_proved_and_who_called_a_vote_off(here: Proven) -> None:
    world = here.world
    number = give(world, "admin", "late", "executive")
    with world.scope():
        make_chair(world.actor("admin"), world.people["late"], number)
        withdraw(world.actor("rep1"), here.open, "We think again.")
    assert here.found() == []
    numbers = {"late": world.people["late"], "admin": world.people["admin"], "open": here.open}
    for name, (statement, words) in TAMPERINGS.items():
        found = here.after([statement.format(**numbers)])
        assert any(words in line for line in found), (name, found)


# the list of practices that may vote, changed for as long as it takes to open a vote


def told(here: Proven, key: str) -> dict[str, str]:
    """Who got letters whose keys begin so, with the text."""
    names = {number: name for name, number in here.world.people.items()}
    return {names[one["person"]]: one["text"] for one in letters(key)}


def test_a_practice_that_loses_its_vote_hears_of_it_and_so_does_the_executive(here: Proven) -> None:
    world = here.world
    home = world.practices["Z99002"]
    with world.scope():
        practices.take_leave(world.actor("admin"), home)
        practices.set_membership(world.actor("admin"), world.practices["Z99001"], "associate", None)
    found = told(here, "roll:")
    assert set(found) == {"rep1", "rep2", "member", "admin", "chair"}
    assert (
        "Admin has changed the practices of Saltmarsh GP Federation: Lighthouse Medical Centre has left."
        in (" ".join(found["rep2"].replace("admin", "Admin").split()))
    )
    assert "is an associate member now" in found["rep1"]
    before = len(letters("roll:"))
    with world.scope():
        practices.return_practice(world.actor("admin"), home)
    more = letters("roll:")[before:]
    assert len(more) == 2
    assert all("May vote from now on:\n- Lighthouse Medical Centre" in one["text"] for one in more)
    assert here.found() == []


def test_files_that_change_who_may_vote_or_how_much_are_told(here: Proven) -> None:
    world = here.world
    admin, source = world.actor("admin"), ImportSource("epraccur.csv", "0" * 64)
    file = practice_file(
        *ours("Z99002"), line("Z99002", "LIGHTHOUSE MEDICAL CENTRE", status="C", closed="20260831")
    )
    with world.scope():
        save_practices(admin, read_practices(file), ImportSelection(), JoiningPlan(), source)
        save_list_sizes(admin, read_list_sizes(sizes_file({"Z99001": 900_000}, "2026-11-01")), source)
    found = told(here, "roll:")
    assert set(found) == {"rep2", "admin", "chair"}
    assert "has closed" in found["rep2"]
    roll, sizes = (one["text"] for one in letters("roll:") if one["person"] == world.people["chair"])
    assert "no more:\n- Lighthouse Medical Centre" in roll and "from now on:\n- Estuary View Surgery" in roll
    assert "Z99001: 11,240 to 900,000 patients" in sizes


# puppets at practices that have nobody


def test_of_roles_at_practices_without_people_the_executive_is_told_in_one_letter(app: Flask) -> None:
    world = make_world()
    settle_in(world)
    admin = world.actor("admin")
    empty = list(world.practices)[4:9]
    with world.scope():
        for number in range(5, 10):
            end_role(admin, world.people[f"rep{number}"], membership(world, f"rep{number}", "representative"))
        assert len([one for one in letters("role:") if one["person"] == world.people["chair"]]) == 5
        lines = [
            InvitedLine(n, "", "Eve", "eve@x.example", ("representative",), code)
            for n, code in enumerate(empty)
        ]
        invite_many(admin, lines, seen=print_of(check_lines(lines)), leave_out=False)
        invite(admin, "one@x.example", "One More", "member", empty[0])
    found = [one["text"] for one in letters("role:") if one["person"] == world.people["chair"]][5:]
    assert [text.count("\n- ") for text in found] == [5, 1]
    assert "- Eve: representative of Estuary View Surgery" in found[0]
    assert "- One More: practice member of Estuary View Surgery" in found[1]


# links that an administrator is shown


def test_the_link_of_somebody_with_a_say_in_an_open_vote_brings_none_to_whoever_is_shown_it(
    app: Flask, here: Proven
) -> None:
    world = here.world
    no_password(world, "rep3")
    home = world.practices["Z99003"]
    with world.scope():
        link = hand_on(world.actor("admin"), world.people["rep3"])[0].link
    accept_invitation(link.rpartition("/")[2], "Rep3", PASSWORD, "")
    with world.scope():
        assert refused(lambda: voting.cast(world.actor("rep3"), here.open, home, "for", "x")) == TOO_YOUNG
        confirm_role(world.actor("chair"), world.people["rep3"], membership(world, "rep3", "representative"))
        voting.cast(world.actor("rep3"), here.open, home, "for", "x")
    assert here.found() == []


def test_a_link_shown_in_one_federation_opens_no_role_in_another(app: Flask, here: Proven) -> None:
    world, other = here.world, make_world("thistledown", practices=1)
    with other.scope():
        person = invite(other.actor("admin"), "nadia@saltmarsh.example", "Nadia", "observer").person_id
        link = hand_on(other.actor("admin"), person)[0].link
    with world.scope():
        mine = invite(world.actor("admin"), "nadia@saltmarsh.example", "Nadia", "representative", "Z99003")
    taken = accept_invitation(link.rpartition("/")[2], "Nadia", PASSWORD, "").person_id
    assert taken == person != mine.person_id
    assert place_of(taken, "Nadia", "nadia@saltmarsh.example", world.federation_id) is None


@pytest.mark.parametrize("confirmed", [False, True], ids=["", "of a role that was confirmed"])
def test_a_link_shown_before_a_vote_opens_and_used_after_brings_no_say_in_it(
    app: Flask, here: Proven, confirmed: bool
) -> None:
    world = here.world
    no_password(world, "rep3")
    home, person = world.practices["Z99003"], world.people["rep3"]
    if confirmed:
        with world.scope():
            hand_on(world.actor("admin"), person)
            confirm_role(world.actor("chair"), person, membership(world, "rep3", "representative"))
    settle_votes(world, here)
    with world.scope():
        link = hand_on(world.actor("admin"), person)[0].link
    later = another_vote(world)
    accept_invitation(link.rpartition("/")[2], "Rep3", PASSWORD, "")
    with world.scope():
        assert refused(lambda: voting.cast(world.actor("rep3"), later, home, "for", "x")) == TOO_YOUNG
        number = membership(world, "rep3", "representative")
        assert refused(lambda: confirm_role(world.actor("admin"), person, number))
        confirm_role(world.actor("chair"), person, number)
        voting.cast(world.actor("rep3"), later, home, "for", "x")
    assert here.found() == []


def test_a_chair_who_comes_by_a_shown_link_gives_no_casting_vote_in_a_vote_that_was_open(
    app: Flask, here: Proven
) -> None:
    world = here.world
    settle_votes(world, here)
    no_password(world, "chair")
    with world.scope():
        link = hand_on(world.actor("admin"), world.people["chair"])[0].link
    tied = another_vote(world, preset("simple_majority", tie="casting_vote", early_close="all_voted"))
    accept_invitation(link.rpartition("/")[2], "Chair", PASSWORD, "")
    with world.scope():
        for number, stance in enumerate(("for", "against", "for", "against"), 1):
            voting.cast(world.actor(f"rep{number}"), tied, world.practices[f"Z9900{number}"], stance, "x")
        act = lambda: give_casting_vote(world.actor("chair"), tied, "for", "It is time.")  # noqa: E731
        assert refused(act) == TOO_YOUNG
    assert here.found() == []


def test_a_ballot_by_an_account_opened_with_a_shown_link_says_so_after_the_close(
    app: Flask, here: Proven
) -> None:
    world = here.world
    no_password(world, "rep3")
    settle_votes(world, here)
    with world.scope():
        link = hand_on(world.actor("admin"), world.people["rep3"])[0].link
    accept_invitation(link.rpartition("/")[2], "Rep3", PASSWORD, "")
    later = another_vote(world)
    with world.scope():
        for name, code in (("rep2", "Z99002"), ("rep3", "Z99003")):
            voting.cast(world.actor(name), later, world.practices[code], "for", "x")
    client = world.client(app, "observer")
    page, file = f"/f/saltmarsh/decisions/{later}", f"/f/saltmarsh/decisions/{later}/votes.csv"
    said = "with an account opened by a link that Admin had seen"
    assert [said in client.get(one).text for one in (page, file)] == [False, False]
    with world.scope():
        close_early(world.actor("chair"), later, "Enough.")
    assert [client.get(one).text.count(said) for one in (page, file)] == [1, 1]
    [row] = [row for row in client.get(file).text.splitlines() if said in row]
    assert row.startswith("Z99003,")
    shown = program(app, world, "observer").get(f"/decisions/{later}/ballots")["items"]
    seen = {one["practice"]: one["account_link_seen_by"] for one in shown if one["account_link_seen_by"]}
    assert seen == {"Z99003": "Admin"}
    assert here.found() == []


# what is read, and what is voted on


def test_no_receipt_of_a_ballot_cast_by_link_goes_to_a_role_that_does_not_count(
    app: Flask, here: Proven
) -> None:
    world = here.world
    token = re.search(r"/ballot/(\S+)", asked_for_vote(app, here)["rep3"])
    assert token
    with world.scope():
        add_role(world.actor("admin"), world.people["admin"], "representative", "Z99003")
        add_role(world.actor("admin"), world.people["rep1"], "representative", "Z99003")
    page = browser(app).post(f"/f/saltmarsh/ballot/{token[1]}", data={"stance": "for", "reason": "Because."})
    assert page.status_code == 303
    assert set(told(here, "mail:receipt:")) == {"rep3"}


@pytest.mark.parametrize(
    ("subject", "terms"),
    [
        ("decisions.suggested_rule", {"kind": "everyday", "rule_key": "consent"}),
        ("decisions.plugin", {"plugin": "garden", "on": True}),
        ("decisions.plugins_by", {"members": False}),
    ],
)
def test_the_text_of_what_happens_by_itself_is_not_another(
    here: Proven, subject: str, terms: dict[str, object]
) -> None:
    world, draft = here.world, Draft(title="Suggest a rule", body="We suggest this rule.")
    with world.scope():
        number = proposals.start(world.actor("rep1"), draft, subject=subject, terms=terms, fixed=True)
        for other in (replace(draft, title="Tea"), replace(draft, body="We buy tea.")):
            words = refused(lambda other=other: proposals.revise(world.actor("rep1"), number, other))
            assert "happens by itself" in words
        assert proposals.revise(world.actor("rep1"), number, replace(draft, reasons="It is fair.")) == 2


def asked_for_vote(app: Flask, here: Proven) -> dict[str, str]:
    """The letters that ask for votes, in a vote that has just opened."""
    opened(here.world, hours=100)
    work(app, here.world)
    return told(here, "mail:opened:")


def another_vote(world: World, rule: Rule | None = None) -> int:
    """A vote that opens now, written down from its beginning."""
    number = talked_about(world, "clinics")
    with world.scope():
        open_vote(world.actor("rep1"), number, rule or preset("simple_majority"), in_hours(48))
    return number


def settle_votes(world: World, here: Proven) -> None:
    """Let no vote be open, and no tie wait."""
    with world.scope():
        for number in (here.open, here.consent):
            close_early(world.actor("chair"), number, "Enough.")


def no_password(world: World, name: str) -> None:
    """Let somebody have been invited, and not have answered."""
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people[name]).values(password_hash=None))
