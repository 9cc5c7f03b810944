"""Opening a survey, moving its close, and closing it: who may, who is invited, and what the clock decides."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from federation_diagnostics.actions.answering import save_part
from federation_diagnostics.actions.closing import close_due
from federation_diagnostics.actions.inviting import ONE_AT_A_TIME, TOO_FEW, to_invite
from federation_diagnostics.actions.surveys import close_early, extend, open_survey
from federation_diagnostics.models import Survey, SurveyDraft, SurveyInvitation
from federation_diagnostics.queries import surveys as queries
from federation_diagnostics.queries.results import results_of
from sqlalchemy import func, select
from surveying import PURPOSE, REPRESENTATIVES, TITLE, answered, fill_in, now, opened, record

from federation.testing import both_databases
from federation.toolkit import Invalid, NotFound, NotYours, Refusal, session, unit_of_work

Travel = Callable[[timedelta], None]


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def state(survey_id: int) -> str:
    session.rollback()
    return queries.survey_of(survey_id, 0).state


def many(table: Any) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


@both_databases
def test_everybody_with_a_place_in_a_full_member_practice_is_invited_once(here: Any) -> None:
    from federation.network.models import Practice

    codes = list(here.practices)
    here.add("rep1", "representative", codes[3])
    here.add("rep1", "member", codes[0])
    with unit_of_work():
        session.get_one(Practice, here.practices[codes[5]]).membership = "associate"
    survey_id = opened(here)
    rows = (
        session.execute(select(SurveyInvitation).where(SurveyInvitation.survey_id == survey_id))
        .scalars()
        .all()
    )
    found = {row.person_id: (row.practice_id, row.choices, row.answered) for row in rows}
    place = [here.practices[code] for code in codes]
    expected = {here.people[f"rep{n}"]: (place[n - 1], [place[n - 1]], False) for n in range(2, 6)}
    expected[here.people["rep1"]] = (place[0], [place[0], place[3]], False)
    expected[here.people["member"]] = (place[0], [place[0]], False)
    assert found == expected
    survey = session.get_one(Survey, survey_id)
    assert (survey.invited, survey.answered, survey.closed_at) == (6, 0, None)
    assert [name for _, _, name in survey.practices] == sorted(name for _, _, name in survey.practices)
    assert len(survey.practices) == 5
    here.add("late", "member", codes[0])
    with pytest.raises(Refusal, match="not invited"):
        save_part(here.actor("late"), survey_id, "vision", {})


@both_databases
def test_who_may_open_and_what_is_recorded(here: Any) -> None:
    for name in (*REPRESENTATIVES, "member", "lay", "observer"):
        with pytest.raises(NotYours):
            open_survey(here.actor(name), TITLE, PURPOSE, now() + timedelta(days=14))
    closes = now() + timedelta(days=14)
    open_survey(here.actor("admin"), TITLE, PURPOSE, closes)
    ((act, who, data),) = record(here)
    assert (act, who) == ("diagnostics.survey_opened", here.people["admin"])
    assert data == f'{{"closes_at":"{closes.isoformat()}","invited":7}}'


@both_databases
def test_what_cannot_be_opened(here: Any) -> None:
    chair = here.actor("chair")
    later = now() + timedelta(days=14)
    for title, purpose, closes, field in (
        (" ", PURPOSE, later, "title"),
        (TITLE, "", later, "purpose"),
        (TITLE, "About 943 476 5919", later, "purpose"),
        (TITLE, PURPOSE, now() - timedelta(seconds=1), "closes_at"),
        (TITLE, PURPOSE, now() + timedelta(minutes=59), "closes_at"),
        (TITLE, PURPOSE, now() + timedelta(days=92, minutes=1), "closes_at"),
    ):
        with pytest.raises(Invalid) as refused:
            open_survey(chair, title, purpose, closes)
        assert refused.value.field == field
    assert many(Survey) == 0
    opened(here)
    with pytest.raises(Refusal) as twice:
        opened(here)
    assert twice.value.words == ONE_AT_A_TIME
    assert (many(Survey), many(SurveyInvitation)) == (1, 7)


def test_too_few_people(here: Any) -> None:
    from federation.network.models import Practice

    with unit_of_work():
        for practice_id in list(here.practices.values())[3:]:
            session.get_one(Practice, practice_id).membership = "associate"
    assert len(to_invite().people) == 4
    with pytest.raises(Refusal) as refused:
        opened(here)
    assert refused.value.words == TOO_FEW


@both_databases
def test_the_clock_closes_and_the_job_only_notices(here: Any, federation_travel: Travel) -> None:
    survey_id = opened(here)
    answered(here, survey_id, dict.fromkeys(REPRESENTATIVES, 4))
    fill_in(here, "member", survey_id)
    assert (many(SurveyDraft), close_due()) == (1, 0)
    closes = session.get_one(Survey, survey_id).closes_at
    federation_travel(timedelta(days=15))
    assert state(survey_id) == "counting"
    with pytest.raises(Refusal, match="has closed"):
        save_part(here.actor("member"), survey_id, "vision", {})
    assert state(survey_id) == "closed"
    survey = session.get_one(Survey, survey_id)
    assert (survey.closed_at, survey.closed_by, survey.answered) == (closes, None, 6)
    assert (many(SurveyDraft), close_due()) == (0, 0)
    act, who, data = record(here)[-1]
    assert (act, who) == ("diagnostics.survey_closed", None)
    assert data == f'{{"answered":6,"invited":7,"results":"{survey.digest}"}}'


@both_databases
def test_reading_works_out_nothing(here: Any, federation_client: Any, federation_travel: Travel) -> None:
    survey_id = opened(here)
    answered(here, survey_id, dict.fromkeys(REPRESENTATIVES, 4))
    federation_travel(timedelta(days=15))
    client, path = federation_client("rep1"), here.address(f"diagnostics/surveys/{survey_id}")
    for page in (path, f"{path}/answer", here.address("diagnostics/"), here.address("diagnostics/surveys/")):
        assert client.get(page).status_code == 200
    assert "Results are being worked out" in client.get(path).text
    assert client.get(f"{path}/figures.csv").status_code == 409
    with here.scope():
        assert state(survey_id) == "counting"
    client.post(f"{path}/answer/vision", data={})
    with here.scope():
        assert state(survey_id) == "closed"
    assert "Results shown" in client.get(path).text


@both_databases
def test_the_next_survey_can_be_opened_once_the_time_has_passed(here: Any, federation_travel: Travel) -> None:
    first = opened(here)
    federation_travel(timedelta(days=15))
    second = opened(here, title="Network health, spring 2027")
    assert (state(first), state(second)) == ("closed", "open")
    assert [act for act, _, _ in record(here)] == [
        "diagnostics.survey_opened",
        "diagnostics.survey_closed",
        "diagnostics.survey_opened",
    ]


@both_databases
def test_closing_early_needs_a_reason(here: Any) -> None:
    survey_id = opened(here)
    with pytest.raises(NotYours):
        close_early(here.actor("rep1"), survey_id, "All have answered.")
    with pytest.raises(Invalid) as refused:
        close_early(here.actor("chair"), survey_id, "  ")
    assert refused.value.field == "reason"
    close_early(here.actor("chair"), survey_id, "All have answered.")
    survey = session.get_one(Survey, survey_id)
    assert (survey.closed_by, survey.close_reason) == (here.people["chair"], "All have answered.")
    assert survey.results is not None
    assert record(here)[-1][:2] == ("diagnostics.survey_closed", here.people["chair"])
    with pytest.raises(Refusal):
        close_early(here.actor("chair"), survey_id, "Again.")
    with pytest.raises(Refusal):
        extend(here.actor("chair"), survey_id, now() + timedelta(days=20))


@both_databases
def test_giving_people_more_time(here: Any, federation_travel: Travel) -> None:
    survey_id = opened(here)
    before = session.get_one(Survey, survey_id).closes_at
    with pytest.raises(NotYours):
        extend(here.actor("rep1"), survey_id, before + timedelta(days=7))
    for wrong in (before, before - timedelta(days=1), before + timedelta(days=79)):
        with pytest.raises(Invalid) as refused:
            extend(here.actor("chair"), survey_id, wrong)
        assert refused.value.field == "closes_at"
    extend(here.actor("chair"), survey_id, before + timedelta(days=7))
    federation_travel(timedelta(days=15))
    assert state(survey_id) == "open"
    fill_in(here, "rep1", survey_id)
    assert record(here)[-1][0] == "diagnostics.survey_extended"
    federation_travel(timedelta(days=22))
    with pytest.raises(Refusal):
        extend(here.actor("chair"), survey_id, before + timedelta(days=30))


@both_databases
def test_a_survey_of_another_federation_does_not_exist(here: Any, federation_elsewhere: Any) -> None:
    survey_id = opened(here)
    with federation_elsewhere.scope():
        for act in (
            lambda: extend(federation_elsewhere.actor("chair"), survey_id, now() + timedelta(days=20)),
            lambda: close_early(federation_elsewhere.actor("chair"), survey_id, "Because."),
            lambda: save_part(federation_elsewhere.actor("rep1"), survey_id, "vision", {}),
            lambda: queries.survey_of(survey_id, 0),
            lambda: results_of(survey_id),
        ):
            with pytest.raises(NotFound):
                act()
        assert close_due() == 0


def test_pages_of_whoever_runs_a_survey(here: Any, federation_client: Any) -> None:
    client = federation_client("chair")
    new = here.address("diagnostics/surveys/new")
    assert "Open a survey" in client.get(new).text
    assert client.get(f"{new}/check").headers["Location"] == new
    when = (now() + timedelta(days=14)).date()
    plan = {
        "title": TITLE,
        "purpose": PURPOSE,
        "closes_at-day": when.day,
        "closes_at-month": when.month,
        "closes_at-year": when.year,
        "closes_at-time": "5pm",
    }
    missing = client.get(f"{new}/check", query_string={**plan, "title": "", "closes_at-year": "2020"}).text
    assert "Error: Open a survey" in missing
    assert "Enter a title" in missing
    assert PURPOSE in missing
    past = client.get(f"{new}/check", query_string={**plan, "closes_at-year": "2020"}).text
    assert "The survey must close in the future" in past
    check = client.get(f"{new}/check", query_string=plan).text
    assert "7 people of 6 practices" in check
    assert "Each of the 7 people gets an email" in check
    made = client.post(f"{new}/check", data=plan)
    assert made.status_code == 303
    page = client.get(made.headers["Location"]).text
    assert TITLE in page
    assert "0 of 7 people answered so far" in page
    assert "Give people more time" in page
    assert "Give people more time" not in federation_client("rep1").get(made.headers["Location"]).text
    assert federation_client("rep1").get(new).status_code == 403
    client = federation_client("chair")
    again = client.post(f"{new}/check", data=plan).text
    assert ONE_AT_A_TIME in again
    closing = client.post(f"{made.headers['Location']}/close", data={"reason": ""}).text
    assert "Say why the survey closes early" in closing
    assert client.post(f"{made.headers['Location']}/close", data={"reason": "Enough."}).status_code == 303
    assert "Enough." in client.get(made.headers["Location"]).text
    assert client.get(f"{made.headers['Location']}/close").status_code == 409


@pytest.mark.parametrize("name", ["chair", "admin", "rep1", "lay"])
def test_the_hub_opens_a_survey_or_says_who_may(here: Any, federation_client: Any, name: str) -> None:
    client = federation_client(name)
    button = f'href="{here.address("diagnostics/surveys/new")}">Open a survey</a>'
    runs = name in ("chair", "admin")
    page = client.get(here.address("diagnostics/")).text
    assert (button in page) is runs
    assert ("Whoever leads the federation, or an administrator, opens one." in page) is not runs
    with here.scope():
        opened(here)
    assert button not in federation_client(name).get(here.address("diagnostics/")).text


def test_an_error_names_a_question_shortly(here: Any, federation_client: Any) -> None:
    survey_id = opened(here)
    client = federation_client("rep1")
    sent = client.post(
        here.address(f"diagnostics/surveys/{survey_id}/answer/comments"), data={"keep": "x" * 1_001}
    )
    summary = sent.text.partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
    assert ">What you would miss must be 1,000 characters or less. It has 1,001</a>" in summary
