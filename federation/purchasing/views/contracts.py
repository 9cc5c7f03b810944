"""The pages of the register of contracts, and of outside money that is put to the members."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.kernel.days import today
from federation.kernel.policy import authorize, may
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.network.groups.queries import openly_acting
from federation.purchasing.actions.contracts import (
    WantedContract,
    end_contract,
    keep_contract,
    renew_contract,
)
from federation.purchasing.actions.projects import WantedProject, propose_project
from federation.purchasing.actions.rounds import group_run
from federation.purchasing.blueprint import NUMBER, blueprint
from federation.purchasing.forms.contracts import EndContractForm, KeepContractForm, ProjectForm, RenewForm
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.contracts import contract_here, contracts_here, turns_of
from federation.purchasing.queries.rounds import practices_by_code
from federation.purchasing.words import TURN_TITLES


@blueprint.get("/purchasing/contracts")
@permission("purchasing.read")
def contracts() -> str:
    """The register of contracts."""
    return render_template(
        "purchasing/contracts.html",
        contracts=contracts_here(),
        today=today(),
        groups=openly_acting(actor()),
    )


@blueprint.get("/purchasing/contracts.csv")
@permission("purchasing.read")
def contracts_csv() -> Response:
    """The same as a spreadsheet."""
    heads = ("Contract", "Supplier", "Group", "Practices", "Begins", "Last day to break", "Ends")
    rows = [
        (
            one.title,
            one.supplier,
            one.group,
            " ".join(one.practices),
            one.starts_on,
            one.break_on or "",
            one.ends_on,
        )
        for one in contracts_here(10_000)
    ]
    return csv_response(f"{here().slug}-contracts.csv", heads, rows)


@blueprint.get(f"/purchasing/contracts/<{NUMBER}:contract_id>")
@permission("purchasing.read")
def contract(contract_id: int) -> str:
    """One contract."""
    found, names = contract_here(contract_id), practices_by_code()
    covered = [names[code].name if code in names else code for code in found.practices]
    return render_template(
        "purchasing/contract.html",
        contract=found,
        covered=covered,
        tagged=found.tag(today()),
        turns=turns_of(contract_id),
        titles=TURN_TITLES,
        may_run=found.turn != "ended" and may(actor(), "purchasing.run", RoundOf(found.group_id)),
    )


@blueprint.route(f"/purchasing/contracts/<{NUMBER}:contract_id>/renew", methods=["GET", "POST"])
@permission("purchasing.run")
def renew(contract_id: int) -> Any:
    """Write down until when a contract goes on."""
    found, form = contract_here(contract_id), RenewForm()
    authorize(actor(), "purchasing.run", RoundOf(found.group_id))
    if form.does(
        lambda: renew_contract(
            actor(), contract_id, form.ends_on.data or today(), form.words.data, form.break_on.data
        )
    ):
        flash("The contract goes on. Its new days stand in the calendar of the leads.", "success")
        return redirect(url_for(".contract", contract_id=contract_id), 303)
    return render_template("purchasing/renew_form.html", form=form, contract=found)


@blueprint.route(f"/purchasing/contracts/<{NUMBER}:contract_id>/end", methods=["GET", "POST"])
@permission("purchasing.run")
def end(contract_id: int) -> Any:
    """Write down when a contract ends."""
    found, form = contract_here(contract_id), EndContractForm()
    authorize(actor(), "purchasing.run", RoundOf(found.group_id))
    if form.does(lambda: end_contract(actor(), contract_id, form.ends_on.data or today(), form.words.data)):
        flash("The day on which it ends stands in the register.", "success")
        return redirect(url_for(".contract", contract_id=contract_id), 303)
    return render_template("purchasing/end_form.html", form=form, contract=found)


@blueprint.route(f"/groups/<{NUMBER}:group_id>/contracts/new", methods=["GET", "POST"])
@permission("purchasing.run")
def new_contract(group_id: int) -> Any:
    """Put a contract into the register."""
    group = group_run(actor(), group_id)
    form = KeepContractForm([(one.code, one.name) for one in practices_by_code().values()])
    if done := form.does(
        lambda: keep_contract(
            actor(),
            group_id,
            WantedContract(
                form.title.data,
                form.supplier.data,
                form.practices.data,
                form.indicators.data or [],
                form.starts_on.data or today(),
                form.ends_on.data or today(),
                form.break_on.data,
            ),
        )
    ):
        flash("The contract is in the register. Its days stand in the calendar of the leads.", "success")
        return redirect(url_for(".contract", contract_id=done.answer), 303)
    return render_template("purchasing/contract_form.html", form=form, group=group)


@blueprint.route("/purchasing/projects/new", methods=["GET", "POST"])
@permission("mandates.propose")
def new_project() -> Any:
    """Put outside money to the members, with what it costs them."""
    form = ProjectForm()
    if done := form.does(
        lambda: propose_project(
            actor(),
            WantedProject(
                form.title.data,
                form.source.data,
                form.ends_on.data or today(),
                form.hours.data or 0,
                form.money,
            ),
            form.reasons.data,
        )
    ):
        flash("Your proposal is shown to the members. Put it to the vote when it is ready.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("purchasing/project_form.html", form=form)
