"""What administrators look after, and help for everybody."""

from flask import render_template, url_for

from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.people.queries import Filters, people_page
from federation.network.place_words import place_word
from federation.network.queries.practices import (
    totals,
    without_list_size,
    without_neighbourhood,
    without_representative,
)
from federation.network.views import blueprint
from federation.network.views.reading import ADMIN

_MOST = 50
_CONTACTS = 5


@blueprint.get(f"{ADMIN}/")
@permission("network.administer")
def administration() -> str:
    """Where everything is that an administrator sets up."""
    return render_template(
        "network/administration.html",
        totals=totals(),
        word=place_word(here().settings),
        base=url_for(".administration"),
    )


@blueprint.get(f"{ADMIN}/attention")
@permission("network.administer")
def attention() -> str:
    """Practices that need the administrator."""
    word = place_word(here().settings)
    groups = [
        ("Nobody can cast their vote", "They have no representative.", without_representative(_MOST + 1)),
        (
            "List size not known",
            "Votes weighted by patients count none of theirs.",
            without_list_size(_MOST + 1),
        ),
        (f"In no {word.one}", "", without_neighbourhood(_MOST + 1)),
    ]
    return render_template(
        "network/attention.html",
        groups=groups,
        most=_MOST,
        base=url_for(".practices"),
        people=url_for("network_people.people"),
    )


@blueprint.get("/f/<federation>/help")
@permission("network.read")
def help_page() -> str:
    """Help, and whom to ask."""
    administrators = people_page(Filters(role="administrator"), None, None).people[:_CONTACTS]
    return render_template(
        "network/help.html",
        administrators=administrators,
        see_addresses=may(actor(), "network.addresses"),
        root=f"/f/{here().slug}/",
    )
