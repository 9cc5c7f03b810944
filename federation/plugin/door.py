"""The door: lets features in, checks them, and hands their parts to the app."""

import importlib
import importlib.util
from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import Any

from flask import Flask

from federation.kernel.db import Base
from federation.kernel.policy import PUBLIC, SIGNED_IN, policy
from federation.kernel.web import BootRefused
from federation.plugin.calls import Calls
from federation.plugin.feature import Feature

ENTRY_POINTS = "federation.plugins"
_KERNEL_TABLES = "kernel_"


class Door:
    """The features of one app, in the order in which they may build on each other."""

    def __init__(self, core: Iterable[str]) -> None:
        self.calls = Calls()
        self.features: dict[str, Feature] = {}
        for package in core:
            self._admit(importlib.import_module(package), package)
        for entry in entry_points(group=ENTRY_POINTS):
            self._admit(entry.load(), entry.name)
        self._check_needs()

    def _admit(self, module: Any, source: str) -> None:
        try:
            feature = module.feature
        except Exception as error:
            raise BootRefused(f"{source} brings no feature: {error}") from error
        if not isinstance(feature, Feature):
            raise BootRefused(
                f"{source}: `feature` must be a federation Feature, not {type(feature).__name__}"
            )
        if feature.name in self.features:
            raise BootRefused(f"{source}: there is a feature named {feature.name} already")
        self.features[feature.name] = feature
        load_tables(feature.package)
        if importlib.util.find_spec(f"{feature.package}.hooks"):
            self.calls.register(importlib.import_module(f"{feature.package}.hooks"), feature.name)

    def _check_needs(self) -> None:
        for feature in self.features.values():
            missing = [name for name in feature.needs if name not in self.features]
            if missing:
                raise BootRefused(f"{feature.name} needs {', '.join(missing)}, which is not installed")

    def check_tables(self) -> None:
        """Every table carries the name of its feature."""
        prefixes = (_KERNEL_TABLES, *(f"{name}_" for name in self.features))
        strays = [name for name in Base.metadata.tables if not name.startswith(prefixes)]
        if strays:
            raise BootRefused(f"tables without their feature's name: {', '.join(strays)}")

    def install(self, app: Flask) -> None:
        """Give the app each feature's permissions and pages."""
        policy.replace(permission for feature in self.features.values() for permission in feature.permissions)
        for feature in self.features.values():
            for blueprint in map(load, feature.blueprints):
                if not (blueprint.name == feature.name or blueprint.name.startswith(f"{feature.name}_")):
                    raise BootRefused(
                        f"{feature.name}: the blueprint {blueprint.name} must carry the feature's name"
                    )
                app.register_blueprint(blueprint)
        self.check_tables()
        self._check_permission_names()
        app.extensions["door"] = self

    def programs(self) -> list[Any]:
        """Each feature's interface for programs."""
        return [load(name) for feature in self.features.values() for name in feature.api]

    def _check_permission_names(self) -> None:
        for feature in self.features.values():
            for permission in feature.permissions:
                if permission.name in (PUBLIC, SIGNED_IN) or not permission.name.startswith(
                    f"{feature.name}."
                ):
                    raise BootRefused(
                        f"{feature.name}: the permission {permission.name} must begin with {feature.name}."
                    )


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
