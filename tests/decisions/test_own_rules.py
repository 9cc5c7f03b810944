"""The federation's own rules, and the rule that the members suggest."""

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision, OwnRule, SuggestedRule
from federation.decisions.rulebook.actions import rules as act
from federation.decisions.rulebook.queries.rulebook import rule_choices, rule_named
from federation.decisions.subjects import SUGGESTED_RULE
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.plugin.door import door
from federation.testing.world import World, make_world
from tests.decisions.many import closed
from tests.decisions.votes import preset

TWO_THIRDS = preset("special_resolution", threshold={"fraction": "2/3", "strict": False})
FORM = {
    "title": "Two thirds",
    "summary": "For sharing rooms",
    "method": "majority",
    "weights_kind": "one",
    "weights_rounding": "started",
    "quorum_practices": "3/4",
    "quorum_practices_side": "at_least",
    "quorum_weight_side": "at_least",
    "threshold": "2/3",
    "threshold_side": "at_least",
    "base": "cast_excluding_abstentions",
    "tie": "not_carried",
    "reasons": "optional",
    "visibility": "after_close",
    "early_close": "never",
}


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.mark.both_databases
def test_the_executive_keeps_changes_and_retires_rules(world: World) -> None:
    with world.scope():
        chair = world.actor("chair")
        key = act.keep_rule(chair, TWO_THIRDS, "Two  thirds", "For rooms")
        assert key == "two_thirds"
        kept = rule_named(key)
        assert (kept.name, kept.title, kept.threshold) == (
            key,
            "Two thirds",
            rules.VoteNeed(Fraction(2, 3), strict=False),
        )
        assert act.keep_rule(chair, preset("consent"), "Two thirds at last", key=key) == key
        assert rule_named(key).method == "consent"
        act.retire_rule(chair, key)
        with pytest.raises(Invalid):
            rule_named(key)
        assert act.keep_rule(chair, TWO_THIRDS, "Two thirds") == "two_thirds_2"
        for title in ("", "simple MAJORITY", "two thirds"):
            with pytest.raises(Invalid) as no:
                act.keep_rule(chair, TWO_THIRDS, title)
            assert no.value.field == "title"
        for name in ("rep1", "admin", "member"):
            with pytest.raises(NotYours):
                act.keep_rule(world.actor(name), TWO_THIRDS, "Mine")
            with pytest.raises(NotYours):
                act.retire_rule(world.actor(name), "two_thirds_2")
    other = make_world("dune", practices=2)
    with other.scope(), pytest.raises(NotFound):
        act.keep_rule(other.actor("chair"), TWO_THIRDS, "Theirs", key="two_thirds_2")


def carried(world: World, number: int, kind: str, rule_key: str, verdict: str = "carried") -> int:
    with world.scope():
        draft = act.propose_suggestion(world.actor("rep1"), kind, rule_key)
        proposal = db.session.get(Decision, draft)
        assert proposal is not None and proposal.subject == SUGGESTED_RULE and proposal.state == "draft"
    return closed(
        world, number, verdict=verdict, subject=SUGGESTED_RULE, terms={"kind": kind, "rule_key": rule_key}
    )


def tell(world: World, decision: int, verdict: str = "carried") -> None:
    with world.scope(), unit_of_work():
        assert (
            door().calls.tell(DecisionClosed(world.federation_id, decision, SUGGESTED_RULE, 1, {}, verdict))
            == []
        )


@pytest.mark.both_databases
def test_a_carried_decision_sets_the_suggested_rule_once_and_the_later_one_wins(world: World) -> None:
    with world.scope():
        key = act.keep_rule(world.actor("chair"), TWO_THIRDS, "Two thirds")
    first, lost, second = (
        carried(world, 1, "shared", "consent"),
        carried(world, 2, "shared", "advisory", "not_carried"),
        carried(world, 3, "shared", key),
    )

    def suggested() -> list[tuple[str, str, int]]:
        with world.scope():
            return [
                tuple(row)
                for row in db.session.execute(
                    select(SuggestedRule.kind, SuggestedRule.rule_key, SuggestedRule.decision_id)
                )
            ]

    tell(world, lost, "not_carried")
    tell(world, lost)
    assert suggested() == []
    tell(world, first)
    assert suggested() == [("shared", "consent", first)]
    tell(world, second)
    tell(world, first)
    tell(world, second)
    assert suggested() == [("shared", key, second)]
    with world.scope():
        assert [choice.key for choice in rule_choices("shared", []) if choice.suggested] == [key]
        with pytest.raises(Refusal, match="The members chose"):
            act.retire_rule(world.actor("chair"), key)
        for kind, rule, field in (("nonsense", "consent", "kind"), ("shared", "nonsense", "rule")):
            with pytest.raises(Invalid) as no:
                act.propose_suggestion(world.actor("rep1"), kind, rule)
            assert no.value.field == field
        with pytest.raises(NotYours):
            act.propose_suggestion(world.actor("lay"), "shared", "consent")


