"""Membership: how practices join, are suspended and leave, by decisions of the members or by their own notice."""

from federation.belonging.acts import ACTS
from federation.belonging.permissions import PERMISSIONS
from federation.belonging.subjects import ADMIT, LIFT, NOTICE, OFFICES, RULES, SUSPEND
from federation.plugin.feature import Feature, Job, NavItem, Subject

_TERMS = "federation.belonging.terms"

feature = Feature(
    name="belonging",
    title="Membership",
    summary="How practices join, are suspended and leave.",
    package="federation.belonging",
    blueprints=("federation.belonging.blueprint:blueprint",),
    api=("federation.belonging.blueprint:programs",),
    pages=(
        "federation.belonging.views.register",
        "federation.belonging.views.proposing",
        "federation.belonging.views.leaving",
        "federation.belonging.api",
    ),
    nav=(
        NavItem(
            "our_federation",
            "Membership",
            "belonging.register",
            "Which practices are members, since when and by which decision; joining and leaving.",
            "members",
        ),
    ),
    permissions=PERMISSIONS,
    subjects=(
        Subject(
            RULES,
            "How practices join",
            f"{_TERMS}:RulesTerms",
            f"{_TERMS}:rules_lines",
            "The rules for joining, if this is carried",
        ),
        Subject(ADMIT, "Whether a practice joins", f"{_TERMS}:AdmissionTerms", f"{_TERMS}:admission_lines"),
        Subject(
            SUSPEND,
            "Whether a practice is suspended",
            f"{_TERMS}:SuspensionTerms",
            f"{_TERMS}:suspension_lines",
        ),
        Subject(
            LIFT,
            "Whether a suspension is lifted",
            f"{_TERMS}:LiftingTerms",
            f"{_TERMS}:lifting_lines",
        ),
    ),
    agreed=(NOTICE, OFFICES),
    acts=ACTS,
    jobs=(
        Job(
            "belonging.leaving",
            "federation.belonging.jobs:let_leave",
            "federation.belonging.jobs:where_to_leave",
        ),
        Job(
            "belonging.roles",
            "federation.belonging.jobs:end_roles",
            "federation.belonging.jobs:where_to_end",
        ),
    ),
    proofs=("federation.belonging.proofs:steps",),
    addresses=("membership",),
    needs=("decisions",),
    always_on=True,
)
