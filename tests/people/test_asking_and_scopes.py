"""One table: what asks people for a fresh code is what programs need the scope ``administer`` for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.app import create_app
from federation.decisions.models import OwnRule
from federation.kernel.db import db
from federation.kernel.endpoints import BootRefused, endpoints
from federation.kernel.policy import ADMINISTER, EVERYONE, PUBLIC, SIGNED_IN, Permission, policy
from federation.kernel.record import RecordEntry
from federation.kernel.second_factor import fresh_views, reasons_not_to_ask
from federation.network.models import Membership, Practice
from federation.people.models import MailedLink
from federation.plugin.installed import InstalledPlugin
from federation.testing.world import World
from tests.decisions.test_own_rules import FORM
from tests.network.files import seen as fingerprint_in
from tests.network.files import sizes_file, upload
from tests.people.test_fresh_codes import office
from tests.plugins.test_refused import WHOLE

Travel = Callable[[timedelta], None]
LATE = timedelta(minutes=16)
PLAN = "a plan that binds nobody: the page that puts to the vote asks"
UNASKED = {"decisions.choose_rule": PLAN, "decisions.choose_when": PLAN}
"""Every page that does what programs need the scope ``administer`` for, and does not ask; each with its reason."""


def on_pages(app: Flask) -> dict[str, set[tuple[str, str]]]:
    """Each page's endpoint, with its methods and the permission of each."""
    found: dict[str, set[tuple[str, str]]] = {}
    for _rule, methods, endpoint, needed in endpoints(app):
        if endpoint.partition(".")[0] not in app.extensions["token_blueprints"]:
            found.setdefault(endpoint, set()).update((method, str(needed)) for method in methods.split(","))
    return found


def test_every_page_that_acts_asks_exactly_where_programs_need_the_scope(app: Flask) -> None:
    asking, acting = fresh_views(app), 0
    for endpoint, found in on_pages(app).items():
        rights = {needed for _, needed in found} - {PUBLIC, SIGNED_IN}
        administers = {needed for needed in rights if policy.scope_of(needed) == ADMINISTER}
        if any(method != "GET" for method, _ in found) and rights:
            acting += 1
            assert (endpoint in asking or endpoint in UNASKED) is bool(administers), endpoint
        if endpoint in asking:
            assert rights == administers, endpoint
    assert acting > 60
    assert reasons_not_to_ask(app) == UNASKED
    assert not set(UNASKED) & set(asking)


@pytest.mark.parametrize(
    "blueprint, words",
    [
        ("binding", "bent_binding.bind does not ask for a fresh code"),
        ("annoying", "bent_annoying.note asks for a fresh code: its permission needs scope='administer'"),
        ("excused", "bent_excused.plan needs no @unasked"),
    ],
)
def test_the_product_does_not_start_where_the_two_differ(
    settings: dict[str, Any], blueprint: str, words: str
) -> None:
    permissions = (*WHOLE.permissions, Permission("bent.bind", "bind", EVERYONE, scope=ADMINISTER))
    code = "tests.plugins.differing"
    plugin = replace(WHOLE, package=code, permissions=permissions, blueprints=(f"{code}:{blueprint}",))
    with pytest.raises(BootRefused) as refused:
        create_app(settings, [InstalledPlugin(plugin)])
    assert words in str(refused.value)


def late(app: Flask, world: World, travel: Travel, name: str = "admin") -> tuple[Any, Any]:
    """Somebody whose code is more than 15 minutes old."""
    client, phone = office(app, world, name)
    travel(LATE)
    return client, phone


def acts(world: World) -> list[str]:
    """What the record holds since the world was made."""
    with world.scope():
        found = db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)).all()
    db.session.rollback()
    return list(found)


def asks_within(client: Any, phone: Any, world: World, path: str, data: dict[str, str], *kept: str) -> Any:
    """A form that is sent too late does nothing before the code, keeps what was typed, and is done with it."""
    before = acts(world)
    asked = client.post(path, data=data)
    assert asked.status_code == 200 and "Show that it is you" in asked.text, asked.text
    for one in kept:
        assert one in asked.text
    assert acts(world) == before
    return client.post(path, data=data | {"proof-code": phone.code()})


def test_what_decides_who_may_vote_asks(app: Flask, world: World, travel: Travel) -> None:
    client, phone = late(app, world, travel)
    practice = f"/f/saltmarsh/practices/{world.practices['Z99002']}"
    for page in ("membership", "leave"):
        assert client.get(f"{practice}/{page}").location == "/second-step"
    done = asks_within(
        client, phone, world, f"{practice}/membership", {"membership": "associate"}, 'value="associate"'
    )
    assert done.location == practice and acts(world)[-1] == "practice.membership"
    travel(2 * LATE)
    assert asks_within(client, phone, world, f"{practice}/leave", {}).location == practice
    travel(3 * LATE)
    assert asks_within(client, phone, world, f"{practice}/return", {}).location == practice
    assert acts(world)[-2:] == ["practice.left", "practice.returned"]


