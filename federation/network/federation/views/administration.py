"""What administrators look after, and help for everybody."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import may
from federation.kernel.refusals import Refusal
from federation.kernel.web import actor, here, permission
from federation.network import actions
from federation.network.blueprint import ADMIN, blueprint
from federation.network.federation.forms import BoardsForm
from federation.network.members.queries.people import Filters, people_page
from federation.network.place_words import place_word
from federation.network.practices.boards import AS_OF, listed, named_here, read_names
from federation.network.practices.queries.practices import (
    totals,
    without_list_size,
    without_neighbourhood,
    without_representative,
)

_MOST = 50
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


@blueprint.route(f"{ADMIN}/boards", methods=["GET", "POST"])
@permission("network.arrange")
def boards() -> Any:
    """The boards by name, and the names that the federation gives itself."""
    own = named_here(here().settings)
    form = BoardsForm(data={"boards": "\n".join(f"{code} {name}" for code, name in sorted(own.items()))})
    if form.validate_on_submit():
        try:
            changed = actions.name_boards(actor(), read_names(form.boards.data))
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
        else:
            flash("The names have been saved." if changed else "Nothing has changed.", "success")
            return redirect(url_for(".boards"), 303)
    names = sorted(
        ((name, code) for code, name in {**listed(), **own}.items()), key=lambda pair: pair[0].casefold()
    )
    return render_template(
        "network/boards.html", form=form, names=names, as_of=AS_OF, base=url_for(".administration")
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
        word=word,
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
