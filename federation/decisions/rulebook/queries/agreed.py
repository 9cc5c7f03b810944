"""What the members have agreed: values of features that only a decision of theirs changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.subjects import AGREED
from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import Federation
from federation.plugin.agreed import AgreedSetting
from federation.plugin.door import door

SETTING: Final = "agreed"
"""Where the federation's settings keep what the members decided."""


class AgreedChange(NamedTuple):
    """A decision of the members that changed a value."""

    setting: str
    decision_id: int
    number: str
    closed_at: datetime
    value: Any


def every_setting() -> dict[str, AgreedSetting]:
    """What features let members agree, by name, whether they are on or not."""
    return {one.name: one for feature in door().features.values() for one in feature.agreed}


def settings_here(plugins: Iterable[str]) -> list[AgreedSetting]:
    """What the product's own features and these plugins let members agree."""
    on = set(plugins)
    return [
        one
        for feature in door().features.values()
        if feature.always_on or feature.name in on
        for one in feature.agreed
    ]


def setting_keyed(key: str, plugins: Iterable[str]) -> AgreedSetting:
    """One of them, by its word in addresses. Raises ``NotFound``."""
    for one in settings_here(plugins):
        if one.key == key:
            return one
    raise NotFound()


def value_in(settings: Mapping[str, Any], one: AgreedSetting) -> int | Fraction:
    """What holds among a federation's settings; as delivered where the members have not decided, or where what they decided
    lies outside bounds that are newer."""
    try:
        return one.read(settings.get(SETTING, {})[one.name])
    except (KeyError, ValueError):
        return one.delivered


def held_in(settings: Mapping[str, Any], one: AgreedSetting) -> int | Fraction | None:
    """The same; None where nothing holds until the members have decided it, and they have not."""
    return None if one.unset and one.name not in settings.get(SETTING, {}) else value_in(settings, one)


def held_now(one: AgreedSetting) -> int | Fraction | None:
    """The same, of the federation chosen. One statement."""
    return held_in(_settings(), one)


def agreed(name: str) -> int | Fraction:
    """What holds now of a value that members agree (``Feature.agreed``), in the federation chosen: a whole number, or a
    ``Fraction``. One statement. Raises :class:`KeyError` for a name that no feature brings."""
    return value_in(_settings(), every_setting()[name])


def _settings() -> Mapping[str, Any]:
    return db.session.scalar(select(Federation.settings).where(Federation.id == tenancy.current())) or {}


def agreed_changes(most: int = 200) -> list[AgreedChange]:
    """The decisions that changed such values, the newest first. One statement."""
    rows = db.session.execute(
        select(Decision.id, Decision.year, Decision.ordinal, Decision.closed_at, ProposalVersion.terms)
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(Decision.subject == AGREED, Decision.state == "closed", Decision.verdict == "carried")
        .order_by(Decision.closed_at.desc(), Decision.id.desc())
        .limit(most)
    )
    return [
        AgreedChange(data["setting"], row.id, f"{row.year}/{row.ordinal}", row.closed_at, data["after"])
        for row in rows
        for data in (row.terms["data"],)
    ]


def agreed_under_way() -> dict[str, int]:
    """The proposal about each value that members see and have not decided yet: the oldest, by name. One statement."""
    rows = db.session.execute(
        select(Decision.id, ProposalVersion.terms)
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(Decision.subject == AGREED, Decision.state.in_(rules.UNDER_WAY))
        .order_by(Decision.id.desc())
    )
    return {row.terms["data"]["setting"]: row.id for row in rows}
