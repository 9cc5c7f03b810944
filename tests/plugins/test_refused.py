"""A plugin that breaks the contract stops the start, and the message says what to mend and where."""

from dataclasses import replace
from typing import Any

import pytest

from federation.app import create_app
from federation.kernel.endpoints import BootRefused
from federation.kernel.policy import EVERYONE, GUEST, Permission
from federation.kernel.web import csrf
from federation.plugin.feature import Act, Calculation, Feature, Found, Job, NavItem, Subject
from federation.plugin.installed import InstalledPlugin, in_order
from tests.plugins import rogue

WHOLE = Feature(
    name="bent",
    title="Bent",
    summary="Breaks a promise.",
    package="tests.plugins",
    permissions=(Permission("bent.read", "read", EVERYONE),),
)
VALUES: dict[str, tuple[dict[str, Any], str]] = {
    "name": ({"name": "Bent Plugin"}, "name: 'Bent Plugin' must be small letters"),
    "long name": ({"name": "b" * 21}, "20 at most"),
    "name taken": ({"name": "decisions"}, "there is a feature named decisions already"),
    "a word of the product's": ({"name": "rule"}, "name: rule is a word that the product uses itself"),
    "always on": ({"always_on": True}, "always_on: only what the product itself brings"),
    "no summary": ({"summary": " "}, "summary: administrators read it"),
    "needs": ({"needs": ("absent",)}, "needs: absent is not installed"),
    "nav section": (
        {"nav": (NavItem("home", "Mine", "bent.page"),)},
        "nav: Mine must be in the section shared_work or our_federation, not home",
    ),
    "nav endpoint": (
        {"nav": (NavItem("shared_work", "Mine", "home.first_page"),)},
        "nav: home.first_page is not a page of bent",
    ),
    "permission": (
        {"permissions": (Permission("network.administer", "do it all", EVERYONE),)},
        "permissions: network.administer must begin with bent.",
    ),
    "role": (
        {"permissions": (Permission("bent.read", "read", frozenset({"boss"})),)},
        "bent.read names roles that do not exist: boss",
    ),
    "guests and others": (
        {"permissions": (Permission("bent.offer", "offer", EVERYONE | {GUEST}),)},
        "permissions: bent.offer is held by guest, so nobody else can hold it",
    ),
    "subject": (
        {"subjects": (Subject("tender.award", "An award"),)},
        "subjects: tender.award must begin with bent.",
    ),
    "act": ({"acts": (Act("ballot.cast", "cast"),)}, "acts: ballot.cast must begin with bent."),
    "job name": ({"jobs": (Job("close", "tests.plugins.bent:job"),)}, "jobs: close must begin with bent."),
    "calculation name": (
        {"calculations": (Calculation("Tides", "tests.plugins.bent:job"),)},
        "calculations: 'Tides' must be small letters and single underscores",
    ),
    "calculation taken": (
        {"calculations": (Calculation("allocation", "tests.plugins.bent:job"),)},
        "calculations: there is one named allocation already",
    ),
    "calculation elsewhere": (
        {"calculations": (Calculation("tides", "federation.kernel.calculations:xmr"),)},
        "calculations: federation.kernel.calculations:xmr lies outside tests.plugins",
    ),
    "found": ({"search": (Found("decision", "D", "bent.page", "id"),)}, "the kind decision must be bent"),
    "code elsewhere": (
        {"blueprints": ("federation.people.views:blueprint",)},
        "blueprints: federation.people.views:blueprint lies outside tests.plugins",
    ),
    "pages elsewhere": (
        {"pages": ("federation.people.views",)},
        "pages: federation.people.views lies outside tests.plugins",
    ),
    "pages missing": (
        {"pages": ("tests.plugins.bent_pages",)},
        "pages: tests.plugins.bent_pages cannot be loaded: ModuleNotFoundError",
    ),
    "code missing": (
        {"jobs": (Job("bent.job", "tests.plugins.bent:nothing"),)},
        "cannot be loaded: AttributeError",
    ),
    "settings": (
        {"settings": "tests.plugins.bent:NotAForm"},
        "settings: tests.plugins.bent:NotAForm must be a form",
    ),
    "blueprint": ({"blueprints": ("tests.plugins.bent:stray",)}, "the blueprint stray must be named bent"),
    "route": (
        {"blueprints": ("tests.plugins.bent:outside",)},
        "plugins/bent.py, line 12: the address /f/<federation>/elsewhere/ must lie below /f/<federation>/bent/",
    ),
    "no permission": (
        {"blueprints": ("tests.plugins.bent:outside",)},
        "plugins/bent.py, line 19: bent.undeclared (GET) needs @permission with one of bent.read",
    ),
    "another's permission": (
        {"blueprints": ("tests.plugins.bent:outside",)},
        "bent.borrowed (GET) needs @permission with one of bent.read",
    ),
    "every request": (
        {"blueprints": ("tests.plugins.bent:everywhere",)},
        "for the whole app (before_app_request)",
    ),
    "every template": (
        {"blueprints": ("tests.plugins.bent:everywhere",)},
        "for the whole app (template filters)",
    ),
    "every error": (
        {"blueprints": ("tests.plugins.bent:everywhere",)},
        "for the whole app (app_errorhandler)",
    ),
    "forms' guard": (
        {"blueprints": ("tests.plugins.bent:exempt",)},
        "for the whole app (exemptions from the forms' own guard)",
    ),
}


@pytest.mark.parametrize("flaw", list(VALUES))
def test_each_flaw_is_named(settings: dict[str, Any], flaw: str) -> None:
    changes, words = VALUES[flaw]
    before = set(csrf._exempt_blueprints)
    try:
        with pytest.raises(BootRefused) as refused:
            create_app(settings, [InstalledPlugin(replace(WHOLE, **changes))])
    finally:
        csrf._exempt_blueprints.intersection_update(before)
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"the plugin {changes.get('name', 'bent')} cannot be let in:\n  ")


def test_a_circle_is_named() -> None:
    circle = [replace(WHOLE, name="one", needs=("two",)), replace(WHOLE, name="two", needs=("one",))]
    with pytest.raises(BootRefused, match="need each other in a circle: one, two"):
        in_order(InstalledPlugin(feature) for feature in circle)


def test_a_hook_with_other_arguments_is_refused(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from federation.plugin.hooks import hookimpl
    from tests.plugins.rogue import hooks

    @hookimpl
    def happened(event: Any, session: Any) -> None:
        """Wants more than it is given."""

    monkeypatch.setattr(hooks, "happened", happened)
    with pytest.raises(BootRefused, match=r"(?s)tests.plugins.rogue/hooks.py: .*session"):
        create_app(settings, [InstalledPlugin(rogue.feature)])


def test_plugins_come_after_those_they_need() -> None:
    features = [
        replace(WHOLE, name="a", needs=("c", "network")),
        replace(WHOLE, name="b"),
        replace(WHOLE, name="c"),
    ]
    assert [one.feature.name for one in in_order(map(InstalledPlugin, features))] == ["b", "c", "a"]
