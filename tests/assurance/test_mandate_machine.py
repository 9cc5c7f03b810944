"""A group against a model of its mandate and its money: whatever it, practices and members do in whatever order, it never acts
without a mandate or spends past what the members let it, and no number of processes does. Thousands of sequences are tried with
``FEDERATION_THOROUGH=1``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation
from federation.mandates.actions.acting import do_act, pay
from federation.mandates.actions.budgeting import WantedBudget, propose_budget, propose_move
from federation.mandates.actions.calling_in import VOTE_DAYS, call_in
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.actions.recalling import sign_recall
from federation.mandates.actions.reporting import send_report
from federation.mandates.models import ActPayment, MandateAct
from federation.mandates.queries.budget import envelope_of
from federation.mandates.queries.standing import mandate_of
from federation.mandates.rules import GroupAct
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, end_group
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.assurance import tasks
from tests.assurance.conftest import THOROUGH, rounds
from tests.assurance.crew import Crew
from tests.mandates.conftest import loaded

TOTAL, ITEM = 1_500_000, 250_000
TERM_DAYS, REPORT_DAYS, GRACE_DAYS = 365, 60, 20
AREAS = ("tendering", "premises")
MONTH = timedelta(days=30)
PROCESSES = 16


@dataclass
class ModelAct:
    """An act as the model keeps it: of which mandate, when, for which item, its money, and the vote on it with its day."""

    number: int
    mandate: int
    at: datetime
    words: str
    pence: int
    spent: int = 0
    state: str = "standing"
    vote: int = 0
    voted_on: int = 0

    @property
    def counted(self) -> int:
        """What it takes of its mandate's money."""
        return self.pence if self.state in ("standing", "held") else self.spent


class ModelBudget(NamedTuple):
    """A budget as the model keeps it: its time, what is in the reserve, and what its envelopes hold."""

    first: datetime
    until: datetime
    reserve: int
    envelopes: dict[int, int]


def begin(world: World, name: str) -> int:
    """A group that ``lead`` leads, with a mandate that the members have just given it."""
    with world.scope():
        seats = (SeatWanted(world.people["lead"], is_lead=True),)
        group = begin_group(world.actor("admin"), GroupWanted(name, "Acts.", seats=seats))
    grant(world, group)
    return group


def grant(world: World, group: int) -> None:
    with world.scope():
        terms = loaded(
            time_now(), areas=list(AREAS), ratify="none", report_days=REPORT_DAYS, grace_days=GRACE_DAYS
        )
        number = propose_mandate(world.actor("rep1"), group, terms)
    world.decide(number)


def told(app: Flask) -> None:
    """Features learn what happened; letters, of which there are many, are thrown away."""
    with unit_of_work() as session, every_federation("letters of a test are thrown away"):
        session.execute(delete(OutboxRow).where(OutboxRow.kind == "mail"))
    run_once(app)


