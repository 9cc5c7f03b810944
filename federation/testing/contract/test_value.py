"""The value: names, prefixes, what administrators read, what leads where."""

from importlib.metadata import entry_points
from typing import Any

import pytest
from flask import url_for
from werkzeug.routing import BuildError

from federation.plugin import contract
from federation.plugin.door import door
from federation.plugin.examine import flaws_of_files
from federation.plugin.feature import Feature
from federation.plugin.installed import ENTRY_POINTS, InstalledPlugin
from federation.testing.furnished import FurnishedFederations, of_plugins


def test_the_value_keeps_the_contract(federation_installed: tuple[InstalledPlugin, ...]) -> None:
    """Names are one word everywhere, and everything it brings begins with it."""
    from federation.app import CORE
    from federation.plugin.door import load

    known: dict[str, Feature] = {}
    for package in CORE:
        feature = load(f"{package}:feature")
        contract.check_value(feature, known, core=True)
        known[feature.name] = feature
    for one in federation_installed:
        contract.check_value(one.feature, known)
        known[one.feature.name] = one.feature


def test_the_entry_point_has_its_name(
    federation_plugin: str, federation_installed: tuple[InstalledPlugin, ...]
) -> None:
    """Where it is installed as a package: the entry point is named like the feature."""
    feature = next(
        (one.feature for one in federation_installed if one.feature.name == federation_plugin), None
    )
    if feature is None:
        pytest.skip("it is part of the product")
    found = [entry for entry in entry_points(group=ENTRY_POINTS) if entry.value == feature.package]
    if not found:
        pytest.skip(f"{feature.package} is not installed as a package")
    assert [entry.name for entry in found] == [feature.name]


def test_administrators_are_told_everything(federation_furnished: FurnishedFederations) -> None:
    """Before they switch it on they read who wrote it, what it brings, keeps, may read and cannot do."""
    of_plugins(federation_furnished)
    about = federation_furnished.feature.about
    empty = [part for part in ("author", "brings", "reads", "keeps", "cannot") if not getattr(about, part)]
    assert not empty, f"about: say something under {', '.join(empty)}"


def test_files_keep_the_contract(federation_furnished: FurnishedFederations) -> None:
    """Imports (of the product ``federation.toolkit`` alone), the folder of the templates, one newest migration."""
    of_plugins(federation_furnished)
    assert list(flaws_of_files(federation_furnished.feature)) == []


def test_nothing_is_registered_for_the_whole_app(federation_furnished: FurnishedFederations) -> None:
    """No request hook, error handler, filter, global or test beyond what the product has without it."""
    of_plugins(federation_furnished)
    from federation.app import create_app
    from federation.testing.databases import settings_for

    with_it = _everywhere(federation_furnished.app)
    try:
        without = _everywhere(create_app(settings_for(federation_furnished.url), ()))
    finally:
        federation_furnished.use()
    assert with_it == without


def test_links_lead_somewhere(federation_furnished: FurnishedFederations) -> None:
    """What stands in the navigation and what search and record lead to are pages of the plugin that exist."""
    app, feature = federation_furnished.app, federation_furnished.feature
    named: list[tuple[str, dict[str, Any]]] = [(item.endpoint, {}) for item in feature.nav]
    named += [(found.endpoint, {found.argument: 1}) for found in feature.search]
    named += [
        (thing.endpoint, {thing.argument: 1} if thing.argument else {})
        for thing in feature.things
        if thing.endpoint
    ]
    astray = []
    with app.test_request_context():
        for endpoint, values in named:
            try:
                url_for(endpoint, federation="x", **values)
            except BuildError:
                astray.append(f"{endpoint}({', '.join(values)})")
    assert not astray, f"nav or search name pages that do not exist: {', '.join(astray)}"
    foreign = [
        endpoint for endpoint, _ in named if not endpoint.startswith((f"{feature.name}.", f"{feature.name}_"))
    ]
    assert not foreign, f"nav or search name pages of others: {', '.join(foreign)}"


def test_all_permissions_are_said_in_words(federation_furnished: FurnishedFederations) -> None:
    """Each finishes the sentence "may …", and names somebody."""
    for permission in federation_furnished.feature.permissions:
        assert permission.words.strip() and permission.roles, permission.name


def _everywhere(app: Any) -> dict[str, Any]:
    def names(found: Any) -> list[str]:
        """Those of others: the product itself watches requests where any plugin is installed."""
        every = sorted(f"{one.__module__}.{one.__qualname__}" for one in found)
        return [one for one in every if not one.startswith("federation.")]

    return {
        "before_request": names(app.before_request_funcs.get(None, ())),
        "after_request": names(app.after_request_funcs.get(None, ())),
        "teardown_request": names(app.teardown_request_funcs.get(None, ())),
        "context": names(app.template_context_processors.get(None, ())),
        "filters": sorted(app.jinja_env.filters),
        "tests": sorted(app.jinja_env.tests),
        "globals": sorted(app.jinja_env.globals),
        "errors": {
            str(code): names(handlers.values())
            for code, handlers in app.error_handler_spec.get(None, {}).items()
            if handlers
        },
        "extensions": sorted(app.extensions),
        "converters": sorted(app.url_map.converters),
    }


def test_the_door_lets_it_in(federation_furnished: FurnishedFederations) -> None:
    """Everything is checked again when the app is made; this app was made with it."""
    assert federation_furnished.name in door(federation_furnished.app).features
