"""Why a vote on what is to be bought may not open."""

from collections.abc import Iterator

from federation.decisions.voting.actions.opening import OpeningVote
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.queries.specifications import versions_of
from federation.purchasing.subjects import SPECIFICATION


def objections_to(act: OpeningVote) -> Iterator[str]:
    """In words for whoever opens it: it is not the members who vote, it binds nobody, one person could settle it, or there is
    a later version."""
    if act.subject != SPECIFICATION:
        return
    if act.group_id is not None:
        yield "The members as a whole vote on what is bought for them, and no group does."
    if not act.rule.how.binds:
        yield "What is bought is decided by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members say what is bought: the chair cannot decide a tie about it."
    found = round_here(act.terms["round"])
    if found.called_off_at is not None:
        yield "This round was called off."
    if versions_of(found.id)[0].number != act.terms["version"]:
        yield "There is a later version of what is to be bought. Put that one to the members."
