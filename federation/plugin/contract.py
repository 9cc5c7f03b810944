"""The contract of plugins, checked when the app is made. Each refusal says what to mend, and where."""

import importlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import is_dataclass
from typing import Any, Final

from flask import Flask
from flask_wtf import FlaskForm
from marshmallow import Schema

from federation.kernel.endpoints import BootRefused
from federation.kernel.policy import BY_KEY, BY_LINK, GUEST, OPENED_BY_SECRETS, ROLES, SEATED
from federation.kernel.tenancy import Federated
from federation.plugin.app_before import AppBefore
from federation.plugin.calculations import flaws_of_calculations
from federation.plugin.feature import Feature
from federation.plugin.imports import flaws_of_imports
from federation.plugin.own_routes import flaws_of_routes, where

SECTIONS: Final = ("shared_work", "our_federation")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME: Final = 20
_OF_NO_FEATURE: Final = frozenset({"api", "core", "kernel", "plugins", "seal"})
"""Words of addresses, of migrations, of tables, of entry points and of the kernel's own acts."""
_ROLES: Final = frozenset((*ROLES, "chair"))


_CALLED: Final = (
    "jobs",
    "proofs",
    "search",
    "files",
    "demo",
    "calculations",
    "lines",
    "indicators",
    "imports",
)
"""Parts of the value that name functions."""


def check_value(feature: Feature, known: Mapping[str, Feature], core: bool = False) -> None:
    """The value alone: names, sections, what it needs. ``core``: it is one of the product's own, which have words of
    their own in addresses, record and search, and take none from each other. Raises :class:`BootRefused` with every
    flaw."""
    flaws = [*_flaws_of_value(feature, known), *_flaws_of_names(feature)]
    flaws += _flaws_beside(feature, known) if core else _flaws_of_plugin(feature, known)
    refuse(feature, flaws)


def taken(known: Iterable[Feature]) -> frozenset[str]:
    """Words that the features have in addresses, in the record and in the search: no plugin may be named so."""
    words = {*SECTIONS, *_OF_NO_FEATURE}
    for feature in known:
        words |= {feature.name, *(one.partition("/")[0].replace("-", "_") for one in feature.addresses)}
        words |= {act.name.partition(".")[0] for act in feature.acts}
        words |= {thing.kind for thing in feature.things} | {found.kind for found in feature.search}
    return frozenset(words)


def check_code(feature: Feature, there: Collection[str] = ()) -> None:
    """What the value names: code of its own that can be loaded, and no blueprint by a name that is ``there`` already.
    Raises :class:`BootRefused` with every flaw."""
    refuse(feature, _flaws_of_code(feature, there))


def check_pages(
    feature: Feature, app: Flask, names: set[str], before: AppBefore, allowed: Collection[str]
) -> None:
    """What its blueprints, by their names, brought: routes, no permission but the ``allowed`` ones, and of a plugin nothing
    for the whole app. Raises :class:`BootRefused`."""
    everywhere = () if feature.always_on else before.changed(app)
    refuse(feature, [*everywhere, *flaws_of_routes(feature, app, names, allowed)])


def check_programs(feature: Feature, app: Flask, names: set[str], allowed: Collection[str]) -> None:
    """Its interface for programs: addresses and permissions. Raises :class:`BootRefused`."""
    refuse(feature, flaws_of_routes(feature, app, names, allowed))


def check_table(feature: Feature, model: type[Any], plugin: bool) -> None:
    """One table: named after its feature; a plugin's belongs to a federation and keeps within it."""
    table = model.__table__
    flaws = []
    if not table.name.startswith(f"{feature.name}_"):
        flaws.append(f"{where(model)}: the table {table.name} must be named {feature.name}_…")
    if plugin and not issubclass(model, Federated):
        flaws.append(f"{where(model)}: {model.__name__} must be `class {model.__name__}(Federated, Table)`")
    if plugin:
        for constraint in table.foreign_key_constraints:
            target = constraint.referred_table
            loose = "federation_id" not in constraint.column_keys
            if loose and not target.info.get("everywhere"):
                flaws.append(
                    f"{where(model)}: the foreign key to {target} must be made with within(), "
                    "so that it cannot point into another federation"
                )
    refuse(feature, flaws)


