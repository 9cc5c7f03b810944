"""Asking the members to spread points over needs."""

from collections.abc import Sequence
from typing import Any, Final

from federation.toolkit import Actor, Draft, DraftOption, Invalid, authorize, propose

from ..queries import RankedGap, ranked_gaps

RANKING: Final = "education.ranking"


MOST_RANKED: Final = 20


def propose_ranking(actor: Actor, keys: Sequence[str]) -> int:
    """Begin a proposal in which members spread points over needs; returns the number of the decision."""
    authorize(actor, "education.propose")
    chosen = chosen_needs(keys)
    if not 2 <= len(chosen) <= MOST_RANKED:
        raise Invalid(f"Select 2 to {MOST_RANKED} needs", "needs")
    options = tuple(DraftOption(_letter(at), _short(one.title), one.figures) for at, one in enumerate(chosen))
    draft = Draft(
        title="What do we need to learn first?",
        body="We spread our points over these needs. The programme of the year is made by what has most of them, and "
        "shows beside it what practices said of each.",
        reasons="Practices said how important each task is, and how well they do it now.",
        options=options,
    )
    needs = [{"letter": _letter(at), **named(one), "figures": one.figures} for at, one in enumerate(chosen)]
    return propose(actor, RANKING, draft, {"needs": needs}, fixed=True)


def _letter(at: int) -> str:
    return chr(ord("a") + at)


def _short(title: str) -> str:
    return title if len(title) <= 100 else f"{title[:99]}…"


def chosen_needs(keys: Sequence[str]) -> list[RankedGap]:
    """The gaps that are named, the largest first. Raises ``Invalid`` at ``needs`` where one is not there."""
    found = [one for one in ranked_gaps() if one.key in keys]
    if len(found) < len(set(keys)):
        raise Invalid("Select needs of the list", "needs")
    return found


def named(one: RankedGap) -> dict[str, Any]:
    """A need as terms name it."""
    return {"need": one.need.id, "key": one.found.task.key, "title": one.title}
