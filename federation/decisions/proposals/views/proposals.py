"""Writing proposals: drafts, co-authors, showing a draft to the members, taking a proposal back."""

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.proposals.actions import coauthors as writers
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.actions.saving import StaleVersion
from federation.decisions.proposals.forms import ConfirmForm, ProposalForm
from federation.decisions.proposals.queries import texts as reading
from federation.decisions.proposals.queries.aims import current_aims
from federation.decisions.proposals.queries.heads import MOST_FOUND, ProposalHead, people_to_add
from federation.decisions.proposals.queries.versions import parts_of, saved_by
from federation.decisions.proposals.texts import compare, in_order, kind_titles, kinds_of
from federation.decisions.proposals.views.heads import read_head, write_head
from federation.kernel.pages import page_url
from federation.kernel.policy import authorize
from federation.kernel.refusals import Refusal
from federation.kernel.web import actor, here, permission
from federation.network.groups.queries import ListedGroup, group_here


@blueprint.route("/decisions/new", methods=["GET", "POST"])
@permission("decisions.propose")
def new() -> str | Response:
    """Write a proposal; ``replaces`` names a closed decision that it would take the place of, ``group`` who decides."""
    replaces, group = request.args.get("replaces", type=int), _group()
    form = _offered(ProposalForm())
    if request.method == "POST":
        if not _asked_for_a_row(form) and (
            done := form.does(
                lambda: proposals.start(
                    actor(),
                    form.draft,
                    session.get("practice"),
                    replaces=replaces,
                    group_id=group.id if group else None,
                )
            )
        ):
            flash("Draft saved. Only you can see it.", "success")
            return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    elif replaces is not None:
        old = read_head(replaces)
        form.fill(reading.draft_of(old.id, old.version), 0)
    return _form_page(form, replaces=replaces, group=group)


@blueprint.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@permission("decisions.edit")
def edit(decision_id: int) -> str | Response:
    """Change a proposal; every save with a change is a version."""
    head = write_head(decision_id)
    draft = reading.draft_of(head.id, head.version)
    form = _offered(ProposalForm(), draft.kind, draft.aims)
    if request.method == "GET":
        form.fill(draft, head.version)
        return _form_page(form, head)
    if _asked_for_a_row(form):
        return _form_page(form, head)
    if done := form.does(lambda: proposals.revise(actor(), head.id, form.draft, form.version)):
        if done.answer == form.version:
            flash("Nothing was changed, so there is no new version.", "info")
        else:
            flash(f"Saved as version {done.answer}.", "success")
        return redirect(url_for("decisions.show", decision_id=head.id), 303)
    return (
        _stale(form, head, form.refused) if isinstance(form.refused, StaleVersion) else _form_page(form, head)
    )


def _group() -> ListedGroup | None:
    """The group that is to decide, where the address names one; refused to those who may not propose there."""
    number = request.args.get("group", type=int)
    authorize(actor(), "decisions.propose", ProposingIn(number))
    return group_here(number) if number is not None else None


def _offered(form: ProposalForm, kind: str = "", aims: tuple[int, ...] = ()) -> ProposalForm:
    kinds = kinds_of(here().settings)
    known = kind in ("", *dict(kinds))
    its = () if known else ((kind, kind_titles(here().settings).get(kind, kind)),)
    form.offer((*kinds, *its), current_aims(aims))
    return form


def _asked_for_a_row(form: ProposalForm) -> bool:
    """A button asked for another row: nothing is checked or saved."""
    asked = request.form.get("act", "").removeprefix("add-")
    if asked not in ("considered", "options"):
        return False
    form.spare(asked)
    return True


def _form_page(form: ProposalForm, head: ProposalHead | None = None, **values: object) -> str:
    form.spare()
    form.number_rows()
    back = url_for("decisions.show", decision_id=head.id) if head else url_for("decisions.register")
    return render_template(
        "decisions/proposal_form.html",
        form=form,
        head=head,
        back=back,
        asks_impact=bool(here().settings.get("impact_questions"))
        or any(field.data for field in form.impact_fields),
        shows_options=bool(form.options.entries),
        **{"conflict": None, "replaces": None, "group": None, **values},
    )


def _stale(form: ProposalForm, head: ProposalHead, stale: StaleVersion) -> str:
    """Both texts, so that nothing is lost: saving once more is then based on what was read here."""
    kinds = kind_titles(here().settings)
    theirs = reading.text_of(head.id, stale.version)
    ours = _as_text(form, theirs)
    changes, _ = compare(parts_of(theirs, kinds), parts_of(ours, kinds))
    form.based_on.data = str(stale.version)
    form.based_on.typed = None
    by = saved_by(head.id, stale.version)
    return _form_page(form, head, conflict={"changes": changes, "by": by, "version": stale.version})


def _as_text(form: ProposalForm, like: reading.ProposalText) -> reading.ProposalText:
    draft = in_order(form.draft)
    words = dict(current_aims(draft.aims))
    return reading.typed_text(draft, like, words)


@blueprint.post("/decisions/<int:decision_id>/discussion")
@permission("decisions.edit")
def to_discussion(decision_id: int) -> Response:
    """Show a draft to all members."""
    proposals.to_discussion(actor(), decision_id)
    flash("All members can now read this proposal and discuss it.", "success")
    return redirect(url_for("decisions.show", decision_id=decision_id), 303)


@blueprint.route("/decisions/<int:decision_id>/delete", methods=["GET", "POST"])
@permission("decisions.edit")
def delete_draft(decision_id: int) -> str | Response:
    """Delete a draft."""
    head = read_head(decision_id)
    authorize(actor(), "decisions.edit", head.matter)
    form = ConfirmForm()
    if request.method == "GET" and head.state != "draft":
        raise Refusal(proposals.NOT_A_DRAFT)
    if request.method == "POST":
        proposals.delete_draft(actor(), decision_id)
        flash("The draft is deleted.", "success")
        return redirect(page_url("start"), 303)
    return render_template("decisions/delete_draft.html", form=form, head=head)


@blueprint.route("/decisions/<int:decision_id>/co-authors", methods=["GET", "POST"])
@permission("decisions.edit")
def coauthors(decision_id: int) -> str | Response:
    """Who writes with the author."""
    head = write_head(decision_id)
    if request.method == "POST":
        address = url_for("decisions.show", decision_id=decision_id, _external=True)
        person = request.form.get("person", 0, type=int)
        if request.form.get("act") == "remove":
            writers.remove(actor(), decision_id, person)
            flash("They are no longer a co-author.", "success")
        else:
            writers.add(actor(), decision_id, person, address)
            flash("They can now read and change this proposal. They get an email.", "success")
        return redirect(_after_coauthors(decision_id, person), 303)
    looked_for = request.args.get("q", "")[:100]
    besides = [head.author.id, *(one.id for one in head.coauthors)]
    return render_template(
        "decisions/coauthors.html",
        head=head,
        looked_for=looked_for,
        found=people_to_add(looked_for, besides),
        most=MOST_FOUND,
    )


def _after_coauthors(decision_id: int, person_id: int) -> str:
    """Back to the list; to the home page for somebody who removed themself from what they can now not see."""
    if person_id == actor().person_id:
        return page_url("start")
    return url_for("decisions.coauthors", decision_id=decision_id)
