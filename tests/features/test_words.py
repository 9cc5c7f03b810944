"""What the features declare is what they do: each act that is written is said in words, each event is a fact, and the
words that no plugin may have follow from it."""

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from federation.home.frame import SECTIONS
from federation.kernel.endpoints import BootRefused
from federation.plugin import contract
from federation.plugin.feature import Act, Feature, Found, Job
from federation.plugin.mail_choices import MailKind
from tests.features.test_names import FEATURES, ROOT

WRITERS = ("append", "write_record", "recorded")
"""What writes an entry: its second argument is the act."""


def acts_written(folder: Path) -> Iterator[str]:
    """The acts that the code of a feature names where it writes an entry."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > 1:
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called in WRITERS:
                    yield from (
                        one.value
                        for one in ast.walk(node.args[1])
                        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value
                    )


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_every_act_that_is_written_has_words(feature: Feature) -> None:
    written = set(acts_written(ROOT / "federation" / feature.name))
    assert written <= {act.name for act in feature.acts}


def test_acts_that_are_written_are_seen() -> None:
    """The walk finds them, also where an act is chosen between two."""
    found = {act for feature in FEATURES for act in acts_written(ROOT / "federation" / feature.name)}
    assert {"token.made", "aim.added", "plugin.switched_off", "decision.opened", "proposal.drafted"} <= found


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_every_event_is_a_fact_in_words(feature: Feature) -> None:
    if not (ROOT / "federation" / feature.name / "events.py").is_file():
        assert feature.events == ()
        return
    module = importlib.import_module(f"{feature.package}.events")
    events = {
        f"{module.__name__}:{name}"
        for name, thing in vars(module).items()
        if inspect.isclass(thing) and dataclasses.is_dataclass(thing)
    }
    assert {fact.event for fact in feature.events} == events
    kinds = {thing.kind for thing in feature.things}
    for fact in feature.events:
        if fact.about:
            event = getattr(module, fact.event.rpartition(":")[2])
            assert fact.about in kinds
            assert f"{fact.about}_id" in {field.name for field in dataclasses.fields(event)}


def test_sections_of_the_navigation_are_those_of_the_frame() -> None:
    sections = {key for key, _title in SECTIONS}
    assert {item.section for feature in FEATURES for item in feature.nav} <= sections | {"administration"}


TAKEN_BY_HAND = """
action admin aim api ballot casting_vote comment core decision federation help interest invitation kernel list_sizes
membership neighbourhood objection outcome our_federation person plugin plugins practice practices proposal record rule
search shared_work token people network decisions home mail register votes_owed
"""


def test_words_that_no_plugin_may_have_follow_from_the_features() -> None:
    assert set(TAKEN_BY_HAND.split()) <= contract.taken(FEATURES)
    assert not {"lending", "diagnostics", "care_homes", "visits", "home_visits"} & contract.taken(FEATURES)


BESIDE = Feature(name="beside", title="Beside", summary="Takes words of others.", package="federation.beside")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"acts": (Act("decision.opened", "opened"),)}, "acts: decision.opened is decisions’s already"),
        ({"search": (Found("practice", "P", "beside.x", "id"),)}, "search: practice is network’s already"),
        ({"mail": (MailKind("verdict", "V", ""),)}, "mail: verdict is decisions’s already"),
        ({"addresses": ("search",)}, "addresses: search is home’s already"),
        ({"jobs": (Job("close", "federation.beside.jobs:close"),)}, "jobs: close must begin with beside."),
        ({"name": "home"}, "there is a feature named home already"),
        ({"always_on": False}, "always_on: what the product itself brings cannot be switched off"),
    ],
)
def test_a_new_feature_takes_no_word_of_another(changes: dict[str, object], words: str) -> None:
    value = dataclasses.replace(BESIDE, **{"always_on": True, **changes})  # type: ignore[arg-type]
    with pytest.raises(BootRefused) as refused:
        contract.check_value(value, {one.name: one for one in FEATURES}, core=True)
    assert words in str(refused.value)
