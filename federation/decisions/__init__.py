"""Decisions: proposals, rolls, ballots, tallies, verdicts, outcomes, and the register of them all."""

from federation.decisions.acts import ACTS, THINGS
from federation.decisions.mail_kinds import MAIL
from federation.decisions.permissions import PERMISSIONS
from federation.decisions.subjects import (
    COMMENT_FILES,
    FLOORS,
    MEMBERS_PROPOSAL,
    PAPERS,
    PLUGIN,
    PLUGINS_BY,
    SUGGESTED_RULE,
)
from federation.plugin.feature import (
    AnnouncedFact,
    Feature,
    FileOwner,
    Found,
    Indicator,
    Job,
    NavItem,
    Subject,
)

_PART = "federation.decisions.register.queries.taking_part"
_TERMS = "federation.decisions.rulebook.schemas"

feature = Feature(
    name="decisions",
    title="Decisions",
    summary="Members propose, discuss and vote; every verdict comes with its arithmetic.",
    package="federation.decisions",
    blueprints=("federation.decisions.blueprint:blueprint",),
    api=("federation.decisions.blueprint:programs",),
    pages=(
        "federation.decisions.voting.views.by_link",
        "federation.decisions.discussion.views",
        "federation.decisions.rulebook.views.floors",
        "federation.decisions.rulebook.views.kinds",
        "federation.decisions.outcomes.views",
        "federation.decisions.rulebook.views.plugins",
        "federation.decisions.papers.views",
        "federation.decisions.page.views.proposal",
        "federation.decisions.proposals.views.proposals",
        "federation.decisions.register.views",
        "federation.decisions.proposals.views.replacing",
        "federation.decisions.rulebook.views.rules",
        "federation.decisions.page.views.show",
        "federation.decisions.proposals.views.versions",
        "federation.decisions.voting.views.casting",
        "federation.decisions.voting.views.closing",
        "federation.decisions.voting.views.objections",
        "federation.decisions.voting.views.opening",
        "federation.decisions.voting.views.roll",
        "federation.decisions.voting.views.withdrawing",
        "federation.decisions.page.api",
        "federation.decisions.discussion.api",
        "federation.decisions.rulebook.api.floors",
        "federation.decisions.outcomes.api",
        "federation.decisions.papers.api",
        "federation.decisions.proposals.api",
        "federation.decisions.register.api",
        "federation.decisions.rulebook.api.rules",
        "federation.decisions.voting.api.ballots",
        "federation.decisions.voting.api.closing",
        "federation.decisions.voting.api.objections",
        "federation.decisions.voting.api.opening",
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
            "administration",
            "Floors for our votes",
            "decisions.floors",
            "What every vote asks for at least: the members decide it",
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
        Subject(MEMBERS_PROPOSAL, "A proposal of the members"),
        Subject(SUGGESTED_RULE, "Which rule is suggested for a kind of matter", f"{_TERMS}:SuggestedTerms"),
        Subject(FLOORS, "What every vote asks for at least", f"{_TERMS}:FloorsTerms"),
        Subject(PLUGIN, "Whether a plugin is on", f"{_TERMS}:PluginTerms"),
        Subject(PLUGINS_BY, "Who switches plugins", f"{_TERMS}:SwitchingTerms"),
    ),
    indicators=(
        Indicator(
            "decisions.taking_part",
            "Who takes part",
            "Of the votes of all members in which a practice could vote, those in which it did.",
            "Voted",
            "Could vote",
            f"{_PART}:by_practice",
            f"{_PART}:by_vote",
        ),
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
        AnnouncedFact("federation.decisions.events:DraftDeleted", "a draft was deleted"),
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
            read="federation.decisions.found:read_decisions",
        ),
        Found(
            "comment",
            "Comments",
            "decisions.show",
            "decision_id",
            read="federation.decisions.found:read_comments",
            in_passing=True,
        ),
    ),
    files=(
        FileOwner(PAPERS, "federation.decisions.papers.queries:reads_paper"),
        FileOwner(COMMENT_FILES, "federation.decisions.papers.queries:reads_comment"),
    ),
    proofs=(
        "federation.decisions.proofs:signatures",
        "federation.decisions.rulebook.proofs:floors",
        "federation.decisions.proofs:decisions",
        "federation.decisions.outcomes.proofs:actions",
    ),
    addresses=("actions", "ballot", "decisions", "floors", "receipts", "register", "rules", "votes-owed"),
    needs=("network",),
    always_on=True,
)