class Spending(RuleBasedStateMachine):
    """One group of a federation of three practices, with its model: its mandate with the days on which it began and the group
    reported, whether it was recalled, and each act with what it takes."""

    world: ClassVar[World]
    deliver: ClassVar[Callable[[], object]]
    travel: ClassVar[Callable[[timedelta], None]]
    day: ClassVar[int] = 0
    groups: ClassVar[int] = 0
    steps: ClassVar[int] = 0
    done: ClassVar[int] = 0
    shared: ClassVar[int] = 0
    recalls: ClassVar[int] = 0
    late: ClassVar[int] = 0
    budgets: ClassVar[list[ModelBudget]] = []
    last: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        type(self).groups += 1
        if self.last:
            with self.world.scope():
                end_group(self.world.actor("admin"), self.last)
        type(self).last = 0
        self.group = begin(self.world, f"Group {self.groups}")
        type(self).last = self.group
        self.deliver()
        self.acts: list[ModelAct] = []
        self.mandate = 1
        self.begins_anew()
        for item, pence in enumerate(
            (100_000, ITEM, 200_000)
        ):  # so that every sequence has acts to pay and to call in
            self.act("spend", AREAS[0], pence, item)

    def begins_anew(self) -> None:
        """The members have just given it a mandate."""
        self.began = self.reported = self.day
        self.recalled = False

    def expected(self) -> str:
        """Where its mandate stands, by the model."""
        if self.recalled:
            return "withdrawn"
        if self.day - self.began >= TERM_DAYS:
            return "ended"
        is_late = self.day - self.reported >= REPORT_DAYS + GRACE_DAYS
        return "suspended" if is_late and self.suspends() else "in_force"

    def suspends(self) -> bool:
        """A report that would be overdue only after the end of the mandate suspends nothing."""
        return self.reported - self.began + REPORT_DAYS + GRACE_DAYS < TERM_DAYS

    def holding(self, now: datetime) -> ModelBudget | None:
        """The budget that holds, if one does."""
        return next((one for one in reversed(self.budgets) if one.first <= now < one.until), None)

    def used_of(self, budget: ModelBudget) -> int:
        """What the group has spent and promised of its envelope."""
        return sum(one.counted for one in self.acts if budget.first <= one.at < budget.until)

    def fits(self, pence: int, now: datetime) -> bool:
        """Whether so much is left of the group's envelope, where a budget holds."""
        budget = self.holding(now)
        return budget is None or self.used_of(budget) + pence <= budget.envelopes.get(self.group, 0)

    def attempt(self, act: Callable[..., Any], who: str, *given: Any) -> Any:
        """What an act answers; None where it is refused."""
        type(self).steps += 1
        with self.world.scope():
            try:
                return act(self.world.actor(who), *given) or True
            except Refusal:
                return None

    @rule(
        power=st.sampled_from(["spend", "spend", "spend", "recommend", "publish"]),
        area=st.sampled_from([*AREAS, AREAS[0], "population"]),
        pence=st.sampled_from([0, 1, 100_000, 200_000, ITEM, ITEM + 1]),
        item=st.integers(0, 9),
    )
    def act(self, power: str, area: str, pence: int, item: int) -> None:
        words = f"Item {item} of group {self.groups}"
        state = self.expected()
        with self.world.scope():
            now = time_now()
        lately = sum(one.counted for one in self.acts if one.words == words and one.at > now - MONTH)
        used = sum(one.counted for one in self.acts if one.mandate == self.mandate)
        within = (
            state == "in_force"
            and area in AREAS
            and power in ("spend", "recommend")
            and (pence == 0 or (power == "spend" and lately + pence <= ITEM and used + pence <= TOTAL))
            and (pence == 0 or self.fits(pence, now))
        )
        done = self.attempt(do_act, "lead", self.group, GroupAct(power, area, pence, words))
        assert (done is not None) is within, (power, area, pence, state, lately, used)
        if done:
            type(self).done += 1
            self.acts.append(ModelAct(done.id, self.mandate, now, words, pence))

    def one(self, pick: int, *states: str) -> ModelAct | None:
        found = [one for one in self.acts if one.state in states]
        return found[pick % len(found)] if found else None

    @rule(pick=st.integers(0, 99), pence=st.sampled_from([0, 1, 50_000, 100_000, ITEM]), last=st.booleans())
    def pay(self, pick: int, pence: int, last: bool) -> None:
        act = self.one(pick, "standing", "held", "refused", "settled")
        if act and self.attempt(pay, "lead", act.number, pence, "Invoice", last):
            assert act.state == "standing" and act.spent + pence <= act.pence
            assert act.mandate != self.mandate or not self.recalled
            act.spent += pence
            if last or act.spent == act.pence:
                act.state = "settled"

    @rule(pick=st.integers(0, 99), practice=st.integers(1, 3))
    def call_in(self, pick: int, practice: int) -> None:
        act = self.one(pick, "standing")
        who = f"rep{practice}"
        if act:
            vote = self.attempt(call_in, who, act.number, self.world.practice_of(who), "Too dear.")
            if vote:
                act.state, act.vote, act.voted_on = "held", vote, self.day

    @rule(pick=st.integers(0, 99), how=st.sampled_from(["for", "against", "taken back"]))
    def settle(self, pick: int, how: str) -> None:
        act = self.one(pick, "held")
        if act is None:
            return
        if how == "taken back":
            taken = [self.attempt(withdraw, f"rep{n}", act.vote, "We agree now.") for n in (1, 2, 3)]
            assert taken.count(True) <= 1
            act.state = "standing" if any(taken) else "held"
        else:
            for n in (1, 2, 3):
                self.attempt(cast, f"rep{n}", act.vote, self.world.practice_of(f"rep{n}"), how, "Because.")
            act.state = "standing" if how == "for" else "refused"
        self.deliver()

    @rule(days=st.sampled_from([1, 5, 11, 31, 45]))
    def wait(self, days: int) -> None:
        """Time passes; votes that nobody answers close, and carry nothing."""
        type(self).day += days
        self.travel(timedelta(days=self.day))
        self.deliver()
        for one in self.acts:
            if one.state == "held" and self.day - one.voted_on >= VOTE_DAYS:
                one.state = "refused"

    @rule()
    def report(self) -> None:
        """It reports while it has a mandate, and can act again where it was late."""
        state = self.expected()
        sent = self.attempt(send_report, "lead", self.group, "It goes well.", "")
        assert (sent is not None) is (state in ("in_force", "suspended")), state
        if sent:
            type(self).late += state == "suspended"
            self.reported = self.day

    @rule(often=st.integers(0, 5), practice=st.integers(1, 3), how=st.sampled_from(["for", "against"]))
    def recall(self, often: int, practice: int, how: str) -> None:
        """A practice asks for the recall, which one of three is enough for; the members carry it, or do not."""
        if often:
            return
        state, who = self.expected(), f"rep{practice}"
        asked = self.attempt(sign_recall, who, self.group, self.world.practice_of(who), "They overspend.")
        assert (asked is not None) is (state in ("in_force", "suspended")), state
        if asked:
            for n in (1, 2, 3):
                voter = f"rep{n}"
                self.attempt(cast, voter, asked.decision_id, self.world.practice_of(voter), how, "Because.")
            self.deliver()
            self.recalled = how == "for"
            type(self).recalls += self.recalled

    @rule(
        often=st.integers(0, 3),
        pence=st.sampled_from([0, 100_000, 200_001, 600_000, 2 * TOTAL]),
        days=st.sampled_from([4, 12, 25]),
    )
    def share_out(self, often: int, pence: int, days: int) -> None:
        """The members share money out, or do so anew, and never below what the group has used."""
        if often:
            return
        with self.world.scope():
            now = time_now()
        wanted = WantedBudget("Money", now, now + timedelta(days=days), 2 * TOTAL, {self.group: pence})
        before = next((one for one in reversed(self.budgets) if one.until > now), None)
        number = self.attempt(propose_budget, "rep1", wanted)
        assert (number is not None) is (before is None or self.used_of(before) <= pence)
        self.decide(number, ModelBudget(now, wanted.until_at, 2 * TOTAL - pence, {self.group: pence}))

    @rule(often=st.integers(0, 3), pence=st.sampled_from([1, 150_000, 2 * TOTAL]))
    def move(self, often: int, pence: int) -> None:
        """The members move money from the reserve to the group's envelope."""
        if often:
            return
        with self.world.scope():
            budget = self.holding(time_now())
        number = self.attempt(propose_move, "rep1", self.group, pence, "It needs it.")
        assert (number is not None) is (budget is not None and pence <= budget.reserve)
        if budget is not None:
            envelope = budget.envelopes.get(self.group, 0) + pence
            moved = {**budget.envelopes, self.group: envelope}
            self.decide(number, budget._replace(reserve=budget.reserve - pence, envelopes=moved))

    def decide(self, number: int | None, then: ModelBudget) -> None:
        """The members carry it, so that it holds."""
        if number is not None:
            self.world.decide(number)
            self.deliver()
            type(self).shared += 1
            self.budgets.append(then)

    @rule(often=st.integers(0, 9))
    def renew(self, often: int) -> None:
        if often == 9:
            grant(self.world, self.group)
            self.deliver()
            self.mandate += 1
            self.begins_anew()

    @invariant()
    def adds_up(self) -> None:
        """The rows are the model's, and nothing is past a mandate."""
        if not hasattr(self, "acts"):
            return
        db.session.rollback()
        with self.world.scope():
            rows = db.session.execute(
                select(MandateAct.id, MandateAct.pence, MandateAct.spent_pence, MandateAct.state)
                .where(MandateAct.group_id == self.group)
                .order_by(MandateAct.id)
            )
            assert [tuple(row) for row in rows] == [
                (one.number, one.pence, one.spent, one.state) for one in self.acts
            ]
            sums = select(ActPayment.act_id, func.sum(ActPayment.pence)).group_by(ActPayment.act_id)
            paid = {row[0]: int(row[1]) for row in db.session.execute(sums)}
            found = mandate_of(self.group)
        assert {one.number: one.spent for one in self.acts if one.spent} == {
            number: pence for number, pence in paid.items() if pence and number in self.numbers()
        }
        used = sum(one.counted for one in self.acts if one.mandate == self.mandate)
        assert found is not None and found.state == self.expected()
        assert used <= TOTAL and found.left_pence == TOTAL - used
        with self.world.scope():
            budget, envelope = self.holding(time_now()), envelope_of(self.group)
        assert (budget is None) is (envelope is None)
        if budget is not None and envelope is not None:
            assert sum(budget.envelopes.values()) + budget.reserve == 2 * TOTAL
            assert envelope.left_pence == budget.envelopes.get(self.group, 0) - self.used_of(budget)

    def numbers(self) -> set[int]:
        return {one.number for one in self.acts}


