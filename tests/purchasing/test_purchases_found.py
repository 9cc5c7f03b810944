"""Buying together in the search, and what its pages cost."""

from datetime import timedelta

import pytest
from flask import Flask

from federation.kernel.days import time_now, today
from federation.purchasing.actions.contracts import WantedContract, keep_contract, renew_contract
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, take_back, write_offer
from federation.purchasing.actions.rounds import WantedRound, call_off, open_round
from federation.purchasing.actions.specifications import write_version
from federation.purchasing.queries.needs import StatedLine
from federation.testing import both_databases
from federation.testing.statements import statements
from federation.testing.world import World, make_world

FENMARK = WantedOffer("Fenmark Supplies", "Examination gloves", "box of 100", 372, breaks=[(10**6, 300)])


@both_databases
def test_rounds_specifications_suppliers_and_contracts_are_found(
    app: Flask, world: World, group: int, gloves: int
) -> None:
    with world.scope():
        lead, day = world.actor("lead"), today()
        line = StatedLine("Examination gloves", "box of 100", 1, 777, "Canary Medical")
        say_needs(world.actor("rep1"), gloves, "Z99001", [line])
        write_version(
            lead, gloves, "Gloves of nitrile, powderless.", {"market": "Three sell them in Brackmoor."}
        )
        take_back(lead, gloves, write_offer(lead, gloves, FENMARK), "Closed.")
        kept = WantedContract("Clinical waste", "Ternfield", ["Z99001"], ["Punctually"], day, day)
        contract = keep_contract(lead, group, kept)
    for name in ("rep1", "lead", "observer", "admin"):
        client = world.client(app, name)
        for words in ("nitrile powderless", "Brackmoor", "Fenmark", "examination gloves"):
            page = client.get(world.address(f"search?q={words}")).text
            assert "Purchase round of the Home Visiting Group" in page
        for words in ("clinical waste", "Ternfield", "punctually"):
            page = client.get(world.address(f"search?q={words}")).text
            assert "Contract with Ternfield" in page and "Runs" in page
        page = client.get(world.address("search?q=Canary")).text
        assert "Purchase round of" not in page and "Canary Medical" not in page
    with world.scope():
        write_version(world.actor("lead"), gloves, "Gloves of cotton.", {})
        call_off(world.actor("lead"), gloves, "Nobody sells vinylette.")
        renew_contract(world.actor("lead"), contract, day + timedelta(days=9), "Letter.")
    client = world.client(app, "rep1")
    assert "Purchase round of" not in client.get(world.address("search?q=nitrile")).text
    assert "Called off" in client.get(world.address("search?q=vinylette")).text


@pytest.mark.parametrize("person", ["rep1", "lead"])
def test_pages_cost_as_many_statements_for_3_as_for_300(
    app: Flask, world: World, gloves: int, group: int, person: str
) -> None:
    client, costs = world.client(app, person), []
    paths = [f"purchasing/rounds/{gloves}", f"purchasing/rounds/{gloves}/offers"]
    paths += ["purchasing", "purchasing/contracts", "purchasing/savings"]
    paths += (
        [f"purchasing/rounds/{gloves}/needs", f"purchasing/rounds/{gloves}/lines"] if person == "rep1" else []
    )
    with world.scope():
        kept = WantedContract("Waste", "Tern", ["Z99001"], [], today(), today())
    for needs, offers in ((3, 3), (300, 190)):
        with world.scope():
            lines = [StatedLine(f"Item {one}", "box of 100", 5, 400) for one in range(needs - 1)]
            lines.append(StatedLine("Examination gloves", "box of 100", 5, 400))
            say_needs(world.actor("rep1"), gloves, "Z99001", lines)
            for _ in range(offers):
                write_offer(world.actor("lead"), gloves, FENMARK)
                keep_contract(world.actor("lead"), group, kept)
        costs.append([])
        for path in paths:
            with statements(app) as seen:
                assert client.get(world.address(path)).status_code == 200
            costs[-1].append(len(seen))
    assert costs[0] == costs[1]


def test_the_page_of_a_round_costs_as_many_statements_for_30_practices_as_for_3(app: Flask) -> None:
    costs = []
    for slug, practices in (("few", 3), ("many", 30)):
        here = make_world(slug, practices=practices)
        group = here.group("Buyers", "rep1", "rep2")
        with here.scope():
            asked = WantedRound(
                "Gloves", "consumables", time_now() + timedelta(days=21), [("Gloves", "each")]
            )
            number = open_round(here.actor("rep1"), group, asked)
            for place, code in enumerate(here.practices, 1):
                lines = [StatedLine(f"Item {one}", "each", 5, 400) for one in range(practices)]
                say_needs(here.actor(f"rep{place}"), number, code, lines)
            offer = FENMARK._replace(item="Item 1", unit="each")
            write_offer(here.actor("rep1"), number, offer)
        with statements(app) as seen:
            assert (
                here.client(app, "rep1").get(here.address(f"purchasing/rounds/{number}")).status_code == 200
            )
        costs.append(len(seen))
    assert costs[0] == costs[1]
