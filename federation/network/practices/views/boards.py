"""The integrated care boards by name, and the names that the federation gives."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.web import actor, here, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.practices.actions.boards import name_boards
from federation.network.practices.forms import BoardsForm
from federation.network.practices.words import AS_OF, listed, named_here, read_names


@blueprint.route(f"{ADMIN}/boards", methods=["GET", "POST"])
@permission("network.arrange")
def boards() -> Any:
    """The boards by name, and the names that the federation gives itself."""
    own = named_here(here().settings)
    form = BoardsForm(data={"boards": "\n".join(f"{code} {name}" for code, name in sorted(own.items()))})
    if done := form.does(lambda: name_boards(actor(), read_names(form.boards.data))):
        changed = done.answer
        flash("The names have been saved." if changed else "Nothing has changed.", "success")
        return redirect(url_for(".boards"), 303)
    names = sorted(
        ((name, code) for code, name in {**listed(), **own}.items()), key=lambda pair: pair[0].casefold()
    )
    return render_template("network/boards.html", form=form, names=names, as_of=AS_OF)
