"""The homes of Trafford, as the directory has them, to Trafford's practices: worked out, voted on and read in a real browser;
skipped where those files are not there. The directory says neither beds nor where practices lie: each home is taken to have 20
beds, and a practice to lie in the middle of the homes of its postcode area."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from federation_care_homes.models import CareHome, HomeAlternative
from sqlalchemy import select

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.network.imports.terminal import import_sheet
from federation.network.models import Practice
from federation.testing.real_files import real_file
from federation.testing.world import World, WorldPlace
from federation.toolkit import practices, session, unit_of_work

BEDS = 20
Rows = list[dict[str, str]]


def rows_of(name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(real_file(name).read_text("utf-8"))))


def bring_trafford(world: World, homes: Rows, patients: Rows) -> None:
    """Trafford's practices take the places of the made-up ones, each with a representative; its homes come from the file."""
    lists: dict[str, tuple[str, int]] = {}
    for row in patients:
        name, so_far = row["practice_name"], lists.get(row["practice_code"], ("", 0))[1]
        lists[row["practice_code"]] = name, so_far + int(row["registered_patients"])
    found = sorted(lists.items())
    there = session.scalars(select(Practice).order_by(Practice.code)).all()
    with unit_of_work():
        for practice, (code, (name, size)) in zip(there, found, strict=False):
            practice.code, practice.name, practice.list_size = code, name, size
        made = [
            Practice(code=code, name=name, list_size=size, list_size_on=date(2026, 10, 1), membership="full")
            for code, (name, size) in found[len(there) :]
        ]
        session.add_all(made)
        session.flush()
        world.practices = {one.code: one.id for one in (*there, *made)}
    new = list(world.practices)[len(there) :]
    world.add_all([WorldPlace(f"rep{at}", "representative", code) for at, code in enumerate(new, 7)])
    import_sheet("care_homes.homes", real_file("care_homes_trafford.csv").read_bytes(), False)
    beds = "".join(f"{row['cqc_id']},{row['name'].replace(',', ' ')},{BEDS}\n" for row in homes)
    import_sheet("care_homes.homes", f"cqc_id,name,beds\n{beds}".encode(), False)
    import_sheet("care_homes.coordinates", middles(homes, patients).encode(), False)


def middles(homes: Rows, patients: Rows) -> str:
    """Where practices are taken to lie."""
    areas: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in homes:
        place = float(row["lat"]), float(row["lon"])
        areas[row["postcode"].split()[0]].append(place)
        areas[""].append(place)
    lines = ["practice_code,lat,lon"]
    for code, postcode in sorted({(row["practice_code"], row["practice_postcode"]) for row in patients}):
        near = areas.get(postcode.split()[0]) or areas[""]
        lat, lon = (sum(one[at] for one in near) / len(near) for at in (0, 1))
        lines.append(f"{code},{lat:.6f},{lon:.6f}")
    return "\n".join(lines) + "\n"


def test_trafford_s_homes_are_aligned_and_voted_in_a_browser(
    federation_world: World, federation_visit: Callable[..., Any], federation_work: Any
) -> None:
    world = federation_world
    homes, patients = rows_of("care_homes_trafford.csv"), rows_of("gp_patients_trafford.csv")
    with world.scope():
        bring_trafford(world, homes, patients)
    chair = federation_visit("chair")
    chair.go(world.address("care_homes/"))
    assert f"0 of {len(homes)} homes have one practice" in chair.text()
    for title, metres, furthest in (("Nearest practice", "1", ""), ("Nobody far away", "1", "6000")):
        chair.go(world.address("care_homes/alternatives/new"))
        chair.fill(title=title, moves="0", metres=metres, furthest=furthest)
        chair.press("Work it out")
        assert chair.heading.endswith(title), chair.text()
        assert "The best there is for what it puts first" in chair.text()
    chair.go(world.address("care_homes/alternatives"))
    assert "2 alternatives ready" in chair.text()
    chair.follow("Put alternatives to the members")
    chair.choose("Nearest practice")
    chair.choose("Nobody far away")
    chair.press("Begin the proposal")
    decision_id = int(chair.page.url.rsplit("/", 1)[1])
    chair.press("Open it for discussion")
    chair.follow("Put this proposal to the vote")
    chair.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    chair.page.check("[name=rule][value=points]")
    chair.press("Continue")
    chair.press("Continue")
    chair.page.locator("main [type=checkbox]").check()  # nobody here has a password of their own
    chair.press("Open the vote")
    assert not chair.page.title().startswith("Error"), chair.text()
    voters = [name for name in world.people if name.startswith("rep")]
    for name in voters[:2]:
        rep = federation_visit(name, width=375)
        rep.go(world.address(f"decisions/{decision_id}/vote/{practice_of(world, name)}"))
        rep.fill(**{"points-0": "3", "points-1": "7"})
        rep.press("Cast this vote")
    with world.scope():
        for name in voters[2:]:
            cast(world.actor(name), decision_id, world.practice_of(name), "", choice={"a": 4, "b": 6})
        close_early(world.actor("chair"), decision_id, "All have voted.")
    federation_work()
    federation_work()
    chair.go(world.address("care_homes/"))
    assert f"{len(homes)} of {len(homes)} homes have one practice" in chair.text()
    check_the_outcome(world)


def practice_of(world: World, name: str) -> int:
    with world.scope():
        return world.practice_of(name)


def check_the_outcome(world: World) -> None:
    """Each home has the practice that the chosen alternative gives it, and no practice more beds than the members agreed."""
    with world.scope():
        first, second = session.scalars(select(HomeAlternative).order_by(HomeAlternative.id)).all()
        assert (first.decided, second.decided, second.gap) == ("refused", "carried", 0)
        facts = {one.id: one for one in practices()}
        found = session.scalars(select(CareHome)).all()
        assert {one.code: facts[one.practice_id or 0].code for one in found} == second.homes
        used: dict[int, int] = defaultdict(int)
        for one in found:
            used[one.practice_id or 0] += one.beds
        assert all(beds <= (facts[at].patients or 0) * 6 // 1_000 for at, beds in used.items())
        assert max(one["metres"] for one in second.detail.values()) <= 6_000
