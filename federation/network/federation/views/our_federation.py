"""The purpose, aims and settings of the federation."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import may
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import OURS, blueprint
from federation.network.federation.actions import describing
from federation.network.federation.actions.settling import settle
from federation.network.federation.forms import AimForm, FederationSettingsForm, PurposeForm
from federation.network.federation.queries import about_federation, aim_numbered
from federation.network.members.queries.early import early_roles
from federation.network.place_words import place_word
from federation.network.practices.queries.totals import totals
from federation.plugin.door import door
from federation.plugin.feature import OUR_HEADINGS

_AIM = f"{OURS}/aims/<int(max=9999):number>"


@blueprint.get(f"{OURS}/")
@permission("network.read")
def our_federation() -> str:
    """Purpose, aims, numbers, and where the rest of the section is."""
    return render_template(
        "network/our_federation.html",
        about=about_federation(),
        totals=totals(),
        early=early_roles(),
        describes=may(actor(), "network.describe"),
        manages=may(actor(), "network.administer"),
        headed=_pages_of_others(),
    )


def _pages_of_others() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What other features put into this section: by heading its name, its words, and title, summary and address of each page."""
    last = list(OUR_HEADINGS)[-1]
    found: dict[str, list[tuple[str, str, str]]] = {name: [] for name in OUR_HEADINGS}
    for feature in door().features.values():
        if feature.always_on or feature.name in here().plugins:
            for item in feature.nav:
                if item.section == "our_federation" and item.endpoint != "network.our_federation":
                    name = item.heading if item.heading in OUR_HEADINGS else last
                    found[name].append((item.title, item.summary, url_for(item.endpoint)))
    return [(name, words, found[name]) for name, words in OUR_HEADINGS.items()]


@blueprint.route(f"{OURS}/purpose", methods=["GET", "POST"])
@permission("network.describe")
def purpose() -> Any:
    """Write the purpose down."""
    form = PurposeForm(data={"purpose": about_federation().purpose})
    if form.validate_on_submit():
        describing.describe(actor(), form.purpose.data)
        flash("The purpose has been saved.", "success")
        return redirect(url_for(".our_federation"), 303)
    return render_template("network/purpose.html", form=form)


@blueprint.route(f"{OURS}/aims/add", methods=["GET", "POST"])
@permission("network.describe")
def add_aim() -> Any:
    """Add an aim."""
    form = AimForm()
    if done := form.does(lambda: describing.add_aim(actor(), form.words.data)):
        flash(f"Aim {done.answer} has been added.", "success")
        return redirect(url_for(".our_federation"), 303)
    return render_template("network/aim.html", form=form, aim=None)


@blueprint.route(_AIM, methods=["GET", "POST"])
@permission("network.describe")
def aim(number: int) -> Any:
    """Say an aim better."""
    found = aim_numbered(number)
    form = AimForm(data={"words": found.words})
    if form.validate_on_submit():
        describing.reword_aim(actor(), number, form.words.data)
        flash(f"Aim {number} has been saved.", "success")
        return redirect(url_for(".our_federation"), 303)
    return render_template("network/aim.html", form=form, aim=found)


@blueprint.get(f"{_AIM}/retire")
@permission("network.describe")
def retire_aim(number: int) -> str:
    """Ask before an aim ends."""
    return render_template("network/retire_aim.html", aim=aim_numbered(number))


@blueprint.post(f"{_AIM}/retire")
@permission("network.describe")
def retire_aim_now(number: int) -> Response:
    """End an aim."""
    describing.retire_aim(actor(), number)
    flash(f"Aim {number} has been retired.", "success")
    return redirect(url_for(".our_federation"), 303)


@blueprint.route(f"{OURS}/settings", methods=["GET", "POST"])
@permission("network.administer")
@fresh()
def settings() -> Any:
    """Name, words and colour."""
    now = here().settings
    form = FederationSettingsForm.of(
        here().name,
        place_word(now).title,
        bool(now.get("impact_questions")),
        now.get("brand", ""),
        bool(now.get("ballot_links", True)),
    )
    if done := form.does(
        lambda: settle(
            actor(),
            form.name.data,
            form.chosen_word,
            form.impact_questions.data,
            form.chosen_brand,
            form.ballot_links.data,
        )
    ):
        flash("The settings have been saved." if done.answer else "Nothing has changed.", "success")
        return redirect(url_for(".settings"), 303)
    return render_template("network/settings.html", form=form)
