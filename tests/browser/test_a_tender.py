"""A tender from the first vote to the ledger: members vote on a telephone, a supplier bids on one, two people open, scored alone,
agreed by two, prices opened by two, awarded by vote, shared by the agreement, and closed to a practice that has an interest."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.days import time_now
from federation.mandates.actions.granting import propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.tendering.bidding.queries.bidders import sealed_bids
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.testing.travel import move
from federation.testing.visitor import WIDE, Visitor
from federation.testing.world import World, make_world, new_session, session_cookie
from federation.worker import run_once
from tests.browser.conftest import Serve
from tests.browser.site import Site
from tests.browser.test_a_supplier_bids import code_in_mail
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import loaded
from tests.tendering.bidding import asked_to_bid
from tests.tendering.judging import OPENERS, VISITS, OpenedTender, bid, content, name_people, score_all
from tests.tendering.rules.ocds_schema import faults_of

Visit = Callable[..., Visitor]
_PHONE = 375
_PRICES = (12_500_000, 10_000_000, 11_000_000)
_OTHERS = {"rep1": [(4, 4), (4, 3), (2, 2)], "rep3": [(5, 4), (3, 3), (2, 3)]}
_MINE = ((4, 4), (1, 3), (2, 2))


class BegunTender(NamedTuple):
    """A tender on whose start and sharing the members vote; the second practice has an interest in it."""

    world: World
    id: int
    votes: tuple[int, int]


def _begun(site: Site) -> BegunTender:
    """Its group has a mandate, and both votes are open: the third practice has voted."""
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add("lead", "member", "Z99003")
        with world.scope():
            seats = [SeatWanted(world.people["lead"], is_lead=True), SeatWanted(practice="Z99003")]
            wanted = GroupWanted("Home Visiting Group", "Looks after home visits.", seats=tuple(seats))
            group = begin_group(world.actor("admin"), wanted)
            mandate = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
        world.decide(mandate)
        run_once(site.app)
        with world.scope():
            lead = world.actor("lead")
            tender = begin_tender(lead, group, "Home visits", content(time_now()), clear=True).id
            declare_interest(world.actor("rep2"), tender, True, "A partner is a director of a bidder.")
            votes = propose_start(lead, tender), propose_sharing(lead, tender, VISITS)
            for number in votes:
                open_vote(lead, number, preset("simple_majority"), in_hours(300))
                cast(world.actor("rep3"), number, world.practice_of("rep3"), "for", "Because.")
        return BegunTender(world, tender, votes)


def _members_vote(site: Site, begun: BegunTender, rep1: Visitor, aside: Visitor) -> None:
    """On a telephone, both votes; the practice with an interest has none."""
    for number in begun.votes:
        decision = f"/f/saltmarsh/decisions/{number}"
        aside.go(decision, "tender-vote-aside")
        assert "Cast Lighthouse" not in aside.text() and "stands aside" in aside.text()
        rep1.go(decision, "tender-vote")
        rep1.follow("Cast Driftwood", "tender-cast")
        rep1.page.check("[name=stance][value=for]")
        rep1.press("Cast this vote", "tender-receipt")
    with site.app.app_context():
        with begun.world.scope():
            for number in begun.votes:
                close_early(begun.world.actor("chair"), number, "All have voted.")
        run_once(site.app)


def _bids_come(site: Site, begun: BegunTender, visit: Visit) -> None:
    """Three suppliers: the first on a telephone, without an account."""
    with site.app.app_context():
        name_people(begun.world, begun.id)
        link = asked_to_bid(begun.world, begun.id, organisation="Brightwater Health CIC")
    who = visit(site, "supplier", _PHONE)
    who.go(f"{site.url}/f/saltmarsh/bids/{link}", "supplier-asked")
    who.press("Send me a code")
    who.fill(code=code_in_mail(site))
    who.press("Open our bid")
    who.follow("Price", "supplier-draft")
    who.fill(price_pence="125000.00", answer_c1="We go within 2 hours.", answer_c2="Twelve named nurses.")
    who.press("Keep this")
    who.follow("Check and hand in version 1", "supplier-check")
    who.press("Send me a code")
    who.choose("We make these declarations")
    who.fill(code=code_in_mail(site))
    who.press("Hand in", "supplier-receipt")
    assert "Version 1 is in" in who.text()
    with site.app.app_context():
        for name, pence in zip(("Harbour and Downs", "Coastway Care Ltd"), _PRICES[1:], strict=True):
            bid(begun.world, begun.id, name, pence)


def _opened(site: Site, begun: BegunTender, visit: Visit, page: str) -> OpenedTender:
    """Two people open the bids, and two of three scorers have locked theirs."""
    for name in OPENERS:
        opener = _come(visit, site, begun.world, name, _PHONE)
        opener.go(f"{page}/openings", "bids-opening")
        opener.page.locator("main form button").click()
        opener.look("bids-opened")
    with site.app.app_context():
        with begun.world.scope():
            bids = tuple(sorted(one.id for one in sealed_bids(begun.id)))
        found = OpenedTender(begun.id, bids)
        score_all(begun.world, found, _OTHERS)
    return found


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


def test_from_the_first_vote_to_the_ledger(
    serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve(False)
    begun = _begun(site)
    world = begun.world
    page = f"/f/saltmarsh/tendering/tenders/{begun.id}"
    rep1, rep2 = (_come(visit, site, world, name, _PHONE) for name in ("rep1", "rep2"))
    _members_vote(site, begun, rep1, rep2)
    _bids_come(site, begun, visit)
    move(monkeypatch, "sqlite", timedelta(days=31))
    found = _opened(site, begun, visit, page)
    lead, lay = (_come(visit, site, world, name, width) for name, width in (("lead", WIDE), ("lay", _PHONE)))
    aside = _come(visit, site, world, "rep2", _PHONE)
    _scores(lay, page)
    _agree(lead, lay, page)
    aside.may_fail = (403,)
    for path in ("moderation", "bids/read", f"checks/{found.bids[0]}", "evaluation.zip"):
        assert aside.page.goto(f"{page}/{path}").status == 403  # type: ignore[union-attr]
    for name in OPENERS:
        opener = _come(visit, site, world, name, _PHONE)
        opener.go(f"{page}/price-openings", "price-opening")
        opener.page.locator("main form button").click()
        opener.look("prices-opened")
    _award(site, world, lead, page)
    _share(lead, _come(visit, site, world, "rep3", _PHONE), lay, page)
    assert faults_of(lead.context.request.get(f"{site.url}{page}/ocds.json").json()) == {}


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
    lay.go(f"{page}/notice", "notice")
    lay.go("/f/saltmarsh/tendering/fairness", "ledger")
    lead.go("/f/saltmarsh/tendering/tenders", "tenders")
    lead.follow("Sums from which the law asks for more", "thresholds")
