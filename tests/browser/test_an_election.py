"""The members elect somebody to a group, on a phone: people stand, practices spread points, and the verdict seats one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from federation.decisions.voting.actions.casting import cast
from federation.kernel.days import today
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.travel import move
from federation.testing.visitor import Visitor
from federation.testing.world import make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD
from tests.browser.site import Site
from tests.people.accounts import give_password

Visit = Callable[..., Visitor]
ROOT = "/f/saltmarsh"
GROUP = "Home Visiting Group"
_PHONE = 320


def test_people_stand_and_the_members_choose(
    serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(False)
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        with world.scope():
            wanted = GroupWanted(GROUP, "Looks after visits.", seats=(SeatWanted(practice="Z99003"),))
            group = begin_group(world.actor("admin"), wanted)
            until = today() + timedelta(days=10)
        for name in ("rep1", "member", "lay"):
            give_password(world.people[name])
    member = _come(visit, site, "member")
    member.go(f"{ROOT}/groups/{group}")
    member.follow("Let the members elect people to this group", "election-form")
    member.fill(
        seats="1",
        words="Four hours a month.",
        until__day=str(until.day),
        until__month=str(until.month),
        until__year=str(until.year),
    )
    member.page.check("[name=lead]")
    member.press("Begin the election", "election-begun")
    own = member.page.url
    for who, words in ((member, "I drive all roads here."), (_come(visit, site, "lay"), "I ask patients.")):
        who.page.goto(own)
        who.follow("Put yourself forward", "election-stand")
        who.check_widths()
        who.fill(words=words)
        who.press("Put myself forward", "election-stands")
        assert words in who.text()
    move(monkeypatch, "sqlite://", timedelta(days=12))
    rep = _come(visit, site, "rep1")
    rep.page.goto(own)
    rep.look("election-to-vote")
    rep.press("Let the vote open", "election-vote")
    rep.check_widths()
    found = re.search(r"/decisions/(\d+)", rep.page.url)
    assert found and "I ask patients." in rep.text()
    number = int(found[1])
    rep.go(f"{ROOT}/decisions/{number}/vote/{world.practices['Z99001']}", "election-ballot")
    rep.fill(**{"points-0": "7", "points-1": "3"})
    rep.press("Cast this vote", "election-receipt")
    with site.app.app_context(), world.scope():
        for name, points in (("rep2", {"a": 10}), ("rep3", {"b": 10})):
            cast(world.actor(name), number, world.practice_of(name), "", choice=points)
    move(monkeypatch, "sqlite://", timedelta(days=40))
    site.deliver()
    site.deliver()
    late = _come(visit, site, "rep1")
    late.go(f"{ROOT}/decisions/{number}", "election-closed")
    late.check_widths()
    assert "Carried" in late.text()
    late.go(f"{ROOT}/groups/{group}", "election-seated")
    late.check_widths()
    assert "Member" in late.page.locator("#seats, main").first.inner_text()
    late.page.goto(own)
    late.look("election-over")
    assert "Elected" in late.text()


def _come(visit: Visit, site: Site, name: str) -> Visitor:
    who = visit(site, name, _PHONE)
    who.go(f"{ROOT}/")
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in")
    return who
