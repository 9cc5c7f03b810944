"""Leaders' profiles: what may be done, by whom, in which order."""

from collections.abc import Iterator
from typing import Any

import pytest
from federation_diagnostics.actions import profiles as act
from federation_diagnostics.queries import kept_profiles
from federation_diagnostics.queries import profiles as queries
from federation_diagnostics.rules.leadership import FEATURES, FUNCTION_KEYS, QUESTIONS

from federation.testing import both_databases
from federation.toolkit import Invalid, NotFound, NotYours, Refusal, session

SHARES = dict(zip(FUNCTION_KEYS, (40, 25, 15, 10, 5, 5), strict=True))


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def fill_in(world: Any, name: str, round_id: int, rating: int | None = 4, words: str = "") -> None:
    """Answer every question of a profile alike."""
    for feature in FEATURES:
        ratings = {question.key: rating for question in feature.questions}
        act.save_feature(world.actor(name), round_id, feature, ratings, words)
    act.save_shares(world.actor(name), round_id, SHARES)


def acts(world: Any) -> list[str]:
    """The acts in the record, the oldest first."""
    from federation.kernel.record import RecordEntry

    found = session.query(RecordEntry).order_by(RecordEntry.seq)
    return [one.action for one in found if one.action.startswith("diagnostics.")]


@both_databases
def test_a_round_from_its_beginning_to_what_members_read(here: Any) -> None:
    first = act.begin_round(here.actor("chair"), "  Spring   2026 ")
    fill_in(here, "chair", first, 2)
    act.finish(here.actor("chair"), first)
    act.close_round(here.actor("admin"), first)
    second = act.begin_round(here.actor("admin"), "Autumn 2026")
    fill_in(here, "chair", second, 4, "We met in June.")
    fill_in(here, "admin", second, 5)
    act.finish(here.actor("chair"), second)
    assert queries.summary_of(second).leaders == ("chair",)
    act.finish(here.actor("admin"), second)
    act.close_round(here.actor("chair"), second)
    found = queries.summary_of(second)
    assert found.leaders == ("admin", "chair")
    assert found.features[0].range.words == "4.5 (4.0 to 5.0)"
    assert found.features[0].evidence == (("chair", "We met in June."),)
    assert [one.range.words for one in found.functions] == ["40.0", "25.0", "15.0", "10.0", "5.0", "5.0"]
    before = queries.round_before(second)
    assert before is not None and before.title == "Spring 2026"
    assert queries.round_before(first) is None
    assert acts(here) == [
        "diagnostics.profile_round_begun",
        "diagnostics.profile_finished",
        "diagnostics.profile_round_closed",
        "diagnostics.profile_round_begun",
        "diagnostics.profile_finished",
        "diagnostics.profile_finished",
        "diagnostics.profile_round_closed",
    ]


