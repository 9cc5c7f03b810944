"""A second implementation of sharing out, which tries every way: of all whole amounts within the limits those nearest to the
one multiple of the weights, cut off at the limits, that adds up."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product

from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay


def shared_by_trying(terms: SharingWay, practices: Sequence[SharingPractice]) -> dict[str, int] | int:
    """What each gets by code; or by how many units the limits leave no way."""
    ranked = sorted(practices, key=lambda one: (-one.patients, one.code))
    highest = [(terms.least if not terms.weights[one.code] else terms.most) for one in ranked]
    if terms.total < terms.least * len(ranked):
        return terms.least * len(ranked) - terms.total
    if all(one is not None for one in highest) and terms.total > sum(one or 0 for one in highest):
        return terms.total - sum(one or 0 for one in highest)
    shares = _real_shares(terms, ranked)
    around = [sorted({one.__floor__(), one.__ceil__()}) for one in shares]
    best = min(
        (amounts for amounts in product(*around) if sum(amounts) == terms.total),
        key=lambda amounts: (
            sum((amount - share) ** 2 for amount, share in zip(amounts, shares, strict=True)),
            [-amount for amount in amounts],
        ),
    )
    return dict(sorted((one.code, amount) for one, amount in zip(ranked, best, strict=True)))


def _real_shares(terms: SharingWay, ranked: Sequence[SharingPractice]) -> list[Fraction]:
    def cut(one: SharingPractice, factor: Fraction) -> Fraction:
        share = max(factor * terms.weights[one.code], Fraction(terms.least))
        return share if terms.most is None else min(share, Fraction(terms.most))

    weights = [terms.weights[one.code] for one in ranked if terms.weights[one.code]]
    meets = {Fraction(limit) / one for one in weights for limit in (terms.least, terms.most) if limit}
    steps = [Fraction(0), *sorted(meets)]
    steps.append(steps[-1] + terms.total + 1)
    for low, high in pairwise(steps):
        below, above = (sum(cut(one, factor) for one in ranked) for factor in (low, high))
        if below <= terms.total <= above:
            part = Fraction(terms.total - below, above - below) if above > below else Fraction(0)
            return [cut(one, low + (high - low) * part) for one in ranked]
    raise AssertionError("the limits leave a way")
