"""The only place that calls hooks: one implementation at a time, in a savepoint, its failure kept from everyone else."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pluggy

from federation.kernel.db import db, is_writing
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import PROJECT, Hooks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one feature answered: a value, or the error that came instead."""

    feature: str
    value: Any
    error: Exception | None = None


class Calls:
    """The features that answer hooks."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(Hooks)

    def register(self, implementation: object, name: str) -> None:
        """Let a feature's module answer hooks; a hook that does not exist is refused."""
        self.manager.register(implementation, name=name)
        self.manager.check_pending()

    def each(self, hook: str, only: Collection[str] | None = None, **given: Any) -> Iterator[Answer]:
        """Call a hook of every feature (or of those named) by itself."""
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            if only is not None and implementation.plugin_name not in only:
                continue
            yield self._one(implementation, given)

    def _one(self, implementation: Any, given: dict[str, Any]) -> Answer:
        name = implementation.plugin_name
        arguments = {argument: given[argument] for argument in implementation.argnames}
        savepoint = db.session.begin_nested() if is_writing() else None
        try:
            value = implementation.function(**arguments)
            if savepoint is not None:
                savepoint.commit()
            return Answer(name, value)
        except Exception as error:
            if savepoint is not None:
                savepoint.rollback()
            log.exception("%s failed in %s", name, implementation.function.__name__)
            return Answer(name, None, error)

    def tell(self, event: Any, only: Collection[str] | None = None) -> list[Answer]:
        """Announce a fact to all features, or to those named; returns the answers that failed."""
        return [answer for answer in self.each("happened", only, event=event) if answer.error]

    def objections(self, act: Any) -> list[Objection]:
        """All objections to an act; a feature that fails objects."""
        found: list[Objection] = []
        for answer in self.each("objections", act=act):
            if answer.error:
                found.append(Objection(f"{answer.feature} could not be asked, so this cannot go on."))
            else:
                found.extend(answer.value or ())
        return found

    def panels(self, place: str, subject: Any) -> list[Panel]:
        """What other features add to a place of a page."""
        return [
            panel
            for answer in self.each("panels", place=place, subject=subject)
            if not answer.error
            for panel in answer.value or ()
        ]

    def personal_data(self, person_id: int) -> list[tuple[str, list[PersonalRecord] | None]]:
        """What each feature keeps about a person; None where it could not say."""
        return [
            (answer.feature, None if answer.error else list(answer.value or ()))
            for answer in self.each("personal_data", person_id=person_id)
        ]
