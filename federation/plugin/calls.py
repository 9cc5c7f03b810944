"""The only place that calls hooks: one implementation at a time, kept from everyone else.

A plugin's answer is asked for in a savepoint, with copies of what it is told, in a context of its own, and against
the clock. What it raises, returns, spoils or delays touches neither the page or act that asks, nor another plugin.
This contains failure, not malice: a plugin runs in the same process.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextvars import copy_context
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pluggy
from flask import g
from markupsafe import Markup
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from federation.kernel.db import ReadOnly, db, is_writing, lent
from federation.kernel.logs import kind_of
from federation.kernel.search import SearchHit
from federation.plugin.feature import FoundLine, Objection, PersonalRecord
from federation.plugin.hook_answers import (
    checked_lines,
    checked_objections,
    checked_records,
    no_answer,
    rendered_panels,
)
from federation.plugin.hooks import PROJECT, HookSpecifications

log = logging.getLogger(__name__)

stopwatch: Callable[[], float] = time.perf_counter
"""The clock that says how long plugins take."""
BUDGET: Final = 0.2
"""Seconds that a page waits for a plugin without complaint."""
_PAGE_HOOKS: Final = ("objections", "panels", "search")


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """The answer of one feature: a value, or the error that came instead."""

    feature: str
    value: Any
    error: BaseException | None = None


class PluginTrouble(NamedTuple):
    """A trouble with a plugin in a page or an act, to be written down after it. ``kind``: failed, or slow."""

    plugin: str
    hook: str
    kind: str
    words: str


class HookImplementation(NamedTuple):
    """One feature's function for one hook."""

    feature: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    core: bool


