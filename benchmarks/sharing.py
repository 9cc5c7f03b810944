"""What it costs to share 50 lots among 10,000 practices: ``python -m benchmarks.sharing`` prints seconds of processor and the
most memory of the process, in MiB."""

import json
import resource
import time

from federation.kernel.measures import Sharer, Sharing

PRACTICES, LOTS = 10_000, 50


def measure() -> dict[str, float]:
    """Lots of ten million pounds, in pence, by patients, between limits that many practices stand at."""
    lists = [1_000 + place * 7_919 % 29_000 for place in range(PRACTICES)]
    sharers = [Sharer(f"A{place:05}", size, size) for place, size in enumerate(lists)]
    began = time.process_time()
    sharing = Sharing(sharers)
    for lot in range(LOTS):
        sharing.share(1_000_000_000 + lot, 20_000, 180_000)
    seconds = time.process_time() - began
    return {
        "seconds": seconds,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
