"""Mandates: what the members let a group do in their name, what it does with that, and how it is taken away again."""

from federation.mandates.acts import ACTS, THINGS
from federation.mandates.mail_kinds import MAIL
from federation.mandates.permissions import PERMISSIONS
from federation.mandates.subjects import (
    BUDGET,
    CALL_IN,
    ESCALATE,
    GRANT,
    RECALL,
    RECALL_SHARE,
    REPORT,
    WITHDRAW,
)
from federation.plugin.feature import Feature, Found, Job, NavItem, Subject

_TERMS = "federation.mandates.terms"

feature = Feature(
    name="mandates",
    title="Mandates",
    summary="What the members let groups do in their name, and what they do with it.",
    package="federation.mandates",
    blueprints=("federation.mandates.blueprint:blueprint",),
    api=("federation.mandates.blueprint:programs",),
    pages=(
        "federation.mandates.views.scheme",
        "federation.mandates.views.budget",
        "federation.mandates.views.granting",
        "federation.mandates.views.acting",
        "federation.mandates.views.reporting",
        "federation.mandates.views.recalling",
        "federation.mandates.views.finishing",
        "federation.mandates.api.budget",
        "federation.mandates.api.granting",
        "federation.mandates.api.acting",
        "federation.mandates.api.reporting",
        "federation.mandates.api.recalling",
        "federation.mandates.api.finishing",
    ),
    nav=(
        NavItem(
            "our_federation",
            "Who may act for the members",
            "mandates.scheme",
            "The scheme of delegation: what each group may do without asking, and what it has left.",
            "decide",
        ),
    ),
    permissions=PERMISSIONS,
    subjects=(
        Subject(
            GRANT,
            "What a group may do in the members’ name",
            f"{_TERMS}:MandateTerms",
            f"{_TERMS}:mandate_lines",
            "The mandate, if this is carried",
        ),
        Subject(
            WITHDRAW,
            "Whether a group’s mandate is taken back",
            f"{_TERMS}:WithdrawalTerms",
            f"{_TERMS}:withdrawal_lines",
        ),
        Subject(
            RECALL,
            "Whether a group’s mandate is recalled",
            f"{_TERMS}:RecallTerms",
            f"{_TERMS}:recall_lines",
            by_itself=True,
        ),
        Subject(
            CALL_IN,
            "Whether what a group has done goes on",
            f"{_TERMS}:CallInTerms",
            f"{_TERMS}:call_in_lines",
        ),
        Subject(
            ESCALATE,
            "What a group asks the members for, outside its mandate",
            f"{_TERMS}:EscalationTerms",
            f"{_TERMS}:escalation_lines",
            "What the group may do, if this is carried",
        ),
        Subject(
            BUDGET,
            "How the money for groups is shared out",
            "federation.mandates.budget_terms:BudgetTerms",
            "federation.mandates.budget_terms:budget_lines",
            "The budget, if this is carried",
        ),
        Subject(
            REPORT,
            "Whether the members accept the report of a group",
            f"{_TERMS}:ReportTerms",
            f"{_TERMS}:report_lines",
            "The report",
            by_silence=True,
        ),
    ),
    agreed=(RECALL_SHARE,),
    acts=ACTS,
    jobs=(
        Job(
            "mandates.reports",
            "federation.mandates.jobs:ask_for_reports",
            "federation.mandates.jobs:where_to_ask",
        ),
    ),
    things=THINGS,
    search=(
        Found(
            "act",
            "What groups have done",
            "mandates.act",
            "act_id",
            read="federation.mandates.queries.found:read_acts",
        ),
        Found(
            "report",
            "Reports of groups",
            "mandates.report",
            "report_id",
            read="federation.mandates.queries.found:read_reports",
        ),
    ),
    mail=MAIL,
    proofs=(
        "federation.mandates.proofs:mandates",
        "federation.mandates.proofs:budgets",
        "federation.mandates.proofs:acts",
        "federation.mandates.proofs:reports",
        "federation.mandates.proofs:recalls",
    ),
    addresses=(
        "mandates",
        "acts",
        "groups/*/mandate",
        "groups/*/acts",
        "groups/*/escalations",
        "groups/*/recall",
        "groups/*/reports",
        "groups/*/unfinished",
        "reports",
    ),
    needs=("decisions",),
    always_on=True,
)
