"""Casting a vote on a telephone, and without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.testing.visitor import WIDE, Visitor
from federation.testing.world import make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, vote_open
from tests.browser.site import Site
from tests.decisions.votes import opened, preset
from tests.people.accounts import give_password

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


def test_points_are_given_and_read(serve: Serve, visit: Visit) -> None:
    """On a telephone: what does not add up comes back with everything typed; wide: which option has how many."""
    site = serve(False)
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        for name in ("rep1", "rep2"):
            give_password(world.people[name])
        texts = ("It carries two chairs and a ramp.", "Three rooms at Tidemill Hall.")
        options = ("A van for home visits", "A clinic in the evening")
        number = opened(world, preset("points"), options=options, texts=texts)
    who = _come(visit, site, "rep1", _PHONE)
    who.go(f"/f/saltmarsh/decisions/{number}/vote/{world.practices['Z99001']}", "points")
    who.fill(**{"points-0": "6", "points-1": "3"})
    who.press("Cast this vote", "points-error")
    assert who.page.input_value("[name=points-0]") == "6" and "1 left" in who.text()
    who.page.locator(".nhsuk-error-summary a").click()
    assert who.page.evaluate("document.activeElement.name") == "points-0"
    who.fill(**{"points-1": "4"})
    who.press("Cast this vote", "points-receipt")
    assert "A van for home visits 6, A clinic in the evening 4" in who.text()
    who.check_widths()
    with site.app.app_context(), world.scope():
        cast(world.actor("rep2"), number, world.practice_of("rep2"), "", choice={"a": 4, "b": 6})
        close_early(world.actor("chair"), number, "Enough was said.")
    who.go(f"/f/saltmarsh/decisions/{number}", "points-closed")
    assert "are tied with 10 points each" in who.text()
    who.check_widths()
    wide = _come(visit, site, "rep2", WIDE)
    wide.go(f"/f/saltmarsh/decisions/{number}", "points-closed")
    assert "A van for home visits 6, A clinic in the evening 4" in wide.text()


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
    with who.page.expect_console_message(lambda said: said.text.startswith("policy: script-src")):
        who.page.evaluate(
            "document.head.appendChild(document.createElement('script')).src = 'https://example.org/x.js'"
        )
    who.look()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        who.page.goto("http://example.org/")
    found, who.problems = "\n".join(who.problems), []
    for fault in (
        "2 h1",
        "image-alt",
        "label",
        "wide at 375",
        "policy: script-src",
        "asked for http://example.org/",
    ):
        assert fault in found
