"""The list of practices, and one practice."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import may
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import NUMBER, PRACTICES, blueprint, number_given
from federation.network.members.queries.people import people_of_practice
from federation.network.members.queries.roles import role_in_words
from federation.network.place_words import place_word
from federation.network.places import PracticeShown
from federation.network.practices.actions.practices import return_practice, set_membership, take_leave
from federation.network.practices.forms import (
    NOWHERE,
    FindPracticesForm,
    MembershipForm,
    chosen_place,
    places_to_choose,
)
from federation.network.practices.queries.admission import admitted_by
from federation.network.practices.queries.past import changes_of
from federation.network.practices.queries.practices import (
    PracticesFilter,
    every_practice,
    practice_here,
    practices_page,
)
from federation.network.practices.queries.totals import totals
from federation.network.practices.words import board_words, change_in_words
from federation.plugin.door import door

_PRACTICE = f"{PRACTICES}/<{NUMBER}:practice_id>"
_HEADINGS = (
    "code", "name", "membership", "neighbourhood", "patients", "patients_on", "address", "postcode", "phone",
    "icb", "sub_icb", "opened_on", "closed_on", "left_on",
)  # fmt: skip


def find_form() -> FindPracticesForm:
    """The form of the list, with the federation's own word and neighbourhoods."""
    return FindPracticesForm(places_to_choose(), place_word(here().settings).title)


def wanted_by(form: FindPracticesForm) -> PracticesFilter:
    """Read the filter from the form; what cannot be read narrows nothing."""
    if not form.validate():
        return PracticesFilter()
    try:
        place = chosen_place(form, place_word(here().settings).one)
    except Invalid as invalid:
        form.refuse(invalid.words, invalid.field)
        return PracticesFilter()
    return PracticesFilter(
        text=form.q.data,
        neighbourhood=place,
        nowhere="neighbourhood" in form and form.neighbourhood.data == NOWHERE,
        membership=form.membership.data or "",
        gone=form.gone.data,
    )


def kept_query() -> dict[str, str]:
    """The filters of the address, without the place in the list."""
    return {name: value for name, value in request.args.items() if value and name not in ("after", "before")}


@blueprint.get(f"{PRACTICES}/")
@permission("network.read")
def practices() -> str:
    """The member practices, by name."""
    form = find_form()
    wanted = wanted_by(form)
    page = practices_page(wanted, number_given("after"), number_given("before"))
    base, kept = url_for(".practices"), kept_query()
    return render_template(
        "network/practices.html",
        find=form,
        wanted=wanted,
        rows=page.rows,
        totals=totals(),
        word=place_word(here().settings),
        manages=may(actor(), "network.administer"),
        base=base,
        query=urlencode(kept),
        previous_url=_with(base, kept, before=page.before),
        next_url=_with(base, kept, after=page.after),
    )


def _with(base: str, kept: dict[str, str], **place: int | None) -> str | None:
    (name, value), *_ = place.items()
    return None if value is None else f"{base}?{urlencode({**kept, name: value})}"


@blueprint.get(f"{PRACTICES}/practices.csv")
@permission("network.read")
def practices_csv() -> Response:
    """The list as it is filtered, as a table."""
    wanted = wanted_by(find_form())
    return csv_response(f"{here().slug}-practices.csv", _HEADINGS, _as_rows(wanted))


def _as_rows(wanted: PracticesFilter) -> Iterator[tuple[Any, ...]]:
    for one in every_practice(wanted):
        yield (
            *(one.code, one.name, one.membership, one.neighbourhood, one.list_size, one.list_size_on),
            *(", ".join(one.address), one.postcode, one.phone, one.icb, one.sub_icb),
            *(one.opened_on, one.closed_on, one.left_on),
        )


@blueprint.get(_PRACTICE)
@permission("network.read")
def practice(practice_id: int) -> str:
    """One practice: facts, people, and what other features add."""
    found = practice_here(practice_id)
    return render_template(
        "network/practice.html",
        practice=found,
        board=board_words(found.icb, here().settings),
        people=[
            (person.person_id, person.name, role_in_words(person.role).capitalize())
            for person in people_of_practice(practice_id)
        ],
        word=place_word(here().settings),
        changes=[
            (one.since, change_in_words(one.before, one.after, place_word(here().settings).title))
            for one in changes_of(practice_id)
        ],
        manages=may(actor(), "network.administer"),
        is_kept=found.membership == "full" and admitted_by(here().settings) is not None,
        invites=may(actor(), "network.people"),
        panels=door().calls.panels("network.practice", PracticeShown(found.id, found.code, found.name)),
        people_url=url_for("network_people.people"),
    )


@blueprint.route(f"{_PRACTICE}/membership", methods=["GET", "POST"])
@permission("network.administer")
@fresh()
def membership(practice_id: int) -> Any:
    """Class of membership and neighbourhood of one practice."""
    found = practice_here(practice_id)
    word = place_word(here().settings)
    form = MembershipForm(
        places_to_choose(),
        word.title,
        found.membership if admitted_by(here().settings) else None,
        data={
            "membership": found.membership,
            "neighbourhood": found.neighbourhood_id,
            "place": found.neighbourhood or "",
        },
    )
    if done := form.does(
        lambda: set_membership(actor(), practice_id, form.membership.data, chosen_place(form, word.one))
    ):
        changed = done.answer
        flash(f"{found.name} has been changed." if changed else "Nothing has changed.", "success")
        return redirect(url_for(".practice", practice_id=practice_id), 303)
    return render_template("network/membership.html", form=form, practice=found)


@blueprint.get(f"{_PRACTICE}/leave")
@permission("network.administer")
@fresh()
def leave(practice_id: int) -> str:
    """Ask before a practice is marked as having left, or taken back."""
    return render_template("network/leave.html", practice=practice_here(practice_id))


@blueprint.post(f"{_PRACTICE}/leave")
@permission("network.administer")
@fresh()
def leave_now(practice_id: int) -> Response:
    """Mark a practice as having left."""
    return _leave_or_return(practice_id, take_leave, "has left the federation")


@blueprint.post(f"{_PRACTICE}/return")
@permission("network.administer")
@fresh()
def return_now(practice_id: int) -> Response:
    """Take back that a practice left."""
    return _leave_or_return(practice_id, return_practice, "belongs to the federation again")


def _leave_or_return(practice_id: int, act: Any, words: str) -> Response:
    found = practice_here(practice_id)
    try:
        act(actor(), practice_id)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        flash(refusal.words, "info")
    else:
        flash(f"{found.name} {words}.", "success")
    return redirect(url_for(".practice", practice_id=practice_id), 303)
