"""Units, demand and fingerprints, over plain values."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from federation.purchasing.rules import (
    EVIDENCE,
    StatedNeed,
    collate,
    fingerprint_of,
    meaning_of,
    missing_evidence,
    mixed_units,
)


def test_units_mean_so_many_single_things() -> None:
    meant = {
        "box of 100": ("single", 100),
        "Box of 1,000 ": ("single", 1000),
        "a pack of 12 pairs": ("single", 24),
        "case of 6 litres": ("ml", 6000),
        "kg": ("g", 1000),
        "each": ("single", 1),
        "Units.": ("single", 1),
        "box": ("box", 1),
        "session": ("session", 1),
        "box of 0": ("box of 0", 1),
        "hours of 2 trainers and 1 room": ("trainers and 1 room", 2),
    }
    assert {unit: tuple(meaning_of(unit)) for unit in meant} == meant


def test_demand_converts_units_and_adds_up_from_line_to_practice_to_total() -> None:
    [gloves] = collate(
        [
            StatedNeed("A", 1000, "Gloves", "box of 100", 5, 400),
            StatedNeed("A", 1000, "gloves ", "box of 50", 2, 250),
            StatedNeed("B", 2000, "Gloves", "Box of 100", 10, None),
        ]
    )
    assert (gloves.item, gloves.unit, gloves.per_unit, gloves.quantity) == ("Gloves", "single", 1, 1600)
    assert gloves.practices == (("A", 600, 2500), ("B", 1000, None))
    assert (gloves.spend_pence, gloves.priced, gloves.base_quantity) == (2500, 600, 1600)
    [same] = collate([StatedNeed(code, None, "Gloves", "Box of 100", 3, 9) for code in "AB"])
    assert (same.unit, same.per_unit, same.quantity, same.base_quantity) == ("Box of 100", 100, 6, 600)


def test_units_that_cannot_be_converted_stand_apart_and_are_named() -> None:
    found = collate(
        [StatedNeed("A", 1, "Gloves", "box", 1, 1), StatedNeed("B", 1, "gloves", "box of 100", 1, 1)]
    )
    assert [(one.base, one.quantity) for one in found] == [("box", 1), ("single", 1)]
    assert mixed_units(found) == ["Gloves"]
    assert mixed_units(found[:1]) == []


def test_ten_times_the_middle_practice_for_as_many_patients_is_asked_about() -> None:
    def odd(*lines: tuple[str, int | None, int, int | None]) -> list[tuple[str, str]]:
        [item] = collate(
            [StatedNeed(code, size, "Gloves", "each", many, pence) for code, size, many, pence in lines]
        )
        return [tuple(one) for one in item.odd]

    even = [("A", 1000, 10, 5), ("B", 2000, 20, 5)]
    assert odd(*even, ("C", 1000, 99, 5)) == []
    assert odd(*even, ("C", 1000, 100, 5)) == [("C", "quantity")]
    assert odd(*even, ("C", 10_000, 10, 5)) == [("C", "quantity")]
    assert odd(*even, ("C", 1000, 10, 50)) == [("C", "price")]
    assert odd(*even, ("C", 1000, 10, None)) == []
    assert odd(*even, ("C", None, 1000, 5)) == []
    assert odd(("A", 1000, 1, 1), ("B", 1000, 100, 100)) == []


_LINES = st.lists(
    st.builds(
        StatedNeed,
        st.sampled_from("ABC"),
        st.none() | st.integers(1, 20_000),
        st.sampled_from(["Gloves", "gloves", "Fridge"]),
        st.sampled_from(["each", "box of 7", "pair", "session"]),
        st.integers(1, 10**9),
        st.none() | st.integers(0, 10**6),
    ),
    max_size=20,
)


@given(_LINES)
def test_every_figure_adds_up(lines: list[StatedNeed]) -> None:
    found = collate(lines)
    assert sum(one.base_quantity for one in found) == sum(
        line.quantity * meaning_of(line.unit).size for line in lines
    )
    for one in found:
        assert one.quantity == sum(need.quantity for need in one.practices)
        priced = [need for need in one.practices if need.spend_pence is not None]
        assert one.spend_pence == sum(need.spend_pence or 0 for need in priced)
        assert one.priced == sum(need.quantity for need in priced)
    other = collate(sorted(lines, key=str))
    assert [one.base_quantity for one in other] == [one.base_quantity for one in found]


def test_a_fingerprint_is_the_sha_256_of_the_text() -> None:
    assert fingerprint_of("Gloves ½") == hashlib.sha256("Gloves ½".encode()).hexdigest()
    assert missing_evidence({"works": "Yes", "market": ""}) == [one for one in EVIDENCE if one != "works"]
    assert fingerprint_of("Gloves", [["Gloves", "each"]]) == fingerprint_of("Gloves\nGloves, each")
