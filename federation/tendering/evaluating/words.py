"""Words about points and places."""

from fractions import Fraction

from federation.tendering.evaluating.rules import HeldRange


def points_words(points: Fraction | None) -> str:
    """``52.00``, halves up; empty for None."""
    if points is None:
        return ""
    hundredths = (200 * points.numerator + points.denominator) // (2 * points.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def firm_words(name: str, held: HeldRange | None, weight: int) -> str:
    """How far the weight of the price can move; empty where that says nothing."""
    if held is None:
        return ""
    least, most = held.whole
    if (least, most) == (0, held.of):
        return f"{name} stays first however much the price counts."
    if most == weight:
        return f"{name} is first up to {most} of {held.of} points for price, and no further."
    if least > 0 and most < held.of:
        return f"{name} stays first while price counts for {least} to {most} of {held.of} points."
    if most < held.of:
        return f"{name} stays first even if price counted for {most} of {held.of} points instead of {weight}."
    return f"{name} stays first as long as price counts for {least} of {held.of} points or more."


def halves_words(halves: int) -> str:
    """``3.5`` for 7."""
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)
