"""What the members decided about every vote holds in every way in: nobody opens, closes or replaces below it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.decisions.rulebook.actions import rules as rulebook
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.planning import plan
from federation.decisions.voting.actions.scheduling import open_due, schedule_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import moment
from federation.network.models import Federation
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.test_letters import mails, work
from tests.decisions.votes import in_hours, opened, preset, propose, vote

pytestmark = pytest.mark.both_databases
ONE_IN_A_HUNDRED = {
    "method": "majority",
    "threshold": {"fraction": "1/100", "strict": False},
    "title": "Ours",
}
QUORUM = "More than half of the practices must vote: this rule asks for no number."
SHARE = "More than half of the votes must be for: this rule asks for at least 1%."
OWN = (
    "Only the executive may use a rule of its own. Choose one of the rules that every federation has, or one that "
    "this federation keeps."
)
REPLACING = "The decision that it replaces was taken under “Double majority”, and this rule "
NOTICE = "Voting must be open for at least 24 hours: our federation gives every practice this notice"


def deliver(world: World, **floors: Any) -> None:
    """Give the federation the floors as delivered, but for these."""
    with unit_of_work() as session:
        session.execute(
            update(Federation)
            .where(Federation.id == world.federation_id)
            .values(settings={"floors": floors} if floors else {})
        )


@pytest.fixture
def here(app: Flask) -> World:
    """A federation with the floors as delivered."""
    world = make_world()
    deliver(world)
    return world


def bound_by_all(world: World) -> int:
    """A decision that all practices carried under a double majority."""
    decision_id = opened(world, preset("double_majority"), hours=25)
    vote(world, decision_id, "f" * 12)
    with world.scope():
        close_early(world.actor("chair"), decision_id, "Every practice has voted.")
    return decision_id


def decision(decision_id: int) -> Decision:
    db.session.expire_all()
    return db.session.get_one(Decision, decision_id)


def refused(act: Callable[[], object]) -> tuple[str, str | None]:
    """The words and the field of a refusal."""
    with pytest.raises(Refusal) as no:
        act()
    return no.value.words, no.value.field


def test_nobody_binds_all_in_four_seconds_under_a_rule_of_their_own(app: Flask, here: World) -> None:
    bound = bound_by_all(here)
    client = program(app, here, "rep1")
    text = {"title": "Do otherwise", "body": "We agree to do otherwise.", "supersedes": bound}
    made = client.done("POST", "/decisions", text, 201)["id"]
    client.done("POST", f"/decisions/{made}/discussion")
    with here.scope():
        soon = in_hours(4 / 3600).isoformat()
        late = in_hours(25).isoformat()

    said = client("POST", f"/decisions/{made}/open", {"rule": ONE_IN_A_HUNDRED, "closes_at": soon})
    words = " ".join(
        (
            QUORUM,
            SHARE,
            OWN,
            REPLACING + "asks for a smaller share of the votes.",
            REPLACING + "does not ask for a share of the patients.",
            REPLACING + "asks for fewer practices to vote.",
        )
    )
    assert (said.status_code, said.json["errors"]) == (422, {"rule": [words]})
    quorate = ONE_IN_A_HUNDRED | {"quorum_practices": {"fraction": "3/4", "strict": False}}
    said = client("POST", f"/decisions/{made}/open", {"rule": quorate, "closes_at": late})
    assert said.status_code == 422 and QUORUM not in said.text and SHARE in said.json["errors"]["rule"][0]
    said = client("POST", f"/decisions/{made}/open", {"preset": "simple_majority", "closes_at": late})
    assert said.json["errors"]["rule"][0] == " ".join(
        REPLACING + what
        for what in ("does not ask for a share of the patients.", "asks for fewer practices to vote.")
    )
    said = client("POST", f"/decisions/{made}/open", {"preset": "double_majority", "closes_at": soon})
    assert said.json["errors"] == {"closes_at": [NOTICE]}
    later = {"preset": "double_majority", "closes_at": late, "opens_at": soon}
    with here.scope():
        later["closes_at"] = in_hours(23).isoformat()
    assert client("POST", f"/decisions/{made}/open", later).json["errors"] == {"closes_at": [NOTICE]}

    client.done("POST", f"/decisions/{made}/open", {"preset": "double_majority", "closes_at": late})
    client.done("PUT", f"/decisions/{made}/ballots/Z99001", {"stance": "for"}, 201)
    with here.scope():
        assert (decision(made).state, decision(bound).superseded_by_id) == ("open", None)


def test_a_usual_rule_needs_the_notice_too(here: World) -> None:
    number = propose(here)
    with here.scope():
        rep = here.actor("rep1")
        rule = preset("simple_majority")
        assert refused(lambda: open_vote(rep, number, rule, in_hours(6 / 3600))) == (NOTICE, "closes_at")
        assert refused(lambda: schedule_vote(rep, number, rule, in_hours(1), in_hours(24.5))) == (
            NOTICE,
            "closes_at",
        )
        plan(rep, number, rule="simple_majority")
        assert refused(lambda: plan(rep, number, closes_at=in_hours(23))) == (NOTICE, "closes_at")
        assert decision(number).state == "discussion"


def test_a_rule_of_ones_own_is_for_the_executive(here: World) -> None:
    own = preset("simple_majority", threshold={"fraction": "2/3", "strict": False}, title="Ours")
    number = propose(here)
    with here.scope():
        open_it = lambda name: open_vote(here.actor(name), number, own, in_hours(25))  # noqa: E731
        assert refused(lambda: open_it("rep1")) == (OWN, "rule")
        deliver(here, own_rules="nobody")
        assert refused(lambda: open_it("chair")) == (
            "Only the rules that every federation has may be used here.",
            "rule",
        )
        deliver(here)
        rulebook.keep_rule(here.actor("chair"), own, "Two thirds")
        open_it("rep1")
        assert decision(number).state == "open"
        other = propose(here)
        rarer = preset("simple_majority", threshold={"fraction": "4/5", "strict": False})
        open_vote(here.actor("chair"), other, rarer, in_hours(25))


def test_no_rule_is_kept_that_no_vote_could_be_held_under(here: World) -> None:
    with here.scope():
        lax = rules.Rule.from_dict(ONE_IN_A_HUNDRED)
        assert refused(lambda: rulebook.keep_rule(here.actor("chair"), lax, "Lax")) == (
            QUORUM.removesuffix("."),
            "quorum_practices",
        )
        by_hand = preset("simple_majority", weights={"kind": "shares", "shares": [["Z99001", 9]]})
        assert refused(lambda: rulebook.keep_rule(here.actor("chair"), by_hand, "Ours")) == (
            "Rules with numbers of votes given by hand may not be used here",
            "weights",
        )


def test_the_executive_closes_no_vote_before_the_notice(
    here: World, travel: Callable[[timedelta], None]
) -> None:
    number = opened(here, hours=72)
    vote(here, number, "f" * 11)
    with here.scope():
        chair = here.actor("chair")
        ends = decision(number).opened_at + timedelta(hours=24)
        words, field = refused(lambda: close_early(chair, number, "It is clear."))
        assert words.startswith(f"Voting stays open until {moment(ends)} at least") and field is None
        deliver(here, notice_hours=0)
        refused(lambda: close_early(chair, number, "It is clear."))
        travel(timedelta(hours=24, minutes=1))
        close_early(chair, number, "It is clear.")
        assert decision(number).state == "closed"


def test_a_vote_that_all_have_cast_closes_earlier(here: World) -> None:
    by_rule = opened(here, preset("simple_majority", early_close="all_voted"), hours=25)
    by_hand, aside = opened(here, hours=25), opened(here, hours=25)
    for number in (by_rule, by_hand):
        vote(here, number, "f" * 12)
    vote(here, aside, "f" * 11)
    with here.scope():
        chair = here.actor("chair")
        assert decision(by_rule).state == "closed"
        close_early(chair, by_hand, "All have voted.")
        refused(lambda: close_early(chair, aside, "All but one have voted."))
        stand_aside(here.actor("rep12"), aside, here.practices["Z99012"], "We would gain.")
        close_early(chair, aside, "All who may have voted.")
        assert {decision(by_hand).state, decision(aside).state} == {"closed"}


def test_a_vote_called_off_decides_nothing_and_everybody_hears_of_it(app: Flask, here: World) -> None:
    number = opened(here, hours=72)
    vote(here, number, "x" * 12)
    with here.scope():
        withdraw(here.actor("chair"), number, "The figures were wrong.")
        found = decision(number)
        assert (found.state, found.verdict, found.closed_by) == ("withdrawn", None, here.people["chair"])
        entry = db.session.scalars(
            select(RecordEntry).where(RecordEntry.action == "decision.vote_called_off")
        ).one()
        assert (entry.actor, entry.subject) == (here.people["chair"], f"decision:{number}")
    reader = here.client(app, "observer")
    for page in (f"/f/saltmarsh/decisions/{number}", "/f/saltmarsh/decisions/"):
        assert "Chair" in reader.get(page).text and "The figures were wrong." in reader.get(page).text
    assert (
        "The vote was called off: nothing is decided" in reader.get(f"/f/saltmarsh/decisions/{number}").text
    )
    assert (
        "called off a vote that was open: it decided nothing"
        in reader.get("/f/saltmarsh/our-federation/record").text
    )
    work(app, here)
    told = mails(here, "withdrawn")
    assert set(told) == {name for name in here.people if name not in ("admin", "observer")}
    assert "Chair called off the vote" in told["member"]
    assert "Reason: The figures were wrong." in told["lay"]


def test_replacing_asks_for_the_rule_and_the_floors_of_the_one_replaced(app: Flask, here: World) -> None:
    deliver(here, notice_hours=48, quorum={"fraction": "3/4", "strict": False})
    bound = opened(here, preset("special_resolution"), hours=49)
    vote(here, bound, "f" * 12)
    with here.scope():
        close_early(here.actor("chair"), bound, "All have voted.")
    deliver(here)
    with here.scope():
        rep = here.actor("rep1")
        number = start(rep, Draft(title="Otherwise", body="We do otherwise."), replaces=bound)
        to_discussion(rep, number)
        simple, special = preset("simple_majority"), preset("special_resolution")
        words, _ = refused(lambda: open_vote(rep, number, simple, in_hours(49)))
        assert words == " ".join(
            (
                "The decision that it replaces was taken under “Special resolution”, and this rule asks for a smaller "
                "share of the votes.",
                "The decision that it replaces was taken under “Special resolution”, and this rule asks for fewer "
                "practices to vote.",
                "At least 75% of the practices must vote: this rule asks for more than half.",
            )
        )
        words, field = refused(lambda: open_vote(rep, number, special, in_hours(47)))
        assert (words, field) == (NOTICE.replace("24", "48"), "closes_at")
        open_vote(rep, number, special, in_hours(49))
        assert decision(number).floors["notice_hours"] == 48
        old = decision(bound)
        named = f"If it is carried, it replaces decision {old.year}/{old.ordinal}, “{old.title}”."
    work(app, here)
    assert named in mails(here, f"opened:{number}")["rep5"]


def test_a_vote_that_was_set_opens_under_the_floors_of_its_time(
    here: World, travel: Callable[[timedelta], None]
) -> None:
    number, short = propose(here), propose(here)
    with here.scope():
        rep = here.actor("rep1")
        schedule_vote(rep, number, preset("simple_majority"), in_hours(1), in_hours(49))
        schedule_vote(rep, short, preset("simple_majority"), in_hours(1), in_hours(26))
        deliver(here, quorum={"fraction": "3/4", "strict": False})
        travel(timedelta(hours=2))
        assert open_due() == 0
        assert decision(number).state == "discussion"
        deliver(here)
        schedule_vote(rep, number, preset("simple_majority"), in_hours(1), in_hours(27))
        travel(timedelta(hours=5))
        assert open_due() == 1
        found = decision(number)
        assert found.closes_at - found.opened_at == timedelta(hours=24)


def test_floors_are_each_federations_own(here: World) -> None:
    other = make_world("elsewhere")
    number = propose(other)
    with other.scope():
        lax = rules.Rule.from_dict(ONE_IN_A_HUNDRED)
        open_vote(other.actor("rep1"), number, lax, in_hours(4 / 3600))
        assert decision(number).floors == rules.NONE.to_dict()
    mine = propose(here)
    with here.scope(), pytest.raises(Invalid):
        open_vote(here.actor("rep1"), mine, lax, in_hours(4 / 3600))


def test_weights_of_ones_own_leave_no_practice_without_a_vote(app: Flask, here: World) -> None:
    """The executive opens under patients in steps so large that only the largest practices have a vote."""
    by_steps = {"kind": "patients", "per": 15_000, "rounding": "completed"}
    half = {"fraction": "1/2", "strict": True}
    own = {"method": "majority", "threshold": half, "quorum_practices": half}
    with here.scope():
        rule = rules.Rule.from_dict({**own, "weights": by_steps, "title": "Ours"})
        decision = propose(here, "chair")
        with pytest.raises(Invalid, match="would have no vote: Driftwood Surgery") as no:
            open_vote(here.actor("chair"), decision, rule, in_hours(48))
        assert no.value.field == "rule"
        assert db.session.scalar(select(Decision.state).where(Decision.id == decision)) != "open"
