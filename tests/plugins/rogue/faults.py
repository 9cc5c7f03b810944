"""What a plugin can do wrong in a hook."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text

from federation.kernel import tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.row_security import EVERY
from federation.network.models import Federation, FederationAim
from federation.plugin import calls
from federation.plugin.feature import Objection, Panel, PersonalRecord

now: str = "nothing"
"""The fault that hooks commit at the moment."""
asked: list[str] = []
"""The hooks that were asked, in order."""
SLEEP = 0.25


class Boom(Exception):
    """A failure of the plugin's own."""


class Worse(BaseException):
    """A failure that `except Exception` does not catch."""


def do(hook: str, told: Any) -> Any:
    """Commit the fault chosen."""
    asked.append(hook)
    return FAULTS[now](hook, told)


def _raises(_hook: str, _told: Any) -> None:
    raise Boom("this plugin is broken")


def _raises_worse(_hook: str, _told: Any) -> None:
    raise Worse


def _exits(_hook: str, _told: Any) -> None:
    raise SystemExit(3)


def _recurses(hook: str, told: Any) -> Any:
    return _recurses(hook, told)


def _runs_out_of_memory(_hook: str, _told: Any) -> None:
    raise MemoryError


def _sleeps(_hook: str, _told: Any) -> None:
    watch: Any = calls.stopwatch
    watch.pass_by(SLEEP)


def _returns(value: Any) -> Callable[[str, Any], Any]:
    return lambda _hook, _told: value


def _generator() -> Any:
    yield Objection("one")
    raise Boom("in the middle")


def _returns_wrong_things(hook: str, _told: Any) -> Any:
    return {
        "objections": [Objection("")],
        "panels": [Panel("home/first_page.html", {})],
        "personal_data": [PersonalRecord("Thing", {"it": object()})],
    }.get(hook, "nonsense")


def _breaks_its_template(hook: str, _told: Any) -> Any:
    return [Panel("rogue/broken.html", {})] if hook == "panels" else _raises(hook, None)


def _spoils(_hook: str, told: Any) -> None:
    for name in getattr(type(told), "__slots__", ()) or getattr(told, "__dict__", ()):
        value = getattr(told, name, None)
        if isinstance(value, dict):
            value.clear()
        object.__setattr__(told, name, None)


def _commits(_hook: str, _told: Any) -> None:
    db.session.commit()


def _rolls_back(_hook: str, _told: Any) -> None:
    db.session.rollback()


def _closes(_hook: str, _told: Any) -> None:
    db.session.close()


def _works_alone(_hook: str, _told: Any) -> None:
    db.session.add(FederationAim(number=900, words="Written by a plugin"))
    with unit_of_work():
        db.session.flush()
    raise Boom("after writing")


def _leaves_rubbish(_hook: str, _told: Any) -> None:
    db.session.add(FederationAim(number=None, words=None))


def _spoils_rows(_hook: str, _told: Any) -> None:
    for row in db.session.scalars(select(Federation)):
        row.name = "Spoilt"
    raise Boom("after spoiling")


def _breaks_the_transaction(_hook: str, _told: Any) -> None:
    db.session.connection().execute(text("SELECT * FROM no_such_table"))


def _leaves_a_savepoint(_hook: str, _told: Any) -> None:
    db.session.begin_nested()
    raise Boom("with a savepoint open")


def _goes_elsewhere(_hook: str, _told: Any) -> None:
    tenancy.enter(EVERY)
    raise Boom("from elsewhere")


FAULTS: dict[str, Callable[[str, Any], Any]] = {
    "nothing": _returns(None),
    "raises": _raises,
    "raises worse": _raises_worse,
    "exits": _exits,
    "recurses": _recurses,
    "memory": _runs_out_of_memory,
    "sleeps": _sleeps,
    "returns text": _returns("<script>alert(1)</script>"),
    "returns a number": _returns(7),
    "returns wrong things": _returns_wrong_things,
    "returns a generator that raises": lambda _hook, _told: _generator(),
    "returns rows": lambda _hook, _told: db.session.scalars(select(FederationAim)).all() or [object()],
    "breaks its template": _breaks_its_template,
    "spoils its arguments": _spoils,
    "commits": _commits,
    "rolls back": _rolls_back,
    "closes the session": _closes,
    "works on its own": _works_alone,
    "leaves rubbish": _leaves_rubbish,
    "spoils rows": _spoils_rows,
    "breaks the transaction": _breaks_the_transaction,
    "leaves a savepoint": _leaves_a_savepoint,
    "goes to every federation": _goes_elsewhere,
}
QUIET = {"nothing", "sleeps", "spoils its arguments"}
"""Faults after which the answer is as good as none."""
