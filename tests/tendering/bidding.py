"""What tests of bids do: ask suppliers, hand in as their programs do, name and let open."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from federation.kernel.db import db
from federation.tendering.bidding.actions.inviting import invite_bidder
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.testing.letters import letters_to, work
from federation.testing.world import CleanClient, World

BRIGHT, DOWNS = "tess@brightwater.example", "olu@downs.example"
PRICE = 98_765_413
"""Pence, in no other figure."""
CANARY = "Every visit by the same three nurses of Canary Quay"
ANSWERS = {"c1": CANARY, "c2": "One record and one number."}
PDF = b"%PDF-1.4\nRota of the Canary Quay nurses\n%%EOF"


def guest(app: Flask) -> FlaskClient:
    """A browser or program without session and token."""
    return CleanClient(app, app.response_class)


def asked_to_bid(
    world: World, tender: int, email: str = BRIGHT, name: str = "Tess Marlow", **more: str
) -> str:
    """Ask somebody to bid; returns the secret of their link."""
    with world.scope():
        made = invite_bidder(world.actor("lead"), tender, email, name, **more)
    return urlsplit(made.link).path.rpartition("/")[2]


def code_for(app: Flask, token: str, email: str = BRIGHT) -> str:
    """Have a code mailed to a bidder, and read it."""
    before = letters_to(email)
    assert guest(app).post(f"/api/v1/bids/{token}/code").status_code == 202
    work(app)
    (letter,) = [one for one in letters_to(email) if one not in before and "code is" in one]
    return letter.partition("code is ")[2][:6]


def sends(app: Flask, token: str, email: str = BRIGHT, **changes: Any) -> Any:
    """Hand a bid in as a program does; returns the answer."""
    sent = {"price_pence": PRICE, "answers": ANSWERS, "code": code_for(app, token, email), **changes}
    return guest(app).put(f"/api/v1/bids/{token}", json=sent)


def sends_file(app: Flask, token: str, name: str = "Rota.pdf", content: bytes = PDF) -> Any:
    """Send a file as a program does."""
    from io import BytesIO

    return guest(app).post(f"/api/v1/bids/{token}/files", data={"file": (BytesIO(content), name)})


def named(
    world: World,
    tender: int,
    openers: tuple[str, ...] = ("chair", "member"),
    scorers: tuple[str, ...] = ("lay",),
) -> None:
    """Name who opens and who scores; all of them have no interest."""
    with world.scope():
        for part, names in (("opener", openers), ("scorer", scorers)):
            for name in names:
                name_part(world.actor("lead"), tender, world.people[name], part)
                declare_interest(world.actor(name), tender, False)
    db.session.remove()


def form_token(client: FlaskClient, path: str) -> str:
    """The guard of the first form of a page; empty where the app asks for none."""
    page = client.get(path)
    assert page.status_code == 200
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    return found[1] if found else ""
