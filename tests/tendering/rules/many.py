"""Sharing out in 100,000 seeded cases against the second implementation, outside of the suite's time:
``python -m tests.tendering.rules.many`` prints how many agree, how many leave no way, and the first that differs."""

import sys
from random import Random

from federation.kernel.measures import CannotShare
from federation.tendering.awarding.rules import shared_again
from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay
from tests.tendering.rules.brute import shared_by_trying

CASES, SEED = 100_000, 2_026


def case_of(random: Random) -> tuple[SharingWay, list[SharingPractice]]:
    """Up to six practices in any order, and limits that may leave no way."""
    weights = [random.choice((0, 1, 1, 2, 3, 5, 8, 11_240, 3_290)) for _ in range(random.randint(1, 6))]
    weights[0] = weights[0] or 1
    practices = [SharingPractice(f"A{place}", random.randint(1, 4)) for place, _ in enumerate(weights)]
    by_code = {f"A{place}": weight for place, weight in enumerate(weights)}
    random.shuffle(practices)
    least = random.randint(0, 5)
    most = random.choice((None, least + random.randint(0, 12)))
    return SharingWay("need", random.randint(0, 60), "visits", least, most, by_code), practices


def check(terms: SharingWay, practices: list[SharingPractice]) -> bool | None:
    """Whether both agree and the laws hold; None where both say that there is no way, by as much."""
    expected = shared_by_trying(terms, practices)
    try:
        found = shared_again(terms, practices, {})
    except CannotShare as refused:
        return None if refused.short_by == expected else False
    kept = dict(list(found.items())[:1])
    return (
        found == expected
        and sum(found.values()) == terms.total
        and found == shared_again(terms, practices[::-1], {})
        and found == shared_again(terms, practices, found)
        and (len(found) == 1 or sum(kept.values()) == 0 or _keeps(terms, practices, kept))
    )


def _keeps(terms: SharingWay, practices: list[SharingPractice], kept: dict[str, int]) -> bool:
    try:
        again = shared_again(terms, practices, kept)
    except (CannotShare, ValueError):
        return True
    return sum(again.values()) == terms.total and all(again[code] == units for code, units in kept.items())


def main() -> int:
    """Try them all."""
    random, none = Random(SEED), 0
    for place in range(CASES):
        terms, practices = case_of(random)
        found = check(terms, practices)
        if found is False:
            print(f"case {place} differs: {terms} {practices}")
            return 1
        none += found is None
    print(f"{CASES:,} cases agree; {none:,} of them leave no way")
    return 0


if __name__ == "__main__":
    sys.exit(main())
