"""Changing what a group is called, what it is for, and who reads it."""

from typing import Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.actions import check_stands
from federation.network.groups.letters import tell_changed
from federation.network.groups.naming import check_free, words_of
from federation.network.groups.queries import has_written, standings
from federation.network.groups.rules import change_refusal
from federation.network.groups.words import READS_TITLES
from federation.network.locking import locked, narrow_requests
from federation.network.models import GroupWording, NetworkGroup
from federation.network.permissions import NamedGroup

_CHANGED: Final = "{what} is now:\n{after}\n\nBefore, it was:\n{before}"


class WordedGroup(NamedTuple):
    """What a group is called, what it is for, and who reads it."""

    name: str
    purpose: str
    reads: str


def change_group(actor: Actor, group_id: int, wanted: WordedGroup) -> bool:
    """Change what is said of a group; returns whether anything did. What was said before is kept, and everybody in the group
    is told. Who reads it can change while nothing of the group is written: what was said under one promise stays under it."""
    authorize(actor, "network.word_groups", NamedGroup(group_id))
    after = WordedGroup(*words_of(wanted.name, wanted.purpose, wanted.reads), wanted.reads)
    with unit_of_work() as session:
        if after.reads == "all":
            locked()
        else:
            narrow_requests()
        group, now = held(NetworkGroup, group_id)
        check_stands(group)
        before = WordedGroup(group.name, group.purpose, group.reads)
        if after == before:
            return False
        _check(group_id, before, after)
        session.add(
            GroupWording(group_id=group_id, **before._asdict(), replaced_by=actor.person_id, replaced_at=now)
        )
        group.name, group.purpose, group.reads = after
        session.flush()
        seq = record.append(
            actor.person_id,
            "group.changed",
            f"group:{group_id}",
            reads=after.reads,
            text=record.digest([after.name, after.purpose]),
        )
        tell_changed(group_id, after.name, _in_words(before, after), seq, actor.name)
        return True


def _check(group_id: int, before: WordedGroup, after: WordedGroup) -> None:
    standing = standings().get(group_id)
    refused = change_refusal(
        name=after.name != before.name,
        reads=after.reads != before.reads,
        is_asked=standing is not None and standing.is_asked,
        is_used=standing is not None and standing.is_used,
        is_written=after.reads != before.reads and has_written(group_id),
    )
    if refused is not None:
        words, field = refused
        raise Invalid(words, field) if field else Refusal(words)
    if after.name.lower() != before.name.lower():
        check_free(after.name, group_id)


def _in_words(before: WordedGroup, after: WordedGroup) -> list[str]:
    pairs = (
        ("Its name", before.name, after.name),
        ("What it is for", before.purpose, after.purpose),
        ("Who reads what it writes", READS_TITLES[before.reads][0], READS_TITLES[after.reads][0]),
    )
    return [_CHANGED.format(what=what, after=new, before=old) for what, old, new in pairs if new != old]