def refuse(feature: Feature, flaws: Iterable[str]) -> None:
    """Raise :class:`BootRefused` when there are flaws."""
    if found := list(flaws):
        raise BootRefused(f"the plugin {feature.name} cannot be let in:\n  " + "\n  ".join(found))


def _flaws_of_value(feature: Feature, known: Mapping[str, Feature]) -> Iterable[str]:
    name = feature.name
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield f"name: {name!r} must be small letters, digits and single underscores, {LONGEST_NAME} at most"
    if name in known:
        yield f"name: there is a feature named {name} already"
    for title in ("title", "summary"):
        if not getattr(feature, title).strip():
            yield f"{title}: administrators read it before they switch the plugin on; it may not be empty"
    for need in feature.needs:
        if need not in known:
            yield f"needs: {need} is not installed"
    roles = _ROLES | {GUEST} | ({BY_LINK, BY_KEY, SEATED} if feature.always_on else set())
    for permission in feature.permissions:
        if unknown := sorted(set(permission.roles) - roles):
            yield f"permissions: {permission.name} names roles that do not exist: {', '.join(unknown)}"
        if len(permission.roles) > 1 and (apart := sorted(permission.roles & set(OPENED_BY_SECRETS))):
            yield f"permissions: {permission.name} is held by {apart[0]}, so nobody else can hold it"
    for found in feature.search:
        if len(found.kind) > LONGEST_NAME:
            yield f"search: the kind {found.kind} is longer than {LONGEST_NAME} characters"
    for subject in feature.subjects:
        if subject.lines and not subject.terms:
            yield f"subjects: {subject.name} has lines, and no terms that they say"
    yield from (f"agreed: {one.name}: {flaw}" for one in feature.agreed if (flaw := one.flaw()))
    yield from flaws_of_calculations(feature, known.values())
    yield from flaws_of_imports(name, feature.imports, {one.name for one in feature.permissions})


def _flaws_of_names(feature: Feature) -> Iterable[str]:
    """What every feature names after itself."""
    name = feature.name
    for item in feature.nav:
        if not item.endpoint.startswith((f"{name}.", f"{name}_")):
            yield f"nav: {item.endpoint} is not a page of {name}"
    for kind, names in (
        ("permissions", [one.name for one in feature.permissions]),
        ("subjects", [one.name for one in feature.subjects]),
        ("jobs", [one.name for one in feature.jobs]),
        ("indicators", [one.name for one in feature.indicators]),
        ("agreed", [one.name for one in feature.agreed]),
        ("files", [one.name for one in feature.files]),
        ("threads", [one.name for one in feature.threads]),
        ("imports", [one.name for one in feature.imports]),
    ):
        yield from (
            f"{kind}: {one} must begin with {name}." for one in names if not one.startswith(f"{name}.")
        )
    for fact in feature.events:
        if not fact.event.startswith(f"{feature.package}."):
            yield f"events: {fact.event} lies outside {feature.package}"


