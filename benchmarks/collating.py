"""What it costs to collate what practices need: ``python -m benchmarks.collating`` prints seconds of processor."""

import json
import time

from federation.purchasing.rules import StatedNeed, collate

PRACTICES, ITEMS = 1_000, 100
UNITS = ("box of 100", "box of 90", "each", "pack of 12 pairs")


def measure() -> dict[str, float]:
    """100,000 lines, of items that practices write in units of their own and in capitals or not; some say no price."""
    lines = [
        StatedNeed(
            f"A{practice:05}",
            1_000 + practice * 7_919 % 29_000,
            f"{'Item' if practice % 2 else 'ITEM'} {item}",
            UNITS[(practice + item) % len(UNITS)],
            1 + practice * 31 % 700,
            None if practice % 9 == 0 else 100 + item * 13 % 900,
        )
        for practice in range(PRACTICES)
        for item in range(ITEMS)
    ]
    began = time.process_time()
    found = collate(lines)
    seconds = time.process_time() - began
    if len(found) != ITEMS or sum(len(one.practices) for one in found) != PRACTICES * ITEMS:
        raise SystemExit("What practices need was not collated.")
    return {"seconds": seconds}


if __name__ == "__main__":
    print(json.dumps(measure()))
