"""Leaders' profiles: the rounds, what members read of them, and what follows."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from federation.toolkit import (
    Draft,
    NotFound,
    actor,
    csv_response,
    decisions_about,
    may,
    permission,
    propose,
)

from ..actions import profiles as act
from ..forms.profiles import RoundForm
from ..queries import profiles as queries
from ..rules.leadership import FEATURES
from ..rules.words import inside_a_sentence
from . import blueprint
from .profile_words import CSV_HEADINGS, compared, csv_rows, feature_text, functions_compared, out_of_5, short

BACK = 303
SUBJECT = "diagnostics.profile"
_ROUND = "/profiles/<int:round_id>"


@blueprint.get("/profiles/")
@permission("diagnostics.read")
def profile_rounds() -> str:
    """All rounds, newest first."""
    page = queries.page_of_rounds(request.args.get("before", 0, type=int))
    return render_template(
        "diagnostics/profile_rounds.html",
        rounds=page.rows,
        older=page.older and url_for("diagnostics.profile_rounds", before=page.older),
        newest="before" in request.args and url_for("diagnostics.profile_rounds"),
        none_open=queries.open_round() is None,
        may_run=may(actor(), "diagnostics.run"),
        may_lead=may(actor(), "diagnostics.lead"),
    )


@blueprint.route("/profiles/begin", methods=["GET", "POST"])
@permission("diagnostics.run")
def profile_begin() -> str | Answer:
    """Begin a round; says first what that means."""
    form = RoundForm()
    if done := form.does(lambda: act.begin_round(actor(), form.title.data)):
        round_id = done.answer
        flash("The round has begun. Leaders can fill in their profiles.", "success")
        return redirect(url_for("diagnostics.profile_round", round_id=round_id), BACK)
    return render_template(
        "diagnostics/profile_begin.html", form=form, leaders=queries.leaders_now(), open=queries.open_round()
    )


@blueprint.get(_ROUND)
@permission("diagnostics.read")
def profile_round(round_id: int) -> str:
    """A round: who has finished while it is open, what the leaders say once it is closed."""
    found = queries.round_numbered(round_id)
    rights = {"may_run": may(actor(), "diagnostics.run"), "may_lead": may(actor(), "diagnostics.lead")}
    if found.closed_at is None:
        return render_template(
            "diagnostics/profile_open.html",
            round=found,
            leaders=queries.leaders_of(round_id),
            mine=queries.mine(round_id, actor().person_id),
            **rights,
        )
    summary, before = queries.summary_of(round_id), queries.round_before(round_id)
    earlier = queries.summary_of(before.id) if before else None
    return render_template(
        "diagnostics/profile_results.html",
        round=found,
        before=before,
        summary=summary,
        features=compared(summary, earlier),
        functions=functions_compared(summary, earlier),
        short=short,
        proposals=[one for one in decisions_about(SUBJECT) if one.terms.get("round") == round_id],
        may_propose=may(actor(), "diagnostics.propose"),
        **rights,
    )


@blueprint.route(f"{_ROUND}/close", methods=["GET", "POST"])
@permission("diagnostics.run")
def profile_close(round_id: int) -> str | Answer:
    """Close a round; asks first."""
    found = queries.round_numbered(round_id)
    if request.method == "POST":
        act.close_round(actor(), round_id)
        flash("The round is closed. Members can read what the leaders say.", "success")
    elif found.closed_at is None:
        return render_template(
            "diagnostics/profile_close.html", round=found, leaders=queries.leaders_of(round_id)
        )
    return redirect(url_for("diagnostics.profile_round", round_id=round_id), BACK)


@blueprint.get(f"{_ROUND}/profiles.csv")
@permission("diagnostics.read")
def profile_figures(round_id: int) -> Response:
    """What each leader said, as a table to take away."""
    found = _closed(round_id)
    rows = csv_rows(queries.finished_profiles(round_id))
    return csv_response(f"leaders-profiles-{found.id}.csv", CSV_HEADINGS, rows)


@blueprint.route(
    f"{_ROUND}/propose/<any({', '.join(one.key for one in FEATURES)}):feature>", methods=["GET", "POST"]
)
@permission("diagnostics.propose")
def profile_propose(round_id: int, feature: str) -> str | Answer:
    """Begin a proposal about a feature, with what the leaders said of it; says first what it will hold."""
    found = _closed(round_id)
    summary = queries.summary_of(round_id)
    asked = next(one for one in summary.features if one.feature.key == feature)
    draft = Draft(
        title=f"What we do about {inside_a_sentence(asked.feature.title)}",
        body=f"To change what the leaders said of {inside_a_sentence(asked.feature.title)}, we agree to ",
        reasons=feature_text(found.title, asked, len(summary.leaders)),
    )
    if request.method == "POST":
        finding = {"name": found.title, "title": asked.feature.title, "words": out_of_5(asked.range)}
        about = {"round": round_id, "feature": feature, **finding}
        decision_id = propose(actor(), SUBJECT, draft, about)
        flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), BACK)
    return render_template(
        "diagnostics/profile_propose.html",
        round=found,
        asked=asked,
        draft=draft,
    )


def _closed(round_id: int) -> queries.RoundFacts:
    found = queries.round_numbered(round_id)
    if found.closed_at is None:
        raise NotFound()
    return found
