"""What a plugin must keep to, checked when the app is made. Each refusal says what to mend, and where."""

import importlib
import inspect
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask_wtf import FlaskForm

from federation.kernel.policy import ROLES
from federation.kernel.tenancy import Federated
from federation.kernel.web import BootRefused, csrf, permission_of
from federation.plugin.feature import Feature

SECTIONS: Final = ("shared_work", "our_federation")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME: Final = 20
_TAKEN_WORDS = """
action admin aim api ballot casting_vote comment core decision federation help interest invitation kernel list_sizes
membership neighbourhood neighbourhoods network_people objection outcome our_federation person plugin plugins practice
practices proposal record rule search shared_work token
"""
TAKEN: Final = frozenset(_TAKEN_WORDS.split())
"""Words of addresses, of the record and of the search that the product itself uses."""
_ROLES: Final = frozenset((*ROLES, "chair"))


def check_value(feature: Feature, known: Mapping[str, Feature]) -> None:
    """The value alone: names, sections, what it needs. Raises :class:`BootRefused` with every flaw."""
    refuse(feature, _flaws_of_value(feature, known))


def check_code(feature: Feature) -> None:
    """What the value names: code of its own that can be loaded. Raises :class:`BootRefused` with every flaw."""
    refuse(feature, _flaws_of_code(feature))


def check_pages(feature: Feature, app: Flask, blueprints: Iterable[Any], before: "Everywhere") -> None:
    """What its blueprints brought: routes, permissions, nothing for the whole app. Raises :class:`BootRefused`."""
    flaws = before.changed(app)
    flaws += _flaws_of_routes(feature, app, {one.name for one in blueprints})
    refuse(feature, flaws)


def check_programs(feature: Feature, app: Flask, names: set[str]) -> None:
    """Its interface for programs: addresses and permissions. Raises :class:`BootRefused`."""
    refuse(feature, _flaws_of_routes(feature, app, names))


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
            target = constraint.elements[0].target_fullname.rpartition(".")[0]
            loose = "federation_id" not in constraint.column_keys
            if loose and target not in ("network_federation", "people_person"):
                flaws.append(
                    f"{where(model)}: the foreign key to {target} must be made with within(), "
                    "so that it cannot point into another federation"
                )
    refuse(feature, flaws)


def refuse(feature: Feature, flaws: Iterable[str]) -> None:
    """Raise :class:`BootRefused` when there are flaws."""
    if found := list(flaws):
        raise BootRefused(f"the plugin {feature.name} cannot be let in:\n  " + "\n  ".join(found))


def where(thing: Any) -> str:
    """File and line of a class or function, for whoever mends it."""
    thing = inspect.unwrap(getattr(thing, "view_class", thing))
    try:
        path = Path(inspect.getsourcefile(thing) or "?")
        return f"{path.parent.name}/{path.name}, line {inspect.getsourcelines(thing)[1]}"
    except (OSError, TypeError):
        return str(getattr(thing, "__module__", thing))


class Everywhere:
    """What holds for the whole app: a plugin may add nothing to it."""

    _HOOKS: Final = {
        "before_request_funcs": "before_app_request",
        "after_request_funcs": "after_app_request",
        "teardown_request_funcs": "teardown_app_request",
        "template_context_processors": "app_context_processor",
        "url_value_preprocessors": "app_url_value_preprocessor",
        "url_default_functions": "app_url_defaults",
        "error_handler_spec": "app_errorhandler",
    }

    def __init__(self, app: Flask) -> None:
        self.counts = self._counted(app)

    def changed(self, app: Flask) -> list[str]:
        """In words, what was added since."""
        now = self._counted(app)
        return [
            f"it registers for the whole app ({name}); a plugin's pages are its own blueprints' alone"
            for name in now
            if now[name] != self.counts[name]
        ]

    def _counted(self, app: Flask) -> dict[str, int]:
        found = {said: self._size(getattr(app, name).get(None, ())) for name, said in self._HOOKS.items()}
        environment = app.jinja_env
        return found | {
            "template filters": len(environment.filters),
            "template tests": len(environment.tests),
            "template globals": len(environment.globals),
            "teardown_appcontext": len(app.teardown_appcontext_funcs),
            "exemptions from the forms' own guard": len(csrf._exempt_views) + len(csrf._exempt_blueprints),
        }

    @staticmethod
    def _size(found: Any) -> int:
        return sum(map(len, found.values())) if isinstance(found, Mapping) else len(found)


