"""From a finding to a proposal, and what became of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from federation_diagnostics.actions.findings import propose_finding
from federation_diagnostics.hooks import panels
from sqlalchemy import select
from surveying import LATER, TITLE, closed, opened, staffed

from federation.testing import both_databases
from federation.toolkit import (
    DecisionShown,
    Draft,
    NotFound,
    NotYours,
    Refusal,
    decision,
    decisions_about,
    session,
)


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


@both_databases
def test_from_a_finding_to_a_decision_and_what_became_of_it(here: Any, federation_client: Any) -> None:
    names = staffed(here, 8)
    survey_id = closed(here, names, [2, 3] * 7 + [2])
    for name in ("lay", "observer", "admin"):
        with pytest.raises(NotYours):
            propose_finding(here.actor(name), survey_id, "fairness", Draft("A", "B"))
    with pytest.raises(NotFound):
        propose_finding(here.actor("rep1"), survey_id, "weather", Draft("A", "B"))
    path = here.address(f"diagnostics/surveys/{survey_id}")
    client = federation_client("rep1")
    form = client.get(f"{path}/propose/fairness").text
    assert "What we do about value and fairness" in form
    assert "In the survey “Network health, autumn 2026” value and fairness came out at 2.6 of 5." in form
    assert "<title>Error: " in client.post(f"{path}/propose/fairness", data={"title": "", "body": "B"}).text
    made = client.post(
        f"{path}/propose/fairness", data={"title": "Share gains", "body": "We do.", "reasons": "Why"}
    )
    assert made.status_code == 303
    decision_id = int(made.headers["Location"].rpartition("/")[2])
    page = client.get(made.headers["Location"]).text
    assert "Value and fairness: 2.6 of 5" in page
    assert "After the next survey it stands here" in page
    assert "Share gains" not in client.get(path).text
    with here.scope():
        here.decide(decision_id)
        (about,) = decisions_about("diagnostics.finding")
        assert about.terms == {
            "survey": survey_id,
            "title": TITLE,
            "key": "fairness",
            "dimension": "fairness",
            "item": "",
            "subject": "Value and fairness",
            "figure": "2.6 of 5",
            "agreement": "High (0.85 or more)",
            "answered": 15,
            "invited": 15,
        }
    results = federation_client("lay").get(path).text
    assert "Share gains" in results
    assert "Carried" in results
    with here.scope():
        closed(here, names, [4, 3] * 7 + [4], LATER)
    after = federation_client("lay").get(here.address(f"decisions/{decision_id}")).text
    assert "Value and fairness was 2.6 of 5 in autumn 2026, 3.4 of 5 in spring 2027: up 0.8." in after


def test_a_statement_becomes_a_proposal_too(here: Any, federation_client: Any) -> None:
    names = staffed(here, 8)
    survey_id = closed(here, names, [2, 4] * 7 + [2])
    path = here.address(f"diagnostics/surveys/{survey_id}/propose/fairness_shared")
    client = federation_client("member")
    assert "‘Gains are shared fairly among practices’" in client.get(path).text
    made = client.post(path, data={"title": "Share gains", "body": "We do.", "reasons": ""})
    assert "47% agree" in client.get(made.headers["Location"]).text


@both_databases
def test_the_panel_of_a_finding_costs_one_statement(
    here: Any, federation_client: Any, federation_statements: Any
) -> None:
    names = staffed(here, 8)
    survey_id = closed(here, names, [2, 3] * 7 + [2])
    propose_finding(here.actor("rep1"), survey_id, "fairness", Draft("Share gains", "We do."))
    closed(here, names, [4, 3] * 7 + [4], LATER)
    (held,) = session.scalars(select(_decisions())).all()
    about = decision(held.id)
    assert about is not None and about.state == "draft" and about.title == ""
    data = json.dumps(dict(about.terms))
    shown = DecisionShown(1, "draft", "diagnostics.finding", data, "")
    with federation_statements() as run:
        (panel,) = panels("decisions.decision", shown)
    assert len(run) == 1
    assert panel.values["effect"].endswith("up 0.8.")
    assert panels("decisions.decision", DecisionShown(1, "open", "decisions.proposal", data, "")) == []


def _decisions() -> Any:
    from federation.decisions.models import Decision

    return Decision


def test_nothing_is_proposed_before_there_are_results(here: Any) -> None:
    survey_id = opened(here)
    with pytest.raises(Refusal):
        propose_finding(here.actor("rep1"), survey_id, "fairness", Draft("A", "B"))
