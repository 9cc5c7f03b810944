"""What the plugin answers to others."""

from typing import Any

from federation.toolkit import Objection, OpeningVote, PersonalRecord, hookimpl

from .kept import kept_about
from .programmes.actions import settle_programmes


@hookimpl
def happened(event: Any) -> None:
    """What the members decided about programmes."""
    settle_programmes(event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """What is needed is ranked with points, or its page could not say what each need was given."""
    match act:
        case OpeningVote(subject="education.ranking") if act.rule.method != "points":
            return [Objection("What we need to learn is ranked with points: choose a rule by points.")]
    return []


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What somebody asked, answered and proposed."""
    return kept_about(person_id)
