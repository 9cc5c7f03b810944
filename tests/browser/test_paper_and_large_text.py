"""Pages on paper, and with text twice as large on a phone."""

import re
from collections.abc import Callable

import pytest

from federation.testing.visitor import Visitor
from tests.browser.conftest import Serve
from tests.browser.site import Site

Visit = Callable[..., Visitor]
_ROOT = "/f/saltmarsh/"
_READ = (
    "",
    "decisions/",
    "decisions/now",
    "decisions/rules",
    "decisions/actions",
    "decisions/new",
    "decisions/register/print",
    "practices/",
    "people/",
    "our-federation/",
    "our-federation/record",
    "help",
    "search?q=visits",
    "shared-work",
    "diagnostics/",
)
_WIDER = "width => document.documentElement.scrollWidth - width"


@pytest.fixture(scope="module")
def site(serve: Serve) -> Site:
    """The demonstration."""
    return serve(True)


def come(visit: Visit, site: Site, name: str) -> Visitor:
    who = visit(site, name)
    who.go("/sign-in")
    who.press(f"Sign in as {name}")
    return who


def address_of(who: Visitor, title: str) -> str:
    """The page of a decision of the register, by its title."""
    who.go(f"{_ROOT}decisions/")
    found = who.page.locator("main a", has_text=title).first.get_attribute("href")
    assert found
    return found


def pages_of(who: Visitor) -> int:
    """How many sheets the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", who.page.pdf(prefer_css_page_size=True)))


def test_a_decision_on_paper_has_one_head_and_no_sheet_that_is_nearly_empty(site: Site, visit: Visit) -> None:
    who = come(visit, site, "Priya Nair")
    weighted = address_of(who, "Share the cost of the federation office by patients")
    mandate = address_of(who, "Give the Home Visiting Group its mandate")
    assert who.page.locator(".app-letterhead").is_visible() is False
    for link in (weighted, mandate):
        who.go(link)
        (number,) = set(re.findall(r"Decision (\d{4}/\d+)", who.text()))
        assert pages_of(who) == 2
        who.page.emulate_media(media="print")
        head = " ".join(who.page.locator(".app-letterhead").inner_text().split())
        assert re.fullmatch(
            rf"Saltmarsh GP Federation Decision {number} Printed \d+ [A-Z][a-z]+ \d{{4}}", head
        )
        ends = who.page.locator("main a").evaluate_all(
            "links => links.map(link => getComputedStyle(link, '::after').content)"
        )
        assert set(ends) == {"none"}
        table, main = (
            who.page.locator(place).last.bounding_box() for place in ("main table", "main > .nhsuk-grid-row")
        )
        assert table is not None and main is not None and table["width"] >= main["width"] - 40
        assert who.page.locator(".nhsuk-breadcrumb").is_visible() is False
        who.page.emulate_media(media="null")


def test_the_register_begins_on_the_first_sheet(site: Site, visit: Visit) -> None:
    who = come(visit, site, "Priya Nair")
    who.go(f"{_ROOT}decisions/register/print")
    assert pages_of(who) == 4
    who.page.emulate_media(media="print")
    kept = who.page.locator("main table").evaluate("table => getComputedStyle(table).breakInside")
    assert kept == "auto"
    assert (
        who.page.locator("main table tbody tr").first.evaluate("row => getComputedStyle(row).breakInside")
        == "avoid"
    )


def test_no_page_scrolls_sideways_with_text_twice_as_large(site: Site, visit: Visit) -> None:
    who = come(visit, site, "Priya Nair")
    votes = who.page.locator("main a[href*='/decisions/']:not([href*='/actions/'])").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    some = [link for link in dict.fromkeys(votes) if link.rpartition("/")[2].isdigit()][:6]
    assert len(some) >= 3
    found = []
    for path in (*(f"{_ROOT}{one}" for one in _READ), *some, *(f"{one}/roll" for one in some[:1])):
        who.page.goto(path)
        who.page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (320, 375):
            who.page.set_viewport_size({"width": width, "height": 900})
            wider = who.page.evaluate(_WIDER, width)
            found += [(path, width, wider)] if wider > 0 else []
    assert found == []


def test_a_number_of_the_register_stays_whole_on_a_phone(site: Site, visit: Visit) -> None:
    who = come(visit, site, "Priya Nair")
    who.go(f"{_ROOT}decisions/")
    for width in (320, 375):
        who.page.set_viewport_size({"width": width, "height": 900})
        lines = who.page.locator(".app-number").evaluate_all(
            "all => all.map(one => one.getClientRects().length)"
        )
        assert len(lines) == 20 and set(lines) == {1}
        gaps = who.page.locator(".app-number").evaluate_all(
            """all => all.map(one => one.getBoundingClientRect().left
                 - one.parentElement.querySelector('a').getBoundingClientRect().right)"""
        )
        assert min(gaps) >= 8
