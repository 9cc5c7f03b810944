"""Plugins as a matter of the members: proposals to switch them, and what follows from a verdict."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft, kinds_of
from federation.decisions.rules import UNDER_WAY
from federation.decisions.seen import terms_of
from federation.decisions.subjects import PLUGIN, PLUGINS_BY
from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.network.models import Federation, PluginState
from federation.network.plugin_words import titles
from federation.network.plugins.actions.switching import apply_decision, check_switch, settle_who_decides
from federation.network.plugins.queries.changes import changes, losses
from federation.network.plugins.queries.state import members_decide, switched_on
from federation.plugin.door import door


class PluginEffect(NamedTuple):
    """The effect of a decision once it is carried: a plugin and those that go with it, or who decides."""

    title: str
    on: bool
    others: tuple[str, ...]
    who: bool = False


def propose_switch(actor: Actor, name: str, on: bool) -> int:
    """Begin a proposal to switch a plugin, with its exact text; its author goes on with it. Returns its number.

    Raises ``NotFound`` where there is no such plugin, :class:`Refusal` where administrators switch or there is
    nothing to switch.
    """
    authorize(actor, "decisions.propose", ProposingIn(None))
    check_switch(name)
    federation = _where_members_decide()
    if bool(db.session.scalar(select(PluginState.is_on).where(PluginState.name == name))) == on:
        raise Refusal(f"{door().features[name].title} is {'on' if on else 'off'} already.")
    return proposals.start(
        actor,
        Draft(
            title=f"Switch {'on' if on else 'off'} the plugin “{door().features[name].title}”"[:200],
            body=(_text_on if on else _text_off)(name),
            kind=_kind(federation),
        ),
        subject=PLUGIN,
        terms={"plugin": name, "on": on},
        fixed=True,
    )


def propose_administrators(actor: Actor) -> int:
    """Begin a proposal to let administrators switch plugins again. Returns its number."""
    authorize(actor, "decisions.propose", ProposingIn(None))
    federation = _where_members_decide()
    text = (
        "From now on administrators switch plugins on and off, without a decision of the members; also those that "
        "members have switched. What is on now stays on until an administrator switches it off."
    )
    return proposals.start(
        actor,
        Draft(title="Let administrators switch plugins", body=text, kind=_kind(federation)),
        subject=PLUGINS_BY,
        terms={"members": False},
        fixed=True,
    )


def under_way(subject: str, name: str = "", on: bool = False) -> int | None:
    """The proposal of this kind that members see and have not decided yet, if there is one."""
    rows = db.session.execute(
        select(Decision.id, ProposalVersion.terms)
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(Decision.subject == subject, Decision.state.in_(UNDER_WAY))
        .order_by(Decision.id)
    )
    wanted = {"plugin": name, "on": on} if subject == PLUGIN else {"members": False}
    return next((row.id for row in rows if row.terms["data"] == wanted), None)


def follows(subject: str, data: Mapping[str, Any]) -> PluginEffect | None:
    """The effect of a decision about plugins; None of others, and where the plugin is not installed any more."""
    if subject == PLUGINS_BY:
        return PluginEffect("", False, (), who=True)
    name = data.get("plugin")
    if subject != PLUGIN or name not in door().plugins:
        return None
    others = tuple(door().features[one].title for one in _with(name, bool(data.get("on"))) if one != name)
    return PluginEffect(door().features[name].title, bool(data.get("on")), others)


def apply_switch(decision_id: int) -> bool:
    """Let a carried decision about a plugin have its effect; once, and never over a later decision about the same plugin.

    For the open unit of work of the event. Nothing happens where the plugin was uninstalled meanwhile. Returns
    whether anything changed.
    """
    decision = _carried(decision_id, PLUGIN)
    if decision is None:
        return False
    terms = terms_of(decision)
    name, on = terms["plugin"], bool(terms["on"])
    if name not in door().plugins:
        return False
    earlier = db.session.scalars(
        select(PluginState.decision_id).where(
            PluginState.name.in_(_with(name, on)), PluginState.decision_id.is_not(None)
        )
    ).all()
    if _any_later(earlier, decision):
        return False
    return bool(apply_decision(name, on, decision.id))


def apply_who(decision_id: int) -> bool:
    """Let a carried decision about who switches plugins have its effect; once, and never over a later one."""
    decision = _carried(decision_id, PLUGINS_BY)
    if decision is None:
        return False
    settled = _settings().get("plugins_settled_by")
    if settled is not None and _any_later([settled], decision):
        return False
    return settle_who_decides(None, bool(terms_of(decision)["members"]), decision.id)


def _carried(decision_id: int, subject: str) -> Decision | None:
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.subject != subject or decision.verdict != "carried":
        return None
    return decision


def _any_later(ids: Collection[int | None], decision: Decision) -> bool:
    """Whether one of the decisions closed after this one, or is this one."""
    rows = db.session.execute(select(Decision.id, Decision.closed_at).where(Decision.id.in_(ids)))
    here = (decision.closed_at, decision.id)
    return any(row.closed_at is not None and (row.closed_at, row.id) >= here for row in rows)


def _with(name: str, on: bool) -> tuple[str, ...]:
    return door().needed_by(name) if on else door().needing(name)


def _settings() -> dict[str, Any]:
    federation = db.session.get(Federation, tenancy.current())
    return federation.settings if federation else {}


def _where_members_decide() -> dict[str, Any]:
    """The federation's settings; :class:`Refusal` where administrators switch plugins."""
    if not members_decide():
        raise Refusal("In this federation administrators switch plugins, so there is nothing to propose.")
    return _settings()


def _kind(settings: Mapping[str, Any]) -> str:
    return "rules" if "rules" in dict(kinds_of(settings)) else ""


def _text_on(name: str) -> str:
    feature, version = door().features[name], door().plugins[name].version
    on = switched_on()
    others = [one for one in door().needed_by(name) if one != name and one not in on]
    about = feature.about
    parts = [
        f"The plugin “{feature.title}” (version {version}{f', made by {about.author}' if about.author else ''}) "
        f"is switched on{f', and {titles(others)}, which it needs' if others else ''}.",
        feature.summary,
        _points("What changes for members:", changes(feature)),
        _points("It keeps:", about.keeps),
        _points("It may read:", about.reads),
        _points("It cannot:", about.cannot),
        "It is switched on by itself when this is carried. Only another decision switches it off.",
    ]
    return "\n\n".join(part for part in parts if part)


def _text_off(name: str) -> str:
    feature, on = door().features[name], switched_on()
    others = [one for one in door().needing(name) if one != name and one in on]
    parts = [
        f"The plugin “{feature.title}” is switched off{f', and {titles(others)} with it' if others else ''}.",
        _points("What disappears:", losses(feature)),
        "Its data is kept. Decisions made with it stay in the register. It is switched off by itself when this is "
        "carried; only another decision switches it on again.",
    ]
    return "\n\n".join(part for part in parts if part)


def _points(heading: str, points: Collection[str]) -> str:
    return "\n".join((heading, *(f"- {point}" for point in points))) if points else ""
