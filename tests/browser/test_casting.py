"""Casting a vote on a telephone, and without a mouse."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, vote_open
from tests.browser.visitor import Site, Visitor

Visit = Callable[..., Visitor]
_PHONE = 375


@pytest.fixture(scope="module")
def place(serve: Serve) -> Iterator[tuple[Site, int]]:
    """A site with a vote open, and its number."""
    site = serve(False)
    _, decision_id = vote_open(site)
    yield site, decision_id


def _come(visit: Visit, site: Site, name: str, width: int) -> Visitor:
    who = visit(site, name, width)
    who.go("/f/saltmarsh/")
    assert who.heading == "Sign in"
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in", "home-owes")
    return who


def test_on_a_telephone(place: tuple[Site, int], visit: Visit) -> None:
    site, decision_id = place
    who = _come(visit, site, "rep1", _PHONE)
    assert who.heading == "1 thing needs Driftwood Surgery"
    who.follow("Share home visits", "decision-open")
    who.follow("Cast Driftwood Surgery’s vote", "cast")
    who.fill(reason="We visit most.")
    who.press("Cast this vote", "cast-error")
    assert who.page.title() == "Error: How does Driftwood Surgery vote? - saltmarsh" or who.page.title().startswith("Error:")
    assert who.page.input_value("[name=reason]") == "We visit most."
    who.page.locator(".nhsuk-error-summary a").click()
    assert who.page.evaluate("document.activeElement.name") == "stance"
    who.page.get_by_label("For", exact=True).check()
    who.press("Cast this vote", "receipt")
    assert "Vote recorded" in who.heading
    who.go(f"/f/saltmarsh/decisions/{decision_id}/stand-aside/{_practice(site)}", "stand-aside")
    for path, shot in (("", "home"), ("decisions/", "register"), ("decisions/now", "current"), ("decisions/rules", "rules"),
                       ("decisions/actions", "actions"), ("practices/", "practices"), ("people/", "people"),
                       ("our-federation/", "our-federation"), ("our-federation/record", "record"), ("help", "help"), ("search?q=visits", "search")):
        who.go(f"/f/saltmarsh/{path}", shot)
        who.check_widths()
    for path, shot in (("/account", "account"), ("/account/email", "account-email"), ("/account/tokens", "tokens"), ("/switch", "switch"),
                       ("/accessibility", "accessibility"), ("/privacy", "privacy")):
        who.go(path, shot)
    who.may_fail = (404,)
    who.go("/f/saltmarsh/decisions/999999", "not-found")


def _practice(site: Site) -> int:
    from sqlalchemy import select

    from federation.kernel.db import db
    from federation.kernel.tenancy import every_federation
    from federation.network.models import Practice

    with site.app.app_context(), every_federation("a test looks a number up"):
        return int(db.session.scalar(select(Practice.id).where(Practice.code == "Z99001")) or 0)


def test_without_a_mouse(place: tuple[Site, int], visit: Visit) -> None:
    """Only keys are pressed; where the keys are is always seen."""
    site, decision_id = place
    who = _come(visit, site, "rep2", 1100)
    who.page.goto(f"/f/saltmarsh/decisions/{decision_id}")
    keys = who.page.keyboard
    keys.press("Tab")
    assert who.page.evaluate("document.activeElement.innerText") == "Skip to main content"
    keys.press("Enter")
    _tab_to(who, "Cast Lighthouse Medical Centre’s vote")
    keys.press("Enter")
    who.page.wait_for_url("**/vote/*")
    who.look("cast-by-keys")
    _tab_to(who, "", name="stance")
    keys.press("Space")
    keys.press("ArrowDown")
    assert who.page.evaluate("document.activeElement.value") == "against"
    _tab_to(who, "", name="reason")
    keys.type("Too far.")
    _tab_to(who, "Cast this vote")
    keys.press("Enter")
    who.page.wait_for_url("**/receipt/*")
    who.look()
    assert "Lighthouse Medical Centre: Against" in who.text()


def _tab_to(who: Visitor, words: str, name: str = "", most: int = 40) -> None:
    """Press Tab until the element with these words, or this name, has the focus; each stop must be visible."""
    for _ in range(most):
        who.page.keyboard.press("Tab")
        found, called, outline = who.page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), l = e.labels && e.labels[0] ? getComputedStyle(e.labels[0], '::before') : s;"
            " return [e.innerText || '', e.name || '', [s.outlineStyle, s.boxShadow, s.backgroundColor, l.boxShadow].join(' ')]; })()"
        )
        assert outline != "none none rgba(0, 0, 0, 0) none", f"no sign of focus on {found or called}"
        if (words and words == found.strip()) or (name and name == called):
            return
    raise AssertionError(f"{words or name} is not reached by Tab")
