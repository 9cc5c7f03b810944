"""Contracts and projects, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.purchasing import contract_schemas as schemas
from federation.purchasing.actions.contracts import (
    WantedContract,
    end_contract,
    keep_contract,
    renew_contract,
)
from federation.purchasing.actions.projects import WantedProject, propose_project
from federation.purchasing.blueprint import programs
from federation.purchasing.queries.contracts import contracts_here
from federation.purchasing.rules import ProjectMoney


@programs.route("/purchasing/contracts")
class PurchaseContractsView(Endpoint):
    """The register of contracts."""

    @permission("purchasing.read")
    @programs.response(200, schemas.ContractsSchema)
    def get(self) -> Response:
        """The 200 contracts that end last."""
        return answer(
            {
                "items": [
                    {
                        "id": one.id,
                        "group": one.group_id,
                        "title": one.title,
                        "supplier": one.supplier,
                        "practices": list(one.practices),
                        "indicators": list(one.indicators),
                        "starts_on": iso(one.starts_on),
                        "break_on": iso(one.break_on),
                        "ends_on": iso(one.ends_on),
                        "turn": one.turn,
                    }
                    for one in contracts_here()
                ]
            }
        )

    @permission("purchasing.run")
    @programs.arguments(schemas.ContractSent)
    @programs.response(201, schemas.ContractMade)
    def post(self, sent: dict[str, Any]) -> Response:
        """Keep a contract; those who lead the group owe the days on which it is broken off or renewed."""
        group = sent.pop("group")
        return answer({"id": keep_contract(actor(), group, WantedContract(**sent))}, 201)


@programs.route(f"/purchasing/contracts/<{ID}:contract_id>/renew")
class ContractRenewedView(Endpoint):
    """A contract that goes on."""

    @permission("purchasing.run")
    @programs.arguments(schemas.RenewedSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], contract_id: int) -> Response:
        """Write down until when a contract goes on; its new days are owed in place of the old ones."""
        renew_contract(actor(), contract_id, sent["ends_on"], sent["words"], sent["break_on"])
        return nothing()


@programs.route(f"/purchasing/contracts/<{ID}:contract_id>/end")
class ContractEndedView(Endpoint):
    """A contract that ends."""

    @permission("purchasing.run")
    @programs.arguments(schemas.EndedSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], contract_id: int) -> Response:
        """Write down when a contract ends; nobody owes a word about it any more."""
        end_contract(actor(), contract_id, sent["ends_on"], sent["words"])
        return nothing()


@programs.route("/purchasing/projects")
class PurchaseProjectsView(Endpoint):
    """Projects with outside money."""

    @permission("mandates.propose")
    @programs.arguments(schemas.ProjectSent)
    @programs.response(201, schemas.ProjectProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Propose to the members to take outside money: what their fees would pay of it stands in what they read."""
        money = ProjectMoney(**{name: sent[name] for name in ProjectMoney._fields})
        wanted = WantedProject(sent["title"], sent["source"], sent["ends_on"], sent["hours"], money)
        made = propose_project(actor(), wanted, sent["reasons"])
        proposed = {"decision": made, "subsidy_pence": money.subsidy_pence}
        return answer(proposed, 201, address(f"decisions/{made}"))
