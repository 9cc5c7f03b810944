"""The page of administrators, and help for everybody."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.pages import page_url
from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.federation.actions.settling import show_set_up
from federation.network.members.queries.people import PeopleFilter, people_page
from federation.network.place_words import place_word
from federation.network.practices.queries.totals import totals
from federation.plugin.door import door

_CONTACTS = 5


@blueprint.get(f"{ADMIN}/")
@permission("network.administer")
def administration() -> str:
    """Where everything is that an administrator sets up."""
    return render_template(
        "network/administration.html",
        totals=totals(),
        set_up_hidden=bool(here().settings.get("set_up_hidden")),
        added=_added(),
        word=place_word(here().settings),
    )


def _added() -> list[tuple[str, str, str]]:
    """Title, address and summary of what other features put here."""
    return [
        (item.title, url_for(item.endpoint), item.summary)
        for feature in door().features.values()
        for item in feature.nav
        if item.section == "administration"
    ]


@blueprint.post("/f/<federation>/set-up")
@permission("network.arrange")
def show_set_up_list() -> Response:
    """Take the set-up list off everybody's Home, or put it back."""
    shown = request.form.get("show") == "1"
    show_set_up(actor(), shown)
    flash("The set-up list is on Home." if shown else "The set-up list is off Home. Admin has it.", "success")
    return redirect(page_url("start"), 303)


@blueprint.get("/f/<federation>/help")
@permission("network.read")
def help_page() -> str:
    """Help, and whom to ask."""
    administrators = people_page(PeopleFilter(role="administrator"), None, None).people[:_CONTACTS]
    return render_template(
        "network/help.html",
        administrators=administrators,
        see_addresses=may(actor(), "network.addresses"),
        root=f"/f/{here().slug}/",
    )
