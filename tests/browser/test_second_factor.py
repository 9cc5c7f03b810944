"""An authenticator app in the browser: set up, asked for, recovered from, switched off; on a small telephone too."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel.db import unit_of_work
from federation.people.models import Person, SignIn
from federation.testing.visitor import Visitor
from federation.testing.world import LONG_AGO
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, set_an_app_up, vote_open
from tests.browser.site import Site
from tests.decisions.votes import propose

Visit = Callable[..., Visitor]
_SMALL = 320


@pytest.fixture(scope="module")
def site(serve: Serve) -> Site:
    """A federation with a vote open, and a proposal that waits."""
    made = serve(False)
    world, _ = vote_open(made)
    with made.app.app_context():
        propose(world, "rep1", "Share a nurse")
    return made


def _sign_in(visit: Visit, site: Site, name: str, width: int = 1100) -> Visitor:
    who = visit(site, f"{name} at {width}", width)
    who.go("/sign-in")
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in")
    return who


def _grow_old(app: Flask, email: str) -> None:
    """Let codes given so far be a long time ago."""
    with app.app_context(), unit_of_work() as session:
        person = session.execute(select(Person.id).where(Person.email == email)).scalar_one()
        session.execute(update(SignIn).where(SignIn.person_id == person).values(confirmed_at=LONG_AGO))


@pytest.mark.parametrize(("name", "width"), [("admin", 1100), ("rep2", _SMALL)])
def test_from_setting_up_to_switching_off(site: Site, visit: Visit, name: str, width: int) -> None:
    who = _sign_in(visit, site, name, width)
    if name == "admin":
        assert who.heading == "Set up a second step when you sign in"
        who.look("second-step-demanded")
    else:
        who.go("/account", "account-without-app")
        who.follow("Set up", "second-step-none")
    who.check_widths()
    who.press("Set up an app", "second-step-key")
    who.check_widths()
    picture = who.page.locator("main img")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 200
    who.fill(code="12")
    who.press("Continue", "second-step-key-error")
    assert who.page.title().startswith("Error:")
    who.page.goto("/account/second-step")
    phone = set_an_app_up(who, "second-step")
    assert who.page.url.endswith("/f/saltmarsh/")
    recovery = _renewed(who)
    later = _sign_in(visit, site, name, width)
    later.look("sign-in-code")
    later.check_widths()
    assert later.heading.endswith("Enter the code from your app")
    later.may_fail = (422,)
    later.fill(code=phone.wrong())
    later.press("Sign in", "sign-in-code-error")
    later.may_fail = ()
    assert later.page.title().startswith("Error:")
    later.page.locator(".nhsuk-error-summary a").click()
    assert later.page.evaluate("document.activeElement.name") == "code"
    later.page.locator("summary", has_text="I cannot use my app").click()
    later.fill(code="", recovery=recovery[0])
    later.press("Sign in")
    assert "/f/saltmarsh/" in later.page.url
    later.go("/account", "account-with-app")
    later.go("/account/second-step", "second-step-app")
    assert "9 of 10 left" in later.text()
    later.check_widths()
    later.follow("Switch off the second step", "second-step-off")
    later.check_widths()
    if name == "admin":
        assert "You are an administrator of Saltmarsh GP Federation" in later.text()
        return
    later.page.locator("summary", has_text="I cannot use my app").click()
    later.fill(recovery=recovery[1])
    later.press("Switch it off")
    assert "The second step is switched off" in later.page.inner_text("body")


def _renewed(who: Visitor) -> list[str]:
    """New recovery codes, saved as a file; nothing but codes stands in it."""
    who.go("/account/second-step/recovery-codes", "recovery-codes-renew")
    who.press("Make 10 new codes")
    codes: list[str] = who.page.locator("main code").all_inner_texts()
    assert len(codes) == 10
    with who.page.expect_download() as download:
        who.page.get_by_role("button", name="Save the codes as a file").click()
    text = download.value.path().read_text("utf-8")
    assert all(code in text for code in codes)
    who.page.emulate_media(media="print")
    assert who.page.get_by_role("button", name="Save the codes").count() == 0
    assert who.page.locator("main code").first.is_visible()
    who.page.emulate_media(media="screen")
    return codes


def test_putting_to_the_vote(site: Site, visit: Visit) -> None:
    """Whoever has no app is led through and back; whoever gave a code long ago gives another on the last page."""
    who = _sign_in(visit, site, "rep1")
    who.go("/f/saltmarsh/decisions/2/rule", "rule-first-an-app")
    who.follow("Set up an authenticator app")
    phone = set_an_app_up(who)
    assert who.page.url.endswith("/decisions/2/rule")
    who.page.check("[name=rule][value=simple_majority]")
    who.press("Continue")
    who.press("Continue")
    assert who.page.locator("[name=code]").count() == 0
    _grow_old(site.app, "rep1@saltmarsh.example")
    who.page.check("[name=anyway]")
    who.press("Open the vote", "check-asks-for-code")
    assert who.page.title().startswith("Error: Check before you open the vote")
    who.check_widths()
    who.fill(code=phone.code(1))
    who.press("Open the vote")
    assert "Voting is open" in who.page.inner_text("body")
