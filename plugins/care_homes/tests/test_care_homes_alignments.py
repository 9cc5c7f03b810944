"""Alternatives, the members' choice among them, and what others may see of counts."""

from datetime import timedelta
from typing import Any

import pytest
from federation_care_homes.aligning.actions.proposing import propose_alternatives
from federation_care_homes.aligning.actions.working_out import AlignmentWish, ShortOfBeds, work_out
from federation_care_homes.homes.actions import (
    count_residents,
    enter_home,
    home_of,
    place_practice,
    residents_of,
)
from federation_care_homes.models import HomeAlternative
from federation_care_homes.running.actions import count_choices

from federation.decisions.rules import PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.testing import both_databases
from federation.toolkit import (
    Invalid,
    NotYours,
    Refusal,
    decision,
    practices,
    session,
    time_now,
)

FIRST, SECOND = "1-900000001", "1-9434765919"  # the second looks like an NHS number


def furnish(world: Any) -> list[str]:
    """Two homes near the first practice, most of whose residents are the second's and the first's; the codes of practices."""
    admin = world.actor("admin")
    members = sorted(practices(), key=lambda one: one.code)
    for place, one in enumerate(members):
        place_practice(None, one.id, place * 5_000, 0)
    codes = [one.code for one in members]
    for code, name, beds, x, counts in (
        (FIRST, "Samphire House", 40, 100, {codes[0]: 20, codes[1]: 12, "Z88888": 3}),
        (SECOND, "Marram Lodge", 30, 200, {codes[0]: 24, codes[1]: 4}),
    ):
        enter_home(admin, {"code": code, "name": name, "beds": beds, "x": x, "y": 0})
        count_residents(admin, code, counts)
    return codes


@both_databases
def test_the_members_choose_among_alternatives_and_the_verdict_aligns(
    federation_world: Any, federation_program: Any, federation_client: Any, federation_work: Any
) -> None:
    world = federation_world
    with world.scope():
        codes = furnish(world)
    program = federation_program("chair")
    base = f"/api/v1/federations/{world.slug}/care_homes"
    weights = {"moves": 1_000, "metres": 1}
    made = program.post(f"{base}/alignments", json={"bed_cap": 40, "weights": weights, "fixed": {}})
    assert made.status_code == 201, made.text
    # One practice has room for one of the two: the second home would ask 4 residents there, 28 elsewhere.
    assert made.json | {"id": 0} == {
        "id": 0,
        "title": "Alternative",
        "cost": 23_000 + 4_900 + 4_000 + 200,
        "moves": 27,
        "metres": 5_100,
        "homes": {FIRST: codes[1], SECOND: codes[0]},
        "binding": {codes[0]: 30},
        "gap": 0,
    }
    short = program.post(f"{base}/alignments", json={"bed_cap": 35, "weights": weights, "fixed": {}})
    assert (short.status_code, short.json["short_by"]) == (409, 5)
    roomy = program.post(f"{base}/alignments", json={"bed_cap": 90, "weights": weights, "fixed": {}})
    assert set(roomy.json["homes"].values()) == {codes[0]}
    stays = {"bed_cap": 90, "weights": weights, "fixed": {FIRST: codes[1]}}
    fixed = program.post(f"{base}/alignments", json=stays).json["id"]
    for name, told in (("chair", True), ("rep1", False)):
        client = federation_client(name)
        page = client.get(world.address(f"care_homes/alternatives/{fixed}")).text
        assert (": fixed to its practice" in page) is told
        page = client.get(world.address("care_homes/alternatives")).text
        assert "30 beds at " in page and ("Beds of " in page) is (name == "rep1")
    one = program.post(f"{base}/alignments/propose", json={"ids": [made.json["id"]]})
    assert one.status_code == 201, one.text
    world.decide(one.json["decision"], "for")
    federation_work()
    federation_work()
    with world.scope():
        names = {practice.id: practice.code for practice in practices()}
        now = {code: names.get(home_of(code).practice_id) for code in (FIRST, SECOND)}
        assert now == {FIRST: codes[1], SECOND: codes[0]}
        assert home_of(FIRST).decision_id == one.json["decision"]
        number = home_of(FIRST).id
        rep = world.actor(
            next(
                one
                for one in world.people
                if one.startswith("rep") and world.practice_of(one) == home_of(FIRST).practice_id
            )
        )
        count_choices(rep, FIRST, 23, 4)
        with pytest.raises(Invalid, match="No more can have stayed"):
            count_choices(rep, FIRST, 2, 3)
        with pytest.raises(NotYours):
            count_choices(world.actor("rep3"), FIRST, 5, 0)
    page = federation_client("admin").get(world.address(f"care_homes/{number}")).text
    assert "Asked to change: 23. Chose to stay with their own practice: 4." in page
    page = federation_client("observer").get(world.address(f"care_homes/{number}")).text
    assert "Asked to change: about 25. Chose to stay with their own practice: fewer than 5." in page
    with world.scope():
        two = propose_alternatives(world.actor("chair"), [roomy.json["id"]])
    world.decide(two, "against")
    federation_work()
    with world.scope():
        assert {code: names.get(home_of(code).practice_id) for code in (FIRST, SECOND)} == now
        kept = session.get(HomeAlternative, roomy.json["id"])
        assert kept is not None and kept.decided == "refused"


