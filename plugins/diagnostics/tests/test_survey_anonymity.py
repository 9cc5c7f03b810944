"""Nothing in the database, the outbox, the record, the logs, the search or an export leads from a person to answers."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from federation_diagnostics.actions.closing import close_due
from federation_diagnostics.actions.surveys import close_early
from federation_diagnostics.hooks import personal_data
from federation_diagnostics.models import SurveyAnswer, SurveyDraft, SurveyInvitation
from sqlalchemy import select, text
from surveying import answered, fill_in, opened, record, staffed

from federation.plugin.migrate import owner_engine
from federation.testing import both_databases
from federation.testing.tables import contents
from federation.toolkit import session

SECRET = "The heron nests behind the bins"


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def places(url: str) -> list[tuple[Any, ...]]:
    """Every answer in the order in which rows lie in the database: its number, and a mark that the database makes
    itself: on PostgreSQL the number of the transaction that wrote the row, on SQLite the number of the row."""
    session.rollback()
    mark, order = ("xmin::text", "ctid") if url.startswith("postgresql") else ("rowid", "rowid")
    engine = owner_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT id, {mark} FROM diagnostics_answer ORDER BY {order}")).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def test_an_answer_has_no_column_for_a_person_or_a_time() -> None:
    assert set(SurveyAnswer.__table__.columns.keys()) == {
        "federation_id",
        "id",
        "survey_id",
        "practice_id",
        "answers",
    }
    assert set(SurveyInvitation.__table__.columns.keys()) == {
        "federation_id",
        "id",
        "survey_id",
        "person_id",
        "practice_id",
        "choices",
        "answered",
    }
    assert set(SurveyDraft.__table__.columns.keys()) == {"federation_id", "id", "invitation_id", "answers"}
    for table in (SurveyAnswer, SurveyDraft, SurveyInvitation):
        assert table.__table__.info["private"]
    assert not SurveyAnswer.__table__.columns["id"].autoincrement


@both_databases
def test_the_database_itself_does_not_tell_who_sent_what_and_in_which_order(
    here: Any, federation_database_url: str
) -> None:
    """Not by numbers, not by the place of rows, not by the transaction that PostgreSQL notes beside each row."""
    names = staffed(here, 6)
    survey_id = opened(here)
    seen = []
    for place, name in enumerate(names):
        answered(here, survey_id, {name: place % 5 + 1})
        found = places(federation_database_url)
        numbers = [number for number, _ in found]
        assert (len(found), numbers) == (place + 1, sorted(numbers))
        if federation_database_url.startswith("postgresql"):
            assert len({mark for _, mark in found}) == 1
        else:
            assert [mark for _, mark in found] == numbers
        seen.append(set(numbers))
    order = [next(iter(now - before)) for before, now in zip([set(), *seen], seen, strict=False)]
    assert order != sorted(order)
    assert order != sorted(order, reverse=True)
    assert len(set(order)) == len(names)
    assert all(0 < number < 2**53 for number in order)


@both_databases
def test_no_other_table_holds_what_was_answered_or_links_to_it(
    here: Any, federation_work: Any, federation_database_url: str
) -> None:
    survey_id = opened(here)
    people = here.people
    for name, words in (("rep1", SECRET), ("rep2", ""), ("rep3", "")):
        fill_in(here, name, survey_id, 2, "worse", {"keep": words} if words else None)
    from federation_diagnostics.actions.answering import send

    for name in ("rep2", "rep1", "rep3"):
        send(here.actor(name), survey_id)
    numbers = session.scalars(select(SurveyAnswer.id)).all()
    federation_work()
    session.rollback()
    found: dict[str, Any] = {}
    for prefix in ("kernel", "people", "network", "decisions", "diagnostics"):
        found |= contents(federation_database_url, prefix)
    answers = json.dumps(found.pop("diagnostics_answer"), default=str)
    assert SECRET in answers
    rest = json.dumps(found, default=str)
    assert SECRET not in rest
    assert not [number for number in numbers if str(number) in rest]
    assert found["diagnostics_draft"] == []
    with here.scope():
        assert [(act, who) for act, who, _ in record(here)] == [
            ("diagnostics.survey_opened", people["chair"])
        ]
    for row in found["kernel_outbox"]:
        assert any(word in str(row) for word in ("survey_opened", "diagnostics.invited", "checkpoint"))


@both_databases
def test_closing_tells_no_more(here: Any, federation_database_url: str) -> None:
    survey_id = opened(here)
    answered(here, survey_id, {"rep1": 2, "rep2": 3})
    close_early(here.actor("chair"), survey_id, "Enough.")
    assert close_due() == 0
    act, _, data = record(here)[-1]
    assert act == "diagnostics.survey_closed"
    assert set(json.loads(data)) == {"answered", "invited", "results", "early"}
    assert len(places(federation_database_url)) == 2


def test_logs_say_nothing(here: Any, federation_client: Any, caplog: pytest.LogCaptureFixture) -> None:
    survey_id = opened(here)
    path = here.address(f"diagnostics/surveys/{survey_id}/answer")
    client = federation_client("rep1")
    with caplog.at_level(logging.DEBUG):
        client.post(f"{path}/vision", data={"vision_shared": "2"})
        client.post(f"{path}/comments", data={"keep": SECRET})
        client.post(f"{path}/check")
    said = " ".join(one.getMessage() for one in caplog.records if not one.name.startswith("sqlalchemy"))
    assert SECRET not in said
    assert "rep1" not in said


@both_databases
def test_an_export_has_what_is_ones_own_and_not_sent(here: Any) -> None:
    survey_id = opened(here)
    fill_in(here, "rep1", survey_id, 2, "worse", {"keep": SECRET})
    answered(here, survey_id, {"rep2": 5}, comments={"keep": "Another secret"})
    session.rollback()
    own = {name: personal_data(here.people[name]) for name in ("rep1", "rep2", "chair", "lay")}
    assert [(one.title, one.content["answered"]) for one in own["rep1"]] == [
        ("Invitation to a survey of the members", False)
    ]
    assert own["rep1"][0].content["saved_and_not_sent"]["comments"] == {"keep": SECRET}
    assert [dict(one.content) for one in own["rep2"]] == [
        {"survey": "Network health, autumn 2026", "answered": True}
    ]
    assert [one.title for one in own["chair"]] == ["Survey of the members that you opened or closed"]
    assert own["lay"] == []
    answered_by_rep1 = json.dumps([dict(one.content) for one in own["rep1"]])
    assert "Another secret" not in answered_by_rep1


def test_the_administrators_download_leaves_answers_out(here: Any, federation_client: Any) -> None:
    survey_id = opened(here)
    fill_in(here, "rep1", survey_id, 2, "worse", {"keep": SECRET})
    answered(here, survey_id, {"rep2": 5}, comments={"keep": "Another secret"})
    download = federation_client("admin").get(here.address("admin/plugins/diagnostics/data.json")).text
    assert "diagnostics_survey" in download
    assert SECRET not in download
    assert "Another secret" not in download
    assert '"person_id"' not in download
