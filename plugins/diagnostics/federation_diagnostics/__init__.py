"""Network diagnostics: how a federation sees itself, in three instruments."""

from federation.toolkit import EVERYONE, About, Act, Feature, Found, Job, NavItem, Permission, Subject

_MEMBERS = frozenset({"executive", "representative", "member"})

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
        Permission("diagnostics.read", "read what surveys of the members found", EVERYONE),
        Permission(
            "diagnostics.answer", "answer a survey of the members", frozenset({"representative", "member"})
        ),
        Permission(
            "diagnostics.run",
            "open, extend and close surveys of the members",
            frozenset({"executive", "administrator"}),
        ),
        Permission("diagnostics.propose", "make a finding a proposal", _MEMBERS),
    ),
    settings="federation_diagnostics.forms.surveys:SettingsForm",
    about=About(
        author="Federation",
        brings=(
            "A health survey: 24 statements in 8 dimensions, 5 minutes on a phone, without names",
            "Results that every member can read, with charts, tables, comments and figures to take away",
            "A button that makes any finding a proposal, and on its page whether the score has moved since",
            "A line on Home for those who have not answered yet",
        ),
        reads=("Practices and their people: name, role and practice",),
        keeps=(
            "Who was invited to a survey, and whether they have answered",
            "What somebody has saved and not sent, until the survey closes",
            "Answers that were sent: the practice, without a person and without a time",
        ),
        cannot=("Show anybody one person’s answers", "Cast, change or count votes"),
    ),
    subjects=(Subject("diagnostics.finding", "Something that a survey of the members found"),),
    acts=(
        Act("diagnostics.survey_opened", "opened a survey of the members"),
        Act("diagnostics.survey_extended", "moved the close of a survey"),
        Act("diagnostics.survey_closed", "closed a survey of the members"),
        Act("diagnostics.finding_proposed", "made a finding of a survey a proposal"),
    ),
    jobs=(
        Job("diagnostics.close", "federation_diagnostics.jobs:close_due"),
        Job("diagnostics.remind", "federation_diagnostics.jobs:remind"),
    ),
    search=(Found("diagnostics_survey", "Surveys", "diagnostics.survey", "survey_id"),),
    demo="federation_diagnostics.demo:fill",
)