def test_several_alternatives_are_options_whose_homes_members_read(
    federation_world: Any, federation_work: Any
) -> None:
    with federation_world.scope():
        codes = furnish(federation_world)
        admin = federation_world.actor("chair")
        ids = [
            work_out(admin, AlignmentWish(title, 1_000, 1, cap))
            for title, cap in (("Small", 40), ("Large", 90))
        ]
        number = propose_alternatives(admin, ids)
        found = decision(number)
        assert found is not None
        assert [one["letter"] for one in found.terms["alternatives"]] == ["a", "b"]
        assert [one["title"] for one in found.terms["alternatives"]] == ["Small", "Large"]
        assert {home["name"] for home in found.terms["alternatives"][0]["homes"]} == {
            "Samphire House",
            "Marram Lodge",
        }
        small, large = (one["words"] for one in found.terms["alternatives"])
        assert "counts 1,000, a metre 1 (agreed: 1,600 and 1)" in small and "takes 40 beds at most" in small
        assert "takes 90 beds at most" in large
        with pytest.raises(ShortOfBeds) as short:
            work_out(admin, AlignmentWish("None", 1, 1, 10))
        assert short.value.short_by == 50
        with pytest.raises(NotYours):
            work_out(federation_world.actor("rep1"), AlignmentWish("Mine", 1, 1, 90))
        with pytest.raises(Invalid, match="Line 1: there is no home"):
            work_out(admin, AlignmentWish("Odd", 1, 1, 90, {"1-1": "Z99001"}))
    by_points(federation_world, number, {"a": 3, "b": 7})
    federation_work()
    federation_work()
    with federation_world.scope():
        names = {practice.id: practice.code for practice in practices()}
        assert {names.get(home_of(code).practice_id) for code in (FIRST, SECOND)} == {codes[0]}
        states = [session.get_one(HomeAlternative, one).decided for one in ids]
        assert states == ["refused", "carried"]
        more = [work_out(admin, AlignmentWish(title, 1, 1, cap)) for title, cap in (("C", 40), ("D", 90))]
        tied = propose_alternatives(admin, more)
    by_points(federation_world, tied, {"a": 5, "b": 5})
    federation_work()
    federation_work()
    with federation_world.scope():
        assert [session.get_one(HomeAlternative, one).decided for one in more] == ["refused", "refused"]
        assert {home_of(code).decision_id for code in (FIRST, SECOND)} == {number}


def by_points(world: Any, decision_id: int, given: dict[str, int]) -> None:
    """Every practice gives its points alike; another rule is refused, since it would choose none."""
    author = world.show(decision_id)
    with world.scope():
        closes = time_now() + timedelta(days=14)
        with pytest.raises(Refusal, match="by points"):
            open_vote(author, decision_id, PRESETS["simple_majority"].rule, closes)
        open_vote(author, decision_id, PRESETS["points"].rule, closes)
        for name in (one for one in world.people if one.startswith("rep")):
            cast(world.actor(name), decision_id, world.practice_of(name), "", choice=given)
        close_early(world.actor("chair"), decision_id, "All have voted.")


def test_small_counts_are_seen_by_those_whom_they_concern(
    federation_world: Any, federation_client: Any, federation_program: Any
) -> None:
    world = federation_world
    with world.scope():
        codes = furnish(world)
        number = home_of(FIRST).id
        reader = world.actor("rep3")
        assert reader.practice.code not in codes[:2]
        own = reader.practice.code
        count_residents(reader, FIRST, {own: 2})
        assert residents_of(number) == {codes[0]: 20, codes[1]: 12, "Z88888": 3, own: 2}
        with pytest.raises(NotYours):
            count_residents(reader, FIRST, {codes[0]: 1})
        with pytest.raises(NotYours):
            count_residents(
                reader, FIRST, {codes[0]: 20, own: 2}
            )  # guessed rightly, it tells no more than wrongly
        count_residents(reader, FIRST, {own: 40})
        with pytest.raises(Invalid, match="more residents"):
            count_residents(reader, FIRST, {own: 41})
        count_residents(reader, FIRST, {own: 2})
        with pytest.raises(Invalid, match="Line 1: enter the ODS code") as refused:
            count_residents(world.actor("admin"), FIRST, {"9434765919": 2})
        assert "943" not in str(refused.value)
    url = f"/api/v1/federations/{world.slug}/care_homes/homes"
    seen = {one["code"]: one for one in federation_program("rep3").get(url).json}[FIRST]
    assert (seen["residents"], seen["exact"]) == (
        {codes[0]: 20, codes[1]: 10, "Z88888": None, own: 2},
        False,
    )
    raw = {one["code"]: one for one in federation_program("admin").get(url).json}[FIRST]
    assert raw["residents"] == {codes[0]: 20, codes[1]: 12, "Z88888": 3, own: 2}
    page = federation_client("observer").get(world.address(f"care_homes/{number}")).text
    assert "fewer than 5" in page and "about 10" in page and "<dd>12</dd>" not in page
    put = federation_program("admin").put(f"{url}/{FIRST}/residents", json={codes[0]: 7})
    assert put.status_code == 204
    with world.scope():
        assert residents_of(number) == {codes[0]: 7}
