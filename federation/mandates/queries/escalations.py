"""What groups asked the members for because it lay outside their mandate, and what became of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from federation.decisions.for_plugins import decisions_about
from federation.decisions.words import status_of
from federation.mandates.subjects import ESCALATE

MOST: Final = 200


class EscalationLine(NamedTuple):
    """An act that a group asked for: the decision, what it is, and how it stands as a tag."""

    decision_id: int
    number: str
    words: str
    pence: int
    reasons: Sequence[str]
    state: str
    verdict: str
    tag: Markup
    asked_by: int


def escalations_of(group_id: int) -> list[EscalationLine]:
    """Those of one group, the newest first. One statement."""
    return [
        EscalationLine(
            one.id,
            one.number,
            one.terms["words"],
            one.terms["pence"],
            one.terms["reasons"],
            one.state,
            one.verdict,
            status_of(one.state, one.verdict or None, False).tag,
            one.terms["asked_by"],
        )
        for one in decisions_about(ESCALATE, MOST)
        if one.terms["group"] == group_id
    ]
