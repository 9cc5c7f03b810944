"""Pages of the garden, and its interface for programs."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import (
    Endpoint,
    Interface,
    NotFound,
    actor,
    answer,
    forms,
    index,
    permission,
    say,
    session,
    thread_page,
    time_now,
    unit_of_work,
    write_record,
)
from tests.plugins.garden.models import Bed

blueprint = Blueprint("garden", __name__, template_folder="templates", url_prefix="/f/<federation>/garden")
interface = Interface("garden_api", __name__, "The garden")


@blueprint.get("/")
@permission("garden.read")
def beds() -> str:
    """All beds."""
    return render_template("garden/beds.html", beds=session.query(Bed).order_by(Bed.id).all())


@blueprint.get("/beds/<int:bed_id>")
@permission("garden.read")
def bed(bed_id: int) -> str:
    """One bed."""
    found = session.query(Bed).filter(Bed.id == bed_id).first()
    if found is None:
        raise NotFound()
    return render_template("garden/beds.html", beds=[found])


@blueprint.route("/beds/<int:bed_id>/talk", methods=["GET", "POST"])
@permission("garden.read")
def talk(bed_id: int) -> str | Response:
    """What people say about a bed."""
    found = session.query(Bed).filter(Bed.id == bed_id).first()
    if found is None:
        raise NotFound()
    form = forms.CommentForm()
    if form.does(lambda: _say(bed_id, form)):
        return redirect(url_for("garden.talk", bed_id=bed_id), 303)
    back = url_for("garden.bed", bed_id=bed_id), "Back to the bed"
    return thread_page(found.title, "garden.bed", bed_id, back=back, form=form)


def _say(bed_id: int, form: forms.CommentForm) -> None:
    with unit_of_work():
        made = say(actor(), "garden.bed", bed_id, form.words.data, time_now(), sent=form.file.sent)
        write_record(actor().person_id, "garden.said", f"garden_bed:{bed_id}", comment=made.id)


@blueprint.post("/")
@permission("garden.tend")
def plant() -> Response:
    """Plant a bed."""
    with unit_of_work():
        made = Bed(title=request.form.get("title", "Beans"))
        session.add(made)
        session.flush()
        index("garden_bed", made.id, made.title, "A bed of the garden.")
        write_record(actor().person_id, "garden.planted", f"garden_bed:{made.id}")
    return redirect(url_for("garden.beds"), 303)


@interface.route("/garden/beds")
class BedsView(Endpoint):
    """Beds for programs."""

    @permission("garden.read")
    def get(self) -> Response:
        """All beds."""
        return answer({"beds": [bed.title for bed in session.query(Bed).order_by(Bed.id)]})