def _flaws_of_value(feature: Feature, known: Mapping[str, Feature]) -> Iterable[str]:
    name = feature.name
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield f"name: {name!r} must be small letters, digits and single underscores, {LONGEST_NAME} at most"
    if name in known:
        yield f"name: there is a feature named {name} already"
    if name in TAKEN:
        yield f"name: {name} is a word that the product uses itself; choose another"
    if feature.always_on:
        yield "always_on: only what the product itself brings cannot be switched off"
    for title in ("title", "summary"):
        if not getattr(feature, title).strip():
            yield f"{title}: administrators read it before they switch the plugin on; it may not be empty"
    for need in feature.needs:
        if need not in known:
            yield f"needs: {need} is not installed"
    for item in feature.nav:
        if item.section not in SECTIONS:
            yield f"nav: {item.title} must be in the section {' or '.join(SECTIONS)}, not {item.section}"
        if not item.endpoint.startswith((f"{name}.", f"{name}_")):
            yield f"nav: {item.endpoint} is not a page of {name}"
    for permission in feature.permissions:
        if not permission.name.startswith(f"{name}."):
            yield f"permissions: {permission.name} must begin with {name}."
        if unknown := sorted(set(permission.roles) - _ROLES):
            yield f"permissions: {permission.name} names roles that do not exist: {', '.join(unknown)}"
    for kind, names in (
        ("subjects", [one.name for one in feature.subjects]),
        ("acts", [one.name for one in feature.acts]),
        ("jobs", [one.name for one in feature.jobs]),
    ):
        yield from (
            f"{kind}: {one} must begin with {name}." for one in names if not one.startswith(f"{name}.")
        )
    for found in feature.search:
        if found.kind != name and not found.kind.startswith(f"{name}_"):
            yield f"search: the kind {found.kind} must be {name} or begin with {name}_"
        if len(found.kind) > LONGEST_NAME:
            yield f"search: the kind {found.kind} is longer than {LONGEST_NAME} characters"


def _flaws_of_code(feature: Feature) -> Iterable[str]:
    named = [("pages", one) for one in feature.pages]
    named += [("blueprints", one) for one in feature.blueprints] + [("api", one) for one in feature.api]
    named += [("jobs", one.run) for one in feature.jobs] + [("proofs", one) for one in feature.proofs]
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
        elif part == "settings" and not (isinstance(found, type) and issubclass(found, FlaskForm)):
            yield f"{part}: {code} must be a form"
        elif part in ("jobs", "proofs", "demo") and not callable(found):
            yield f"{part}: {code} must be a function"


def _is_named_after(feature: Feature, name: str) -> bool:
    return name == feature.name or name.startswith(f"{feature.name}_")


def _flaws_of_routes(feature: Feature, app: Flask, names: set[str]) -> Iterable[str]:
    roots = (f"/f/<federation>/{feature.name}/", f"/api/v1/federations/<plain:federation>/{feature.name}/")
    own = {permission.name for permission in feature.permissions}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in names:
            continue
        view = app.view_functions[rule.endpoint]
        if not rule.rule.startswith(roots):
            yield f"{where(view)}: the address {rule.rule} must lie below {' or '.join(roots)}"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if permission_of(app, rule.endpoint, method) not in own:
                yield (
                    f"{where(view)}: {rule.endpoint} ({method}) needs @permission with one of "
                    f"{', '.join(sorted(own)) or 'its permissions'}"
                )
