"""Decisions: proposals, rolls, ballots, tallies, verdicts, outcomes, and the register of them all."""

from federation.decisions.acts import ACTS, THINGS
from federation.decisions.mail_kinds import MAIL
from federation.decisions.permissions import PERMISSIONS
from federation.decisions.subjects import FLOORS, PLUGIN, PLUGINS_BY, SUGGESTED_RULE
from federation.plugin.feature import AnnouncedFact, Feature, Found, Job, NavItem, Subject

feature = Feature(
    name="decisions",
    title="Decisions",
    summary="Members propose, discuss and vote; every verdict comes with its arithmetic.",
    package="federation.decisions",
    blueprints=("federation.decisions.blueprint:blueprint",),
    api=("federation.decisions.blueprint:programs",),
    pages=(
        "federation.decisions.views.by_link",
        "federation.decisions.views.discussion",
        "federation.decisions.views.floors",
        "federation.decisions.views.kinds",
        "federation.decisions.views.outcomes",
        "federation.decisions.views.plugins",
        "federation.decisions.views.proposal_page",
        "federation.decisions.views.proposals",
        "federation.decisions.views.register",
        "federation.decisions.views.replacing",
        "federation.decisions.views.rules",
        "federation.decisions.views.show",
        "federation.decisions.views.versions",
        "federation.decisions.views.voting",
        "federation.decisions.views.withdrawing",
        "federation.decisions.api.decision",
        "federation.decisions.api.discussion",
        "federation.decisions.api.floors",
        "federation.decisions.api.outcomes",
        "federation.decisions.api.proposals",
        "federation.decisions.api.register",
        "federation.decisions.api.rulebook",
        "federation.decisions.api.voting",
    ),
    nav=(
        NavItem("decisions", "Decisions", "decisions.register"),
        NavItem(
            "our_federation",
            "Rules for our votes",
            "decisions.our_rules",
            "The rules that votes are held under, and which one we suggest for what.",
        ),
        NavItem(
            "our_federation",
            "Floors for our votes",
            "decisions.floors",
            "What every vote asks for at least. Only a decision of the members changes it.",
        ),
        NavItem(
            "our_federation",
            "Kinds of matter",
            "decisions.our_kinds",
            "What a proposal may be about, with the rule that we suggest for each.",
        ),
    ),
    permissions=PERMISSIONS,
    subjects=(
        Subject("decisions.proposal", "A proposal of the members"),
        Subject(SUGGESTED_RULE, "Which rule is suggested for a kind of matter"),
        Subject(FLOORS, "What every vote asks for at least"),
        Subject(PLUGIN, "Whether a plugin is on"),
        Subject(PLUGINS_BY, "Who switches plugins"),
    ),
    acts=ACTS,
    events=(
        AnnouncedFact("federation.decisions.events:DecisionOpened", "voting opened", "decision"),
        AnnouncedFact(
            "federation.decisions.events:DecisionNotOpened",
            "voting could not open at its time",
            "decision",
        ),
        AnnouncedFact("federation.decisions.events:DecisionClosed", "a decision closed", "decision"),
        AnnouncedFact(
            "federation.decisions.events:DecisionWithdrawn", "a proposal was withdrawn", "decision"
        ),
    ),
    jobs=(
        Job("decisions.open", "federation.decisions.jobs:open_due"),
        Job("decisions.close", "federation.decisions.jobs:close_due"),
        Job("decisions.remind", "federation.decisions.jobs:remind"),
    ),
    mail=MAIL,
    things=THINGS,
    search=(
        Found(
            "decision",
            "Decisions",
            "decisions.show",
            "decision_id",
            read="federation.decisions.queries.found:read_decisions",
        ),
        Found(
            "comment",
            "Comments",
            "decisions.show",
            "decision_id",
            read="federation.decisions.queries.found:read_comments",
            in_passing=True,
        ),
    ),
    proofs=(
        "federation.decisions.proofs:decisions",
        "federation.decisions.proofs.afterwards:actions",
    ),
    addresses=("actions", "ballot", "decisions", "floors", "receipts", "register", "rules", "votes-owed"),
    needs=("network",),
    always_on=True,
)
