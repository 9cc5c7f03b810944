"""What decisions keep about a person, for the person."""

import pytest
from flask import Flask

from federation.decisions.hooks import personal_data
from federation.decisions.outcomes import actions as act
from federation.decisions.outcomes.queries.actions import today
from federation.testing.world import make_world
from tests.decisions.many import closed, proposed
from tests.decisions.votes import opened, vote


@pytest.mark.both_databases
def test_a_person_gets_what_they_wrote_cast_and_own_here(app: Flask) -> None:
    world, other = make_world(), make_world("dune", practices=2)
    proposed(world, "My draft", state="draft", author="rep2")
    vote(world, opened(world, author="rep1"), "fx")
    with world.scope():
        decision = closed(world, 100, author="rep4")
        act.add_action(world.actor("chair"), decision, "Tell all", world.people["rep2"], today())
        mine = [
            (record.title, record.content.get("vote") or record.content["title"])
            for record in personal_data(world.people["rep2"])
        ]
        assert mine == [
            ("Proposal", "My draft"),
            ("Ballot cast for a practice", "against"),
            ("Action", "Tell all"),
        ]
        assert personal_data(world.people["lay"]) == []
    with other.scope():
        assert personal_data(world.people["rep2"]) == []
