"""The door: lets features in, checks them, and hands their parts to the app."""

import importlib
import importlib.util
from collections.abc import Collection, Iterable
from typing import Any

from flask import Flask

from federation.kernel.db import Base
from federation.kernel.policy import policy
from federation.kernel.web import BootRefused
from federation.plugin import contract
from federation.plugin.calls import Calls
from federation.plugin.feature import Feature, Found
from federation.plugin.installed import Installed

_KERNEL_TABLES = "kernel_"


class Door:
    """The features of one app, in the order in which they may build on each other."""

    def __init__(self, core: Iterable[str], plugins: Iterable[Installed] = ()) -> None:
        self.calls = Calls()
        self.features: dict[str, Feature] = {}
        self.plugins: dict[str, Installed] = {}
        self.acts: dict[str, str] = {}
        for package in core:
            self._admit(importlib.import_module(package).feature)
        for one in plugins:
            contract.check_value(one.feature, self.features)
            self.plugins[one.feature.name] = one
            self._admit(one.feature)

    def _admit(self, feature: Feature) -> None:
        if feature.name in self.features:
            raise BootRefused(f"there are two features named {feature.name}")
        self.features[feature.name] = feature
        self.acts |= {act.name: act.words for act in feature.acts}
        load_tables(feature.package)
        if importlib.util.find_spec(f"{feature.package}.hooks"):
            hooks = importlib.import_module(f"{feature.package}.hooks")
            try:
                self.calls.register(hooks, feature.name, feature.always_on)
            except Exception as error:
                raise BootRefused(f"{feature.package}/hooks.py: {error}") from error

    def install(self, app: Flask) -> None:
        """Give the app each feature's permissions and pages."""
        policy.replace(permission for feature in self.features.values() for permission in feature.permissions)
        switchable: dict[str, str] = {}
        for feature in self.features.values():
            if feature.name in self.plugins:
                contract.check_code(feature)
            before = contract.Everywhere(app)
            for module in feature.pages:
                importlib.import_module(module)
            blueprints = [load(name) for name in feature.blueprints]
            for blueprint in blueprints:
                app.register_blueprint(blueprint)
            if feature.name in self.plugins:
                interfaces = [load(name) for name in feature.api]
                switchable |= {one.name: feature.name for one in (*blueprints, *interfaces)}
                contract.check_pages(feature, app, blueprints, before)
        self._check_tables()
        app.extensions["door"] = self
        app.extensions["switchable"] = switchable

    def programs(self) -> list[Any]:
        """Each feature's interface for programs."""
        return [load(name) for feature in self.features.values() for name in feature.api]

    def check_programs(self, app: Flask) -> None:
        """A plugin's endpoints for programs keep to the same rules as its pages."""
        for one in self.plugins.values():
            if names := {load(interface).name for interface in one.feature.api}:
                contract.check_programs(one.feature, app, names)

    def things_of(self, plugins: Collection[str]) -> list[Found]:
        """What the search finds of these plugins."""
        return [
            found for name, one in self.plugins.items() if name in plugins for found in one.feature.search
        ]

    def needed_by(self, name: str) -> tuple[str, ...]:
        """The plugins that a plugin needs, and itself, in the order in which they are switched on."""
        return tuple(one for one in self.plugins if one == name or one in self._below(name))

    def needing(self, name: str) -> tuple[str, ...]:
        """The plugins that need a plugin, and itself, in the order in which they are switched off."""
        return tuple(one for one in reversed(self.plugins) if one == name or name in self._below(one))

    def _below(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = list(self.features[name].needs)
        while waiting:
            one = waiting.pop()
            if one in self.plugins and one not in found:
                found.add(one)
                waiting.extend(self.features[one].needs)
        return found

    def _check_tables(self) -> None:
        """Every table carries the name of its feature, and belongs to a federation or says that it does not."""
        for mapper in Base.registry.mappers:
            module = mapper.class_.__module__
            for feature in self.features.values():
                if module.startswith(f"{feature.package}."):
                    contract.check_table(feature, mapper.class_, feature.name in self.plugins)
                    break
            else:
                table = mapper.local_table.name  # type: ignore[attr-defined]
                if module.startswith("federation.") and not table.startswith(_KERNEL_TABLES):
                    raise BootRefused(f"the table {table} carries no feature's name")


def load_tables(package: str) -> None:
    """Make a feature's tables known."""
    if importlib.util.find_spec(f"{package}.models"):
        importlib.import_module(f"{package}.models")


def load(name: str) -> Any:
    """The thing that ``module:attribute`` names."""
    module, attribute = name.split(":")
    return getattr(importlib.import_module(module), attribute)


def door(app: Flask | None = None) -> Door:
    """The door of this app."""
    from flask import current_app

    found: Door = (app or current_app).extensions["door"]
    return found
