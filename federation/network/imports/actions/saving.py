"""Saving what a file says: everything that its check showed, in one transaction, or nothing of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tenancy import insert_many
from federation.network.federation.actions.federations import locked
from federation.network.imports.actions.uploads import mark_saved
from federation.network.imports.queries.checks import (
    PRACTICES_OF,
    Changed,
    Joining,
    OlderFile,
    Source,
    Unread,
    check_list_sizes,
    check_neighbourhoods,
    check_practices,
    practices_age,
    sizes_age,
)
from federation.network.imports.rules import (
    Change,
    ListSizesFile,
    NeighbourhoodColumn,
    PracticeLine,
    PracticesFile,
    Reopening,
    Selection,
)
from federation.network.members.letters.roll import tell_off, tell_roll, tell_sizes
from federation.network.models import Neighbourhood, Practice
from federation.network.practices.actions.practices import MEMBERSHIPS
from federation.network.practices.actions.totals import make_findable, recount

_IN_ONE_STATEMENT: Final = 500
_MOST_NAMED: Final = 500
"""Practices that an entry of the record names by number; of more it says how many they were."""


class Saved(NamedTuple):
    """What was saved: the number of the record's entry (0: nothing had changed), and how many of each."""

    seq: int
    counts: dict[str, int]


def save_practices(
    actor: Actor | None,
    file: PracticesFile,
    selection: Selection,
    joining: Joining,
    source: Source,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
) -> Saved:
    """Save a practice file. ``actor`` is None at the terminal; ``seen`` is the digest of the check shown. A file that
    is older than what is held, or than a year, must be accepted as such."""
    _allow(actor)
    if not {joining.membership, *(joining.own or {}).values()} <= set(MEMBERSHIPS):
        raise Invalid("Select full or associate member", "membership")
    with unit_of_work():
        federation = locked()
        check = check_practices(file, selection)
        found = check.comparison
        _refuse(seen, check.digest, len(found.unreadable), leave_out)
        if joining.neighbourhood_id is not None:
            _known(joining.neighbourhood_id)
        added = [line for line in found.added if line.code not in joining.without]
        counts = {
            "added": len(added),
            "changed": len(found.changed),
            "closed": len(found.closed),
            "reopened": len(found.reopened),
            "unchanged": found.staying,
            "left_out": len(found.unreadable),
        }
        if not found.changes:
            return _done(source, 0, counts)
        age = practices_age(file, source.name)
        if age.needs_word and not accept_older:
            raise OlderFile(age)
        if found.changes == len(found.added) - len(added):
            raise Refusal("Tick at least one practice. Nothing was saved", "take")
        if age.day is not None and not age.is_older:
            federation.settings = {**federation.settings, PRACTICES_OF: age.day.isoformat()}
        insert_many(Practice, (_new_row(line, joining) for line in added))
        changes: list[Change | Reopening] = [*found.changed, *found.reopened]
        _change(changes)
        closing = {gone.code: gone.closed_on or today() for gone in found.closed}
        off = {}
        for practice in _practices(list(closing)):
            practice.closed_on = closing[practice.code]
            if practice.membership == "full" and practice.left_on is None:
                off[practice.id] = practice.name
        recount()
        make_findable([*(line.code for line in added), *(change.code for change in changes)])
        associates = sum(joining.of(line.code) == "associate" for line in added)
        seq = record.append(
            actor.person_id if actor else None,
            "practices.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=file.total_lines,
            check=check.digest,
            associates=associates,
            **({"as_of": age.day.isoformat()} if age.day else {}),
            **({"unticked": len(found.added) - len(added)} if len(added) != len(found.added) else {}),
            **counts,
            **_named("closed_practices", [gone.code for gone in found.closed]),
            **_named("changed_practices", [change.code for change in changes]),
            **_named("added_practices", [line.code for line in added]),
        )
        on = [line.name for line in added if joining.of(line.code) == "full"]
        on += [one.name for one in found.reopened]
        if off or on:
            who = actor.name if actor else None
            tell_off(who, seq, dict.fromkeys(off, "has closed"))
            tell_roll(who, seq, list(off.values()), on)
        return _done(source, seq, counts)


def _allow(actor: Actor | None, right: str = "network.administer") -> None:
    if actor is not None:
        authorize(actor, right)


def _refuse(seen: str | None, digest: str, unreadable: int, leave_out: bool) -> None:
    if seen is not None and seen != digest:
        raise Changed()
    if unreadable and not leave_out:
        raise Unread(unreadable)


