"""The door: lets features in, checks them, and hands their parts to the app."""

import importlib
import importlib.util
from collections.abc import Collection, Iterable, Mapping, Sequence
from inspect import signature
from typing import Any, NamedTuple

from flask import Flask, url_for
from sqlalchemy.orm import configure_mappers

from federation.kernel.db import MappedBase
from federation.kernel.endpoints import BootRefused
from federation.kernel.policy import PUBLIC, SIGNED_IN, Actor, policy
from federation.kernel.search import SearchHit
from federation.plugin import contract
from federation.plugin.app_before import AppBefore
from federation.plugin.calls import FeatureCalls, HookImplementation
from federation.plugin.feature import (
    Act,
    AnnouncedFact,
    Feature,
    FileOwner,
    Found,
    FoundLine,
    RecordedThing,
    SecurityGroup,
    ThreadOwner,
)
from federation.plugin.installed import InstalledPlugin
from federation.plugin.kernel_acts import KERNEL_ACTS
from federation.plugin.mail_choices import MailKind

_KERNEL_TABLES = "kernel_"


class StoredPlace(NamedTuple):
    """A file by its number, and what it belongs to: the kind of thing and its number."""

    id: int
    owner: str
    owner_id: int


class FeatureDoor:
    """The features of one app, in the order in which they may build on each other."""

    def __init__(self, core: Iterable[str], plugins: Iterable[InstalledPlugin] = ()) -> None:
        self.calls = FeatureCalls()
        self.features: dict[str, Feature] = {}
        self.plugins: dict[str, InstalledPlugin] = {}
        self.blueprints: dict[str, str] = {}
        for package in core:
            feature = importlib.import_module(package).feature
            contract.check_value(feature, self.features, core=True)
            self._admit(feature)
        for one in plugins:
            contract.check_value(one.feature, self.features)
            self.plugins[one.feature.name] = one
            self._admit(one.feature)
        every = self.features.values()
        self.acts: dict[str, Act] = {
            act.name: act for acts in (KERNEL_ACTS, *(one.acts for one in every)) for act in acts
        }
        self.facts: dict[str, AnnouncedFact] = {fact.event: fact for one in every for fact in one.events}
        self.things: dict[str, RecordedThing] = {thing.kind: thing for one in every for thing in _things(one)}
        self.file_owners: dict[str, FileOwner] = {owner.name: owner for one in every for owner in one.files}
        self.thread_owners: dict[str, ThreadOwner] = {
            owner.name: owner for one in every for owner in one.threads
        }
        self.security: dict[str, SecurityGroup] = {
            group.key: group for one in every for group in one.security
        }
        self.security_acts: tuple[str, ...] = tuple(
            begin for group in self.security.values() for begin in group.acts
        )
        self.security_events: dict[str, str] = {
            event: words for group in self.security.values() for event, words in group.events
        }
        kinds = [kind for one in self._from_the_top() for kind in one.mail]
        self.mail: tuple[MailKind, ...] = tuple(sorted(kinds, key=lambda kind: not kind.default))

    def _admit(self, feature: Feature) -> None:
        if feature.name in self.features:
            raise BootRefused(f"there are two features named {feature.name}")
        self.features[feature.name] = feature
        load_tables(feature.package)
        if importlib.util.find_spec(f"{feature.package}.hooks"):
            hooks = importlib.import_module(f"{feature.package}.hooks")
            try:
                self.calls.register(hooks, feature.name, feature.always_on)
            except Exception as error:
                raise BootRefused(f"{feature.package}/hooks.py: {error}") from error

    def load_code(self) -> None:
        """Load, with the same checks, what an app of these features will load: before processes are forked that make one each,
        so that they share it."""
        for feature in self.features.values():
            contract.check_code(feature)
        configure_mappers()

    def install(self, app: Flask) -> None:
        """Give the app each feature's permissions and pages."""
        policy.replace(permission for feature in self.features.values() for permission in feature.permissions)
        for feature in self.features.values():
            contract.check_code(feature, app.blueprints)
            before = AppBefore(app)
            for module in feature.pages:
                importlib.import_module(module)
            blueprints = [load(name) for name in feature.blueprints]
            for blueprint in blueprints:
                app.register_blueprint(blueprint)
            names = {one.name for one in blueprints}
            contract.check_pages(feature, app, names, before, self.allowed_to(feature))
            self.blueprints |= dict.fromkeys(
                (*names, *(load(name).name for name in feature.api)), feature.name
            )
        self._check_tables()
        app.extensions["door"] = self
        app.extensions["switchable"] = {
            blueprint: name for blueprint, name in self.blueprints.items() if name in self.plugins
        }

    def programs(self) -> list[Any]:
        """Each feature's interface for programs."""
        return [load(name) for feature in self.features.values() for name in feature.api]

    def check_programs(self, app: Flask) -> None:
        """A feature's endpoints for programs keep to the same rules as its pages."""
        for feature in self.features.values():
            if names := {load(interface).name for interface in feature.api}:
                contract.check_programs(feature, app, names, self.allowed_to(feature))

    def allowed_to(self, feature: Feature) -> frozenset[str]:
        """The permissions that a feature's pages may ask for: a plugin's its own, those of the product's own features
        also those of the features that they need, and none."""
        near = {feature.name, *(self._needs_of(feature.name) if feature.always_on else ())}
        named = {
            permission.name
            for one in self.features.values()
            if one.name in near
            for permission in one.permissions
        }
        return frozenset(named | ({PUBLIC, SIGNED_IN} if feature.always_on else set()))

    def search_of(self, plugins: Collection[str]) -> dict[str, Found]:
        """The things that the search finds where these plugins are on, by their kind."""
        return {
            found.kind: found
            for one in self._from_the_top()
            if one.always_on or one.name in plugins
            for found in one.search
        }

    def page_of(self, kind: str, number: int, plugins: Collection[str]) -> str:
        """The address of the page that shows a thing of the record where these plugins are on, or nothing."""
        thing = self.things.get(kind)
        if thing is None or not thing.endpoint:
            return ""
        owner = next(one for one in self.features.values() if thing in _things(one))
        if not owner.always_on and owner.name not in plugins:
            return ""
        values: dict[str, Any] = {thing.argument: number} if thing.argument else {}
        return url_for(thing.endpoint, **values)

    def read_found(self, found: Found, hits: Sequence[SearchHit], person_id: int) -> Mapping[int, FoundLine]:
        """The lines that a feature makes of hits of its kind, by the numbers of the things."""
        owner = next(one for one in self.features.values() if found in one.search)
        asked = HookImplementation(owner.name, load(found.read), ("hits", "person_id"), owner.always_on)
        return self.calls.found_lines(asked, hits, person_id)

    def reads_file(self, file: StoredPlace, reader: Actor, plugins: Collection[str]) -> bool:
        """Whether a person may read a file, as the feature of its thing says; never where that is off, is gone or fails."""
        found = self.file_owners.get(file.owner)
        return found is not None and self._is_read(
            found, plugins, reader=reader, owner_id=file.owner_id, file_id=file.id
        )

    def reads_thing(self, owner: str, owner_id: int, reader: Actor, plugins: Collection[str]) -> bool:
        """Whether a person may read a thing that people talk about, or that files belong to, as its feature says; never where
        that is off, is gone or fails."""
        found = self.thread_owners.get(owner) or self.file_owners.get(owner)
        return found is not None and self._is_read(
            found, plugins, reader=reader, owner_id=owner_id, file_id=0
        )

    def _is_read(self, found: FileOwner | ThreadOwner, plugins: Collection[str], **given: Any) -> bool:
        whose = self.features[found.name.partition(".")[0]]
        if not whose.always_on and whose.name not in plugins:
            return False
        reads = load(found.reads)
        asked = HookImplementation(whose.name, reads, tuple(signature(reads).parameters), whose.always_on)
        return self.calls.reads_thing(asked, given)

    def _from_the_top(self) -> list[Feature]:
        """The features as people meet them: the product's own, the highest first, then the plugins."""
        own = [one for one in self.features.values() if one.always_on]
        return [*reversed(own), *(one.feature for one in self.plugins.values())]

    def needed_by(self, name: str) -> tuple[str, ...]:
        """The plugins that a plugin needs, and itself, in the order in which they are switched on."""
        return tuple(one for one in self.plugins if one == name or one in self._below(name))

    def needing(self, name: str) -> tuple[str, ...]:
        """The plugins that need a plugin, and itself, in the order in which they are switched off."""
        return tuple(one for one in reversed(self.plugins) if one == name or name in self._below(one))

    def _below(self, name: str) -> set[str]:
        return self._needs_of(name) & self.plugins.keys()

    def _needs_of(self, name: str) -> set[str]:
        """The features that a feature needs, and those that they need."""
        found: set[str] = set()
        waiting = list(self.features[name].needs)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.features[one].needs)
        return found

    def _check_tables(self) -> None:
        """Every table carries the name of its feature, and belongs to a federation or says that it does not."""
        for mapper in MappedBase.registry.mappers:
            module = mapper.class_.__module__
            for feature in self.features.values():
                if module.startswith(f"{feature.package}."):
                    contract.check_table(feature, mapper.class_, feature.name in self.plugins)
                    break
            else:
                table = mapper.local_table.name  # type: ignore[attr-defined]
                if module.startswith("federation.") and not table.startswith(_KERNEL_TABLES):
                    raise BootRefused(f"the table {table} carries no feature's name")


def _things(feature: Feature) -> list[RecordedThing]:
    """What the record calls the things of a feature: those of a plugin, where it says nothing else, as the search does."""
    if feature.always_on:
        return list(feature.things)
    said = {thing.kind for thing in feature.things}
    return [
        *feature.things,
        *(
            RecordedThing(found.kind, f"{found.title}: {{}}", found.endpoint, found.argument)
            for found in feature.search
            if found.kind not in said
        ),
    ]


def load_tables(package: str) -> None:
    """Make a feature's tables known."""
    if importlib.util.find_spec(f"{package}.models"):
        importlib.import_module(f"{package}.models")


def load(name: str) -> Any:
    """The thing that ``module:attribute`` names."""
    module, attribute = name.split(":")
    return getattr(importlib.import_module(module), attribute)


def door(app: Flask | None = None) -> FeatureDoor:
    """The door of this app."""
    from flask import current_app

    found: FeatureDoor = (app or current_app).extensions["door"]
    return found
