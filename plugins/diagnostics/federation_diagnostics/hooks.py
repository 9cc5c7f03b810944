"""What network diagnostics answer to others."""

import json
from typing import Any

from federation.toolkit import DecisionShown, HomeShown, Panel, PersonalRecord, PersonErased, hookimpl

from .actions.erasing import forget_person
from .events import SurveyOpened
from .letters import tell_opened
from .queries import effects, kept_profiles, kept_surveys, kept_workshops
from .queries.results import then_and_now
from .queries.surveys import newest
from .rules.findings import effect


@hookimpl
def happened(event: Any) -> None:
    """Invitations, when a survey has opened; a name goes when its person is erased."""
    match event:
        case PersonErased():
            forget_person(event.person_id)
        case SurveyOpened():
            tell_opened(event.survey_id)


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    """On Home: a survey whose results are new. On the page of a proposal that came of a
    finding: the finding, and what became of it. One statement each."""
    match subject:
        case HomeShown():
            return _home(subject.person_id)
        case DecisionShown(subject="diagnostics.finding"):
            return _finding(json.loads(subject.terms))
        case DecisionShown(subject="diagnostics.profile"):
            return _of_profiles(json.loads(subject.terms))
        case DecisionShown(subject="diagnostics.workshop"):
            return _of_workshop(json.loads(subject.terms))
    return []


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """That somebody was invited, whether they have answered, and what they have saved and not sent; what they opened,
    closed, filled in and entered. Answers that were sent are nobody's any more."""
    return [
        *kept_surveys.kept_about(person_id),
        *kept_profiles.kept_about(person_id),
        *kept_workshops.kept_about(person_id),
    ]


def _home(person_id: int) -> list[Panel]:
    found = newest(person_id)
    if found is None or not found.results_are_new:
        return []
    return [Panel("diagnostics/_survey_home.html", {"survey": found})]


def _finding(data: dict[str, Any]) -> list[Panel]:
    found = then_and_now(data["survey"])
    became = effect(data["key"], found.then, found.now) if found and found.now else ""
    return [Panel("diagnostics/_finding.html", {"finding": data, "effect": became})]


def _of_profiles(data: dict[str, Any]) -> list[Panel]:
    since = effects.ratings_since(data["round"], data["feature"])
    return [Panel("diagnostics/_profile_finding.html", {"finding": data, "since": since})]


def _of_workshop(data: dict[str, Any]) -> list[Panel]:
    since = effects.levels_since(data["workshop"], data["dimension"])
    return [Panel("diagnostics/_workshop_finding.html", {"finding": data, "since": since})]
