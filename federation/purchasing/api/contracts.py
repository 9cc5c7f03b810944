"""Contracts and projects, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.purchasing import order_schemas as schemas
from federation.purchasing.actions.contracts import WantedContract, keep_contract
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
