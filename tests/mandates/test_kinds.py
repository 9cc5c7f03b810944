"""Every kind of group acts by a mandate, with whoever its seats name; the record says whose seats count."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.refusals import NotYours
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.queries.acts import acts_of
from federation.mandates.queries.scheme import scheme_now
from federation.mandates.rules import GroupAct
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seat
from federation.network.groups.words import KIND_TITLES
from federation.network.record.proving import flaws
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import Grants, loaded

ACT = GroupAct("spend", "tendering", 100_000, "A solicitor checks the contract.")


@pytest.mark.parametrize("kind", ["sub_group", "committee", "locality", "executive", "office"])
@pytest.mark.parametrize("lay_votes", [False, True])
def test_each_kind_acts_with_a_lay_partner_as_its_seat_says(
    app: Flask, world: World, kind: str, lay_votes: bool
) -> None:
    with world.scope():
        seats = (
            SeatWanted(world.people["member"], is_lead=True),
            SeatWanted(practice="Z99003"),
            SeatWanted(world.people["lay"], has_vote=lay_votes),
        )
        group = begin_group(world.actor("admin"), GroupWanted("Shore", "Looks after it.", kind, seats=seats))
        number = propose_mandate(world.actor("rep1"), group, loaded(time_now(), call_in_days=0))
    world.decide(number)
    run_once(app)
    with world.scope():
        do_act(world.actor("member"), group, ACT)
        do_act(world.actor("rep3"), group, replace(ACT, words="A lock"))
        if lay_votes:
            do_act(world.actor("lay"), group, replace(ACT, words="A leaflet"))
        else:
            with pytest.raises(NotYours):
                do_act(world.actor("lay"), group, replace(ACT, words="A leaflet"))
        assert len(acts_of(group, 25)[0]) == 2 + lay_votes
        scheme = scheme_now()
        named = scheme.first if kind in ("executive", "office") else scheme.others
        assert [(one.group_id, one.kind) for one in named] == [(group, KIND_TITLES[kind])]
        assert [str(flaw) for flaw in flaws() if flaw.where.startswith("Seat")] == []


def test_a_seat_that_was_bent_is_found(app: Flask, world: World, group: int, granted: Grants) -> None:
    granted()
    world.add("boss", "member", "Z99001")
    with world.scope():
        seat = give_seat(world.actor("admin"), group, SeatWanted(world.people["boss"], is_lead=True))
        assert [str(flaw) for flaw in flaws() if flaw.where.startswith("Seat")] == []
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE network_group_seat SET has_vote = 0, is_lead = 0 WHERE id = :seat"), {"seat": seat}
        )
    db.session.rollback()
    with world.scope():
        assert [flaw.where for flaw in flaws() if flaw.where.startswith("Seat")] == [f"Seat {seat}"]
