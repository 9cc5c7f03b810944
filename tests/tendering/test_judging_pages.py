"""The pages on which bids are judged and awarded cost the same for two bids as for many."""

from datetime import timedelta

from flask import Flask

from federation.tendering.awarding.actions.awarding import propose_award
from federation.testing.statements import statements
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import group, world
from tests.tendering.judging import (
    VISITS,
    OpenedTender,
    Travel,
    open_prices,
    opened_tender,
    score_all,
)

__all__ = ["group", "world"]
PAGES = ("", "/moderation", "/bids/read", "/award", "/evaluation.zip", "/allocation", "/ocds.json")
PROGRAMS = ("/evaluation", "/allocation", "/ocds.json", "/ocds-releases.json", "/bids")
MANY = 20


def awarded(app: Flask, world: World, group: int, travel: Travel, bids: int) -> OpenedTender:
    """A tender with so many bids that the members have awarded."""
    found = opened_tender(app, world, group, travel, [10_000_000 + 1_000 * n for n in range(bids)], VISITS)
    score_all(world, found, {name: [(4, 4)] * bids for name in ("rep1", "rep3", "lay")})
    open_prices(world, found)
    with world.scope():
        number = propose_award(world.actor("lead"), found.id, found.bids[0])
    world.decide(number)
    run_once(app)
    return found


def costs(app: Flask, world: World, tender: int) -> dict[str, int]:
    """How many statements each page and answer takes."""
    found = {}
    lead, program = world.client(app, "lead"), world.program(app, "lead")
    for client, root, paths in (
        (lead, f"/f/saltmarsh/tendering/tenders/{tender}", PAGES),
        (program, f"/api/v1/federations/saltmarsh/tendering/tenders/{tender}", PROGRAMS),
    ):
        for path in paths:
            assert client.get(f"{root}{path}").status_code == 200, path
            with statements(app) as run:
                client.get(f"{root}{path}")
            found[f"{root.split('/')[1]} {path}"] = len(run)
    return found


def test_many_bids_cost_no_more_statements_than_two(
    app: Flask, world: World, group: int, travel: Travel
) -> None:
    few = awarded(app, world, group, travel, 2)
    many = awarded(app, world, group, lambda by: travel(by + timedelta(days=31)), MANY)
    cheap, dear = (costs(app, world, one.id) for one in (few, many))
    assert dear == cheap and max(cheap.values()) < 60, cheap
