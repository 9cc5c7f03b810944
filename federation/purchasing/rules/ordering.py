"""Why an order may not be placed, besides what the mandate says."""

from typing import Final, NamedTuple

ORDER_REASONS: Final = (
    "specification",
    "item",
    "fingerprint",
    "open",
    "called_off",
    "demand",
    "minimum",
    "ordered",
    "taken_back",
)


class OrderFacts(NamedTuple):
    """What stands when somebody would order: the version that the members voted (None: none), whether it names the item, the
    SHA-256 of what is kept and those that were voted, the state of the round, and whether the offer can be ordered."""

    voted: int | None
    named: bool
    fingerprint: str
    voted_fingerprints: tuple[str, ...]
    state: str
    wanted: bool
    short_by: int
    ordered: bool
    taken_back: bool


def order_reasons(facts: OrderFacts) -> tuple[str, ...]:
    """Every reason, in the order of ``ORDER_REASONS``; none where it may be placed."""
    found = {
        "specification": facts.voted is None,
        "item": facts.voted is not None and not facts.named,
        "fingerprint": facts.voted is not None
        and any(one != facts.fingerprint for one in facts.voted_fingerprints),
        "open": facts.state == "open",
        "called_off": facts.state == "called_off",
        "demand": not facts.wanted,
        "minimum": facts.short_by > 0,
        "ordered": facts.ordered,
        "taken_back": facts.taken_back,
    }
    return tuple(reason for reason in ORDER_REASONS if found[reason])
