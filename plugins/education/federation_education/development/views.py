"""Leadership development: checklists of programmes, challenges with their hosts, and what is said a year on."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import Invalid, NotFound, actor, forms, may, people, permission, practices, today

from ..blueprint import blueprint
from ..figures import months_after, one_place
from ..programmes import queries as programmes
from ..sets import queries as sets
from . import actions as act
from . import queries as leading
from .checklists import HOST, OF_PROGRAMMES, STRANDS
from .forms import ChallengeForm, ChecklistForm, FollowUpForm, StrandForm

CHALLENGE = "/challenges/<int:challenge_id>"
_NEWEST = 10
_LISTS = "<any(parts, design, five):checklist>"


@blueprint.get(f"/programmes/<int:programme_id>/{_LISTS}")
@permission("education.read")
def checklist(programme_id: int, checklist: str) -> str:
    """How a programme stands against a checklist of what makes leadership development work."""
    found, template = programmes.programme_here(programme_id), OF_PROGRAMMES[checklist]
    return render_template(
        "education/development/checklist.html",
        programme=found,
        template=template,
        standing=leading.programme_standing(programme_id, template),
        may_rate=may(actor(), "education.review"),
        one_place=one_place,
    )


@blueprint.route(f"/programmes/<int:programme_id>/{_LISTS}/rate", methods=["GET", "POST"])
@permission("education.review")
def rate_programme(programme_id: int, checklist: str) -> Any:
    """Say how a programme stands in one item of a checklist."""
    found, template, form = programmes.programme_here(programme_id), OF_PROGRAMMES[checklist], ChecklistForm()
    form.ask_about(template)
    back = url_for(".checklist", programme_id=programme_id, checklist=checklist)
    said = form.item.data, form.rating.data, form.evidence.data
    if form.does(lambda: act.rate_programme(actor(), programme_id, checklist, *_rated(said))):
        flash("Your answer is saved.", "success")
        return redirect(back, 303)
    caption = f"Programme for {found.year}"
    return render_template(
        "education/development/rate.html", form=form, title=template.title, caption=caption, back=back
    )


@blueprint.get("/leading")
@permission("education.read")
def leading_index() -> str:
    """Challenges, and the programmes to hold against a checklist."""
    return render_template(
        "education/development/leading.html",
        challenges=leading.challenges(_NEWEST),
        names={one.id: one.name for one in practices()},
        programmes=programmes.programmes(),
        sets=sets.sets(_NEWEST),
        checklists=OF_PROGRAMMES,
        may_lead=may(actor(), "education.lead"),
    )


@blueprint.route("/challenges/new", methods=["GET", "POST"])
@permission("education.lead")
def new_challenge() -> Any:
    """Register a challenge."""
    form, known = ChallengeForm(), {one.id: one.name for one in people()}
    choices = [forms.Choice(0, "Nobody yet"), *(forms.Choice(number, name) for number, name in known.items())]
    for field in (form.fellow, form.mentor, form.coach):
        field.choices = choices
    if done := form.does(lambda: _register(form)):
        flash("The challenge is registered.", "success")
        return redirect(url_for(".challenge", challenge_id=done.answer), 303)
    return render_template("education/development/challenge_form.html", form=form)


@blueprint.get(CHALLENGE)
@permission("education.read")
def challenge(challenge_id: int) -> str:
    """A challenge: problem, earlier attempts, host, six strands, and what is said a year on."""
    found, person = leading.challenge_here(challenge_id), actor()
    over = months_after(found.begins_on, 12)
    takes_part = may(person, "education.lead") and act.takes_part(person, found)
    names = {one.id: one.name for one in people()}
    return render_template(
        "education/development/challenge.html",
        challenge=found,
        host={one.id: one.name for one in practices()}.get(found.practice_id, "A former practice"),
        names=names,
        over=over,
        is_over=over <= today(),
        strands=STRANDS,
        notes=leading.notes_of(challenge_id),
        standing=leading.host_standing(challenge_id),
        template=HOST,
        said=leading.after_a_year(found),
        takes_part=takes_part,
        may_rate=may(person, "education.review"),
        one_place=one_place,
    )


@blueprint.route(f"{CHALLENGE}/host", methods=["GET", "POST"])
@permission("education.review")
def rate_host(challenge_id: int) -> Any:
    """Say how ready a host is, factor by factor."""
    found, form = leading.challenge_here(challenge_id), ChecklistForm()
    form.ask_about(HOST)
    back = url_for(".challenge", challenge_id=challenge_id)
    said = form.item.data, form.rating.data, form.evidence.data
    if form.does(lambda: act.rate_host(actor(), challenge_id, *_rated(said))):
        flash("Your answer is saved.", "success")
        return redirect(back, 303)
    return render_template(
        "education/development/rate.html", form=form, title=HOST.title, caption=found.title, back=back
    )


@blueprint.route(f"{CHALLENGE}/notes", methods=["GET", "POST"])
@permission("education.lead")
def new_note(challenge_id: int) -> Any:
    """Write down what was done."""
    found, form = leading.challenge_here(challenge_id), StrandForm()
    if form.does(lambda: act.note(actor(), challenge_id, form.strand.data or "", form.words.data)):
        flash("It is written down.", "success")
        return redirect(url_for(".challenge", challenge_id=challenge_id), 303)
    return render_template(
        "education/development/note_form.html",
        form=form,
        challenge=found,
        takes_part=act.takes_part(actor(), found),
    )


@blueprint.route(f"{CHALLENGE}/year", methods=["GET", "POST"])
@permission("education.lead")
def follow_up(challenge_id: int) -> Any:
    """Say what is left of it twelve months after the beginning."""
    found, form = leading.challenge_here(challenge_id), FollowUpForm()
    if form.does(lambda: act.follow_up(actor(), challenge_id, form.said, form.words.data)):
        flash("Thank you.", "success")
        return redirect(url_for(".challenge", challenge_id=challenge_id), 303)
    is_asked = act.takes_part(actor(), found) and months_after(found.begins_on, 12) <= today()
    return render_template(
        "education/development/follow_up.html", form=form, challenge=found, is_asked=is_asked
    )


def _rated(said: tuple[Any, Any, Any]) -> tuple[str, int | None, str]:
    item, rating, evidence = said
    return item or "", None if rating is None else int(rating), evidence


def _register(form: ChallengeForm) -> int:
    if form.practice.data is None:
        raise Invalid("Select the practice that hosts it", "practice")
    if form.begins_on.data is None:
        raise NotFound()
    wanted = act.ChallengeWanted(
        form.title.data,
        form.problem.data,
        form.attempts.data,
        form.begins_on.data,
        form.fellow.data or None,
        form.mentor.data or None,
        form.coach.data or None,
    )
    return act.register(actor(), form.practice.data, wanted)