def test_the_form_shows_what_a_rule_means_before_it_keeps_it(app: Flask, world: World) -> None:
    client = world.client(app, "chair")
    seen = client.post("/f/saltmarsh/decisions/rules/new", data=FORM | {"see": "1"})
    assert "What this means for the 12 practices that may vote today" in seen.text
    assert "At least 9 of the 12 practices vote." in seen.text
    assert "Save this rule" in seen.text and "nhsuk-tag--green" in seen.text
    with world.scope():
        assert db.session.scalars(select(OwnRule.key)).all() == []
    assert client.post("/f/saltmarsh/decisions/rules/new", data=FORM | {"save": "1"}).status_code == 303
    with world.scope():
        assert rule_named("two_thirds") == rules.Rule.from_dict(
            TWO_THIRDS.to_dict() | {"name": "two_thirds", "title": "Two thirds"}
        )
    assert "For sharing rooms" in client.get("/f/saltmarsh/decisions/rules").text
    assert 'value="2/3"' in client.get("/f/saltmarsh/decisions/rules/two_thirds").text
    assert client.post("/f/saltmarsh/decisions/rules/two_thirds/retire").status_code == 303
    assert client.get("/f/saltmarsh/decisions/rules/two_thirds").status_code == 404
    for name in ("rep1", "admin"):
        assert world.client(app, name).get("/f/saltmarsh/decisions/rules/new").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"threshold": ""}, "threshold", "Say what share of the votes must be for"),
        (
            {"threshold": "1/1", "threshold_side": "more_than"},
            "threshold_side",
            "More than all cannot be reached",
        ),
        ({"weights_kind": "patients"}, "weights_per", "Say how many patients make a vote"),
        (
            {"weights_kind": "banded", "weights_bands": "0: 1\nfive: 2"},
            "weights_bands",
            "must be a whole number",
        ),
        (
            {"weights_kind": "banded", "weights_bands": "5,000: 2"},
            "weights_bands",
            "The first band must begin at 0",
        ),
        ({"weights_kind": "shares", "weights_shares": "Z99001"}, "weights_shares", "Line 1 must be like"),
        ({"method": "consent", "threshold": ""}, "reasons", "An objection always needs a reason"),
        (
            {"method": "silence", "threshold": "", "reasons": "required"},
            "then",
            "Say under which rule it is voted on",
        ),
        ({"objections": "2"}, "objections", "Leave this empty: it is not asked for this way to decide"),
        ({"then": "consent"}, "then", "Leave this empty: it is not asked for this way to decide"),
        ({"method": "nonsense"}, "method", "Select one of the answers"),
        ({"title": "Consent"}, "title", "There is a rule with this name already"),
        ({"minimum_hours": "-1"}, "minimum_hours", "whole number of hours"),
    ],
)
def test_errors_stand_at_their_question(
    app: Flask, world: World, changes: dict[str, str], field: str, words: str
) -> None:
    page = (
        world.client(app, "chair")
        .post("/f/saltmarsh/decisions/rules/new", data=FORM | changes | {"save": "1"})
        .text
    )
    assert words in page
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    assert "For sharing rooms" in page


def test_every_rule_on_offer_survives_the_form(app: Flask, world: World) -> None:
    from federation.decisions.rulebook.forms.rules import OwnRuleForm

    own = (
        preset("patient_weighted", weights={"kind": "banded", "bands": [[0, 1], [5000, 3]], "cap": 9}),
        preset(
            "patient_weighted",
            weights={"kind": "shares", "shares": [["Z99001", 3], ["Z99002", 4]], "cap_share": "1/4"},
        ),
    )
    for rule in (*(one.rule for one in rules.PRESETS.values()), *own):
        with app.test_request_context("/", method="POST"):
            form = OwnRuleForm()
            form.fill(rule)
            form.title.data = rule.title
            assert form.rule() == rules.Rule.from_dict(rule.to_dict() | {"name": ""})


def test_a_member_begins_the_proposal_and_all_read_the_rules(app: Flask, world: World) -> None:
    page = world.client(app, "observer").get("/f/saltmarsh/decisions/rules").text
    assert "Double majority" in page and "At least 9 of 12 vote" in page
    assert "Add a rule" not in page and "Propose which rule" not in page
    client = world.client(app, "rep1")
    assert "Propose which rule" in client.get("/f/saltmarsh/decisions/rules").text
    assert (
        "Select a kind of matter"
        in client.post("/f/saltmarsh/decisions/rules/suggest", data={"rule": "consent"}).text
    )
    assert (
        client.post(
            "/f/saltmarsh/decisions/rules/suggest", data={"kind": "shared", "rule": "consent"}
        ).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("kind", "key", "because"),
    [
        ("everyday", "simple_majority", "it is the usual rule for everyday matters"),
        (
            "shared",
            "double_majority",
            "this shares out money, work or staff: it should have most practices and most patients behind it",
        ),
        ("rules", "special_resolution", "this changes our rules or who may join"),
        ("own", "simple_majority", "it is the usual rule for everyday matters"),
    ],
)
def test_what_is_suggested_before_the_members_have_chosen(
    app: Flask, kind: str, key: str, because: str
) -> None:
    world = make_world(practices=3)
    with world.scope():
        first = rule_choices(kind, [("Z99001", "Driftwood Surgery", 11240)])[0]
    assert (first.key, first.suggested, first.because) == (key, True, f"We suggest it because {because}.")
