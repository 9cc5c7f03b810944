"""Network diagnostics: how a federation sees itself, in three instruments."""

from federation.toolkit import EVERYONE, About, Act, Feature, Found, Job, NavItem, Permission, Subject

_MEMBERS = frozenset({"executive", "representative", "member"})
_LEADERS = frozenset({"executive", "administrator"})

_TERMS = "federation_diagnostics.terms"

feature = Feature(
    name="diagnostics",
    title="Network diagnostics",
    summary="How we see ourselves as a network: what members think, and what we do about it.",
    package="federation_diagnostics",
    blueprints=("federation_diagnostics.views:blueprint",),
    nav=(
        NavItem(
            "shared_work",
            "Network diagnostics",
            "diagnostics.hub",
            "How we see ourselves: the members’ health survey, the leaders’ profile and the maturity workshop.",
        ),
    ),
    permissions=(
        Permission("diagnostics.read", "read what network diagnostics found", EVERYONE),
        Permission(
            "diagnostics.answer", "answer a survey of the members", frozenset({"representative", "member"})
        ),
        Permission(
            "diagnostics.run",
            "open and close surveys, rounds of leaders’ profiles and workshops",
            frozenset({"executive", "administrator"}),
        ),
        Permission("diagnostics.propose", "make a finding a proposal", _MEMBERS),
        Permission("diagnostics.lead", "fill in a leader’s profile of the network", _LEADERS),
        Permission(
            "diagnostics.take_part",
            "enter for a group in a maturity workshop",
            EVERYONE - {"observer"},
        ),
    ),
    settings="federation_diagnostics.forms.surveys:SurveySettingsForm",
    about=About(
        author="Federation",
        brings=(
            "A health survey: 24 statements in 8 dimensions, 5 minutes on a phone, without names",
            "Results that every member can read, with charts, tables, comments and figures to take away",
            "A profile in which those who lead say, with their names, how they see the network",
            "A maturity workshop: groups, timetable, entry on a phone, priorities and next steps",
            "A button that makes any finding a proposal, and on its page whether the score has moved since",
            "A line on Home for those who have not answered yet",
        ),
        reads=("Practices and their people: name, role and practice",),
        keeps=(
            "Who was invited to a survey, and whether they have answered",
            "What somebody has saved and not sent, until the survey closes",
            "Answers that were sent: the practice, without a person and without a time",
            "Leaders’ profiles, with their names",
            "What groups entered in workshops, who entered it, and what it replaced",
        ),
        cannot=("Show anybody one person’s answers to a survey", "Cast, change or count votes"),
    ),
    subjects=(
        Subject(
            "diagnostics.finding",
            "Something that a survey of the members found",
            f"{_TERMS}:FindingTerms",
            f"{_TERMS}:finding_lines",
            "What the survey found",
        ),
        Subject(
            "diagnostics.profile",
            "Something that the leaders’ profiles show",
            f"{_TERMS}:ProfileTerms",
            f"{_TERMS}:profile_lines",
            "What the leaders said",
        ),
        Subject(
            "diagnostics.workshop",
            "A priority of a maturity workshop",
            f"{_TERMS}:WorkshopTerms",
            f"{_TERMS}:workshop_lines",
            "What the workshop found",
        ),
    ),
    acts=(
        Act("diagnostics.survey_opened", "opened a survey of the members"),
        Act("diagnostics.survey_extended", "moved the close of a survey"),
        Act("diagnostics.survey_closed", "closed a survey of the members"),
        Act("diagnostics.profile_round_begun", "began a round of leaders’ profiles"),
        Act("diagnostics.profile_round_closed", "closed a round of leaders’ profiles"),
        Act("diagnostics.profile_finished", "finished a leader’s profile"),
        Act("diagnostics.workshop_prepared", "prepared a maturity workshop"),
        Act("diagnostics.workshop_changed", "changed the plan of a maturity workshop"),
        Act("diagnostics.workshop_called_off", "called a maturity workshop off"),
        Act("diagnostics.workshop_opened", "opened a maturity workshop"),
        Act("diagnostics.workshop_locked", "locked the levels of a maturity workshop"),
        Act("diagnostics.workshop_unlocked", "unlocked the levels of a maturity workshop"),
        Act("diagnostics.workshop_closed", "closed a maturity workshop"),
    ),
    jobs=(
        Job(
            "diagnostics.close",
            "federation_diagnostics.jobs:close_due",
            "federation_diagnostics.jobs:where_to_close",
        ),
        Job(
            "diagnostics.remind",
            "federation_diagnostics.jobs:remind",
            "federation_diagnostics.jobs:where_to_remind",
        ),
    ),
    search=(
        Found("diagnostics_survey", "Surveys", "diagnostics.survey", "survey_id"),
        Found("diagnostics_profile", "Leaders’ profiles", "diagnostics.profile_round", "round_id"),
        Found("diagnostics_workshop", "Maturity workshops", "diagnostics.workshop", "workshop_id"),
    ),
    demo="federation_diagnostics.demo:fill",
)
