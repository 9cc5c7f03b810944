"""Saving a practice file: who is new, who has changed, who has closed or opened again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.tenancy import insert_many
from federation.network.imports.actions.saving import SavedImport, allow, done, named, practices_with, refuse
from federation.network.imports.queries.checks import (
    PRACTICES_OF,
    ImportSource,
    JoiningPlan,
    OlderFile,
    check_practices,
    practices_age,
)
from federation.network.imports.rules import (
    FactsChange,
    FileComparison,
    ImportSelection,
    PracticeClosure,
    PracticeLine,
    PracticeReopening,
    PracticesFile,
)
from federation.network.locking import locked
from federation.network.models import Neighbourhood, Practice
from federation.network.practices.actions.practices import MEMBERSHIPS
from federation.network.practices.actions.totals import make_findable, recount
from federation.network.practices.letters import tell_off, tell_roll


def save_practices(
    actor: Actor | None,
    file: PracticesFile,
    selection: ImportSelection,
    joining: JoiningPlan,
    source: ImportSource,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
) -> SavedImport:
    """Save a practice file. ``actor`` is None at the terminal; ``seen`` is the digest of the check shown. A file that
    is older than what is held, or than a year, must be accepted as such."""
    allow(actor)
    _check_memberships(joining)
    with unit_of_work():
        federation = locked()
        check = check_practices(file, selection)
        found = check.comparison
        refuse(seen, check.digest, len(found.unreadable), leave_out)
        if joining.neighbourhood_id is not None:
            _known(joining.neighbourhood_id)
        added = [line for line in found.added if line.code not in joining.without]
        counts, unticked = _counts(found, len(added)), len(found.added) - len(added)
        if not found.changes:
            return done(source, 0, counts)
        age = practices_age(file, source.name)
        if age.needs_word and not accept_older:
            raise OlderFile(age)
        if found.changes == unticked:
            raise Invalid("Tick at least one practice. Nothing was saved", "take")
        if age.day is not None and not age.is_older:
            federation.settings = {**federation.settings, PRACTICES_OF: age.day.isoformat()}
        off = _write(found, added, joining)
        seq = record.append(
            actor.person_id if actor else None,
            "practices.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=file.total_lines,
            check=check.digest,
            associates=sum(joining.of(line.code) == "associate" for line in added),
            **({"as_of": age.day.isoformat()} if age.day else {}),
            **({"unticked": unticked} if unticked else {}),
            **counts,
            **_which(found, added),
        )
        on = [line.name for line in added if joining.of(line.code) == "full"]
        _tell(actor, seq, off, [*on, *(one.name for one in found.reopened)])
        return done(source, seq, counts)


def _check_memberships(joining: JoiningPlan) -> None:
    if not {joining.membership, *(joining.own or {}).values()} <= set(MEMBERSHIPS):
        raise Invalid("Select full or associate member", "membership")


def _write(found: FileComparison, added: Sequence[PracticeLine], joining: JoiningPlan) -> dict[int, str]:
    """Write down everything that the check has found; number and name of those that lose their vote by it."""
    insert_many(Practice, (_new_row(line, joining) for line in added))
    changes: list[FactsChange | PracticeReopening] = [*found.changed, *found.reopened]
    _change(changes)
    off = _close(found.closed)
    recount()
    make_findable([*(line.code for line in added), *(change.code for change in changes)])
    return off


def _counts(found: FileComparison, added: int) -> dict[str, int]:
    return {
        "added": added,
        "changed": len(found.changed),
        "closed": len(found.closed),
        "reopened": len(found.reopened),
        "unchanged": found.staying,
        "left_out": len(found.unreadable),
    }


def _which(found: FileComparison, added: Sequence[PracticeLine]) -> dict[str, list[int]]:
    """The practices concerned, by number."""
    return {
        **named("closed_practices", [gone.code for gone in found.closed]),
        **named(
            "changed_practices", [*(one.code for one in found.changed), *(one.code for one in found.reopened)]
        ),
        **named("added_practices", [line.code for line in added]),
    }


def _close(gone: Sequence[PracticeClosure]) -> dict[int, str]:
    """Mark practices as closed; number and name of those that lose their vote by it."""
    closing = {one.code: one.closed_on or today() for one in gone}
    off = {}
    for practice in practices_with(list(closing)):
        practice.closed_on = closing[practice.code]
        if practice.membership == "full" and practice.left_on is None:
            off[practice.id] = practice.name
    return off


def _tell(actor: Actor | None, seq: int, off: dict[int, str], on: list[str]) -> None:
    """Tell whom it concerns which practices vote no longer, and which vote from now on."""
    if off or on:
        who = actor.name if actor else None
        tell_off(who, seq, dict.fromkeys(off, "has closed"))
        tell_roll(who, seq, list(off.values()), on)


def _known(neighbourhood_id: int) -> None:
    if db.session.scalar(select(Neighbourhood.id).where(Neighbourhood.id == neighbourhood_id)) is None:
        raise NotFound()


def _new_row(line: PracticeLine, joining: JoiningPlan) -> dict[str, Any]:
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


def _change(changes: Sequence[FactsChange | PracticeReopening]) -> None:
    by_code = {change.code: change for change in changes}
    for practice in practices_with(list(by_code)):
        change = by_code[practice.code]
        if isinstance(change, PracticeReopening):
            practice.closed_on = None
        for field in change.fields:
            if field.key == "closed_on":
                practice.closed_on = change.source.closed
            else:
                value = getattr(change.source, field.key)
                setattr(practice, field.key, list(value) if field.key == "address" else value)