def test_a_group_spends_what_its_model_lets_it(
    app: Flask, travel: Callable[[timedelta], None], tell: Callable[[str], None]
) -> None:
    Spending.world = make_world(practices=3)
    Spending.world.add("lead", "member", "Z99002")
    Spending.deliver = staticmethod(lambda: told(app))
    Spending.travel = staticmethod(travel)
    how = hypothesis_settings(
        max_examples=rounds(4, 2_000),
        stateful_step_count=50,
        derandomize=not THOROUGH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Spending, settings=how)
    tell(
        f"{Spending.steps} steps of {Spending.groups} groups: {Spending.done} acts, {Spending.shared} budgets, "
        f"{Spending.recalls} recalls, {Spending.late} late reports; no act past or without a mandate"
    )


@pytest.mark.both_databases
def test_sixteen_processes_spend_at_once_and_not_a_penny_too_much(app: Flask, crew: Crew) -> None:
    world = make_world(practices=3)
    world.add("lead", "member", "Z99002")
    first, second = begin(world, "First"), begin(world, "Second")
    run_once(app)
    lead = world.actor("lead")
    many = [
        [
            (lead, first, GroupAct("spend", AREAS[0], 190_000, f"Item {process} {number}"))
            for number in range(rounds(2))
        ]
        for process in range(PROCESSES)
    ]
    db.session.remove()
    answers = [one for found in crew.together(tasks.act_all, [(plan,) for plan in many]) for one in found]
    assert sorted(set(answers)) == ["done", "total"] and answers.count("done") == TOTAL // 190_000
    same = [
        [(lead, group, GroupAct("spend", AREAS[1], 150_000, "One and the same"))]
        for group in (second, first) * (PROCESSES // 2)
    ]
    answers = [one for found in crew.together(tasks.act_all, [(plan,) for plan in same]) for one in found]
    assert answers.count("done") == 1
    with world.scope():
        spent = {
            group: mandate.committed_pence for group in (first, second) if (mandate := mandate_of(group))
        }
    assert spent[first] + spent[second] == 7 * 190_000 + 150_000
