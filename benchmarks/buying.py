"""What pages cost with ten times as much that was bought together: ``python -m benchmarks.buying DATABASE`` prints how many times
what Home and the page of a round cost before, with ten times the rounds that are over, their lines and offers, and contracts."""

import json
import sys
import time
from datetime import timedelta

from flask.testing import FlaskClient

from federation.app import create_app, upgrade_database
from federation.kernel.config import read_settings
from federation.kernel.days import time_now, today
from federation.kernel.db import unit_of_work
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.purchasing.actions.contracts import WantedContract, keep_contract
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.purchasing.actions.specifications import write_version
from federation.purchasing.models import PurchaseRound
from federation.purchasing.queries.needs import StatedLine
from federation.testing.world import World, make_world

PRACTICES, ITEMS, FEW, TIMES, TURNS, ASKED = 12, 5, 4, 10, 5, 8


class BuyingWorld:
    """A federation with a group that buys, and one round that is looked at."""

    def __init__(self) -> None:
        self.world: World = make_world(practices=PRACTICES)
        with self.world.scope():
            seats = [SeatWanted(self.world.people["rep1"], is_lead=True)]
            wanted = GroupWanted("Buying Group", "Buys.", seats=seats)
            self.group = begin_group(self.world.actor("admin"), wanted)
            self.lead = self.world.actor("rep1")
        self.shown = self.begin("Looked at")
        self.say(self.shown)

    def begin(self, title: str) -> int:
        """A round with a version of what is to be bought, in which nobody has answered yet."""
        with self.world.scope():
            closes = time_now() + timedelta(days=9)
            number = open_round(self.lead, self.group, WantedRound(title, "consumables", closes))
            write_version(self.lead, number, "Gloves of nitrile.", {"market": "Three sell them."}, "quantity")
            return number

    def say(self, number: int) -> None:
        """Each practice needs some items of a round, and there are offers for each."""
        with self.world.scope():
            for place, code in enumerate(self.world.practices, 1):
                lines = [StatedLine(f"Item {item}", "box of 100", 9 + item, 400) for item in range(ITEMS)]
                say_needs(self.world.actor(f"rep{place}"), number, code, lines)
            for item in range(ITEMS):
                offer = WantedOffer(
                    "Fenmark", f"Item {item}", "box of 100", 372, minimum=100, breaks=[(500, 300)]
                )
                write_offer(self.lead, number, offer)

    def fill(self, many: int) -> None:
        """So many rounds that are over, and contracts."""
        for number in range(many):
            self.say(over := self.begin(f"Round {number}"))
            with self.world.scope(), unit_of_work() as session:
                session.get_one(PurchaseRound, over).closes_at = time_now() - timedelta(minutes=1)
        with self.world.scope():
            day = today() + timedelta(days=400)
            kept = WantedContract("Waste", "Tern", list(self.world.practices), ["On time"], day, day)
            for _ in range(many):
                keep_contract(self.lead, self.group, kept)

    def pages(self) -> dict[str, str]:
        """What is looked at, by name."""
        return {
            "home": self.world.address(""),
            "round": self.world.address(f"purchasing/rounds/{self.shown}"),
        }


def measure(database: str) -> dict[str, float]:
    """The best of several turns with much, over that with little."""
    upgrade_database(database, ())
    settings = read_settings(
        {
            "FEDERATION_DATABASE_URL": database,
            "FEDERATION_SECRET_KEY": "s" * 40,
            "FEDERATION_PRODUCTION": "no",
        }
    )
    app = create_app(settings, ())
    with app.app_context():
        buying = BuyingWorld()
        client = buying.world.client(app, "rep2")
        buying.fill(FEW)
        few = {name: _seconds(client, page) for name, page in buying.pages().items()}
        buying.fill(FEW * (TIMES - 1))
        return {name: _seconds(client, page) / few[name] for name, page in buying.pages().items()}


def _seconds(client: FlaskClient, page: str) -> float:
    costs = []
    for _ in range(TURNS):
        began = time.process_time()
        for _ in range(ASKED):
            if client.get(page).status_code != 200:
                raise SystemExit(f"{page} is not there.")
        costs.append((time.process_time() - began) / ASKED)
    return min(costs)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
