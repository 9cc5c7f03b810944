"""Inviting many people at once, and the links to hand on where no mail leaves."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import ROLE_TITLES
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission, repeatable
from federation.kernel.words import plural
from federation.network.blueprint import NUMBER, people_blueprint
from federation.network.members.actions import many
from federation.network.members.actions.handing_on import hand_on, mail_leaves, who_waits
from federation.network.members.forms import InviteManyForm
from federation.network.members.queries.attention import without_representative
from federation.network.members.rules.invitations import MOST, InvitedLine, read_invitations
from federation.network.rules.reading import FileRefused, decode

STATES = {
    many.NEW: "New: gets a link to choose a password.",
    many.KNOWN: "Has an account or an invitation already: gets the role.",
    many.HERE: "Has the role already: nothing changes.",
    many.WRONG: "Cannot be used.",
}
_HEADINGS = ("name", "email", "roles", "practice_code", "practice")


@people_blueprint.route("/invite-many", methods=["GET", "POST"])
@permission("network.people")
@fresh(button="invite")
def invite_many() -> Any:
    """Paste or choose a list, see what each line would do, then invite everybody on it."""
    form = InviteManyForm()
    checked: list[many.InvitingLine] = []
    if form.validate_on_submit():
        lines = _lines(form)
        if not form.problems:
            sent = "invite" in request.form and form.file.data is None
            if sent and (done := form.tries(lambda: _invite(form, lines))):
                return done.answer
            checked = many.check_lines(lines)
            form.seen.data = form.seen.typed = many.print_of(checked)
            form.says_lines(many.counted(checked)[many.WRONG])
    counts = many.counted(checked)
    return render_template(
        "network/people/invite_many.html",
        form=form,
        checked=checked,
        counts=counts,
        going=counts[many.NEW] + counts[many.KNOWN],
        states=STATES,
        role_words=lambda roles: ", ".join(ROLE_TITLES[role] for role in roles).capitalize(),
        leaves=mail_leaves(),
    )


def _lines(form: InviteManyForm) -> list[InvitedLine]:
    """The lines of the file, where one was chosen, or those that were typed; a file's are shown to be put right."""
    if form.file.data is not None:
        with form.file.data.stream as stream:
            try:
                form.lines.data = form.lines.typed = decode(stream.read()).strip()
            except FileRefused as refused:
                form.refuse(f"{refused.message} {refused.what_to_do}", "file")
                return []
        form.file.data = None
    lines = read_invitations(form.lines.data, form.role.data)
    if not lines:
        form.refuse("Paste at least one line, or choose a file", "lines")
    elif len(lines) > MOST:
        form.refuse(f"Invite {MOST} people or fewer at a time", "lines")
    return lines


def _invite(form: InviteManyForm, lines: list[InvitedLine]) -> Response:
    done = many.invite_many(actor(), lines, seen=form.seen.data, leave_out=form.leave.data)
    if mail_leaves():
        flash(f"{plural(done, 'person', 'people')} invited. Their letters leave within seconds.", "success")
        return redirect(url_for(".people"), 303)
    flash(
        f"{plural(done, 'person', 'people')} invited. No mail server is set, so no letter leaves.", "success"
    )
    return redirect(url_for(".links"), 303)


@people_blueprint.get("/invite-many.csv")
@permission("network.people")
def invite_many_csv() -> Response:
    """A table to fill in: a line for each practice that has no representative."""
    rows = [("", "", "representative", one.code, one.name) for one in without_representative(MOST)]
    return csv_response(f"{here().slug}-invite.csv", _HEADINGS, rows)


@people_blueprint.get("/links")
@permission("network.people")
def links() -> str:
    """Who waits for a link, where no mail leaves."""
    leaves = mail_leaves()
    waiting = 0 if leaves else len(who_waits())
    return render_template("network/people/links.html", handed=[], leaves=leaves, waiting=waiting)


@people_blueprint.post("/links")
@permission("network.people")
@fresh()
@repeatable
def show_links() -> Any:
    """Make new links for everybody who waits, and show them on this answer alone."""
    handed = hand_on(actor())
    return render_template("network/people/links.html", handed=handed, leaves=False, waiting=0)


@people_blueprint.post(f"/<{NUMBER}:person_id>/invitation/link")
@permission("network.people")
@fresh()
@repeatable
def show_link(person_id: int) -> Any:
    """Make a new link for one person, and show it on this answer alone."""
    handed = hand_on(actor(), person_id)
    return render_template("network/people/links.html", handed=handed, leaves=False, waiting=0)
