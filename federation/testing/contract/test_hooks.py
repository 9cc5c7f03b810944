"""Hooks: what they return is what they promise; when they fail, nobody else notices."""

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import g

from federation.decisions import rules
from federation.kernel.db import db, is_writing, unit_of_work
from federation.kernel.web import FederationHere, enter_as
from federation.plugin.calls import FeatureCalls
from federation.plugin.door import door
from federation.plugin.hook_answers import checked_objections, rendered_panels
from federation.plugin.hooks import HookSpecifications
from federation.testing.furnished import FurnishedFederations
from federation.testing.walk import Walker
from federation.toolkit import (
    DecisionClosed,
    DecisionOpened,
    DecisionShown,
    DecisionWithdrawn,
    DraftDeleted,
    GroupShown,
    HomeShown,
    OpeningVote,
    PracticeShown,
    WorkstreamShown,
    people,
    practices,
)

_ELSEWHERE = 900_000_001
"""The number of a decision that no plugin knows."""
HOOKS = ("happened", "objections", "panels", "personal_data")


class UnknownPlace:
    """A place, an act or a fact that no plugin can know."""


def _events(made: FurnishedFederations) -> Iterator[object]:
    here = made.here.federation_id
    yield UnknownPlace()
    for told, state in made.facts_told(made.here):
        yield DecisionOpened(**told)
        yield DecisionWithdrawn(**told, state=state)
        yield DraftDeleted(**told)
        for verdict in ("not_carried", "inquorate", "tied", "referred", "advised", "carried"):
            yield DecisionClosed(**told, verdict=verdict)
    if not made.feature.always_on:
        yield DecisionOpened(here, _ELSEWHERE, "decisions.proposal", 1, {})
        yield DecisionClosed(here, _ELSEWHERE, "decisions.proposal", 1, {}, "carried")


def _places(made: FurnishedFederations) -> Iterator[tuple[str, object]]:
    yield "elsewhere", UnknownPlace()
    for person in people():
        yield "home", HomeShown(person.id, (person.practice_id,) if person.practice_id else ())
    for one in practices():
        yield "network.practice", PracticeShown(one.id, one.code, one.name)
    yield "network.group", GroupShown(_ELSEWHERE, "HVG", "Home Visiting Group", True)
    yield "workstreams.workstream", WorkstreamShown(_ELSEWHERE, "HVG", "Home Visiting Group", True)
    for told, state in made.facts_told(made.here):
        for verdict in ("", "carried", "not_carried"):
            number, subject, terms = told["decision_id"], told["subject"], json.dumps(told["terms"])
            yield "decisions.decision", DecisionShown(number, state, subject, terms, verdict)
    yield "decisions.decision", DecisionShown(_ELSEWHERE, "open", "decisions.proposal", "{}", "")


def _acts(made: FurnishedFederations) -> Iterator[object]:
    rule = rules.PRESETS["simple_majority"].rule
    yield UnknownPlace()
    yield OpeningVote(_ELSEWHERE, "decisions.proposal", 1, "A title", "A text.", {}, None, rule)
    for told, _state in made.facts_told(made.here):
        number, subject, version, terms = (
            told[name] for name in ("decision_id", "subject", "version", "terms")
        )
        yield OpeningVote(number, subject, version, "A title", "A text.", terms, None, rule)


@contextmanager
def _asked(made: FurnishedFederations) -> Iterator[FeatureCalls]:
    """In the first federation, as in a page of ``rep1``."""
    with made.app.test_request_context(made.here.address("")), made.here.scope():
        g.slug = made.here.slug
        settings = {"plugins": sorted(door(made.app).plugins)}
        enter_as(
            FederationHere(made.here.federation_id, made.here.slug, "Here", settings), made.here.actor("rep1")
        )
        yield door(made.app).calls
        assert not is_writing()
        db.session.rollback()
        g.pop("plugin_troubles", None)  # written down, they would stop the plugin for the tests that follow


def _failures(
    made: FurnishedFederations, hook: str, given: Iterator[dict[str, object]], finish: Any
) -> list[str]:
    failed: list[str] = []
    with _asked(made) as found:
        assert made.feature.always_on or made.name in found.switched_on()
        for case in list(given):
            for answer in found.each(hook, (made.name,), finish, **case):
                if answer.error is not None:
                    failed.append(f"{hook}({case}): {answer.error!r}")
    return failed


