"""The link in a letter casts one practice's ballot in one vote, for one person, and does nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from federation.decisions.models import Ballot, BallotLink, Decision
from federation.decisions.permissions import ByLink, ForPractice
from federation.decisions.voting.actions import planning
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.letters.asking import remind
from federation.decisions.voting.links import open_link
from federation.decisions.voting.receipts import in_groups
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, policy
from federation.kernel.refusals import NotYours
from federation.network.federation.actions.settling import settle
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.roles import add_role, end_role
from federation.network.models import Membership
from federation.people.actions.organisations import connect, disconnect
from federation.people.models import OrganisationAccount, Person
from federation.people.rules.organisations import OrganisationShown, SignInService
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.test_letters import mails, work
from tests.decisions.votes import in_hours, opened, preset, propose
from tests.people.accounts import browser, give_password
from tests.people.apps import give_app

pytestmark = pytest.mark.both_databases
OVER = "This link does not work any more"


def asked(app: Flask, practices: int = 3, **how: object) -> tuple[World, int]:
    world = make_world(practices=practices)
    number = opened(world, hours=100, **how)  # type: ignore[arg-type]
    work(app, world)
    return world, number


def links(world: World, name: str, about: str = "opened") -> list[str]:
    return re.findall(r"https?://[^/\s]+(/f/\S+/ballot/\S+)", mails(world, about)[name])


def ballots(world: World) -> list[Ballot]:
    db.session.rollback()
    with world.scope():
        return list(db.session.scalars(select(Ballot).order_by(Ballot.id)))


def is_open(client: FlaskClient, link: str) -> bool:
    answer = client.get(link)
    assert answer.status_code in (200, 410) and (answer.status_code == 200) == (OVER not in answer.text)
    return answer.status_code == 200


def test_the_letter_says_which_federation_practice_text_and_until_when(app: Flask) -> None:
    world, _ = asked(app)
    letter = mails(world, "opened")["rep1"]
    assert "Saltmarsh GP Federation: voting has opened on “Share home visits by patients”" in letter
    assert "    We agree: Share home visits by patients." in letter
    assert "(time in England)" in letter and "Driftwood Surgery can vote here:" in letter
    assert "do not pass this letter on" in letter
    assert len(links(world, "rep1")) == 1


def test_from_the_link_to_a_cast_ballot_without_signing_in(app: Flask) -> None:
    world, number = asked(app)
    client, link = browser(app), links(world, "rep1")[0]
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200 and ballots(world) == []
    client.head(link)
    assert "by the link in your letter" in page.text and "Driftwood Surgery" in page.text
    assert "We agree: Share home visits by patients." in page.text and "Sign out" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    answer = client.post(link, data={"stance": "against", "reason": "Too far."})
    assert answer.status_code == 303
    [made] = ballots(world)
    assert (made.stance, made.by_link, made.cast_by, made.decision_id) == (
        "against",
        True,
        world.people["rep1"],
        number,
    )
    receipt = client.get(answer.headers["Location"])
    assert receipt.status_code == 200 and in_groups(made.receipt) in receipt.text
    assert client.post(link, data={"stance": "for"}).status_code == 303
    assert [(one.version, one.stance) for one in ballots(world)] == [(1, "against"), (2, "for")]
    signed_in = world.client(app, "rep1").get(f"/f/{world.slug}/decisions/{number}")
    assert "by the link in a letter" in signed_in.text


def test_how_it_was_cast_is_shown_after_the_close(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world, number = asked(app)
    browser(app).post(links(world, "rep1")[0], data={"stance": "for"})
    travel(timedelta(hours=101))
    with world.scope():
        assert close_due() == 1
    page = world.client(app, "rep2").get(f"/f/{world.slug}/decisions/{number}")
    assert page.text.count("by the link in a letter") == 1


def test_a_vote_that_cannot_be_taken_keeps_what_was_typed(app: Flask) -> None:
    world, _ = asked(app)
    answer = browser(app).post(links(world, "rep1")[0], data={"stance": "", "reason": "Too far."})
    assert "Select how Driftwood Surgery votes" in answer.text and "Too far." in answer.text
    assert ballots(world) == []


def test_nobody_casts_unseen(app: Flask) -> None:
    """All who represent the practice get the receipt, whatever mail they chose."""
    world = make_world(practices=2)
    with world.scope():
        add_role(world.actor("admin"), world.people["member"], "representative", "Z99001")
    with unit_of_work() as session:
        session.execute(update(Person).values(mail_choices={"receipt": "never"}))
    opened(world, hours=100)
    work(app, world)
    browser(app).post(links(world, "rep1")[0], data={"stance": "for"})
    told = mails(world, "receipt")
    assert set(told) == {"rep1", "member"}
    assert "has cast the vote of Driftwood Surgery" in told["member"] and "/ballot/" not in told["member"]


def test_the_link_opens_no_other_page_and_no_other_act(app: Flask) -> None:
    """Every right there is, asked of somebody who came by the link."""
    world, number = asked(app)
    token = links(world, "rep1")[0].rpartition("/")[2]
    found = open_link(world.slug, token)
    held = [name for name in policy._by_name if policy.allows(found.actor, name)]
    assert held == ["decisions.cast_by_link"]
    own, other = world.practices["Z99001"], world.practices["Z99002"]
    assert policy.allows(found.actor, "decisions.cast_by_link", ByLink(number, own))
    assert not policy.allows(found.actor, "decisions.cast_by_link", ByLink(number, other))
    assert not policy.allows(found.actor, "decisions.cast_by_link", ByLink(number + 1, own))
    assert not policy.allows(found.actor, "decisions.cast", ForPractice(own))
    second = opened(world, hours=100, author="rep2", title="Another")
    with world.scope():
        for decision, practice in ((second, own), (number, other)):
            with pytest.raises(NotYours):
                cast(found.actor, decision, practice, "for")
        with pytest.raises(NotYours):
            close_early(found.actor, number, "Now.")
        signed_in: Actor = world.actor("chair")
    assert not policy.allows(signed_in, "decisions.cast_by_link", ByLink(number, own))


def test_the_link_signs_nobody_in(app: Flask) -> None:
    world, number = asked(app)
    client, link = browser(app), links(world, "rep1")[0]
    client.get(link)
    client.post(link, data={"stance": "for"})
    for path in ("/account", "/switch", f"/f/{world.slug}/", f"/f/{world.slug}/decisions/{number}"):
        answer = client.get(path)
        assert answer.status_code in (302, 308) and "/ballot/" not in answer.headers["Location"]
    assert client.get(f"/api/v1/{world.slug}/decisions").status_code in (401, 404)
    assert "_user_id" not in client.cookie()  # type: ignore[attr-defined]


def test_other_receipts_and_federations_do_not_open(app: Flask) -> None:
    world, _ = asked(app)
    elsewhere = make_world("thistledown", 2)
    client, link = browser(app), links(world, "rep1")[0]
    other = client.post(links(world, "rep2")[0], data={"stance": "for"}).headers["Location"]
    code = other.rpartition("/")[2]
    assert client.get(f"{link}/receipt/{code}").status_code == 404
    assert client.get(link.replace(world.slug, elsewhere.slug)).status_code == 410
    assert client.get(link.replace(world.slug, "nowhere")).status_code == 404
    assert client.get(f"{link}x").status_code == 410


def _end_role(app: Flask, world: World) -> None:
    with world.scope():
        member = db.session.scalar(select(Membership.id).where(Membership.person_id == world.people["rep1"]))
        end_role(world.actor("admin"), world.people["rep1"], member or 0)


def _further_role(app: Flask, world: World) -> None:
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], "observer")


def _password(app: Flask, world: World) -> None:
    give_password(world.people["rep1"])


def _address(app: Flask, world: World) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id == world.people["rep1"]).values(email="new@saltmarsh.example")
        )


def _second_factor(app: Flask, world: World) -> None:
    give_app(world.people["rep1"])


def _connect(app: Flask, world: World) -> None:
    service = SignInService("tideway", "Tideway", "https://login.tideway.example", "client")
    connect(
        world.people["rep1"],
        service,
        OrganisationShown("https://login.tideway.example", "subject-1", None, None),
    )


def _erased(app: Flask, world: World) -> None:
    with unit_of_work() as session:
        erased = update(Person).where(Person.id == world.people["rep1"]).values(erased_at=LONG_AGO)
        session.execute(erased)


def _off(app: Flask, world: World) -> None:
    with world.scope():
        settle(
            world.actor("admin"), "Saltmarsh GP Federation", "Neighbourhood", False, "", ballot_links=False
        )


def _closed(app: Flask, world: World) -> None:
    with world.scope():
        number = db.session.scalar(select(Decision.id).where(Decision.state == "open"))
        with unit_of_work() as session:
            session.execute(update(Decision).where(Decision.id == number).values(state="withdrawn"))


@pytest.mark.parametrize(
    "change",
    [_end_role, _further_role, _password, _address, _second_factor, _connect, _erased, _off, _closed],
    ids=lambda one: one.__name__.strip("_"),
)
def test_any_change_of_the_person_s_place_or_account_ends_it(
    app: Flask, change: Callable[[Flask, World], None]
) -> None:
    world, _ = asked(app)
    client, link, others = browser(app), links(world, "rep1")[0], links(world, "rep2")[0]
    assert is_open(client, link)
    change(app, world)
    assert not is_open(client, link)
    assert client.post(link, data={"stance": "for"}).status_code == 410 and ballots(world) == []
    if change not in (_off, _closed):
        assert is_open(client, others)


def test_becoming_the_chair_ends_it(app: Flask) -> None:
    world = make_world(practices=2)
    with world.scope():
        begun = add_role(world.actor("admin"), world.people["rep1"], "executive")
    opened(world, hours=100)
    work(app, world)
    client, link = browser(app), links(world, "rep1")[0]
    assert is_open(client, link)
    with world.scope():
        make_chair(world.actor("admin"), world.people["rep1"], begun.membership_id)
    assert not is_open(client, link)


def test_it_ends_with_the_vote(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world, _ = asked(app)
    client, link = browser(app), links(world, "rep1")[0]
    travel(timedelta(hours=99))
    assert is_open(client, link)
    travel(timedelta(hours=101))
    assert not is_open(client, link)
    assert client.post(link, data={"stance": "for"}).status_code == 410 and ballots(world) == []


def test_the_last_ballot_shows_its_receipt_though_it_closes_the_vote(app: Flask) -> None:
    world, _ = asked(app, practices=1, rule=preset("simple_majority", early_close="all_voted"))
    answer = browser(app).post(links(world, "rep1")[0], data={"stance": "for"})
    assert answer.status_code == 200 and "Vote recorded" in answer.text
    work(app, world)
    db.session.rollback()
    with world.scope():
        assert db.session.scalars(select(BallotLink)).all() == []


def test_a_vote_can_ask_for_a_full_sign_in(app: Flask) -> None:
    world = make_world(practices=2)
    number = propose(world, "rep1")
    author = world.actor("rep1")
    with world.scope():
        planning.plan(author, number, rule="simple_majority", full_sign_in=True)
        rule = planning.planned_rule(db.session.get(Decision, number).plan)  # type: ignore[union-attr, arg-type]
        open_vote(author, number, rule, in_hours(100))
    work(app, world)
    assert links(world, "rep1") == []
    assert (
        f"/f/{world.slug}/decisions/{number}/vote/{world.practices['Z99001']}"
        in mails(world, "opened")["rep1"]
    )


def test_where_a_federation_does_without(app: Flask) -> None:
    world = make_world(practices=2)
    _off(app, world)
    number = opened(world, hours=100)
    work(app, world)
    assert links(world, "rep1") == []
    assert f"/decisions/{number}/vote/{world.practices['Z99001']}" in mails(world, "opened")["rep1"]


def test_reminders_have_a_link_and_the_earlier_one_goes_on(
    app: Flask, travel: Callable[[timedelta], None]
) -> None:
    world, _ = asked(app)
    first = links(world, "rep1")[0]
    travel(timedelta(hours=60))
    with world.scope():
        assert remind() == 1
    [second] = links(world, "rep1", "reminder48")
    client = browser(app)
    assert first != second and is_open(client, first) and is_open(client, second)


def test_a_role_given_after_the_opening_gets_no_link(app: Flask, travel: Callable[[timedelta], None]) -> None:
    world, _ = asked(app)
    travel(timedelta(hours=60))
    with world.scope():
        add_role(world.actor("admin"), world.people["member"], "representative", "Z99001")
        remind()
    assert links(world, "rep1", "reminder48") and "member" not in mails(world, "reminder48")


def test_the_database_holds_no_link(app: Flask) -> None:
    world, _ = asked(app)
    token = links(world, "rep1")[0].rpartition("/")[2]
    with world.scope():
        kept = [(row.token_hash, row.standing) for row in db.session.scalars(select(BallotLink))]
    assert len(kept) == 3 and not any(token in value for row in kept for value in row)


def test_a_practice_that_stood_aside_is_told_so(app: Flask) -> None:
    world, number = asked(app)
    link = links(world, "rep1")[0]
    with world.scope():
        stand_aside(world.actor("rep1"), number, world.practices["Z99001"], "We own it.")
    answer = browser(app).get(link)
    assert answer.status_code == 409 and "has stood aside" in answer.text


def test_disconnecting_an_organisation_s_account_ends_it(app: Flask) -> None:
    world = make_world(practices=2)
    _connect(app, world)
    opened(world, hours=100)
    work(app, world)
    client, link, others = browser(app), links(world, "rep1")[0], links(world, "rep2")[0]
    assert is_open(client, link)
    account = db.session.scalars(select(OrganisationAccount.id)).one()
    db.session.rollback()
    disconnect(world.people["rep1"], account)
    assert (is_open(client, link), is_open(client, others)) == (False, True)
