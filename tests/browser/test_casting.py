"""Casting a vote on a telephone, and without a mouse."""

from collections.abc import Callable

import pytest

from federation.testing.visitor import Visitor
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, vote_open
from tests.browser.site import Site

Visit = Callable[..., Visitor]
_PHONE = 375
_PAGES = {
    "": "home",
    "decisions/": "register",
    "decisions/now": "current",
    "decisions/rules": "rules",
    "decisions/actions": "actions",
    "practices/": "practices",
    "people/": "people",
    "our-federation/": "our-federation",
    "our-federation/record": "record",
    "help": "help",
    "search?q=visits": "search",
}
"""The main pages, and what their pictures are called."""
_FOCUS = """(() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const l = e.labels && e.labels[0] ? getComputedStyle(e.labels[0], '::before') : s;
  const marks = [s.outlineStyle, s.boxShadow, s.backgroundColor, l.boxShadow].join(' ');
  return [e.innerText || '', e.name || '', marks];
})()"""


@pytest.fixture(scope="module")
def place(serve: Serve) -> tuple[Site, int]:
    """A site with a vote open, and its number."""
    site = serve(False)
    return site, vote_open(site)[1]


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
    assert who.page.title().startswith("Error: How does Driftwood Surgery vote?")
    assert who.page.input_value("[name=reason]") == "We visit most."
    who.page.locator(".nhsuk-error-summary a").click()
    assert who.page.evaluate("document.activeElement.name") == "stance"
    who.page.get_by_label("For", exact=True).check()
    who.press("Cast this vote", "receipt")
    assert "Vote recorded" in who.heading
    who.go(f"/f/saltmarsh/decisions/{decision_id}", "decision-voted")
    who.check_widths()
    for path, shot in _PAGES.items():
        who.go(f"/f/saltmarsh/{path}", shot)
        who.check_widths()
    for path in ("/account", "/account/email", "/account/tokens", "/switch", "/accessibility", "/privacy"):
        who.go(path, path.strip("/").replace("/", "-"))
    who.may_fail = (404,)
    who.go("/f/saltmarsh/decisions/999999", "not-found")


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
    """Press Tab until the element with these words, or this name, has the focus; each stop is visible."""
    for _ in range(most):
        who.page.keyboard.press("Tab")
        found, called, outline = who.page.evaluate(_FOCUS)
        assert outline != "none none rgba(0, 0, 0, 0) none", f"no sign of focus on {found or called}"
        if (words and words == found.strip()) or (name and name == called):
            return
    raise AssertionError(f"{words or name} is not reached by Tab")


def test_a_bad_page_is_noticed(place: tuple[Site, int], visit: Visit) -> None:
    """The checks of each page can fail."""
    site, _ = place
    who = visit(site, "somebody", _PHONE)
    who.go("/sign-in")
    who.page.evaluate(
        "document.querySelector('main').innerHTML += "
        "'<h1>Again</h1><img src=\"data:,\"><input><p id=wide>Wide</p>'"
    )
    who.page.evaluate("document.getElementById('wide').style.minWidth = '900px'")
    who.page.evaluate(
        "document.head.appendChild(document.createElement('script')).src = 'https://example.org/x.js'"
    )
    who.look()
    who.page.wait_for_timeout(200)
    found, who.problems = "\n".join(who.problems), []
    for fault in ("2 h1", "image-alt", "label", "wide at 375", "policy: script-src"):
        assert fault in found
