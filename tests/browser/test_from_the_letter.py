"""From the letter to a cast ballot on a telephone: two pages, one press of a button, nothing to type."""

import re
from collections.abc import Callable

from sqlalchemy import select

from federation.decisions.models import Ballot
from federation.kernel.db import db
from federation.kernel.tenancy import every_federation
from federation.testing.letters import letters_to, work
from federation.testing.visitor import Visitor
from tests.browser.conftest import Serve
from tests.browser.people import vote_open

Visit = Callable[..., Visitor]


def test_two_pages_and_one_press(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    vote_open(site)
    with site.app.app_context():
        work(site.app)
        [letter] = letters_to("rep1@saltmarsh.example")
    links = re.findall(r"http://\S+/ballot/\S+", letter)
    assert len(links) == 1
    who = visit(site, "letter", 375)
    pages: list[str] = []
    who.page.on("framenavigated", lambda frame: pages.append(frame.url))
    who.go(links[0])
    assert who.heading.endswith("How does Driftwood Surgery vote?")
    assert "by the link in your letter" in who.text()
    presses = ["Cast this vote"]
    who.choose("For")
    for button in presses:
        who.press(button, "receipt")
    assert who.heading == "Vote recorded"
    assert (len(pages), len(presses)) == (2, 1)
    with site.app.app_context(), every_federation("a test reads the ballot"):
        [ballot] = db.session.scalars(select(Ballot)).all()
        assert (ballot.stance, ballot.by_link) == ("for", True)
