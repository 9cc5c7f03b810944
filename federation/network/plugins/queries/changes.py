"""The changes that members see when a plugin is switched, for whoever is about to do it or to propose it."""

from typing import Any, Final

from federation.kernel.words import plural
from federation.network.plugin_words import listed
from federation.network.plugins.queries.export import keeps_tables
from federation.network.plugins.queries.plugins import PluginHere, PluginsState
from federation.plugin.door import door
from federation.plugin.feature import Feature

SECTIONS: Final = {"shared_work": "Shared work", "our_federation": "Our federation"}


def about_switching_on(one: PluginHere, found: PluginsState) -> dict[str, Any]:
    """What somebody reads before a plugin is switched on, or proposed."""
    others = [name for name in door().needed_by(one.name) if name != one.name]
    new = [name for name in others if found.named(name).state != "on"]
    members = [(change, "") for change in changes(one.feature)]
    for name in new:
        other = found.named(name).feature
        members += [(change, other.title) for change in changes(other)]
    return {
        "plugin": one,
        "changes": members,
        "needs": [(found.named(name).title, name in new) for name in others],
        "count": len(new) + 1,
        "behind": [found.named(name).title for name in (*new, one.name) if found.named(name).behind],
        "about_people": "personal_data" in _hooks_of(one.name),
    }


def about_switching_off(one: PluginHere, found: PluginsState) -> dict[str, Any]:
    """What somebody reads before a plugin is switched off, or that is proposed."""
    others = [
        name for name in door().needing(one.name) if name != one.name and found.named(name).state != "off"
    ]
    lost = [(loss, "") for loss in losses(one.feature)]
    for name in others:
        other = found.named(name).feature
        lost += [(loss, other.title) for loss in losses(other)]
    return {
        "plugin": one,
        "losses": lost,
        "others": [found.named(name).title for name in others],
        "count": len(others) + 1,
        "has_data": keeps_tables(one.name),
    }


def changes(feature: Feature) -> list[str]:
    """The parts of a plugin that members see: pages, what its author says of them, boxes, kinds of decision."""
    answers = _hooks_of(feature.name)
    found = [f"A page ‘{item.title}’ under {SECTIONS[item.section]}" for item in feature.nav]
    found += feature.about.brings
    if "panels" in answers:
        found.append("A box on Home, or on pages of decisions and practices, when it has something to show")
    if feature.subjects:
        kinds = [f"‘{subject.title}’" for subject in feature.subjects]
        found.append(f"{plural(len(kinds), 'new kind')} of decision: {listed(kinds)}")
    if "objections" in answers:
        found.append("It is asked before voting opens, and can object with a reason")
    return found


def losses(feature: Feature) -> list[str]:
    """The parts of a plugin that members see no more once it is off."""
    found = [f"The page ‘{item.title}’ under {SECTIONS[item.section]}" for item in feature.nav]
    if "panels" in _hooks_of(feature.name):
        found.append("Its boxes on Home and on pages of decisions and practices")
    if feature.search:
        found.append(f"What search finds of it: {listed([found.title for found in feature.search])}")
    if feature.subjects:
        kinds = [f"‘{subject.title}’" for subject in feature.subjects]
        found.append(
            f"Proposals of {plural(len(kinds), 'kind')} that can no longer be begun: {listed(kinds)}"
        )
    return found


def _hooks_of(name: str) -> frozenset[str]:
    """The hooks that a plugin answers."""
    calls = door().calls
    return frozenset(
        hook
        for hook in ("happened", "objections", "panels", "personal_data")
        if any(one.feature == name for one in calls.implementations(hook))
    )