def test_a_file_is_looked_over_without_and_saved_with_a_code(
    app: Flask, world: World, travel: Travel
) -> None:
    client, phone = late(app, world, travel)
    check = upload(client, world, sizes_file({"Z99001": 12000}), "sizes.csv", "list-sizes").location
    assert check.endswith("/check")
    assert client.get(check).location == "/second-step"
    sent = client.post("/second-step", data={"code": phone.code()})
    assert sent.location == check
    seen = fingerprint_in(client.get(check).text)
    travel(2 * LATE)
    asks_within(client, phone, world, check, {"seen": seen}, f'value="{seen}"')
    assert acts(world)[-1] == "list_sizes.imported"
    with world.scope():
        size = db.session.scalar(select(Practice.list_size).where(Practice.code == "Z99001"))
    assert size == 12000


def test_a_rule_of_our_own_is_looked_at_without_and_saved_with_a_code(
    app: Flask, world: World, travel: Travel
) -> None:
    client, phone = late(app, world, travel, "chair")
    path = "/f/saltmarsh/decisions/rules/new"
    rule = FORM | {"title": "Two thirds <of us>"}
    assert client.get(path).status_code == 200
    assert "Save this rule" in client.post(path, data=rule | {"see": "1"}).text
    done = asks_within(client, phone, world, path, rule | {"save": "1"}, "Two thirds &lt;of us&gt;")
    assert done.location == "/f/saltmarsh/decisions/rules" and acts(world)[-1] == "rule.kept"
    with world.scope():
        key = db.session.scalar(select(OwnRule.key))
    db.session.rollback()
    travel(2 * LATE)
    assert client.get(f"{path[:-3]}{key}/retire").location == "/second-step"
    asks_within(client, phone, world, f"{path[:-3]}{key}/retire", {})
    assert acts(world)[-1] == "rule.retired"


def test_many_are_invited_with_a_code_and_their_lines_kept(app: Flask, world: World, travel: Travel) -> None:
    client, phone = late(app, world, travel)
    path = "/f/saltmarsh/people/invite-many"
    typed = {"lines": "Ann <Lee>, ann@example.org, observer", "role": "observer"}
    assert client.get(path).status_code == 200
    checked = client.post(path, data=typed | {"check": "1"})
    assert "Nobody is invited yet" in checked.text
    sent = typed | {"seen": fingerprint_in(checked.text), "invite": "1"}
    done = asks_within(client, phone, world, path, sent, "Ann &lt;Lee&gt;, ann@example.org, observer")
    assert done.status_code == 303
    with world.scope():
        assert db.session.scalar(select(func.count()).where(Membership.role == "observer")) == 2


def test_links_are_shown_with_a_code_alone(app: Flask, world: World, travel: Travel) -> None:
    client, phone = late(app, world, travel)
    client.post(
        "/f/saltmarsh/people/invite",
        data={"email": "ann@example.org", "name": "Ann", "role": "observer", "proof-code": phone.code()},
    )
    with world.scope():
        person = db.session.scalar(
            select(Membership.person_id).order_by(Membership.id.desc()).where(Membership.role == "observer")
        )
    db.session.rollback()
    for number, path in enumerate(("links", f"{person}/invitation/link"), 2):
        travel(number * LATE)
        links = db.session.scalars(select(MailedLink.token_hash).order_by(MailedLink.id)).all()
        db.session.rollback()
        asked = client.post(f"/f/saltmarsh/people/{path}")
        assert "Show that it is you" in asked.text and "/invitation/" not in asked.text.replace(path, "")
        assert db.session.scalars(select(MailedLink.token_hash).order_by(MailedLink.id)).all() == links
        db.session.rollback()
        shown = client.post(f"/f/saltmarsh/people/{path}", data={"proof-code": phone.code()})
        assert "Show that it is you" not in shown.text and "/invitation/" in shown.text


def test_what_would_merely_annoy_asks_for_nothing(app: Flask, world: World, travel: Travel) -> None:
    client, _ = late(app, world, travel)
    done = {
        "our-federation/purpose": ({"purpose": "Together."}, "federation.described"),
        "our-federation/aims/add": ({"words": "Be there"}, "aim.added"),
        "decisions/kinds/add": ({"title": "Premises"}, "kind.added"),
        "practices/neighbourhoods/": ({"name": "Downs"}, "neighbourhood.added"),
        "admin/boards": ({"boards": "QXZ NHS Example"}, "boards.named"),
        "admin/mail/test": ({}, "mail.tested"),
        "set-up": ({}, "federation.settings"),
    }
    for path, (data, act) in done.items():
        assert client.post(f"/f/saltmarsh/{path}", data=data).status_code == 303, path
        assert acts(world)[-1] == act