@both_databases
def test_a_page_saved_again_replaces_what_was_saved(here: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    feature = FEATURES[0]
    first, second, third = (question.key for question in feature.questions)
    actor = here.actor("chair")
    act.save_feature(actor, round_id, feature, {first: 1, second: None}, "Words")
    act.save_feature(actor, round_id, FEATURES[1], {FEATURES[1].questions[0].key: 5}, "")
    own = queries.mine(round_id, actor.person_id)
    assert own.ratings == {first: 1, second: None, FEATURES[1].questions[0].key: 5}
    act.save_feature(actor, round_id, feature, {third: 3}, "")
    own = queries.mine(round_id, actor.person_id)
    assert own.ratings == {third: 3, FEATURES[1].questions[0].key: 5}
    assert own.evidence[feature.key] == ""
    assert own.finished_at is None


@both_databases
def test_one_round_at_a_time(here: Any) -> None:
    act.begin_round(here.actor("chair"), "Autumn 2026")
    with pytest.raises(Refusal, match="open already"):
        act.begin_round(here.actor("admin"), "Winter 2026")
    assert [one.title for one in queries.page_of_rounds().rows] == ["Autumn 2026"]


@both_databases
def test_after_the_close_and_after_finishing_nothing_changes(here: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    fill_in(here, "chair", round_id)
    fill_in(here, "admin", round_id, 1)
    act.finish(here.actor("chair"), round_id)
    with pytest.raises(Refusal, match="have finished"):
        fill_in(here, "chair", round_id, 1)
    with pytest.raises(Refusal, match="have finished"):
        act.finish(here.actor("chair"), round_id)
    act.close_round(here.actor("chair"), round_id)
    with pytest.raises(Refusal, match="is closed"):
        act.save_shares(here.actor("admin"), round_id, SHARES)
    with pytest.raises(Refusal, match="is closed"):
        act.finish(here.actor("admin"), round_id)
    with pytest.raises(Refusal, match="closed already"):
        act.close_round(here.actor("chair"), round_id)
    assert queries.summary_of(round_id).leaders == ("chair",)
    assert queries.summary_of(round_id).features[0].range.words == "4.0"


def test_only_whole_profiles_are_finished(here: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    with pytest.raises(Refusal, match="Answer every question"):
        act.finish(here.actor("chair"), round_id)
    fill_in(here, "chair", round_id)
    act.save_feature(here.actor("chair"), round_id, FEATURES[2], {}, "")
    own = queries.mine(round_id, here.people["chair"])
    assert act.unanswered(own.ratings, own.shares) == (FEATURES[2].key,)
    with pytest.raises(Refusal, match="Answer every question"):
        act.finish(here.actor("chair"), round_id)
    assert act.unanswered({}, {}) == (*(one.key for one in FEATURES), "time")
    assert act.unanswered(dict.fromkeys(QUESTIONS), SHARES) == ()


def test_what_cannot_be_taken_is_said_at_its_field(here: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    actor, feature = here.actor("chair"), FEATURES[0]
    refused = [
        (lambda: act.save_feature(actor, round_id, feature, {"needs_asked": 3}, ""), "needs_asked"),
        (lambda: act.save_feature(actor, round_id, feature, {"purpose_agreed": 6}, ""), "purpose_agreed"),
        (lambda: act.save_feature(actor, round_id, feature, {}, "Patient 943 476 5919"), "evidence"),
        (lambda: act.save_feature(actor, round_id, feature, {}, "x" * 2001), "evidence"),
        (lambda: act.save_shares(actor, round_id, {**SHARES, "community": 36}), "shares"),
        (lambda: act.save_shares(actor, round_id, {**SHARES, "community": -1}), "community"),
        (lambda: act.begin_round(actor, " "), "title"),
    ]
    for attempt, field in refused:
        with pytest.raises(Invalid) as no:
            attempt()
        assert no.value.field == field
    assert queries.mine(round_id, actor.person_id).saved_at is None


@pytest.mark.parametrize("name", ["rep1", "member", "lay", "observer"])
def test_only_leaders_fill_in_and_run(here: Any, name: str) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    for attempt in (
        lambda: fill_in(here, name, round_id),
        lambda: act.save_shares(here.actor(name), round_id, SHARES),
        lambda: act.finish(here.actor(name), round_id),
        lambda: act.close_round(here.actor(name), round_id),
        lambda: act.begin_round(here.actor(name), "Winter"),
    ):
        with pytest.raises(NotYours):
            attempt()


@both_databases
def test_another_federations_round_does_not_exist(here: Any, federation_elsewhere: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    fill_in(here, "chair", round_id, 5, "Secret of Saltmarsh")
    act.finish(here.actor("chair"), round_id)
    with federation_elsewhere.scope():
        chair = federation_elsewhere.actor("chair")
        for attempt in (
            lambda: act.close_round(chair, round_id),
            lambda: act.save_shares(chair, round_id, SHARES),
            lambda: act.finish(chair, round_id),
            lambda: queries.round_numbered(round_id),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert queries.summary_of(round_id).leaders == ()
        assert act.begin_round(chair, "Ours") != round_id


def test_leaders_of_one_name_are_told_apart(here: Any) -> None:
    here.add("chair two", "executive")
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    for name, rating in (("chair", 2), ("admin", 5)):
        fill_in(here, name, round_id, rating)
        act.finish(here.actor(name), round_id)
    from federation_diagnostics.models.profiles import LeaderProfile

    from federation.toolkit import unit_of_work

    with unit_of_work():
        for one in session.query(LeaderProfile):
            one.leader = "Sam Marsh"
    assert queries.summary_of(round_id).leaders == ("Sam Marsh", "Sam Marsh (2)")


def test_what_is_kept_about_a_person(here: Any) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    fill_in(here, "admin", round_id, None, "We met in June.")
    act.finish(here.actor("admin"), round_id)
    profile, run = (
        kept_profiles.kept_about(here.people["admin"]),
        kept_profiles.kept_about(here.people["chair"]),
    )
    assert [one.title for one in profile] == ["Leader’s profile"]
    assert profile[0].content["round"] == "Autumn 2026"
    assert set(profile[0].content["ratings"].values()) == {"I cannot say"}
    assert profile[0].content["evidence"]["Purpose and identity"] == "We met in June."
    assert profile[0].content["per_cent_of_time"]["Community building"] == 40
    assert [(one.title, dict(one.content)) for one in run] == [
        ("Round of leaders’ profiles", {"round": "Autumn 2026", "did": ["began"]})
    ]
    assert kept_profiles.kept_about(here.people["rep1"]) == []
