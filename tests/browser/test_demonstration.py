"""The demonstration: everybody signs in with one button, and finds what needs them."""

from collections.abc import Callable

import pytest

from federation.testing.visitor import Visitor
from tests.browser.conftest import Serve
from tests.browser.site import Site

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def site(serve: Serve) -> Site:
    """The demonstration as ``federation serve --demo`` shows it."""
    return serve(True)


def test_everybody_signs_in_with_one_button(site: Site, visit: Visit) -> None:
    first = visit(site, "visitor")
    first.go("/sign-in", "demo-sign-in")
    first.check_widths()
    names = first.page.locator(".nhsuk-task-list__name-and-hint strong").all_inner_texts()
    assert len(names) >= 6
    for name in names:
        who = visit(site, name)
        who.go("/sign-in")
        who.press(f"Sign in as {name}", f"demo-home-{name.split()[0].lower()}")
        assert who.page.url.endswith(("/f/saltmarsh/", "/f/thistledown/", "/switch")), who.page.url
        assert name in who.page.inner_text("header")
    site.deliver()
    first.go("/demo/mailbox", "demo-mailbox")
    first.page.locator("main table a").first.click()
    first.look("demo-letter")


def test_the_demonstration_s_pages(site: Site, visit: Visit) -> None:
    """Decisions in every state, as a representative reads them."""
    who = visit(site, "representative")
    who.go("/sign-in")
    who.press("Sign in as Priya Nair")
    for path, shot in (
        ("", "demo-home"),
        ("decisions/", "demo-register"),
        ("decisions/now", "demo-current"),
        ("practices/", "demo-practices"),
        ("our-federation/", "demo-our-federation"),
        ("our-federation/record", "demo-record"),
        ("decisions/rules", "demo-rules"),
        ("decisions/actions", "demo-actions"),
        ("people/", "demo-people"),
    ):
        who.go(f"/f/saltmarsh/{path}", shot)
    who.go("/f/saltmarsh/decisions/")
    links = who.page.locator(
        "main table a[href*='/decisions/'], main li a[href*='/decisions/']"
    ).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    pages = list(dict.fromkeys(link for link in links if link.rpartition("/")[2].isdigit()))[:6]
    assert len(pages) >= 4
    for number, link in enumerate(pages):
        who.go(link, f"demo-decision-{number}")
    who.check_widths()