class FeatureCalls:
    """The features that answer hooks. ``switched_on`` says which plugins are on in the federation chosen."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(HookSpecifications)
        self.switched_on: Callable[[], Collection[str]] = frozenset
        self._core: set[str] = set()
        self._found: dict[str, tuple[HookImplementation, ...]] = {}
        self._begun: dict[tuple[str, int], float] = {}

    def register(self, implementation: object, name: str, core: bool) -> None:
        """Let a feature's module answer hooks; a hook that does not exist, or other arguments, are refused."""
        self.manager.register(implementation, name=name)
        self.manager.check_pending()
        if core:
            self._core.add(name)
        self._found.clear()

    def implementations(self, hook: str) -> tuple[HookImplementation, ...]:
        """Who answers a hook, in the order in which features were let in."""
        found = self._found.get(hook)
        if found is None:
            found = self._found[hook] = tuple(
                HookImplementation(
                    one.plugin_name, one.function, tuple(one.argnames), one.plugin_name in self._core
                )
                for one in getattr(self.manager.hook, hook).get_hookimpls()
            )
        return found

    def each(
        self,
        hook: str,
        only: Collection[str] | None = None,
        finish: Callable[[str, Any], Any] = lambda _feature, value: value,
        **given: Any,
    ) -> Iterator[HookAnswer]:
        """Ask every feature that is on (or those named) by itself. ``finish`` checks an answer, within the same care."""
        on: Collection[str] | None = None
        for one in self.implementations(hook):
            if only is not None and one.feature not in only:
                continue
            if not one.core and hook != "personal_data":
                on = self.switched_on() if on is None else on
                if one.feature not in on:
                    continue
            yield self._ask_core(one, given, finish) if one.core else self._ask(one, hook, given, finish)

    def _ask_core(
        self, one: HookImplementation, given: Mapping[str, Any], finish: Callable[[str, Any], Any]
    ) -> HookAnswer:
        savepoint = db.session.begin_nested() if is_writing() else None
        try:
            value = finish(one.feature, one.function(**{name: given[name] for name in one.arguments}))
            if savepoint is not None:
                savepoint.commit()
            return HookAnswer(one.feature, value)
        except Exception as error:
            if savepoint is not None:
                savepoint.rollback()
            log.exception("%s failed in %s", one.feature, one.function.__name__)
            return HookAnswer(one.feature, None, error)

    def _ask(
        self, one: HookImplementation, hook: str, given: Mapping[str, Any], finish: Callable[[str, Any], Any]
    ) -> HookAnswer:
        if hook in _PAGE_HOOKS and self._is_stuck(one.feature):
            return HookAnswer(
                one.feature, None, TimeoutError(f"{one.feature} has not answered an earlier question")
            )
        me = (one.feature, threading.get_ident())
        begun = self._begun[me] = stopwatch()
        try:
            answer = self._in_savepoint(one, given, finish)
        finally:
            took = stopwatch() - begun
            self._begun.pop(me, None)
        if answer.error is not None:
            log.error("%s failed in %s", one.feature, hook, exc_info=answer.error)
            if hook != "happened":  # whoever tells a fact keeps the failure, with the fact
                note(PluginTrouble(one.feature, hook, "failed", said(answer.error)))
        elif hook in _PAGE_HOOKS and took > BUDGET:
            note(PluginTrouble(one.feature, hook, "slow", f"{took:.1f} seconds, where {BUDGET} are allowed"))
        return answer

    def _is_stuck(self, feature: str) -> bool:
        """Whether another thread has been waiting for this plugin for too long."""
        late = stopwatch() - BUDGET
        return any(name == feature and begun < late for (name, _), begun in tuple(self._begun.items()))

    def _in_savepoint(
        self, one: HookImplementation, given: Mapping[str, Any], finish: Callable[[str, Any], Any]
    ) -> HookAnswer:
        """Ask; a failure leaves the transaction as it was. One that only reads has nothing to lose, so it needs no
        savepoint: it is begun anew."""
        session = db.session()
        savepoint = session.begin_nested() if is_writing() else None
        try:
            arguments = {name: deepcopy(given[name]) for name in one.arguments}
            value = copy_context().run(_lent_to, one, arguments, finish)
            if savepoint is not None:
                savepoint.commit()
            else:
                _refuse_writing(session)
            return HookAnswer(one.feature, value)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if savepoint is None:
                session.rollback()
            elif session.get_nested_transaction() is not None:
                savepoint.rollback()
            return HookAnswer(one.feature, None, error)

    def tell(self, event: Any, only: Collection[str] | None = None) -> list[HookAnswer]:
        """Announce a fact to all features, or to those named; returns the answers that failed. A fact whose class says
        ``told_to_plugins = False`` is for the product's own alone."""
        if not getattr(event, "told_to_plugins", True):
            only = self._core if only is None else self._core.intersection(only)
        return [answer for answer in self.each("happened", only, no_answer, event=event) if answer.error]

    def objections(self, act: Any) -> list[Objection]:
        """All objections to an act; a feature that fails objects."""
        found: list[Objection] = []
        for answer in self.each("objections", finish=checked_objections, act=act):
            if answer.error:
                found.append(
                    Objection(f"The plugin {answer.feature} could not be asked, so this cannot go on.")
                )
            else:
                found.extend(answer.value)
        return found

    def panels(self, place: str, subject: Any) -> list[Markup]:
        """The panels of other features for a place of a page, ready to show."""
        return [panel for panel, _things in self.panels_counted(place, subject)]

    def panels_counted(self, place: str, subject: Any) -> list[tuple[Markup, int]]:
        """The same, each with how many of the things it shows need the person."""
        return [
            panel
            for answer in self.each("panels", finish=rendered_panels, place=place, subject=subject)
            if not answer.error
            for panel in answer.value
        ]

    def personal_data(self, person_id: int) -> list[tuple[str, list[PersonalRecord] | None]]:
        """What each feature keeps about a person, asked of those switched off too; None where it could not say."""
        return [
            (answer.feature, None if answer.error else answer.value)
            for answer in self.each("personal_data", finish=checked_records, person_id=person_id)
        ]

    def found_lines(
        self, one: HookImplementation, hits: Sequence[SearchHit], person_id: int
    ) -> Mapping[int, FoundLine]:
        """How a feature shows what the search found of its things; where a plugin fails, nothing of it is shown."""
        if one.core:
            found: Mapping[int, FoundLine] = one.function(hits, person_id)
            return found
        given = dict(zip(one.arguments, (hits, person_id), strict=True))
        answer = self._ask(one, "search", given, checked_lines)
        return {} if answer.error else answer.value

    def reads_thing(self, one: HookImplementation, given: Mapping[str, Any]) -> bool:
        """Whether a person may read a feature's thing, or a file of it; a plugin that fails or answers something else says
        no."""
        if one.core:
            return one.function(**{name: given[name] for name in one.arguments}) is True
        return self._ask(one, "reads", given, lambda _feature, value: value is True).value is True


def note(trouble: PluginTrouble) -> None:
    """Remember a trouble until the page or act that met it is over."""
    g.setdefault("plugin_troubles", []).append(trouble)


def said(error: BaseException) -> str:
    """An error in a line; one of the database without its words, which hold what was to be written."""
    if isinstance(error, StatementError):
        return kind_of(error)
    return f"{type(error).__name__}: {error}"[:500]


def _lent_to(one: HookImplementation, arguments: Mapping[str, Any], finish: Callable[[str, Any], Any]) -> Any:
    with lent():
        return finish(one.feature, one.function(**arguments))


def _refuse_writing(session: Session) -> None:
    if session.new or session.dirty or session.deleted or session.get_nested_transaction() is not None:
        raise ReadOnly("a hook of a page or an export only reads")
