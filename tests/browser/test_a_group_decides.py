"""A group of eight decides: a lead and seven others on a telephone, a lay partner with a voice, and an outsider, who must not
read it. And a silence among them that one objection turns into a vote."""

import re
from collections.abc import Callable

from federation.decisions.voting.actions.casting import cast
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.visitor import Visitor
from federation.testing.world import World, WorldPlace, make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, set_an_app_up
from tests.browser.site import Site
from tests.people.accounts import give_password

Visit = Callable[..., Visitor]
ROOT = "/f/saltmarsh"
TITLE = "Visit before noon"
REASON = "Our patients ask for it."
DOUBT = "Who drives on Fridays?"
_PHONE = 375
_VOTING = [f"member{number}" for number in range(1, 8)]


def test_a_group_of_eight_decides(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    world, group = _group(site)
    lead = _come(visit, site, "member1")
    number = _propose(lead, group)
    voice = _come(visit, site, "lay")
    voice.go(f"{ROOT}/decisions/{number}", "group-voice")
    voice.fill(words=DOUBT)
    voice.page.locator("form", has=voice.page.locator("[name=words]")).get_by_role("button").first.click()
    assert DOUBT in voice.text()
    _open(lead, number, "simple_majority")
    _nothing_for_outsiders(visit, site, group, number)
    voice.go(f"{ROOT}/decisions/{number}", "group-vote-voice")
    assert "Voting open" in voice.text() and not voice.page.get_by_role("link", name="Cast").count()
    member = _come(visit, site, "member2")
    for who, stance in ((lead, "for"), (member, "against")):
        who.go(f"{ROOT}/", "group-home")
        who.follow(TITLE)
        who.page.get_by_role("link", name=re.compile("^Cast")).first.click()
        who.look("group-cast")
        who.page.check(f"[name=stance][value={stance}]")
        who.fill(reason=REASON)
        who.press("Cast", "group-receipt")
        assert "Vote recorded" in who.text()
    with site.app.app_context(), world.scope():
        for one in _VOTING[2:]:
            cast(world.actor(one), number, None, "for")
    lead.go(f"{ROOT}/decisions/{number}/close")
    lead.fill(reason="All have voted.")
    lead.press("Close voting now", "group-closed")
    lead.check_widths()
    said = lead.text()
    assert "Voting has closed. The result goes to everybody who can read it." in said and "Carried" in said
    assert "All 7 members of the Home Visiting Group voted." in said
    assert "6 of 7 votes for or against were for" in said
    _nothing_for_outsiders(visit, site, group, number)


def test_a_silence_that_one_objection_turns_into_a_vote(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    world, group = _group(site)
    lead = _come(visit, site, "member1")
    number = _propose(lead, group)
    _open(lead, number, "silence")
    member = _come(visit, site, "member2")
    member.go(f"{ROOT}/", "silence-home")
    assert "Nobody has objected; carried on" in member.text()
    member.follow(TITLE, "silence-open")
    member.page.get_by_role("link", name=re.compile("^Cast")).first.click()
    member.look("silence-objection")
    member.page.check("[name=stance][value=object]")
    member.fill(reason="Mornings are for the clinic.")
    member.press("Cast", "silence-objected")
    member.check_widths()
    with site.app.app_context(), world.scope():
        for one in ("member1", *_VOTING[2:]):
            cast(world.actor(one), number, None, "no_objection")
    lead.go(f"{ROOT}/decisions/{number}/close")
    lead.fill(reason="All have answered.")
    lead.press("Close voting now", "silence-closed")
    lead.check_widths()
    assert "Objected to: it goes to a vote" in lead.text()
    assert "Mornings are for the clinic." in lead.text()
    member.go(f"{ROOT}/", "silence-vote-home")
    member.follow(TITLE, "silence-vote")
    member.check_widths()
    assert "Voting open" in member.text() and "You have not voted yet" in member.text()


def _group(site: Site) -> tuple[World, int]:
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add_all([WorldPlace(one, "member", "Z99001") for one in _VOTING])
        with world.scope():
            seats = [SeatWanted(world.people[one], is_lead=one == "member1") for one in _VOTING]
            wanted = GroupWanted(
                "Home Visiting Group",
                "Decides how we visit.",
                reads="seated",
                seats=[*seats, SeatWanted(world.people["lay"], has_vote=False)],
            )
            group = begin_group(world.actor("admin"), wanted)
        for one in (*_VOTING, "lay", "rep2"):
            give_password(world.people[one])
    return world, group


def _come(visit: Visit, site: Site, name: str) -> Visitor:
    who = visit(site, name, _PHONE)
    who.go(f"{ROOT}/")
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in")
    return who


def _propose(lead: Visitor, group: int) -> int:
    lead.go(f"{ROOT}/decisions/new?group={group}", "group-proposal")
    lead.fill(title=TITLE, body="We visit before noon, Monday to Friday.")
    lead.press("Save draft")
    lead.press("Open it for discussion", "group-discussion")
    found = re.search(r"/decisions/(\d+)", lead.page.url)
    assert found
    return int(found[1])


def _open(lead: Visitor, number: int, rule: str) -> None:
    lead.go(f"{ROOT}/decisions/{number}/rule")
    if lead.page.get_by_role("link", name="Set up an authenticator app").count():
        lead.follow("Set up an authenticator app")
        set_an_app_up(lead)
    lead.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    lead.page.check(f"[name=rule][value={rule}]")
    lead.press("Continue")
    lead.press("Continue", "group-check")
    lead.check_widths()
    lead.press("Open the vote", "group-open")
    assert "Voting is open." in lead.text()


def _nothing_for_outsiders(visit: Visit, site: Site, group: int, number: int) -> None:
    for name in ("rep2",):
        outsider = _come(visit, site, name)
        outsider.may_fail = (404,)
        outsider.go(f"{ROOT}/decisions/{number}")
        assert outsider.heading == "Page not found"
        outsider.may_fail = ()
        for path in ("", "decisions/", "decisions/now", "search?q=noon", "our-federation/record"):
            outsider.go(f"{ROOT}/{path}")
            assert (
                TITLE not in outsider.text()
                and REASON not in outsider.text()
                and DOUBT not in outsider.text()
            )
