"""The pages of elections."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.electing import actions
from federation.electing.blueprint import ELECTION, OF_GROUP, blueprint
from federation.electing.forms import CandidateForm, ElectionForm
from federation.electing.queries import candidates_of, election_here
from federation.kernel.policy import may
from federation.kernel.web import actor, permission
from federation.network.groups.queries import group_here


@blueprint.route(f"{OF_GROUP}/new", methods=["GET", "POST"])
@permission("electing.begin")
def new_election(group_id: int) -> Any:
    """Begin an election to a group."""
    group, form = group_here(group_id), ElectionForm(data={"vote": "vote"})
    if done := form.does(lambda: actions.begin_election(actor(), group_id, form.wanted())):
        flash("The election has begun. Everybody who could stand gets a letter about it.", "success")
        return redirect(url_for(".election", election_id=done.answer), 303)
    return render_template("electing/form.html", form=form, group=group)


@blueprint.get(ELECTION)
@permission("electing.read")
def election(election_id: int) -> str:
    """An election: what is to be filled, who stands, and what came of it."""
    found, standing = election_here(election_id), candidates_of(election_id)
    reader = actor()
    stands = any(one.person_id == reader.person_id for one in standing)
    return render_template(
        "electing/election.html",
        election=found,
        candidates=standing,
        stands=stands,
        may_stand=found.state == "standing" and not stands and may(reader, "electing.stand"),
        may_open=found.state == "to_vote" and may(reader, "electing.begin"),
    )


@blueprint.route(f"{ELECTION}/stand", methods=["GET", "POST"])
@permission("electing.stand")
def stand(election_id: int) -> Any:
    """Put oneself forward."""
    found, form = election_here(election_id), CandidateForm()
    if form.does(lambda: actions.stand(actor(), election_id, form.words.data)):
        flash("You stand. You can take that back until the vote opens.", "success")
        return redirect(url_for(".election", election_id=election_id), 303)
    return render_template("electing/stand.html", form=form, election=found)


@blueprint.post(f"{ELECTION}/stand-down")
@permission("electing.stand")
def stand_down(election_id: int) -> Response:
    """Take back that one stands."""
    actions.stand_down(actor(), election_id)
    flash("You no longer stand.", "success")
    return redirect(url_for(".election", election_id=election_id), 303)


@blueprint.post(f"{ELECTION}/vote")
@permission("electing.begin")
def let_vote(election_id: int) -> Response:
    """Open the vote of the members."""
    made = actions.let_vote(actor(), election_id)
    flash("The vote has opened. Nobody can call it off.", "success")
    return redirect(url_for("decisions.show", decision_id=made), 303)
