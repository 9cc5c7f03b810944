"""Practices buy together: what they need, what they vote, what may not be ordered yet and what the members let the group order,
what came, and bills split to the penny, down to what it saved: on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from federation.kernel.days import time_now, today
from federation.mandates.actions.granting import propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.travel import move
from federation.testing.visitor import Visitor
from federation.testing.world import World, make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD
from tests.browser.site import Site
from tests.mandates.conftest import loaded
from tests.people.accounts import give_password
from tests.purchasing.conftest import BUYS

Visit = Callable[..., Visitor]
ROOT = "/f/saltmarsh"
_PHONE = 375


class PurchaseStory:
    """The served product, its world and the group that buys, and whoever comes to it."""

    def __init__(self, serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site: Site = serve(False)
        self._visit, self._patch = visit, monkeypatch
        with self.site.app.app_context():
            self.world: World = make_world("saltmarsh", practices=3)
            self.world.add("lead", "member", "Z99002")
            with self.world.scope():
                seats = (SeatWanted(self.world.people["lead"], is_lead=True), SeatWanted(practice="Z99003"))
                wanted = GroupWanted("Buying Group", "Buys what practices use.", seats=seats)
                self.group = begin_group(self.world.actor("admin"), wanted)
            for name in ("rep1", "rep2", "rep3", "lead"):
                give_password(self.world.people[name])

    def come(self, name: str) -> Visitor:
        """Somebody signs in on a phone."""
        who = self._visit(self.site, name, _PHONE)
        who.go(f"{ROOT}/")
        who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
        who.press("Sign in")
        return who

    def later(self, **by: float) -> None:
        """Time passes, and the worker does what has become due."""
        move(self._patch, "sqlite://", timedelta(**by))
        self.site.deliver()

    def decide(self, url: str) -> None:
        """The members vote for the proposal on that page."""
        found = re.search(r"/decisions/(\d+)", url)
        assert found
        with self.site.app.app_context():
            self.world.decide(int(found[1]))
        self.site.deliver()

    def grant(self) -> None:
        """The members let the group buy, up to £3,000 an item."""
        with self.site.app.app_context():
            with self.world.scope():
                terms = loaded(time_now(), **{**BUYS, "item_pence": 300_000})
                number = propose_mandate(self.world.actor("rep1"), self.group, terms)
            self.world.decide(number)
        self.site.deliver()

    def day(self, name: str, days: int) -> dict[str, str]:
        """The three fields of a day so far from today."""
        with self.site.app.app_context():
            day = today() + timedelta(days=days)
        return {f"{name}__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_a_purchase_from_needs_to_savings(
    serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = PurchaseStory(serve, visit, monkeypatch)
    lead = story.come("lead")
    page = _ask(story, lead)
    member = story.come("rep1")
    _say_needs(story, member)
    _offers(lead, page)
    _too_early(lead, page)
    story.later(days=22)
    lead, member = story.come("lead"), story.come("rep1")
    _specify(story, lead, page)
    order = _order(story, lead, page)
    _came(story, lead, member, order)
    _split(lead, order)
    member.go(f"{ROOT}/purchasing/savings", "purchase-savings")
    member.check_widths()
    assert "Paid £4,129.20, saved £328.60" in member.text() and "Not known" in member.text()
    member.go(order, "purchase-order-paid")
    assert "£2,306.40" in member.text() and "£1,822.80" in member.text()
    _contract(story, lead)


def _ask(story: PurchaseStory, lead: Visitor) -> str:
    lead.go(f"{ROOT}/groups/{story.group}")
    lead.follow("Ask practices what they need", "purchase-round-form")
    lead.fill(title="Examination gloves", items="Examination gloves", **story.day("closes_at", 21))
    lead.page.check("[name=category][value=consumables]")
    lead.fill(closes_at__time="1pm")
    lead.press("Ask all practices", "purchase-round-wrong")
    assert "Write a comma and the unit behind" in lead.text()
    lead.fill(items="Examination gloves, box of 100")
    lead.press("Ask all practices", "purchase-round-open")
    lead.check_widths()
    return lead.page.url.partition("?")[0]


def _say_needs(story: PurchaseStory, member: Visitor) -> None:
    member.go(f"{ROOT}/", "purchase-home")
    member.follow("Say what your practice needs")
    member.follow("Say what it needs", "purchase-needs")
    member.press("Save what we need", "purchase-needs-wrong")
    assert "or say that it needs nothing" in member.text()
    member.page.fill("[name='lines-0-quantity']", "620")
    member.page.fill("[name='lines-0-pence']", "4.25")
    member.press("Save what we need", "purchase-said")
    assert "has answered" in member.text()
    member.check_widths()
    second = story.come("rep2")
    second.go(f"{member.page.url.partition('?')[0]}/needs")
    second.page.fill("[name='lines-0-quantity']", "490")
    second.press("Save what we need")
    third = story.come("rep3")
    third.go(f"{member.page.url.partition('?')[0]}/needs")
    third.page.check("[name=none]")
    third.press("Save what we need", "purchase-needs-none")
    assert "It needs none of this" in third.text()


def _offers(lead: Visitor, page: str) -> None:
    lead.go(f"{page}/offers")
    lead.follow("Write an offer down", "purchase-offer-form")
    lead.fill(supplier="Fenmark Supplies", item="Examination gloves", unit="box of 100", pence="3.72")
    lead.fill(minimum="1,000", breaks="many")
    lead.press("Write it down", "purchase-offer-wrong")
    assert "Write each line as" in lead.text()
    lead.fill(breaks="1,500: 3.48")
    lead.press("Write it down", "purchase-offers")
    lead.check_widths()
    assert "390 more, and each costs 24p less" in lead.text()
    lead.go(page, "purchase-round-progress")
    lead.check_widths()
    assert "The least amount of 1,000 is reached" in lead.text()


def _too_early(lead: Visitor, page: str) -> None:
    """No vote, no mandate, and practices can still answer: nothing is ordered."""
    lead.go(f"{page}/offers")
    lead.follow("Fenmark Supplies, Examination gloves", "purchase-order-refused")
    lead.press("Try again", "purchase-order-refused-again")
    for words in ("have not voted yet", "can still say what they need", "no mandate that is in force"):
        assert words in lead.text()


def _specify(story: PurchaseStory, lead: Visitor, page: str) -> None:
    lead.go(f"{page}/specification/new", "purchase-spec-form")
    lead.press("Save this version", "purchase-spec-wrong")
    lead.fill(
        text="Nitrile gloves, powder free, delivered once a quarter.", market="Three suppliers deliver here."
    )
    lead.page.check("[name=basis][value=quantity]")
    lead.press("Save this version", "purchase-spec")
    lead.check_widths()
    lead.go(f"{page}/specification/propose")
    lead.press("Show it to the members", "purchase-spec-decision")
    assert "1 of 6 parts" in lead.text()
    story.decide(lead.page.url)


def _order(story: PurchaseStory, lead: Visitor, page: str) -> str:
    lead.go(f"{page}/offers")
    lead.follow("Fenmark Supplies, Examination gloves")
    assert "no mandate that is in force" in lead.text() and "have not voted" not in lead.text()
    story.grant()
    lead.page.reload()
    lead.look("purchase-order-dear")
    assert "more than the group may spend on one item" in lead.text()
    order = lead.page.url
    lead.follow("Ask the members to let the group order this", "purchase-ask")
    lead.press("Ask the members", "purchase-asked")
    story.decide(lead.page.url)
    lead.go(order, "purchase-order-let")
    assert "The members have let the Buying Group order this" in lead.text()
    lead.press("Order it", "purchase-ordered")
    lead.check_widths()
    assert "£4,129.20" in lead.text()
    return lead.page.url


def _came(story: PurchaseStory, lead: Visitor, member: Visitor, order: str) -> None:
    lead.follow("Note what came", "purchase-delivery-form")
    lead.fill(packs="2,000", **story.day("came_on", 0))
    lead.press("Share it out", "purchase-delivery-wrong")
    assert "from 1 to 1,110" in lead.text()
    lead.fill(packs="1,110")
    lead.press("Share it out", "purchase-delivered")
    member.go(order)
    member.follow("Say what it got", "purchase-receipt")
    member.fill(packs="620")
    member.press("Save what it got", "purchase-received")
    assert "620, confirmed" in member.text() and "490, 490 not confirmed" in member.text()


def _split(lead: Visitor, order: str) -> None:
    lead.go(order)
    lead.follow("Split a bill", "purchase-bill-form")
    lead.fill(pence="4,129.21", words="Invoice 7713")
    lead.press("Split the bill", "purchase-bill-wrong")
    assert "more than is promised" in lead.text()
    lead.fill(pence="4,129.20")
    lead.press("Split the bill", "purchase-billed")
    lead.check_widths()


def _contract(story: PurchaseStory, lead: Visitor) -> None:
    lead.go(f"{ROOT}/groups/{story.group}/contracts/new", "contract-form")
    lead.fill(title="Gloves for a year", supplier="Fenmark Supplies", **story.day("starts_on", 0))
    lead.fill(**story.day("ends_on", 300))
    lead.page.check("[name=practices][value=Z99001]")
    lead.press("Keep the contract", "contract")
    lead.check_widths()
    lead.follow("It goes on", "contract-renew")
    lead.fill(words="Letter of 3 March", **story.day("ends_on", 200))
    lead.press("Write it down", "contract-renew-wrong")
    assert "after the one on which it ends now" in lead.text()
    lead.fill(**story.day("ends_on", 600))
    lead.press("Write it down", "contract-renewed")
    lead.check_widths()
    assert "Letter of 3 March" in lead.text()
