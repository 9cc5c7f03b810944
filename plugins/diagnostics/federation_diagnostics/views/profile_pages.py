"""A leader's own profile: one page a feature, one for the network's time, and the last look before it is signed."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import actor, permission

from ..actions import profiles as act
from ..forms.profiles import FEATURE_FORMS, SharesForm
from ..queries import profiles as queries
from ..rules.leadership import FEATURES, FUNCTIONS, RATING_WORDS
from . import blueprint
from .profiles import BACK

_MINE = "/profiles/<int:round_id>/mine"
_KEYS = tuple(one.key for one in FEATURES)
_BY_KEY = {one.key: one for one in FEATURES}


@blueprint.get(_MINE)
@permission("diagnostics.lead")
def profile_mine(round_id: int) -> str | Response:
    """The pages of a profile and how far each has come."""
    found = queries.round_numbered(round_id)
    if found.closed_at is not None:
        return _to_round(round_id)
    own = queries.mine(round_id, actor().person_id)
    return render_template(
        "diagnostics/profile_mine.html",
        round=found,
        mine=own,
        features=FEATURES,
        functions=FUNCTIONS,
        missing=act.unanswered(own.ratings, own.shares),
        words=RATING_WORDS,
    )


@blueprint.route(f"{_MINE}/<any({', '.join(_KEYS)}):feature>", methods=["GET", "POST"])
@permission("diagnostics.lead")
def profile_feature(round_id: int, feature: str) -> str | Response:
    """The questions about one feature; saving leads to the next page."""
    found, asked = queries.round_numbered(round_id), _BY_KEY[feature]
    own = queries.mine(round_id, actor().person_id)
    form = FEATURE_FORMS[feature]()
    if request.method == "GET":
        if found.closed_at or own.finished_at:
            return _to_mine(round_id)
        form.fill(own.ratings, own.evidence)
    elif form.does(lambda: act.save_feature(actor(), round_id, asked, form.ratings, form.evidence.data)):
        return _saved(round_id, feature)
    place = _KEYS.index(feature) + 1
    return render_template(
        "diagnostics/profile_feature.html", round=found, form=form, asked=asked, place=place
    )


@blueprint.route(f"{_MINE}/time", methods=["GET", "POST"])
@permission("diagnostics.lead")
def profile_time(round_id: int) -> str | Response:
    """How the network's time is divided, in per cent that add up to 100."""
    found = queries.round_numbered(round_id)
    own = queries.mine(round_id, actor().person_id)
    form = SharesForm()
    if request.method == "GET":
        if found.closed_at or own.finished_at:
            return _to_mine(round_id)
        form.fill(own.shares)
    elif form.does(lambda: act.save_shares(actor(), round_id, form.shares)):
        return _saved(round_id, "time")
    return render_template("diagnostics/profile_time.html", round=found, form=form, functions=FUNCTIONS)


@blueprint.route(f"{_MINE}/finish", methods=["GET", "POST"])
@permission("diagnostics.lead")
def profile_finish(round_id: int) -> str | Response:
    """Everything on one page, and the button that signs it."""
    found = queries.round_numbered(round_id)
    if request.method == "POST":
        act.finish(actor(), round_id)
        flash("Your profile is finished and signed. Members read it once the round is closed.", "success")
        return _to_round(round_id)
    own = queries.mine(round_id, actor().person_id)
    if found.closed_at or own.finished_at or act.unanswered(own.ratings, own.shares):
        return _to_mine(round_id)
    return render_template(
        "diagnostics/profile_finish.html",
        round=found,
        mine=own,
        features=FEATURES,
        functions=FUNCTIONS,
        words=RATING_WORDS,
        name=actor().name,
    )


def _saved(round_id: int, page: str) -> Response:
    """On to the next page; after the last one, to the list."""
    pages = (*_KEYS, "time", "")
    following = pages[pages.index(page) + 1]
    flash("Saved.", "success")
    if following == "time":
        return redirect(url_for("diagnostics.profile_time", round_id=round_id), BACK)
    if following:
        return redirect(url_for("diagnostics.profile_feature", round_id=round_id, feature=following), BACK)
    return _to_mine(round_id)


def _to_mine(round_id: int) -> Response:
    return redirect(url_for("diagnostics.profile_mine", round_id=round_id), BACK)


def _to_round(round_id: int) -> Response:
    return redirect(url_for("diagnostics.profile_round", round_id=round_id), BACK)
