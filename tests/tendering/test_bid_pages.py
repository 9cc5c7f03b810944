"""A supplier bids in a browser without an account, and members see what they may see of it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from federation.testing.letters import letters_to, work
from federation.testing.world import World
from tests.tendering.bidding import (
    BRIGHT,
    CANARY,
    PDF,
    PRICE,
    asked_to_bid,
    form_token,
    guest,
    named,
    sends,
)

AFTER = timedelta(days=31)
EVERYBODY = ("admin", "chair", "rep1", "rep2", "member", "lay", "observer", "lead")


def post(client: FlaskClient, path: str, at: str, **fields: Any) -> Any:
    """Send a form that stands on the page ``at``."""
    return client.post(path, data={**fields, "csrf_token": form_token(client, at)})


def mailed_code(app: Flask, client: FlaskClient, path: str, at: str) -> str:
    before = letters_to(BRIGHT)
    assert "sent a code" in post(client, path, at, send_code="yes").text
    work(app)
    (letter,) = [one for one in letters_to(BRIGHT) if one not in before and "code is" in one]
    return letter.partition("code is ")[2][:6]


def test_a_supplier_bids_in_a_browser(
    app: Flask, world: World, started: Callable[[], int], travel: Callable[[timedelta], None]
) -> None:
    tender = started()
    named(world, tender)
    lead = world.client(app, "lead")
    asking = f"/f/saltmarsh/tendering/tenders/{tender}/invitations"
    wrong = post(lead, asking, asking, organisation="Brightwater Health", name="Tess Marlow", email="nowhere")
    assert wrong.status_code == 422 and "Brightwater Health" in wrong.text
    path = f"/f/saltmarsh/bids/{asked_to_bid(world, tender, organisation='Brightwater Health')}"
    client = guest(app)
    page = client.get(path).text
    assert "for Brightwater Health" in page and "Safe care" in page and "No bid of yours is in" in page
    assert client.get(f"{path}/draft").location == path
    code = mailed_code(app, client, f"{path}/desk", path)
    assert post(client, f"{path}/desk", path, code=code).location == path
    draft = f"{path}/draft"
    text = {"answer_c1": CANARY, "answer_c2": "One record."}
    wrong = post(client, draft, draft, price_pence="much", **text)
    assert wrong.status_code == 422 and CANARY in wrong.text
    assert post(client, draft, draft, price_pence="987654.13", **text).location == path
    sent = {"file": (BytesIO(PDF), "Rota.pdf"), "csrf_token": form_token(client, path)}
    assert client.post(f"{path}/files", data=sent).location == path
    assert "Rota.pdf" in client.get(path).text
    submit = f"{path}/submit"
    assert CANARY in client.get(submit).text
    forwarded = guest(app)
    assert CANARY not in forwarded.get(path).text and "Rota" not in forwarded.get(path).text
    code = mailed_code(app, client, submit, submit)
    unsigned = post(client, submit, submit, code=code)
    assert unsigned.status_code == 422 and "Make the declarations" in unsigned.text
    assert post(client, submit, submit, code=code, declared="yes").location == path
    page = client.get(path).text
    assert "Version 1 is in" in page and "Your changes" not in page and "Receipt code" in page
    assert post(client, f"{path}/questions", path, text="May visits be shared?").location == path
    bids = f"/f/saltmarsh/tendering/tenders/{tender}/bids"
    assert "May visits be shared?" in lead.get(bids).text
    answering = f"/f/saltmarsh/tendering/tenders/{tender}/questions/1"
    assert post(lead, answering, answering, text="Yes, by two.").status_code == 303
    assert "Yes, by two." in client.get(path).text
    for name in EVERYBODY:
        seen = world.client(app, name)
        told = "\n".join(
            seen.get(f"/f/saltmarsh/{where}").text
            for where in (f"tendering/tenders/{tender}/bids", "our-federation/record", f"search?q={PRICE}")
        )
        assert not [one for one in (CANARY, "987,654", "Rota.pdf", "Tess Marlow (guest) took") if one in told]
        assert seen.get(f"{bids}/read").status_code in (403, 409)
    travel(AFTER)
    assert "The time for bids ended" in client.get(path).text
    opening = f"/f/saltmarsh/tendering/tenders/{tender}/openings"
    assert "Bid A" in world.client(app, "chair").get(opening).text
    assert world.client(app, "lead").get(opening).status_code == 403
    for name in ("chair", "member"):
        assert post(world.client(app, name), opening, opening).location == bids
    assert "Bid A: Brightwater Health" in lead.get(bids).text
    assert CANARY in lead.get(f"{bids}/read").text and "987,654" not in lead.get(f"{bids}/read").text
    rota = lead.get(f"{bids}/1/files/1")
    assert (rota.data, rota.content_type) == (PDF, "application/pdf")


def test_a_new_link_is_known_to_the_bidder_alone_and_a_bid_is_declined(
    app: Flask, world: World, started: Callable[[], int]
) -> None:
    tender = started()
    path = f"/f/saltmarsh/bids/{asked_to_bid(world, tender)}"
    assert "new link is on its way" in post(guest(app), f"{path}/link", path).text
    assert guest(app).get(path).status_code == 410
    work(app)
    (letter,) = [one for one in letters_to(BRIGHT) if "new link" in one.casefold()]
    fresh = letter[letter.index("/f/saltmarsh/bids/") :].split()[0]
    client = guest(app)
    assert post(client, f"{fresh}/decline", fresh).location == fresh
    assert "No bid of yours is in" in client.get(fresh).text
    code = mailed_code(app, client, f"{fresh}/desk", fresh)
    post(client, f"{fresh}/desk", fresh, code=code)
    assert post(client, f"{fresh}/decline", fresh).location == fresh
    assert "You told us that you do not bid" in guest(app).get(fresh).text
    token = fresh.rpartition("/")[2]
    assert sends(app, token).status_code == 201
    page = guest(app).get(fresh).text
    assert "Version 1 is in" in page and "do not bid" not in page