def _done(source: Source, seq: int, counts: dict[str, int]) -> Saved:
    if source.upload_id is not None:
        mark_saved(source.upload_id, seq)
    return Saved(seq, counts)


def _known(neighbourhood_id: int) -> None:
    if db.session.scalar(select(Neighbourhood.id).where(Neighbourhood.id == neighbourhood_id)) is None:
        raise NotFound()


def _new_row(line: PracticeLine, joining: Joining) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "address": list(line.address),
        "postcode": line.postcode,
        "phone": line.phone,
        "icb": line.icb,
        "sub_icb": line.sub_icb,
        "membership": joining.of(line.code),
        "neighbourhood_id": joining.neighbourhood_id,
        "opened_on": line.opened,
    }


def _change(changes: Sequence[Change | Reopening]) -> None:
    by_code = {change.code: change for change in changes}
    for practice in _practices(list(by_code)):
        change = by_code[practice.code]
        if isinstance(change, Reopening):
            practice.closed_on = None
        for field in change.fields:
            if field.key == "closed_on":
                practice.closed_on = change.source.closed
            else:
                value = getattr(change.source, field.key)
                setattr(practice, field.key, list(value) if field.key == "address" else value)


def _practices(codes: Sequence[str]) -> Iterator[Practice]:
    """The practices with these codes, to be changed."""
    for start in range(0, len(codes), _IN_ONE_STATEMENT):
        some = codes[start : start + _IN_ONE_STATEMENT]
        yield from db.session.scalars(select(Practice).where(Practice.code.in_(some)))


def _named(key: str, codes: Sequence[str]) -> dict[str, list[int]]:
    """Numbers of practices for the record, unless they are very many."""
    if not 0 < len(codes) <= _MOST_NAMED:
        return {}
    ids = db.session.scalars(select(Practice.id).where(Practice.code.in_(list(codes))).order_by(Practice.id))
    return {key: list(ids)}


def save_list_sizes(
    actor: Actor | None,
    file: ListSizesFile,
    source: Source,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
) -> Saved:
    """Save list sizes. A file that is older than what is held must be accepted as such."""
    _allow(actor)
    with unit_of_work():
        locked()
        check = check_list_sizes(file)
        found = check.comparison
        _refuse(seen, check.digest, len(found.unreadable), leave_out)
        age = sizes_age(found.extract_date, found.held_as_of)
        if age.needs_word and found.changes and not accept_older:
            raise OlderFile(age)
        counts = {
            "changed": len(found.changed),
            "confirmed": len(found.confirmed),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
            "patients": found.patients_after,
        }
        if not found.changed and not found.confirmed:
            return _done(source, 0, counts)
        _resize({change.code: change.after for change in found.changed}, found.confirmed, found.extract_date)
        recount()
        seq = record.append(
            actor.person_id if actor else None,
            "list_sizes.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=file.total_lines,
            check=check.digest,
            as_of=found.extract_date.isoformat(),
            **counts,
        )
        if found.changed:
            most = sorted(found.changed, key=lambda one: -abs(one.after - (one.now or 0)))
            lines = [f"{one.code}: {one.now or 0:,} to {one.after:,} patients" for one in most]
            tell_sizes(actor.name if actor else None, seq, lines)
        return _done(source, seq, counts)


def _resize(sizes: dict[str, int], confirmed: Sequence[str], as_of: date) -> None:
    for practice in _practices([*sizes, *confirmed]):
        practice.list_size = sizes.get(practice.code, practice.list_size)
        practice.list_size_on = as_of


def save_neighbourhoods(
    actor: Actor | None,
    column: NeighbourhoodColumn,
    source: Source,
    *,
    seen: str | None = None,
    leave_out: bool = False,
) -> Saved:
    """Save a column of neighbourhoods; those that are new are made."""
    _allow(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        check = check_neighbourhoods(column)
        found = check.comparison
        _refuse(seen, check.digest, len(found.unreadable), leave_out)
        counts = {
            "changed": len(found.changed),
            "new_neighbourhoods": len(found.new_names),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
        }
        if not found.changed:
            return _done(source, 0, counts)
        insert_many(Neighbourhood, ({"name": name} for name in found.new_names))
        ids = {name: id_ for id_, name in session.execute(select(Neighbourhood.id, Neighbourhood.name)).all()}
        after = {change.code: ids[change.after] for change in found.changed}
        for practice in _practices(list(after)):
            practice.neighbourhood_id = after[practice.code]
        seq = record.append(
            actor.person_id if actor else None,
            "neighbourhoods.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=column.total_lines,
            check=check.digest,
            **counts,
            **_named("changed_practices", list(after)),
        )
        return _done(source, seq, counts)
