"""What binds or opens something asks for a code of the last 15 minutes; nothing that was typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.second_factor import DEMANDED_OF, FreshGuard, fresh_views
from federation.network.models import Membership
from federation.testing.world import World
from tests.decisions.votes import propose
from tests.people.accounts import PASSWORD, Typing, address_of, browser, give_password, home, sign_in
from tests.people.apps import PhoneApp, give_app, give_code
from tests.people.test_required import to_be_opened

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
ANYBODY, OF_OFFICE, IN_FORM = FreshGuard(), FreshGuard(DEMANDED_OF), FreshGuard(in_form=True)
SAVED, INVITED = FreshGuard(button="save"), FreshGuard(button="invite")
ASKING = {
    "decisions.call_off": OF_OFFICE,
    "decisions.casting_vote": ANYBODY,
    "decisions.change_rule": SAVED,
    "decisions.check_vote": IN_FORM,
    "decisions.close_early": ANYBODY,
    "decisions.new_rule": SAVED,
    "decisions.retire_rule": ANYBODY,
    "decisions.withdraw": OF_OFFICE,
    "meetings.vote": IN_FORM,
    "network.change_group": ANYBODY,
    "network.check_list_size_import": ANYBODY,
    "network.check_practice_import": ANYBODY,
    "network.checkpoints_to": ANYBODY,
    "network.confirm_seat": ANYBODY,
    "network.confirm_seat_now": ANYBODY,
    "network.end_group": ANYBODY,
    "network.end_group_now": ANYBODY,
    "network.end_seat": ANYBODY,
    "network.end_seat_now": ANYBODY,
    "network.give_seat": ANYBODY,
    "network.leave": ANYBODY,
    "network.leave_now": ANYBODY,
    "network.membership": ANYBODY,
    "network.new_group": ANYBODY,
    "network.plugin_dismiss": ANYBODY,
    "network.plugin_dismiss_now": ANYBODY,
    "network.plugin_off": ANYBODY,
    "network.plugin_off_now": ANYBODY,
    "network.plugin_on": ANYBODY,
    "network.plugin_on_now": ANYBODY,
    "network.plugin_run_again": ANYBODY,
    "network.plugin_settings": ANYBODY,
    "network.plugin_start_again": ANYBODY,
    "network.plugins_who": ANYBODY,
    "network.plugins_who_now": ANYBODY,
    "network.refuse_seat_now": ANYBODY,
    "network.return_now": ANYBODY,
    "network.settings": ANYBODY,
    "network_people.add_role": ANYBODY,
    "network_people.confirm_role": ANYBODY,
    "network_people.end_role": ANYBODY,
    "network_people.end_role_now": ANYBODY,
    "network_people.invite": ANYBODY,
    "network_people.invite_many": INVITED,
    "network_people.make_chair": ANYBODY,
    "network_people.make_chair_now": ANYBODY,
    "network_people.refuse_role": ANYBODY,
    "network_people.refuse_role_now": ANYBODY,
    "network_people.resend_invitation": ANYBODY,
    "network_people.show_link": ANYBODY,
    "network_people.show_links": ANYBODY,
    "network_people.withdraw_invitation": ANYBODY,
    "tendering.new_threshold": ANYBODY,
    "tendering.open_bids": ANYBODY,
    "tendering.open_prices": ANYBODY,
    "network_people.withdraw_invitation_now": ANYBODY,
    "people.change_address": IN_FORM,
    "people.change_password": IN_FORM,
    "people.new_token": ANYBODY,
    "people.recovery_codes": IN_FORM,
    "people.second_factor": IN_FORM,
    "people.switch_off": IN_FORM,
}


def test_these_endpoints_ask_and_no_others(app: Flask) -> None:
    assert fresh_views(app) == ASKING


def office(app: Flask, world: World, name: str = "admin") -> tuple[Typing, PhoneApp]:
    """Somebody who has just signed in with an app."""
    give_password(world.people[name])
    phone, client = give_app(world.people[name]), browser(app)
    sign_in(client, address_of(world, name))
    assert give_code(client, phone.code()).location == home(app)
    return client, phone  # type: ignore[return-value]


def roles(world: World) -> int:
    with world.scope():
        found = db.session.scalar(select(func.count()).select_from(Membership)) or 0
    db.session.rollback()
    return found


@both
def test_a_page_asks_first_and_leads_on(app: Flask, world: World, travel: Travel) -> None:
    client, phone = office(app, world)
    path = f"/f/saltmarsh/people/{world.people['member']}/roles/add"
    assert client.get(path).status_code == 200
    travel(timedelta(minutes=16))
    assert client.get("/f/saltmarsh/people/").status_code == 200
    assert client.get(path).location == "/second-step"
    assert give_code(client, phone.code(), "/second-step").location == path  # type: ignore[arg-type]
    assert client.get(path).status_code == 200


@both
def test_a_form_sent_too_late_is_asked_within_and_done(app: Flask, world: World, travel: Travel) -> None:
    client, phone = office(app, world)
    before = roles(world)
    typed = {"email": "nadia@saltmarsh.example", "name": "Nadia <Obi>", "role": "observer"}
    travel(timedelta(minutes=16))
    asked = client.post("/f/saltmarsh/people/invite", data=typed)
    assert asked.status_code == 200 and "What you typed is kept" in asked.text
    assert (
        'name="name" value="Nadia &lt;Obi&gt;"' in asked.text and 'name="role" value="observer"' in asked.text
    )
    wrong = client.post("/f/saltmarsh/people/invite", data=typed | {"proof-code": phone.wrong()})
    assert "This code is not right" in wrong.text and 'value="Nadia &lt;Obi&gt;"' in wrong.text
    assert roles(world) == before
    done = client.post("/f/saltmarsh/people/invite", data=typed | {"proof-code": phone.code()})
    assert done.status_code == 303 and roles(world) == before + 1
    assert (
        client.post(
            "/f/saltmarsh/people/invite", data=typed | {"email": "b@saltmarsh.example", "name": "Bo Ray"}
        ).status_code
        == 303
    )


@both
def test_a_button_alone_is_asked_within_too(app: Flask, world: World, travel: Travel) -> None:
    client, phone = office(app, world)
    with world.scope():
        number = db.session.scalar(
            select(Membership.id).where(Membership.person_id == world.people["member"])
        )
    db.session.rollback()
    path = f"/f/saltmarsh/people/{world.people['member']}/roles/{number}/end"
    travel(timedelta(minutes=16))
    assert "Show that it is you" in client.post(path).text

    def ended() -> bool:
        with world.scope():
            found = db.session.scalar(select(Membership.ended_at).where(Membership.id == number))
        db.session.rollback()
        return found is not None

    assert not ended()
    assert client.post(path, data={"proof-code": phone.code()}).status_code == 303
    assert ended()


@both
def test_an_executive_closes_with_a_fresh_code_alone(app: Flask, world: World, travel: Travel) -> None:
    opener = to_be_opened(app, world)
    assert opener.client.post(opener.check).location == opener.base
    client, phone = office(app, world, "chair")
    travel(timedelta(minutes=16))
    path, data = f"{opener.base}/close", {"reason": "Everybody has <said> enough."}
    assert client.get(path).location == "/second-step"
    asked = client.post(path, data=data)
    assert "Everybody has &lt;said&gt; enough." in asked.text and opener.state(world) == "open"
    assert "proof-code" not in client.post(path, data=data | {"proof-code": phone.code()}).text


@both
def test_an_author_withdraws_without_and_an_executive_with_a_code(
    app: Flask, world: World, travel: Travel
) -> None:
    client, _ = office(app, world, "chair")
    path = f"/f/saltmarsh/decisions/{propose(world, 'rep1')}/withdraw"
    author = Typing(world.client(app, "rep1", confirmed=False), app)
    travel(timedelta(minutes=16))
    assert client.get(path).location == "/second-step"
    assert "Show that it is you" in client.post(path, data={"reason": "No."}).text
    assert author.get(path).status_code == 200
    assert author.post(path, data={"reason": "We thought again."}).status_code == 303


def test_rights_are_looked_at_before_a_code_is_asked(app: Flask, world: World, travel: Travel) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    travel(timedelta(minutes=16))
    assert client.get("/f/saltmarsh/people/invite").status_code == 403
    assert client.post("/f/saltmarsh/people/invite").status_code == 403
    assert client.get("/f/nowhere/people/invite").status_code == 404
    assert browser(app).get("/f/saltmarsh/people/invite").location == "/sign-in"


def test_where_the_second_step_is_offered_the_password_stands_in(
    app: Flask, world: World, travel: Travel
) -> None:
    app.config["SETTINGS"]["second_factor"] = "offered"
    client = browser(app)
    sign_in(client, address_of(world, "admin"))
    data = {"email": "nadia@saltmarsh.example", "name": "Nadia Obi", "role": "observer"}
    assert client.get("/f/saltmarsh/people/invite").status_code == 200
    travel(timedelta(minutes=16))
    asked = client.post("/f/saltmarsh/people/invite", data=data).text
    assert 'name="proof-password"' in asked and "proof-code" not in asked
    assert (
        client.post("/f/saltmarsh/people/invite", data=data | {"proof-password": PASSWORD}).status_code == 303
    )


def test_a_demonstration_asks_for_nothing(app: Flask, world: World, travel: Travel) -> None:
    app.config["SETTINGS"]["demo"] = True
    client = Typing(world.client(app, "admin", confirmed=False), app)
    for path in ("/f/saltmarsh/people/invite", "/f/saltmarsh/our-federation/settings", "/account/tokens/new"):
        assert client.get(path).status_code == 200
