"""What administrators look after, and help for everybody."""

from flask import render_template, url_for

from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.members.queries.people import Filters, people_page
from federation.network.place_words import place_word
from federation.network.practices.queries.totals import totals

_CONTACTS = 5


@blueprint.get(f"{ADMIN}/")
@permission("network.administer")
def administration() -> str:
    """Where everything is that an administrator sets up."""
    return render_template(
        "network/administration.html",
        totals=totals(),
        set_up_hidden=bool(here().settings.get("set_up_hidden")),
        word=place_word(here().settings),
        base=url_for(".administration"),
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
