"""Saving a practice file: who is new, who has changed, who has closed or opened again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.days import today
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.tenancy import insert_many
from federation.network.events import PracticeCalledClosed
from federation.network.imports.actions.files import PracticeFileImport, named, practices_with
from federation.network.imports.queries.checks import (
    PRACTICES_OF,
    JoiningPlan,
    PracticesCheck,
    check_practices,
    practices_age,
)
from federation.network.imports.rules import (
    FactsChange,
    FileAge,
    FileComparison,
    ImportSelection,
    PracticeClosure,
    PracticeLine,
    PracticeReopening,
    PracticesFile,
)
from federation.network.imports.words import practices_told
from federation.network.locking import locked
from federation.network.models import Neighbourhood, Practice
from federation.network.practices.actions.practices import MEMBERSHIPS
from federation.network.practices.actions.totals import make_findable, recount
from federation.network.practices.letters import tell_off, tell_roll
from federation.plugin.announcements import announce


class PracticesImport(PracticeFileImport[PracticesCheck]):
    """Practices: those of the file that the selection picks, and how new ones join."""

    key = "practices"
    act = "practices.imported"

    def __init__(
        self, file: PracticesFile, selection: ImportSelection, joining: JoiningPlan, name: str
    ) -> None:
        _check_memberships(joining)
        self.file, self.selection, self.joining, self.name = file, selection, joining, name
        self.lines = file.total_lines
        self.off: dict[int, str] = {}
        self.on: list[str] = []
        self.called: list[str] = []

    def check(self) -> PracticesCheck:
        """Set the picked lines beside the practices that there are."""
        if self.joining.neighbourhood_id is not None:
            _known(self.joining.neighbourhood_id)
        return check_practices(self.file, self.selection)

    def age(self, check: PracticesCheck) -> FileAge:
        """Beside the newest file that was taken in."""
        return practices_age(self.file, self.name)

    def added(self, check: PracticesCheck) -> list[PracticeLine]:
        """The new practices that were not unticked."""
        return [line for line in check.comparison.added if line.code not in self.joining.without]

    def counts(self, check: PracticesCheck) -> dict[str, int]:
        """How many are added, change, close, open again, stay or cannot be read."""
        return _counts(check.comparison, len(self.added(check)))

    def write(self, check: PracticesCheck) -> dict[str, Any]:
        """Write down all but the practices that were unticked."""
        found, added = check.comparison, self.added(check)
        unticked, age = len(found.added) - len(added), self.age(check)
        if found.changes == unticked:
            raise Invalid("Tick at least one practice. Nothing was saved", "take")
        if age.day is not None and not age.is_older:
            federation = locked()
            federation.settings = {**federation.settings, PRACTICES_OF: age.day.isoformat()}
        self.off = _write(found, added, self.joining)
        self.called = [one.code for one in found.closed if one.told]
        joined = [line.name for line in added if self.joining.of(line.code) == "full"]
        self.on = [*joined, *(one.name for one in found.reopened if not one.as_associate)]
        return {
            "associates": sum(self.joining.of(line.code) == "associate" for line in added),
            **({"as_of": age.day.isoformat()} if age.day else {}),
            **({"unticked": unticked} if unticked else {}),
            **_which(found, added),
        }

    def tell(self, actor: Actor | None, seq: int) -> None:
        """To whom it concerns: which practices vote no longer, and which do from now on; which are called closed."""
        _tell(actor, seq, self.off, self.on)
        here, by = tenancy.current(), actor.person_id if actor else None
        for practice in practices_with(self.called):
            key = f"called_closed:{here}:{practice.id}:{seq}"
            announce(PracticeCalledClosed(here, practice.id, by), key)

    def heading(self, check: PracticesCheck) -> str:
        """``6,400 lines, 12 of them about the practices picked``."""
        return f"{self.lines:,} lines, {check.picked_lines:,} of them about the practices picked"

    def told(self, check: PracticesCheck) -> list[str]:
        """The first of each kind by name, and how many there are."""
        return practices_told(check.comparison)


def _check_memberships(joining: JoiningPlan) -> None:
    if not {joining.membership, *(joining.own or {}).values()} <= set(MEMBERSHIPS):
        raise Invalid("Select full or associate member", "membership")


def _write(found: FileComparison, added: Sequence[PracticeLine], joining: JoiningPlan) -> dict[int, str]:
    """Write down everything that the check has found; number and name of those that lose their vote by it."""
    insert_many(Practice, (_new_row(line, joining) for line in added))
    changes: list[FactsChange | PracticeReopening] = [*found.changed, *found.reopened]
    _change(changes)
    off = _close([one for one in found.closed if not one.told])
    recount(off)
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
        **named("closed_practices", [gone.code for gone in found.closed if not gone.told]),
        **named("called_closed", [gone.code for gone in found.closed if gone.told]),
        **named(
            "changed_practices", [*(one.code for one in found.changed), *(one.code for one in found.reopened)]
        ),
        **named("associate_practices", [one.code for one in found.reopened if one.as_associate]),
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
            if change.as_associate:
                practice.membership = "associate"
        for field in change.fields:
            if field.key == "closed_on":
                practice.closed_on = change.source.closed
            else:
                value = getattr(change.source, field.key)
                setattr(practice, field.key, list(value) if field.key == "address" else value)
