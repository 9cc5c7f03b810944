"""A supplier with a telephone and no account: from the letter to the receipt."""

import re
from collections.abc import Callable

from federation.kernel.days import time_now
from federation.mandates.actions.granting import propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.testing.letters import letters_to
from federation.testing.visitor import Visitor
from federation.testing.world import make_world
from federation.worker import run_once
from tests.browser.conftest import Serve
from tests.browser.site import Site
from tests.mandates.conftest import loaded
from tests.tendering.bidding import BRIGHT, CANARY, PDF, asked_to_bid
from tests.tendering.conftest import WAY, asked

Visit = Callable[..., Visitor]


def test_from_the_letter_to_the_receipt_on_a_telephone(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    path = bid_asked_for(site)
    who = visit(site, "supplier", 375)
    who.go(path, "bid-asked")
    assert who.heading.endswith("Your bid: Home visiting service") and "No bid of yours is in" in who.text()
    who.press("Send me a code", "bid-code")
    who.fill(code=code_in_mail(site))
    who.press("Open our bid", "bid-desk")
    who.follow("Price", "bid-draft")
    who.fill(price_pence="much", answer_c1=CANARY, answer_c2="One record and one number.")
    who.press("Keep this", "bid-draft-wrong")
    assert CANARY in who.page.input_value("[name='answer_c1']")
    who.fill(price_pence="987654.13")
    who.press("Keep this")
    who.page.set_input_files(
        "[name='file']", {"name": "Rota.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    who.press("Add this file", "bid-with-file")
    who.follow("Check and hand in version 1", "bid-check")
    assert CANARY in who.text() and "Rota.pdf" in who.text()
    who.press("Send me a code")
    who.choose("We make these declarations")
    who.fill(code=code_in_mail(site))
    who.press("Hand in", "bid-receipt")
    assert "Version 1 is in" in who.text() and "Receipt code" in who.text()
    forwarded = visit(site, "forwarded", 375)
    forwarded.go(path)
    assert CANARY not in forwarded.text() and "Rota.pdf" not in forwarded.text()


def bid_asked_for(site: Site) -> str:
    """A tender that the members have started, for which somebody is asked to bid; returns the path of their page."""
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add("lead", "member", "Z99002")
        with world.scope():
            seats = (SeatWanted(world.people["lead"], is_lead=True), SeatWanted(practice="Z99003"))
            group = begin_group(
                world.actor("admin"), GroupWanted("Visits Group", "Looks after visits.", seats=seats)
            )
            mandate = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
        world.decide(mandate)
        run_once(site.app)
        with world.scope():
            lead = world.actor("lead")
            tender = begin_tender(lead, group, "Home visiting service", asked(), True).id
            decisions = [propose_start(lead, tender), propose_sharing(lead, tender, WAY)]
        for decision in decisions:
            world.decide(decision)
            run_once(site.app)
        return f"{site.url}/f/saltmarsh/bids/{asked_to_bid(world, tender)}"


def code_in_mail(site: Site) -> str:
    """The code that was mailed last."""
    with site.app.app_context():
        site.deliver()
        codes: list[str] = re.findall(r"code is (\d{6})", "\n".join(letters_to(BRIGHT)))
        return codes[-1]
