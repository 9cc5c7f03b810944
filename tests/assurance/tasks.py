"""What the processes of a crew do. Each function runs in a process of its own, within the product's context."""

import json
import os
import random
import time
from typing import Any

from flask import current_app

from federation.app import CORE
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel import mail
from federation.kernel.policy import Actor
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.mandates.actions.acting import OutsideItsMandate, do_act
from federation.mandates.rules import GroupAct
from federation.plugin.door import FeatureDoor, door
from federation.worker import run_once
from tests.assurance.crew import append_line, pageless
from tests.assurance.listener import Listener
from tests.decisions.votes import in_hours, preset

FeatureDoor(CORE)  # loads every feature once, in the process that all others are copies of

Acknowledged = tuple[int, str, bool, str, str]
"""Practice, receipt code, whether it was the first ballot, stance, moment."""


def cast_all(plan: list[tuple[Actor, int, int, str]]) -> list[Acknowledged | str]:
    """Cast ballot after ballot (actor, decision, practice, stance); a receipt for each, or the words of the refusal."""
    answers: list[Acknowledged | str] = []
    for actor, decision_id, practice_id, stance in plan:
        with federation_scope(actor.federation_id):
            try:
                receipt = cast(actor, decision_id, practice_id, stance, "Because.")
                answers.append(
                    (practice_id, receipt.code, receipt.first, stance, receipt.cast_at.isoformat())
                )
            except Refusal as refusal:
                answers.append(refusal.words)
    return answers


def act_all(plan: list[tuple[Actor, int, GroupAct]]) -> list[str]:
    """Act for a group again and again (actor, group, act): ``done``, or the reasons why it lies outside, with blanks between."""
    answers = []
    for actor, group_id, act in plan:
        with federation_scope(actor.federation_id):
            try:
                do_act(actor, group_id, act)
                answers.append("done")
            except OutsideItsMandate as refusal:
                answers.append(" ".join(refusal.reasons))
    return answers


def cast_until_refused(actor: Actor, decision_id: int, practice_id: int) -> list[Acknowledged]:
    """Cast as fast as possible until voting has closed."""
    answers: list[Acknowledged] = []
    while True:
        (answer,) = cast_all([(actor, decision_id, practice_id, random.choice(("for", "against")))])
        if isinstance(answer, str):
            assert "Voting has closed" in answer
            return answers
        answers.append(answer)


def once(act: str, actor: Actor, decision_id: int, *more: Any) -> str:
    """Do one act: ``done``, or the words of the refusal."""
    with federation_scope(actor.federation_id):
        try:
            if act == "open":
                open_vote(actor, decision_id, preset("simple_majority"), in_hours(1))
            elif act == "close":
                close_early(actor, decision_id, "Enough.")
            elif act == "aside":
                stand_aside(actor, decision_id, *more, "An interest.")
            else:
                cast(actor, decision_id, *more, "Because.")
        except Refusal as refusal:
            return refusal.words
    return "done"


def open_cast_and_close(chair: Actor, voter: Actor, practice_id: int, decision_ids: list[int]) -> list[str]:
    """Lead votes of one's own from opening to verdict, one after the other; what each act answered."""
    answers = []
    for decision_id in decision_ids:
        answers += [
            once("open", chair, decision_id),
            once("cast", voter, decision_id, practice_id, "for"),
            once("close", chair, decision_id),
        ]
    return answers


def close_all_due(federation_id: int, times: int) -> int:
    """Notice deadlines, as a worker does, again and again; how many votes this process closed."""
    closed = 0
    for _ in range(times):
        with federation_scope(federation_id):
            closed += close_due()
    return closed


def mixed(
    seed: int, seconds: float, open_ids: list[int], seats: list[tuple[Actor, int]]
) -> tuple[dict[str, int], list[Any]]:
    """Cast, change and stand aside at random for some seconds: how many of each, and every acknowledged ballot."""
    chance = random.Random(seed)
    counts = {"cast": 0, "changed": 0, "aside": 0, "refused": 0}
    acknowledged = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        actor, practice_id = chance.choice(seats)
        decision_id = chance.choice(open_ids)
        if chance.random() < 0.002:
            counts["aside" if once("aside", actor, decision_id, practice_id) == "done" else "refused"] += 1
            continue
        (answer,) = cast_all(
            [(actor, decision_id, practice_id, chance.choice(("for", "against", "abstain")))]
        )
        if isinstance(answer, str):
            counts["refused"] += 1
        else:
            counts["cast" if answer[2] else "changed"] += 1
            acknowledged.append((decision_id, *answer))
    return counts, acknowledged


def cast_into_journal(
    settings: dict[str, Any], journal: str, seed: int, decision_id: int, seats: list[tuple[Actor, int]]
) -> None:
    """Cast for ever; each ballot is written into the journal after it was acknowledged. Ends by being killed."""
    app = pageless(settings)
    chance = random.Random(seed)
    with app.app_context():
        append_line(journal, json.dumps({"pid": os.getpid()}))
        while True:
            actor, practice_id = chance.choice(seats)
            (answer,) = cast_all([(actor, decision_id, practice_id, chance.choice(("for", "against")))])
            assert not isinstance(answer, str), answer
            append_line(journal, json.dumps(answer))


def empty_outbox(told: str) -> int:
    """Be a worker until nothing is due: events are told to a listener that writes them down."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    door().calls.register(Listener(told), "listener", core=True)
    return run_once(app)


def post_and_stop(settings: dict[str, Any], sent: str) -> None:
    """Send the first letter, write down its Message-ID, and never come back from it."""
    app = pageless(settings)

    def send(_settings: Any, letter: Any) -> None:
        append_line(sent, letter["Message-ID"])
        time.sleep(600)

    mail.send = send
    with app.app_context():
        run_once(app)
