"""Answering: saved as one goes, sent once, and then nobody's any more."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from federation_diagnostics.actions.answering import (
    COMMENTS,
    NOTHING,
    choose_practice,
    save_part,
    send,
)
from federation_diagnostics.actions.closing import close_due
from federation_diagnostics.models import Survey, SurveyAnswer, SurveyDraft, SurveyInvitation
from federation_diagnostics.queries.surveys import with_draft
from federation_diagnostics.rules.questionnaire import DIMENSION_KEYS
from sqlalchemy import select
from surveying import REPRESENTATIVES, answered, fill_in, opened

from federation.testing import both_databases
from federation.toolkit import Invalid, NotYours, Refusal, session

Travel = Callable[[timedelta], None]


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def saved(world: Any, name: str, survey_id: int) -> Any:
    session.rollback()
    return with_draft(survey_id, world.people[name]).draft


@both_databases
def test_each_page_is_saved_in_place_of_what_was_there(here: Any) -> None:
    survey_id, who = opened(here), here.actor("rep1")
    assert saved(here, "rep1", survey_id) is None
    save_part(
        who,
        survey_id,
        "direction",
        {"direction_focus": 5, "direction_follows": None, "vision_shared": 1},
        "better",
    )
    save_part(who, survey_id, "vision", {"vision_shared": 2})
    save_part(who, survey_id, COMMENTS, comments={"keep": " The locum list ", "change": " "})
    assert saved(here, "rep1", survey_id) == {
        "items": {"direction_focus": 5, "direction_follows": None, "vision_shared": 2},
        "year_ago": {"direction": "better"},
        "comments": {"keep": "The locum list"},
        "seen": ["vision", "direction", "comments"],
    }
    save_part(who, survey_id, "direction", {"direction_stopping": 3})
    save_part(who, survey_id, COMMENTS)
    assert saved(here, "rep1", survey_id) == {
        "items": {"vision_shared": 2, "direction_stopping": 3},
        "year_ago": {},
        "comments": {},
        "seen": ["vision", "direction", "comments"],
    }
    assert saved(here, "rep2", survey_id) is None


@both_databases
def test_what_cannot_be_saved(here: Any) -> None:
    survey_id, who = opened(here), here.actor("rep1")
    for part, items, year_ago, comments in (
        ("vision", {"vision_shared": 6}, None, {}),
        ("vision", {"vision_shared": True}, None, {}),
        ("vision", {}, "never", {}),
        (COMMENTS, {}, None, {"keep": "x" * 1_001}),
        (COMMENTS, {}, None, {"keep": "Ask 943 476 5919"}),
    ):
        with pytest.raises(Invalid):
            save_part(who, survey_id, part, items, year_ago, comments)
    assert saved(here, "rep1", survey_id) is None
    for name in ("admin", "chair", "lay", "observer"):
        with pytest.raises(NotYours):
            save_part(here.actor(name), survey_id, "vision", {})
        with pytest.raises(NotYours):
            send(here.actor(name), survey_id)


@both_databases
def test_sending_moves_the_answers_and_keeps_nothing_of_the_person(here: Any) -> None:
    survey_id = opened(here)
    fill_in(here, "rep2", survey_id, 4, "better", {"keep": "The locum list"})
    save_part(here.actor("rep1"), survey_id, "vision", {"vision_shared": 2})
    send(here.actor("rep2"), survey_id)
    session.rollback()
    (one,) = session.scalars(select(SurveyAnswer)).all()
    assert (one.survey_id, one.practice_id) == (survey_id, here.practice_of("rep2"))
    assert set(one.answers) == {"items", "year_ago", "comments"}
    assert set(one.answers["items"].values()) == {4}
    assert len(one.answers["items"]) == 24
    assert one.answers["year_ago"] == dict.fromkeys(DIMENSION_KEYS, "better")
    assert one.answers["comments"] == {"keep": "The locum list"}
    assert saved(here, "rep2", survey_id) is None
    assert saved(here, "rep1", survey_id) is not None
    asked = session.scalars(select(SurveyInvitation.person_id).where(SurveyInvitation.answered)).all()
    assert asked == [here.people["rep2"]]
    assert session.get_one(Survey, survey_id).answered == 1


@both_databases
def test_sending_twice_says_so_and_changes_nothing(here: Any) -> None:
    survey_id = opened(here)
    answered(here, survey_id, {"rep1": 4})
    for again in (
        lambda: send(here.actor("rep1"), survey_id),
        lambda: save_part(here.actor("rep1"), survey_id, "vision", {"vision_shared": 1}),
        lambda: choose_practice(here.actor("rep1"), survey_id, here.practice_of("rep1")),
    ):
        with pytest.raises(Refusal, match="sent your answers already"):
            again()
    session.rollback()
    assert len(session.scalars(select(SurveyAnswer)).all()) == 1
    assert session.scalars(select(SurveyDraft)).all() == []


@both_databases
def test_nothing_is_sent_before_something_is_answered(here: Any) -> None:
    survey_id = opened(here)
    for prepare in (lambda: None, lambda: save_part(here.actor("rep1"), survey_id, "vision", {}, "same")):
        prepare()
        with pytest.raises(Refusal) as refused:
            send(here.actor("rep1"), survey_id)
        assert refused.value.words == NOTHING


@both_databases
def test_somebody_with_two_practices_answers_for_the_one_they_choose(here: Any) -> None:
    codes = list(here.practices)
    here.add("rep1", "member", codes[4])
    survey_id, who = opened(here), here.actor("rep1")
    with pytest.raises(Invalid) as refused:
        choose_practice(who, survey_id, here.practices[codes[1]])
    assert refused.value.field == "practice"
    choose_practice(who, survey_id, here.practices[codes[4]])
    answered(here, survey_id, {**dict.fromkeys(REPRESENTATIVES, 4), "member": 2})
    sent = session.scalars(select(SurveyAnswer.practice_id)).all()
    assert sorted(sent) == sorted([*here.practices.values(), here.practices[codes[4]]])


@both_databases
def test_what_was_not_sent_is_deleted_at_the_close(here: Any, federation_travel: Travel) -> None:
    survey_id = opened(here)
    fill_in(here, "rep1", survey_id)
    answered(here, survey_id, {"rep2": 4})
    federation_travel(timedelta(days=14, minutes=1))
    with pytest.raises(Refusal, match="has closed"):
        send(here.actor("rep1"), survey_id)
    close_due()
    session.rollback()
    assert session.scalars(select(SurveyDraft)).all() == []
    survey = session.get_one(Survey, survey_id)
    assert (survey.answered, survey.results is not None) == (1, True)


@both_databases
def test_many_send_at_once_and_none_is_lost(here: Any, federation_app: Any) -> None:
    """Six people press send at the same moment, each twice."""
    survey_id = opened(here)
    for number, name in enumerate(REPRESENTATIVES):
        fill_in(here, name, survey_id, number % 5 + 1)
    actors = [here.actor(name) for name in REPRESENTATIVES]
    session.rollback()
    gate, said = Barrier(len(actors) * 2), []

    def press(who: Any) -> None:
        with federation_app.app_context(), here.scope():
            gate.wait()
            try:
                send(who, survey_id)
                said.append("sent")
            except Refusal as refusal:
                said.append(refusal.words)
            finally:
                session.remove()

    threads = [Thread(target=press, args=(who,)) for who in actors * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (said.count("sent"), len(said)) == (6, 12)
    rows = session.scalars(select(SurveyAnswer)).all()
    assert sorted(row.practice_id for row in rows) == sorted(here.practices.values())
    assert session.get_one(Survey, survey_id).answered == 6


def test_pages_of_somebody_who_answers(here: Any, federation_client: Any) -> None:
    survey_id = opened(here)
    path = here.address(f"diagnostics/surveys/{survey_id}/answer")
    client = federation_client("rep1")
    start = client.get(path).text
    assert "about 5 minutes" in start
    assert "(Driftwood Surgery)" in start
    assert f'href="{path}/vision"' in start
    page = client.get(f"{path}/vision").text
    assert "Part 1 of 8" in page
    assert page.count('type="radio"') == 3 * 6 + 3
    left = client.post(
        f"{path}/vision", data={"vision_sentence": "4", "vision_shared": "0", "year_ago": "better"}
    )
    assert left.headers["Location"] == f"{path}/direction"
    assert "Go on where you were: part 2 of 8" in client.get(path).text
    again = client.get(f"{path}/vision").text
    assert again.count(" checked") == 3
    assert "Back" in client.get(f"{path}/direction").text
    for key in DIMENSION_KEYS[1:]:
        left = client.post(f"{path}/{key}", data={})
    assert left.headers["Location"] == f"{path}/comments"
    left = client.post(f"{path}/comments", data={"keep": "The locum list"})
    assert left.headers["Location"] == f"{path}/check"
    check = client.get(f"{path}/check").text
    assert "You left out 22 statements" in check
    assert "4: Agree" in check
    assert "I don’t know" in check
    assert "The locum list" in check
    back = client.post(f"{path}/vision?then=check", data={"vision_sentence": "5"})
    assert back.headers["Location"] == f"{path}/check"
    sent = client.post(f"{path}/check")
    assert sent.headers["Location"] == path
    assert "Your answers are sent" in client.get(path).text
    assert client.get(f"{path}/vision").headers["Location"] == path
    assert client.post(f"{path}/check").headers["Location"] == path


def test_pages_of_those_who_cannot_answer(
    here: Any, federation_client: Any, federation_travel: Travel
) -> None:
    survey_id = opened(here)
    path = here.address(f"diagnostics/surveys/{survey_id}/answer")
    here.add("late", "member", next(iter(here.practices)))
    for name in ("chair", "lay", "observer", "admin", "late"):
        page = federation_client(name).get(path)
        assert (page.status_code, "You are not invited to this survey" in page.text) == (200, True), name
    assert federation_client("late").get(f"{path}/vision").headers["Location"] == path
    assert federation_client("chair").get(f"{path}/vision").status_code == 403
    client = federation_client("rep1")
    assert NOTHING in client.post(f"{path}/check").text
    for page, typed in (("comments", {"keep": "x" * 1_001}), ("vision", {"vision_shared": "7"})):
        assert "<title>Error: " in client.post(f"{path}/{page}", data=typed).text
    federation_travel(timedelta(days=15))
    assert "This survey has closed" in client.get(path).text
    assert client.post(f"{path}/vision", data={"vision_shared": "3"}).headers["Location"] == path


def test_the_federation_says_why_it_asks(here: Any, federation_client: Any) -> None:
    survey_id = opened(here)
    path = here.address(f"diagnostics/surveys/{survey_id}/answer")
    settings = here.address("admin/plugins/diagnostics/settings")
    admin = federation_client("admin")
    assert admin.post(settings, data={"reminder_days": "15", "introduction": ""}).status_code == 422
    kept = admin.post(settings, data={"reminder_days": "3", "introduction": "We meet on this in May."})
    assert kept.status_code == 303
    assert "We meet on this in May." in federation_client("rep1").get(path).text
