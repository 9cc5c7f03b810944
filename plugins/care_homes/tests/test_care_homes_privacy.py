"""What others may see of counts, as an attacker would go about it: two sets of counts that are the same once each is rounded.
Whatever differs, on any page, in any spreadsheet, answer, proposal or entry of the record, would tell which of them is true."""

import re
from typing import Any, NamedTuple

from federation_care_homes.aligning.actions.proposing import propose_alternatives
from federation_care_homes.aligning.actions.working_out import AlignmentWish, work_out
from federation_care_homes.homes.actions import count_residents, enter_home, home_of, place_practice
from federation_care_homes.periods import week_of
from federation_care_homes.running.actions import count_admissions, count_choices, keep_round, note_arrivals

from federation.kernel import record
from federation.toolkit import decision, practices, today, unit_of_work


class Truth(NamedTuple):
    """What could stand behind what others read."""

    residents: dict[str, dict[str, int]]
    admissions: int
    asked: int
    stayed: int
    arrived: int
    reviewed: int
    note: str


NAMES = {"1-900000001": "Samphire House", "1-900000002": "Marram Lodge"}
ONE = Truth(
    {
        "1-900000001": {"Z99001": 17, "Z99002": 8, "Z99003": 21, "Z88888": 3},
        "1-900000002": {"Z99001": 23, "Z99002": 11, "Z88888": 2},
    },
    *(4, 26, 3, 3, 13, "Two were poorly."),
)
OTHER = Truth(
    {
        "1-900000001": {"Z99001": 13, "Z99002": 12, "Z99003": 18, "Z88888": 1},
        "1-900000002": {"Z99001": 27, "Z99002": 9, "Z88888": 4},
    },
    *(4, 24, 1, 1, 17, "One has a new plan."),
)


def furnish(world: Any) -> None:
    admin = world.actor("admin")
    for place, one in enumerate(sorted(practices(), key=lambda one: one.code)):
        place_practice(None, one.id, place * 5_000, 0)
    for place, (code, name) in enumerate(NAMES.items()):
        enter_home(admin, {"code": code, "name": name, "beds": 60, "x": place, "y": 0})
        with unit_of_work():
            home_of(code).practice_id = world.practices["Z99001"]


def say(world: Any, truth: Truth) -> tuple[list[int], int]:
    """Enter it all; the numbers of two alternatives that differ in one home, and of the proposal of both."""
    admin, year = world.actor("admin"), today().year
    for code, counts in truth.residents.items():
        count_residents(admin, code, counts)
        for month in range(1, 13):
            extra = month % 2 if truth is ONE else 0
            count_admissions(admin, code, f"{year - 1}-{month:02}", truth.admissions + extra * (month < 8))
        count_choices(admin, code, truth.asked, truth.stayed)
        note_arrivals(admin, code, today(), truth.arrived)
        keep_round(admin, code, week_of(today()), True, truth.reviewed, ["gp"], truth.note)
    ids = []
    for title, second in (("One", "Z99001"), ("Two", "Z99003")):
        fixed = {"1-900000001": second, "1-900000002": "Z99001"}
        ids.append(work_out(admin, AlignmentWish(title, 1_000, 1, 200, fixed)))
    return ids, propose_alternatives(world.actor("chair"), ids)


def paths(ids: list[int], homes: list[int], year: int) -> list[str]:
    return [
        *("", "homes.csv", "alternatives", "choices", "choices.csv", "support", "support.csv"),
        *(
            f"{one}{page}"
            for one in homes
            for page in ("", "/admissions.csv", "/rounds", "/rounds.csv", "/support")
        ),
        *(f"alternatives/{one}{form}" for one in ids for form in ("", ".csv")),
        *(f"report/{one}{form}" for one in (year, year - 1) for form in ("", ".csv")),
    ]


def seen(world: Any, name: str, truth: Truth, federation_client: Any, federation_program: Any) -> list[str]:
    """Everything that a person can read, without what differs by itself: numbers of alternatives and times."""
    with world.scope():
        before = max((one.seq for one in record.entries()), default=0)
        ids, number = say(world, truth)
        homes = [home_of(code).id for code in NAMES]
        found = decision(number)
        assert found is not None
        texts = [str(one["words"]) for one in found.terms["alternatives"]]
        texts += [f"{one.action} {one.data}" for one in record.entries() if one.seq > before]
        year = today().year
    client, program = federation_client(name), federation_program(name)
    for path in paths(ids, homes, year):
        page = client.get(world.address(f"care_homes/{path}"))
        assert page.status_code == 200, path
        texts.append(re.sub(r"(?s)<head.*?</head>|<(script|style).*?</\1>|<[^>]*>", " ", page.text))
    base = f"/api/v1/federations/{world.slug}/care_homes"
    for path in ("homes", "choices", "offers", f"report/{year}", f"report/{year - 1}"):
        texts.append(program.get(f"{base}/{path}").text)
    texts += [program.get(f"{base}/homes/{code}/admissions").text for code in NAMES]
    changing = re.compile(r"\d{1,2}(\.\d\d)?[ap]m|\"text\":\"[0-9a-f]+\"|\"decision\":\d+")
    return [" ".join(changing.sub("", text).split()) for text in texts]


def test_nothing_that_others_read_tells_which_counts_are_true(
    federation_world: Any, federation_client: Any, federation_program: Any
) -> None:
    world = federation_world
    with world.scope():
        furnish(world)
        for _time in range(
            3
        ):  # the latest 6 alternatives stand side by side: let there be as many from the beginning
            say(world, ONE)
    for name in ("observer", "rep5"):
        one, other = (
            seen(world, name, truth, federation_client, federation_program) for truth in (ONE, OTHER)
        )
        assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []
    one, other = (
        seen(world, "admin", truth, federation_client, federation_program) for truth in (ONE, OTHER)
    )
    differing = sum(first != second for first, second in zip(one, other, strict=True))
    assert differing > 12, "those whom it concerns see counts as they are"


def test_a_page_a_spreadsheet_and_an_answer_round_alike(
    federation_world: Any, federation_client: Any, federation_program: Any
) -> None:
    """Two ways to round would narrow a count down to one."""
    world = federation_world
    world.set("care_homes", small=4)
    row = {"code": "1-900000003", "name": "Cockle Court", "beds": 60, "x": 0, "y": 0}
    with world.scope():
        enter_home(world.actor("admin"), row)
    for count in range(1, 14):
        with world.scope():
            count_residents(world.actor("admin"), "1-900000003", {"Z88888": count, "Z77777": 30})
            number = home_of("1-900000003").id
        homes = f"/api/v1/federations/{world.slug}/care_homes/homes"
        answered = federation_program("observer").get(homes).json[0]["residents"]["Z88888"]
        page = federation_client("observer").get(world.address(f"care_homes/{number}")).text
        sheet = federation_client("observer").get(world.address("care_homes/homes.csv")).text
        words = "fewer than 4" if answered is None else f"about {answered}"
        assert words in page and words in sheet
