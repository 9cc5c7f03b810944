"""The hub of shared work: a card for each thing that the federation does together."""

from typing import NamedTuple

from flask import render_template, url_for

from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import blueprint
from federation.network.plugins.queries.state import BY_DECISION
from federation.plugin.door import door


class HubCard(NamedTuple):
    """One thing on the hub."""

    title: str
    url: str
    summary: str


@blueprint.get("/f/<federation>/shared-work/")
@permission("network.read")
def shared_work() -> str:
    """Everything that is switched on under this section, in alphabetical order."""
    return render_template(
        "network/shared_work.html",
        cards=_cards(),
        manages=may(actor(), "network.plugins"),
        members_decide=bool(here().settings.get(BY_DECISION)),
    )


def _cards() -> list[HubCard]:
    on = here().plugins
    cards = [
        HubCard(item.title, url_for(item.endpoint), item.summary or feature.summary)
        for feature in door().features.values()
        if feature.always_on or feature.name in on
        for item in feature.nav
        if item.section == "shared_work" and item.endpoint != "network.shared_work"
    ]
    return sorted(cards, key=lambda card: card.title.casefold())
