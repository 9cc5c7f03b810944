"""Neighbourhoods are split and merged: practices and patients are the same in all, and what was before stays known."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.models import Practice
from federation.network.practices.actions.neighbourhoods import add_neighbourhood
from federation.network.practices.actions.practices import place_practices
from federation.network.practices.actions.rearranging import merge_plan, planned, rearrange
from federation.network.practices.actions.totals import recount
from federation.network.practices.queries.neighbourhoods import neighbourhoods
from federation.network.practices.queries.past import changes_of
from federation.network.practices.queries.rearranging import (
    SummedPlace,
    changes_of_places,
    summed_places,
)
from federation.testing import both_databases
from federation.testing.world import World, make_world
from tests.decisions.votes import all_can_sign_in

API = "/api/v1/federations/saltmarsh/neighbourhoods"
NORTH, SOUTH = SummedPlace("North", 2, 27_720, 0), SummedPlace("South", 1, 0, 1)


@pytest.fixture
def world(app: Flask) -> World:
    """Five practices, four of them in the Shore."""
    return make_world(practices=5)


@pytest.fixture
def shore(world: World) -> int:
    """The Shore has practices 1 to 3, of which the third has no list size, and the Downs the fourth."""
    admin = world.actor("admin")
    with world.scope():
        shore, downs = add_neighbourhood(admin, "Shore"), add_neighbourhood(admin, "Downs")
        ids = list(world.practices.values())
        place_practices(admin, {**dict.fromkeys(ids[:3], shore), ids[3]: downs})
        with unit_of_work() as session:
            session.get_one(Practice, ids[2]).list_size = None
            recount()
    return shore


def parts(world: World) -> Mapping[int, str]:
    ids = list(world.practices.values())
    return {ids[0]: "North", ids[1]: "North", ids[2]: "South"}


@both_databases
def test_a_neighbourhood_is_split_and_its_parts_are_merged_again(
    app: Flask, world: World, shore: int
) -> None:
    admin = world.actor("admin")
    all_can_sign_in(world)
    with world.scope():
        seats = (SeatWanted(practice="Z99001"),)
        begin_group(admin, GroupWanted("The walkers", "Walks.", kind="locality", seats=seats))
        begin_group(admin, GroupWanted("Team of the shore", "Meets.", kind="locality"))
        begin_group(admin, GroupWanted("Team of the downs", "Meets.", kind="locality"))
        plan = planned([shore], ["North", "South"], parts(world))
        assert (plan.before, plan.after) == ([SummedPlace("Shore", 3, 27_720, 1)], [NORTH, SOUTH])
        assert plan.groups == ["Team of the shore", "The walkers"]
        assert plan.total == SummedPlace("All together", 3, 27_720, 1)
        rearrange(admin, [shore], ["North", "South"], parts(world), plan.digest)
        assert summed_places() == [SummedPlace("Downs", 1, 4_370, 0), NORTH, SOUTH]
        past = [one.after.neighbourhood for one in changes_of(world.practices["Z99001"])]
        assert past[0] == "North" and past[1] is not None and past[1].startswith("Shore (until ")
        told = db.session.scalars(select(OutboxRow).where(OutboxRow.key.like("%:moved:%"))).all()
        assert {row.payload["person"] for row in told} == {
            world.people[name] for name in ("rep1", "rep2", "rep3", "member")
        }
        ids = [number for number, name in neighbourhoods() if name in ("North", "South")]
        names, goes = merge_plan(ids, "Shore")
        rearrange(admin, ids, names, goes)
        assert summed_places() == [SummedPlace("Downs", 1, 4_370, 0), SummedPlace("Shore", 3, 27_720, 1)]
        assert [
            (one.kind, [part.name for part in one.before], [part.name for part in one.after])
            for one in changes_of_places()
        ] == [("merged", ["North", "South"], ["Shore"]), ("split", ["Shore"], ["North", "South"])]


@both_databases
def test_nothing_is_done_that_loses_a_practice_or_was_not_seen(app: Flask, world: World, shore: int) -> None:
    admin, goes = world.actor("admin"), parts(world)
    with world.scope():
        plan = planned([shore], ["North", "South"], goes)
        with unit_of_work() as session:
            session.get_one(Practice, world.practices["Z99001"]).list_size = 5
            recount()
        with pytest.raises(Refusal, match="Something has changed"):
            rearrange(admin, [shore], ["North", "South"], goes, plan.digest)
        fewer = {number: name for number, name in goes.items() if name == "North"}
        for names, wrong in (
            (["North", "South"], fewer),
            (["North", "South"], dict.fromkeys(goes, "North")),
            (["North", "South"], {**goes, world.practices["Z99005"]: "South"}),
            (["North", "Downs"], dict.fromkeys(goes, "Downs")),
            (["North", "north"], goes),
            (["North"], dict.fromkeys(goes, "North")),
        ):
            with pytest.raises(Invalid):
                rearrange(admin, [shore], names, wrong)
        with pytest.raises(NotYours):
            rearrange(world.actor("chair"), [shore], ["North", "South"], goes)
        with pytest.raises(NotFound):
            rearrange(admin, [987_654], ["North", "South"], goes)
        assert [one.name for one in summed_places()] == ["Downs", "Shore"]
        assert changes_of_places() == []


def test_the_pages_show_what_it_means_before_it_is_done(app: Flask, world: World, shore: int) -> None:
    client = world.client(app, "admin")
    page = world.address(f"practices/neighbourhoods/{shore}/split")
    assert "Names of the parts" in client.get(page).text
    one_name = client.post(page, data={"names": "North"})
    assert one_name.status_code == 422 and "two names at least" in one_name.text
    named = {"names": "North\nSouth"}
    assert "Driftwood Surgery" in client.post(page, data=named).text
    sent = named | {f"part-{number}": "01"[name == "South"] for number, name in parts(world).items()}
    lacking = client.post(page, data={**sent, f"part-{world.practices['Z99003']}": ""})
    assert lacking.status_code == 422 and "Say for each practice" in lacking.text
    shown = client.post(page, data=sent)
    assert shown.status_code == 200 and "All together, before as after: 3 practices" in shown.text
    with world.scope():
        digest = planned([shore], ["North", "South"], parts(world)).digest
    assert digest in shown.text
    assert client.post(page, data={**sent, "seen": digest}).status_code == 303
    listed = client.get(world.address("practices/neighbourhoods/")).text
    assert "was split into" in listed and "Shore (until" not in listed
    with world.scope():
        ids = [str(number) for number, name in neighbourhoods() if name in ("North", "South")]
    merge = world.address("practices/neighbourhoods/merge")
    assert client.get(merge).status_code == 200
    one = client.post(merge, data={"places": ids[:1], "names": "Shore"})
    assert one.status_code == 422
    shown = client.post(merge, data={"places": ids, "names": "Shore"})
    assert "All together, before as after" in shown.text
    assert world.client(app, "rep1").get(merge).status_code == 403


def test_programs_do_the_same(app: Flask, world: World, shore: int) -> None:
    admin = world.program(app, "admin")
    halves = [
        {"name": "North", "practices": ["Z99001", "Z99002"]},
        {"name": "South", "practices": ["Z99003"]},
    ]
    made = admin.post(f"{API}/split", json={"neighbourhood": "Shore", "parts": halves})
    assert made.status_code == 201
    assert [one["patients"] for one in made.json["after"]] == [27_720, 0]
    merged = admin.post(f"{API}/merge", json={"neighbourhoods": ["North", "South"], "name": "Shore"})
    assert [one["practices"] for one in merged.json["after"]] == [3]
    read = world.program(app, "observer").get(API).json
    assert [one["name"] for one in read["items"]] == ["Downs", "Shore"]
    assert [(one["kind"], one["by"]) for one in read["changes"]] == [("merged", "Admin"), ("split", "Admin")]
    again = world.program(app, "rep1").post(
        f"{API}/merge", json={"neighbourhoods": ["Downs", "Shore"], "name": "All"}
    )
    assert again.status_code == 403
