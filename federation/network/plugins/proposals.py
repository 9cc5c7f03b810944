"""Where members propose to switch plugins: the feature above that holds votes says who may, and by which pages."""

from typing import NamedTuple

from flask import Flask, current_app, url_for

from federation.kernel.policy import Actor, may


class SwitchProposals(NamedTuple):
    """The permission that it needs, and the endpoints that begin a proposal: to switch a plugin ``on`` or ``off``, and
    to let administrators switch."""

    permission: str
    switch: str
    administrators: str


def connect_switch_proposals(app: Flask, proposals: SwitchProposals) -> None:
    """Let the feature above answer."""
    app.extensions["network.switch_proposals"] = proposals


def may_propose(who: Actor) -> bool:
    """Whether somebody may begin such a proposal."""
    return may(who, _proposals().permission)


def switch_url(plugin: str, way: str) -> str:
    """Where a proposal to switch a plugin ``on`` or ``off`` begins."""
    return url_for(_proposals().switch, plugin=plugin, way=way)


def administrators_url() -> str:
    """Where a proposal to let administrators switch begins."""
    return url_for(_proposals().administrators)


def _proposals() -> SwitchProposals:
    found: SwitchProposals = current_app.extensions["network.switch_proposals"]
    return found
