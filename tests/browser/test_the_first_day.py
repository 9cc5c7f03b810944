"""The first day of a federation of 55 practices: from the file to everybody invited by mail, and on to a ballot from a letter.

Letters leave over SMTP to a server on this machine. The practices are made up, and real where the files that the NHS
publishes lie beside the checkout.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from federation.decisions.models import Ballot
from federation.kernel.db import db
from federation.kernel.tenancy import every_federation, federation_scope
from federation.network.federation.actions.creating import create_federation
from federation.network.members.terminal import add_person_from_terminal
from federation.network.models import Practice
from federation.testing.visitor import Visitor
from tests.browser.conftest import Serve
from tests.browser.legs import Leg, Walker
from tests.browser.people import PASSWORD, set_an_app_up
from tests.browser.postbox import Postbox
from tests.browser.site import Site
from tests.network.files import line, practice_file, sizes_file
from tests.people.accounts import browser as plain_browser

Visit = Callable[..., Visitor]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROOT, PHONE, PRACTICES = "/f/saltmarsh", 375, 55
ADMIN, EXECUTIVE = "wendy.sluice@saltmarsh.example", "edwin.tern@saltmarsh.example"


class Files(NamedTuple):
    """What the administrator has: a file of practices, one of list sizes, and the code of their board."""

    practices: bytes
    sizes: bytes
    board: str


def made_up() -> Files:
    """55 practices of one board, and 5 of another."""
    ours = [f"Z99{number:03}" for number in range(1, PRACTICES + 1)]
    lines = [line(code, f"SURGERY {code[3:]}", opened="19740401") for code in ours]
    others = [line(f"Z98{number:03}", f"FAR SURGERY {number}", icb="QYY") for number in range(5)]
    return Files(
        practice_file(*lines, *others), sizes_file({code: 6000 + int(code[3:]) for code in ours}), "QZZ"
    )


def published() -> Files:
    """The real files, from their place: a board of 55 practices in the far south-west."""
    return Files((DATA / "epraccur.csv").read_bytes(), (DATA / "gp-reg-pat-prac-all.csv").read_bytes(), "QT6")


real = pytest.param(
    published,
    id="published",
    marks=pytest.mark.skipif(not (DATA / "epraccur.csv").exists(), reason="the real files are not here"),
)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox().open() as opened:
        yield opened


@pytest.mark.parametrize("files", [pytest.param(made_up, id="made-up"), real])
def test_from_the_file_to_a_ballot_from_a_letter(
    files: Callable[[], Files],
    serve: Serve,
    visit: Visit,
    postbox: Postbox,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = serve(False, postbox.settings)
    with site.app.app_context(), federation_scope(create_federation("saltmarsh", "Saltmarsh GP Federation")):
        link = add_person_from_terminal(ADMIN, "Wendy Sluice", "administrator").rpartition("\n")[2]
    admin = Walker(visit(site, "administrator"))
    signed_in = _begin(admin, link)
    invited = _invite_everybody(admin, files(), site)
    site.deliver()
    people = {address for address in postbox.kept if address not in (ADMIN, EXECUTIVE)}
    assert len(people) == PRACTICES
    executive = Walker(visit(site, "executive"))
    accepted = _accept(executive, postbox)
    _others_accept(site, postbox, people)
    site.deliver()
    opened = _put_to_the_vote(executive)
    site.deliver()
    voter = min(people)
    cast = _cast(Walker(visit(site, "representative", PHONE)), postbox, voter)
    with site.app.app_context(), every_federation("a test reads the ballot"):
        [ballot] = db.session.scalars(select(Ballot)).all()
        assert (ballot.stance, ballot.by_link) == ("for", True)
    with capsys.disabled():
        print("", *(f"  {leg}" for leg in (signed_in, invited, accepted, opened, cast)), sep="\n")
    assert invited.pages <= 15
    assert cast.counts == (2, 1, 1), "the stance alone is chosen"


def _begin(admin: Walker, link: str) -> Leg:
    """From the link that the terminal printed to Home: a password and an authenticator app."""
    with admin.leg("from the terminal's link to Home") as leg:
        admin.who.go(link)
        admin.fill(password=PASSWORD, again=PASSWORD)
        admin.press("Accept and sign in")
        set_an_app_up(admin.who)
        admin.who.look()
        admin.now.presses += 2
        admin.now.fields += 1
    assert admin.who.page.url.endswith(f"{ROOT}/")
    assert "Set up" in admin.who.text() or "set up" in admin.who.text()
    return leg


def _invite_everybody(admin: Walker, files: Files, site: Site) -> Leg:
    who = admin.who
    with admin.leg("from the file to everybody invited") as leg:
        who.go(f"{ROOT}/practices/import")
        admin.attach("epraccur.csv", files.practices)
        admin.press("Continue", "first-day-pick")
        who.page.locator("summary", has_text="Integrated care boards").click()
        admin.tick(f"[name=icb][value={files.board}]")
        admin.press("Continue", "first-day-check")
        _use_it_all_the_same(admin)
        admin.press(f"Save {PRACTICES} changes", "first-day-saved")
        who.go(f"{ROOT}/practices/list-sizes")
        admin.attach("list-sizes.csv", files.sizes)
        admin.press("Continue", "first-day-sizes")
        _use_it_all_the_same(admin)
        admin.press("Save", "first-day-sizes-saved")
        who.go(f"{ROOT}/people/invite-many", "first-day-invite-many")
        admin.fill(lines=_everybody(site))
        admin.press("Check the list", "first-day-invite-check")
        assert f"{PRACTICES + 1} new people" in who.text()
        admin.press(f"Invite {PRACTICES + 1} people", "first-day-people")
    assert "Their letters leave within seconds" in who.page.inner_text("body")
    return leg


def _use_it_all_the_same(admin: Walker) -> None:
    """Files of other years are named before they are saved, and ask for a tick."""
    if admin.who.page.locator("[name=older]").count():
        admin.tick("[name=older]")


def _everybody(site: Site) -> str:
    """The list that somebody has typed beforehand: a representative of each practice, and an executive."""
    with site.app.app_context(), every_federation("a test writes the list of people"):
        codes = db.session.scalars(select(Practice.code).order_by(Practice.code)).all()
    people = [f"Person {code}, {code.lower()}@practices.example, representative, {code}" for code in codes]
    return "\n".join([f"Edwin Tern, {EXECUTIVE}, executive", *people])


def _accept(executive: Walker, postbox: Postbox) -> Leg:
    """From the invitation to Home, with the authenticator app that executives owe."""
    letter = postbox.text(EXECUTIVE, "Invitation")
    assert "invited you to Saltmarsh GP Federation, as executive" in letter
    with executive.leg("from the invitation to an executive's Home") as leg:
        executive.who.go(postbox.link(EXECUTIVE, "Invitation", "/invitation/"))
        executive.fill(password=PASSWORD, again=PASSWORD)
        executive.press("Accept and sign in")
        set_an_app_up(executive.who)
        executive.who.look()
        executive.now.presses += 2
        executive.now.fields += 1
    assert executive.who.page.url.endswith(f"{ROOT}/")
    return leg


def _others_accept(site: Site, postbox: Postbox, people: set[str]) -> None:
    """Each with the link of their own letter, without looking at the pages again."""
    with site.app.app_context():
        for address in sorted(people):
            client: Any = plain_browser(site.app)
            link = postbox.link(address, "Invitation", "/invitation/").removeprefix(site.url)
            [token] = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(link).text)
            typed = {"name": f"Person {address[:6].upper()}", "password": PASSWORD, "again": PASSWORD}
            answer = client.post(link, data={"csrf_token": token, **typed})
            assert answer.status_code == 303, answer.text


def _put_to_the_vote(executive: Walker) -> Leg:
    """A proposal with a binding rule, under the floors as delivered."""
    who = executive.who
    with executive.leg("from a blank proposal to an open vote") as leg:
        who.go(f"{ROOT}/decisions/new")
        executive.fill(title="Share the home visits", body="We agree to share home visits by patients.")
        executive.tick("[name=kind][value=shared]")
        executive.press("Save draft")
        executive.press("Open it for discussion")
        who.follow("Put this proposal to the vote")
        executive.tick("[name=rule][value=double_majority]")
        executive.press("Continue")
        executive.press("Continue", "first-day-vote-check")
        assert f"{PRACTICES} of {PRACTICES} practices have a representative who can sign in" in who.text()
        executive.press("Open the vote")
    assert "Voting is open" in who.page.inner_text("body")
    return leg


def _cast(phone: Walker, postbox: Postbox, address: str) -> Leg:
    """On a phone that nobody is signed in on."""
    link = postbox.link(address, "Vote: Share the home visits", "/ballot/")
    with phone.leg("from the letter to a ballot cast") as leg:
        phone.who.go(link, "first-day-ballot")
        assert "Share the home visits" in phone.who.heading, "what is decided stands above the answers"
        phone.tick("[name=stance][value=for]")
        phone.press("Cast this vote", "first-day-receipt")
    assert phone.who.heading == "Vote recorded"
    return leg
