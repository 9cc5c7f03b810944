"""What it costs to give each care home a practice: ``python -m benchmarks.aligning HOMES PRACTICES`` prints the seconds that pass
and by how much the cost could be lower at most, in hundredths of a percent of it."""

import json
import sys
import time

from federation_care_homes.aligning.rules import (
    AlignedHomes,
    AlignmentQuestion,
    HomeToAlign,
    PracticeToAlign,
    align,
)
from federation_care_homes.aligning.solving import cheapest, shortage


def measure(homes: int, practices: int) -> dict[str, float]:
    """Homes of 10 to 69 beds, whose residents are with three practices each, and room for a fifth more beds than there are."""
    codes = [f"A{place:05}" for place in range(practices)]
    asked = [
        HomeToAlign(
            f"1-{place:09}",
            beds := 10 + place * 37 % 60,
            {codes[(place * 7 + step * 11) % practices]: beds // (2 + step) for step in range(3)},
            place * 7_919 % 30_000,
            place * 6_101 % 30_000,
        )
        for place in range(homes)
    ]
    room = sum(one.beds for one in asked) * 6 // 5 // practices
    near = [
        PracticeToAlign(code, room, place * 5_003 % 30_000, place * 4_409 % 30_000)
        for place, code in enumerate(codes)
    ]
    began = time.perf_counter()
    found = align(AlignmentQuestion(asked, near, 1_600, 1, {}), cheapest, shortage)
    seconds = time.perf_counter() - began
    if not isinstance(found, AlignedHomes):
        raise SystemExit("There is room, and no way was found.")
    return {"seconds": seconds, "gap": 10_000 * found.gap / found.cost}


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:3]))))
