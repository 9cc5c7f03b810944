"""A tender from its opened bids to the ledger: scored alone on a telephone, agreed by two, prices opened by two, awarded by
vote, shared by the agreement, and closed to a practice that has an interest."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.testing.travel import move
from federation.testing.visitor import WIDE, Visitor
from federation.testing.world import World, make_world, new_session, session_cookie
from federation.worker import run_once
from tests.browser.conftest import Serve
from tests.browser.site import Site
from tests.decisions.votes import in_hours, preset
from tests.tendering.judging import OPENERS, VISITS, OpenedTender, opened_tender, score_all

Visit = Callable[..., Visitor]
_PHONE = 375
_PRICES = (12_500_000, 10_000_000, 11_000_000)
_OTHERS = {"rep1": [(4, 4), (4, 3), (2, 2)], "rep3": [(5, 4), (3, 3), (2, 3)]}
_MINE = ((4, 4), (1, 3), (2, 2))


def _opened(site: Site, travel: Callable[[timedelta], None]) -> tuple[World, OpenedTender]:
    """A tender of the Home Visiting Group with three opened bids; the second practice has an interest in it."""
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add("lead", "member", "Z99003")
        with world.scope():
            seats = [SeatWanted(world.people["lead"], is_lead=True), SeatWanted(practice="Z99003")]
            wanted = GroupWanted("Home Visiting Group", "Looks after home visits.", seats=tuple(seats))
            group = begin_group(world.actor("admin"), wanted)
        found = opened_tender(site.app, world, group, travel, _PRICES, VISITS)
        with world.scope():
            declare_interest(world.actor("rep2"), found.id, True, "A partner is a director of a bidder.")
        score_all(world, found, _OTHERS)
        return world, found


def _come(visit: Visit, site: Site, world: World, name: str, width: int = WIDE) -> Visitor:
    """Somebody who is signed in."""
    who = visit(site, name, width)
    with site.app.app_context():
        cookie, value = session_cookie(site.app, new_session(world.people[name]))
    who.context.add_cookies([{"name": cookie, "value": value, "url": site.url}])
    return who


def _scores(lay: Visitor, page: str) -> None:
    """On a telephone: three bids, one at a time; what is missing is said, and nothing typed is lost."""
    lay.go(page, "tender-opened")
    lay.follow("Your scores", "score")
    for number, (first, second) in enumerate(_MINE):
        for criterion, points in (("c1", first), ("c2", second)):
            lay.page.check(f"[name='{criterion}'][value='{points}']")
            lay.fill(
                **{
                    f"{criterion}__reason": ""
                    if number == 0 and criterion == "c2"
                    else f"As bid {number} says."
                }
            )
        lay.press("Lock this bid", "score-error")
        if number == 0:
            assert lay.page.title().startswith("Error:") and "As bid 0 says." in lay.page.content()
            lay.fill(c2__reason="The same faces.")
            lay.press("Lock this bid", "score-locked")
        assert "You locked this bid" in lay.text()
        if number < 2:
            lay.page.locator("main li a", has_text="Score").or_(lay.page.locator("#todo ~ ul a")).nth(
                number + 1
            ).click()
            lay.look()


def _agree(lead: Visitor, lay: Visitor, page: str) -> None:
    """Where they differ they talk: one writes down what they agree, and a scorer confirms it."""
    lead.go(page)
    lead.follow("Scores and reasons", "moderation")
    assert "1 still to agree" in lead.text()
    lead.page.locator(".app-rows li", has_text="To talk about").locator("a").first.click()
    lead.look("agreed")
    lead.press("Write it down", "agreed-error")
    assert lead.page.title().startswith("Error:")
    lead.page.select_option("[name=score]", label="3")
    lead.fill(reason="The car breaks down.")
    lead.press("Write it down", "moderation-written")
    lay.go(f"{page}/moderation")
    lay.page.locator(".app-rows li", has_text="To confirm").locator("a").first.click()
    lay.look("confirm")
    lay.press("Confirm it", "moderation-agreed")
    assert "All agreed" in lay.text()


def test_from_scores_to_the_ledger(serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    site = serve(False)

    def travel(by: timedelta) -> None:
        move(monkeypatch, "sqlite", by)

    world, found = _opened(site, travel)
    page = f"/f/saltmarsh/tendering/tenders/{found.id}"
    lead, lay = (_come(visit, site, world, name, width) for name, width in (("lead", WIDE), ("lay", _PHONE)))
    aside = _come(visit, site, world, "rep2", _PHONE)
    _scores(lay, page)
    _agree(lead, lay, page)
    aside.may_fail = (403,)
    for path in ("moderation", "bids/read", f"checks/{found.bids[0]}", "evaluation.zip"):
        assert aside.page.goto(f"{page}/{path}").status == 403  # type: ignore[union-attr]
    for name in OPENERS:
        opener = _come(visit, site, world, name, _PHONE)
        opener.go(page)
        opener.follow("Open your half of the prices", "price-opening")
        opener.page.locator("main form button").click()
        opener.look("prices-opened")
    _award(site, world, lead, page)
    _share(lead, _come(visit, site, world, "rep3", _PHONE), lay, page)


def _vote(world: World, decision: int) -> None:
    """The two practices without an interest vote: the third has stood aside."""
    author = world.show(decision)
    with world.scope():
        open_vote(author, decision, preset("simple_majority"), in_hours(300))
        for name in ("rep1", "rep3"):
            cast(world.actor(name), decision, world.practice_of(name), "for", "Because.")
        close_early(world.actor("chair"), decision, "All have voted.")


def _award(site: Site, world: World, lead: Visitor, page: str) -> None:
    lead.go(page, "tender-scored")
    lead.go(f"{page}/moderation", "ranking")
    lead.go(page)
    lead.follow("Ask the members to award", "award")
    lead.page.locator("[name=bid]").nth(1).check()
    lead.press("Show it to the members", "award-error")
    assert lead.page.title().startswith("Error:")
    lead.page.locator("[name=bid]").nth(0).check()
    lead.press("Show it to the members", "award-proposed")
    decision = int(lead.page.url.rpartition("/")[2])
    with site.app.app_context():
        _vote(world, decision)
        run_once(site.app)
    lead.go(f"/f/saltmarsh/decisions/{decision}", "award-decided")


def _share(lead: Visitor, rep3: Visitor, lay: Visitor, page: str) -> None:
    lead.go(page, "tender-awarded")
    lay.go(page, "tender-awarded")
    lead.follow("What each practice gets", "allocation")
    lead.follow("Share it out anew", "change")
    lead.fill(total="2000")
    lead.press("Ask for it", "change-error")
    assert lead.page.title().startswith("Error:") and lead.page.input_value("[name=total]") == "2000"
    lead.fill(reason="Fewer visits are needed.")
    lead.press("Ask for it", "allocation-waits")
    rep3.go(f"{page}/allocation", "allocation-waits")
    rep3.page.get_by_role("button", name="Confirm it").press("Enter")
    rep3.look("allocation-changed")
    lead.go(f"{page}/challenges/new", "challenge")
    lead.go(f"{page}/notice", "notice")
    lay.go(f"{page}/notice", "notice")
    lay.go("/f/saltmarsh/tendering/fairness", "ledger")
    lead.go("/f/saltmarsh/tendering/fairness", "ledger")
    lead.go("/f/saltmarsh/tendering/tenders", "tenders")
    lead.follow("Sums from which the law asks for more", "thresholds")