def test_hooks_are_those_that_exist(federation_furnished: FurnishedFederations) -> None:
    """Each has the name of a hook and takes only what that hook gives."""
    for hook in HOOKS:
        offered = set(inspect.signature(getattr(HookSpecifications, hook)).parameters) - {"self"}
        for one in door(federation_furnished.app).calls.implementations(hook):
            if one.feature == federation_furnished.name:
                assert set(one.arguments) <= offered


def test_panels_are_panels(federation_furnished: FurnishedFederations) -> None:
    """In every place that exists, for everything there is, and in one that it cannot know."""
    given = ({"place": place, "subject": subject} for place, subject in _places(federation_furnished))
    assert _failures(federation_furnished, "panels", given, rendered_panels) == []


def test_objections_are_objections(federation_furnished: FurnishedFederations) -> None:
    given = ({"act": act} for act in _acts(federation_furnished))
    assert _failures(federation_furnished, "objections", given, checked_objections) == []


def test_facts_are_taken(federation_furnished: FurnishedFederations) -> None:
    """Every verdict about its subjects, decisions of others, and a fact it cannot know; undone afterwards."""
    made = federation_furnished
    failed: list[str] = []
    for event in _events(made):
        with made.app.test_request_context(), made.here.scope(), pytest.raises(_UndoneWork), unit_of_work():
            failed += [
                f"happened({event}): {answer.error!r}"
                for answer in door(made.app).calls.tell(event, (made.name,))
            ]
            raise _UndoneWork
    assert failed == []


class _UndoneWork(Exception):
    pass


def test_a_fact_told_twice_is_taken_twice(federation_furnished: FurnishedFederations) -> None:
    """Facts are told at least once: a plugin that hears one again neither fails nor does it again."""
    made = federation_furnished
    for event in _events(made):
        with (
            made.app.test_request_context(),
            made.here.scope(),
            pytest.raises(_UndoneWork),
            unit_of_work() as session,
        ):
            calls = door(made.app).calls
            calls.tell(event, (made.name,))
            session.flush()
            once = _rows(made)
            failed = calls.tell(event, (made.name,))
            session.flush()
            assert not failed, f"happened({event}) again: {failed[0].error!r}"
            assert _rows(made) == once, f"happened({event}) again changed something again"
            raise _UndoneWork


def _rows(made: FurnishedFederations) -> dict[str, Any]:
    connection = db.session.connection()
    return {
        table.name: connection.execute(table.select().order_by(*table.primary_key.columns)).all()
        for table in made.tables
    }


def test_when_hooks_fail_pages_of_others_stay(federation_furnished: FurnishedFederations) -> None:
    """Each hook in turn raises; home, the hubs, practices, people, decisions and the record open all the same."""
    made = federation_furnished
    calls = door(made.app).calls
    practice, decisions = next(iter(made.here.practices.values())), made.decisions(made.here)
    pages = ["", "shared-work/", "our-federation/", "our-federation/record", "practices/", "decisions/"]
    pages += [
        f"practices/{practice}",
        "people/",
        "search?q=help",
        *(f"decisions/{one[0]}" for one in decisions),
    ]
    walker = Walker(made)
    asked = [(name, made.here.address(path)) for path in pages for name in ("admin", "rep1")]
    usual = {(name, path): walker.ask(made.here, name, "GET", path).status for name, path in asked}
    assert list(usual.values()).count(200) >= len(usual) // 2
    for hook in HOOKS:
        kept = calls._found.get(hook)
        calls._found[hook] = tuple(
            one._replace(function=_raises) if one.feature == made.name else one
            for one in calls.implementations(hook)
        )
        try:
            found = {(name, path): walker.ask(made.here, name, "GET", path).status for name, path in asked}
        finally:
            calls._found.pop(hook)
            if kept is not None:
                calls._found[hook] = kept
        assert found == usual, f"pages of others change when {hook} of {made.name} fails"
    walker.close()
    if not made.feature.always_on:
        _start_again(made)


def _raises(**_given: object) -> None:
    raise RuntimeError("made to fail by a test")


def _start_again(made: FurnishedFederations) -> None:
    """Take back what the breaker did on seeing these failures."""
    from federation.network.plugins.actions.state import state_for_change
    from federation.network.plugins.actions.switching import start_again

    with made.app.app_context(), made.here.scope():
        with unit_of_work():
            stopped = state_for_change(made.name).stopped_at is not None
        if stopped:
            start_again(made.here.actor("admin"), made.name)
