"""Shared purchasing: what practices need, the specification that the members vote, and what a group buys by it."""

from federation.plugin.feature import Feature, Found, Job, NavItem, Subject
from federation.plugin.imports import ImportKind
from federation.purchasing.acts import ACTS, THINGS
from federation.purchasing.agreed import TOLERANCE
from federation.purchasing.mail_kinds import MAIL
from federation.purchasing.permissions import PERMISSIONS
from federation.purchasing.subjects import PROJECT, SPECIFICATION

_TERMS = "federation.purchasing.terms"

feature = Feature(
    name="purchasing",
    title="Buying together",
    summary="What practices need, what the members agree to buy, and what a group buys by it.",
    package="federation.purchasing",
    blueprints=("federation.purchasing.blueprint:blueprint",),
    api=("federation.purchasing.blueprint:programs",),
    pages=(
        "federation.purchasing.views.rounds",
        "federation.purchasing.views.needs",
        "federation.purchasing.views.specifications",
        "federation.purchasing.api.rounds",
        "federation.purchasing.views.offers",
        "federation.purchasing.views.orders",
        "federation.purchasing.views.changes",
        "federation.purchasing.views.finishing",
        "federation.purchasing.views.contracts",
        "federation.purchasing.api.specifications",
        "federation.purchasing.api.orders",
        "federation.purchasing.api.changes",
        "federation.purchasing.api.contracts",
    ),
    nav=(
        NavItem(
            "shared_work",
            "Buying together",
            "purchasing.rounds",
            "What practices need, what the members agree to buy, and what it saves.",
        ),
    ),
    permissions=PERMISSIONS,
    subjects=(
        Subject(
            SPECIFICATION,
            "What is bought for the practices",
            f"{_TERMS}:SpecTerms",
            f"{_TERMS}:spec_lines",
            "The specification, if this is carried",
        ),
        Subject(
            PROJECT,
            "Whether outside money is taken for a project",
            f"{_TERMS}:ProjectTerms",
            f"{_TERMS}:project_lines",
            "What the project costs us",
        ),
    ),
    acts=ACTS,
    jobs=(
        Job(
            "purchasing.rounds",
            "federation.purchasing.jobs:stop_asking",
            "federation.purchasing.jobs:where_to_stop",
        ),
        Job(
            "purchasing.reminders",
            "federation.purchasing.jobs:remind",
            "federation.purchasing.jobs:where_to_remind",
        ),
    ),
    things=THINGS,
    mail=MAIL,
    search=(
        Found(
            "purchase",
            "Purchase rounds",
            "purchasing.purchase_round",
            "round_id",
            read="federation.purchasing.findable:read_rounds",
        ),
        Found(
            "contract",
            "Contracts",
            "purchasing.contract",
            "contract_id",
            read="federation.purchasing.findable:read_contracts",
        ),
    ),
    agreed=(TOLERANCE,),
    proofs=(
        "federation.purchasing.proofs.rounds:purchase_rounds",
        "federation.purchasing.proofs.orders:purchase_orders",
        "federation.purchasing.proofs.contracts:kept_contracts",
    ),
    addresses=("purchasing", "groups/*/rounds", "groups/*/contracts"),
    imports=(
        ImportKind(
            "purchasing.needs",
            "line",
            "lines",
            "purchasing.answer",
            "purchasing.rounds",
            "federation.purchasing.sheets:need_sheet",
        ),
    ),
    needs=("mandates",),
    always_on=True,
)
