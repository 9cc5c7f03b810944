"""The pages of work that is brought to a group: the list with its spreadsheet, bringing it, and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, session, url_for

from federation.decisions.permissions import ProposingIn
from federation.kernel.days import today
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, here, permission
from federation.kernel.words import day
from federation.mandates.queries.acts import acts_of
from federation.mandates.queries.reports import reports_of
from federation.network.groups.queries import ListedGroup
from federation.network.members.queries.people import practices_to_choose
from federation.workstreams.actions.items import bring, raise_item, reopen_item, settle_item
from federation.workstreams.blueprint import GROUP, NUMBER, blueprint
from federation.workstreams.forms.items import ItemFateForm, RaiseForm, WorkItemForm
from federation.workstreams.lists import ItemFilter, item_list
from federation.workstreams.queries.items import ShownWork, counts_of, decisions_shown, item_read
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.queries.tasks import first_tasks
from federation.workstreams.queries.wordings import earlier_work
from federation.workstreams.readers import WORK
from federation.workstreams.words import ITEM_KIND_TITLES

_ITEM = f"/work/<{NUMBER}:work_id>"
_MOST_TO_CHOOSE = 50


@blueprint.get(f"{GROUP}/work")
@permission("workstreams.read")
def items(group_id: int) -> str:
    """The work that was brought to a group, to narrow and take away, and how much it was this year."""
    group, form, year = group_read(actor(), group_id), ItemFilter(), today().year
    return render_template(
        "workstreams/items.html",
        group=group,
        listed=item_list(group_id).page(form),
        year=year,
        counts=counts_of(group_id, year),
        kinds=ITEM_KIND_TITLES,
        may_bring=_may_bring(group),
    )


@blueprint.get(f"{GROUP}/work/all.csv")
@permission("workstreams.read")
def items_csv(group_id: int) -> Response:
    """The work that the list shows, as a spreadsheet."""
    group, form = group_read(actor(), group_id), ItemFilter()
    return item_list(group_id).file(f"{here().slug}-{group.code.lower()}-work.csv", form)


@blueprint.route(f"{GROUP}/work/new", methods=["GET", "POST"])
@permission("workstreams.bring")
def new_item(group_id: int) -> Any:
    """Bring a problem, a position, a digest or a commission to a group."""
    group = group_read(actor(), group_id)
    authorize(actor(), "workstreams.bring", work_of(group))
    form = WorkItemForm(_practices(group), data={"practice": _own_practice()})
    if done := form.does(lambda: bring(actor(), group_id, form.wanted())):
        flash("It is brought to the group. Its leads get a letter.", "success")
        return redirect(url_for(".item", work_id=done.answer), 303)
    return render_template("workstreams/item_form.html", form=form, group=group)


@blueprint.get(_ITEM)
@permission("workstreams.read")
def item(work_id: int) -> str:
    """Work that was brought to a group: where it came from, and what became of it."""
    found, group = item_read(actor(), work_id)
    return render_template(
        "workstreams/item.html",
        earlier=earlier_work(WORK, work_id),
        item=found,
        group=group,
        works=may(actor(), "workstreams.work", work_of(group)),
        follows=may(actor(), "workstreams.follow", work_of(group)),
        may_raise=not found.fate and bool(_whos(found, group)),
    )


@blueprint.route(f"{_ITEM}/fate", methods=["GET", "POST"])
@permission("workstreams.work")
def settle(work_id: int) -> Any:
    """Say what became of work."""
    found, group = item_read(actor(), work_id)
    authorize(actor(), "workstreams.work", work_of(group))
    chosen, things = f"{found.fate}:{found.led_to}" if found.led_to else "", dict(_things(group))
    if chosen:
        things.setdefault(chosen, found.tag[0])
    form = ItemFateForm(list(things.items()), data={"led_to": chosen, "words": found.fate_words})
    if form.does(lambda: settle_item(actor(), work_id, form.fate())):
        flash("It is noted what became of it. Who brought it gets a letter.", "success")
        return redirect(url_for(".item", work_id=work_id), 303)
    return render_template("workstreams/fate_form.html", form=form, item=found, group=group)


@blueprint.post(f"{_ITEM}/reopened")
@permission("workstreams.work")
def reopen(work_id: int) -> Any:
    """Open work again."""
    _found, group = item_read(actor(), work_id)
    authorize(actor(), "workstreams.work", work_of(group))
    reopen_item(actor(), work_id)
    flash("It is open again.", "success")
    return redirect(url_for(".item", work_id=work_id), 303)


@blueprint.route(f"{_ITEM}/proposal", methods=["GET", "POST"])
@permission("workstreams.raise")
def raise_to_members(work_id: int) -> Any:
    """Make work a proposal, filled in."""
    found, group = item_read(actor(), work_id)
    authorize(actor(), "workstreams.raise", found.thing)
    whos = _whos(found, group)
    form = RaiseForm(
        whos,
        data={
            "who": whos[0] if len(whos) == 1 else None,
            "title": found.title[:160],
            "body": found.title,
            "reasons": found.words,
        },
    )
    if done := form.does(lambda: raise_item(actor(), work_id, form.raised())):
        flash("The proposal is shown. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("workstreams/raise_form.html", form=form, item=found, group=group)


def _may_bring(group: ListedGroup) -> bool:
    return group.ended_at is None and may(actor(), "workstreams.bring", work_of(group))


def _own_practice() -> str | None:
    """The code of the practice for which the person speaks, of several."""
    chosen = session.get("practice")
    mine = next((one for one in actor().seats if one.practice_id == chosen), actor().practice)
    return mine.code if mine else None


def _practices(group: ListedGroup) -> Sequence[tuple[str, str]]:
    """For which practices somebody can bring work: their own; any where they work in the group and a list can hold them."""
    everybody = practices_to_choose() if may(actor(), "workstreams.work", work_of(group)) else None
    return everybody or [(one.code, one.name) for one in {seat.code: seat for seat in actor().seats}.values()]


def _whos(found: ShownWork, group: ListedGroup) -> list[str]:
    """Who can be asked to decide about work, by the person of the request."""
    if group.ended_at is not None or not may(actor(), "workstreams.raise", found.thing):
        return []
    members = may(actor(), "decisions.propose", ProposingIn(None))
    in_group = may(actor(), "decisions.propose", ProposingIn(group.id))
    return ["members"] * members + ["group"] * in_group


def _things(group: ListedGroup) -> list[tuple[str, str]]:
    """What work of a group can have led to: its decisions, acts, tasks and reports, some of each. Four statements."""
    tasks, _more = first_tasks(group.id, "", actor(), _MOST_TO_CHOOSE)
    decisions = [(f"decision:{number}", f"Decision: {title}") for number, title in decisions_shown(group.id)]
    acts = [(f"act:{one.id}", f"Act: {one.words}"[:150]) for one in acts_of(group.id, _MOST_TO_CHOOSE)[0]]
    reports = [
        (f"report:{one.id}", f"Report of {day(one.sent_at)}")
        for one in reports_of(group.id, _MOST_TO_CHOOSE)[0]
    ]
    return decisions + acts + [(f"task:{one.id}", f"Task: {one.title}") for one in tasks] + reports