def _flaws_of_plugin(feature: Feature, known: Mapping[str, Feature]) -> Iterable[str]:
    """What a plugin alone keeps to: one word everywhere, in two sections, and nothing of what is the product's."""
    name = feature.name
    if name in taken(known.values()) - known.keys():
        yield f"name: {name} is a word that the product uses itself; choose another"
    for other in (one.name for one in known.values() if not one.always_on):
        if name.startswith(f"{other}_") or other.startswith(f"{name}_"):
            yield f"name: {name} and {other} begin alike, so that their tables would be mistaken; choose another"
    if feature.always_on:
        yield "always_on: only what the product itself brings cannot be switched off"
    for part in ("security", "addresses"):
        if getattr(feature, part):
            yield f"{part}: only what the product itself brings has its own"
    for item in feature.nav:
        if item.section not in SECTIONS:
            yield f"nav: {item.title} must be in the section {' or '.join(SECTIONS)}, not {item.section}"
    for part, names in (
        ("acts", [act.name for act in feature.acts]),
        ("mail", [one.key for one in feature.mail]),
    ):
        yield from (
            f"{part}: {one} must begin with {name}." for one in names if not one.startswith(f"{name}.")
        )
    for part, kinds in (("things", feature.things), ("search", feature.search)):
        yield from (
            f"{part}: the kind {one.kind} must be {name} or begin with {name}_"
            for one in kinds
            if not _is_named_after(feature, one.kind)
        )


def _flaws_beside(feature: Feature, known: Mapping[str, Feature]) -> Iterable[str]:
    """What one of the product's own features takes from another: each word has one owner."""
    if not feature.always_on:
        yield "always_on: what the product itself brings cannot be switched off"
    own = _words_of(feature)
    for other in known.values():
        yield from (
            f"{part}: {word} is {other.name}’s already"
            for part, words in _words_of(other).items()
            for word in sorted(words & own[part])
        )


def _words_of(feature: Feature) -> dict[str, set[str]]:
    return {
        "acts": {one.name for one in feature.acts},
        "events": {one.event for one in feature.events},
        "mail": {one.key for one in feature.mail},
        "things": {one.kind for one in feature.things},
        "search": {one.kind for one in feature.search},
        "security": {one.key for one in feature.security},
        "addresses": set(feature.addresses),
    }


def _flaws_of_code(feature: Feature, there: Collection[str]) -> Iterable[str]:
    named = [("pages", one) for one in feature.pages]
    named += [("blueprints", one) for one in feature.blueprints] + [("api", one) for one in feature.api]
    named += [("jobs", one.run) for one in feature.jobs] + [("proofs", one) for one in feature.proofs]
    named += [("events", one.event) for one in feature.events]
    named += [("calculations", one.run) for one in feature.calculations]
    named += [("terms", one.terms) for one in feature.subjects if one.terms]
    named += [("lines", one.lines) for one in feature.subjects if one.lines]
    named += [("indicators", code) for one in feature.indicators for code in (one.counts, one.events)]
    named += [("search", one.read) for one in feature.search if one.read]
    named += [("files", one.reads) for one in feature.files]
    named += [("threads", one.reads) for one in feature.threads]
    named += [("imports", one.sheet) for one in feature.imports]
    named += [(part, code) for part, code in (("settings", feature.settings), ("demo", feature.demo)) if code]
    for part, code in named:
        module, _, attribute = code.partition(":")
        if not module.startswith(feature.package):
            yield f"{part}: {code} lies outside {feature.package}"
            continue
        try:
            loaded = importlib.import_module(module)
            found = loaded if part == "pages" else getattr(loaded, attribute)
        except Exception as error:
            yield f"{part}: {code} cannot be loaded: {type(error).__name__}: {error}"
            continue
        if part == "blueprints" and not _is_named_after(feature, found.name):
            yield f"{part}: the blueprint {found.name} must be named {feature.name} or {feature.name}_…"
        elif part == "blueprints" and found.name in there:
            yield f"{part}: there is a blueprint named {found.name} already; choose another name"
        elif part == "settings" and not (isinstance(found, type) and issubclass(found, FlaskForm)):
            yield f"{part}: {code} must be a form"
        elif part == "events" and not is_dataclass(found):
            yield f"{part}: {code} must be a frozen dataclass"
        elif part == "terms" and not (isinstance(found, type) and issubclass(found, Schema)):
            yield f"{part}: {code} must be a schema"
        elif part in _CALLED and not callable(found):
            yield f"{part}: {code} must be a function"


def _is_named_after(feature: Feature, name: str) -> bool:
    return name == feature.name or name.startswith(f"{feature.name}_")
