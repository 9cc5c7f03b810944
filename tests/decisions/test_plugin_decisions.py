"""Switching plugins as a decision of the members."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.app import create_app
from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.proposals.actions import proposals
from federation.decisions.rulebook.actions import plugins as matter
from federation.decisions.seen import terms_of
from federation.decisions.subjects import PLUGIN, PLUGINS_BY
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotYours, Refusal
from federation.network.plugins.actions.switching import (
    let_members_decide,
    switch_from_terminal,
    switch_off,
    switch_on,
)
from federation.network.plugins.queries.state import members_decide, switched_on
from federation.plugin.door import door
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset, vote
from tests.plugins.garden import GARDEN
from tests.plugins.site import app, switched, words, world

__all__ = ["app", "world"]


@pytest.fixture
def governed(world: World) -> World:
    """A federation whose members decide on plugins."""
    with world.scope():
        let_members_decide(world.actor("admin"))
    return world


def closed(world: World, decision_id: int, stances: str = "ff") -> int:
    """Put a draft to the vote, and close it."""
    with world.scope():
        proposals.to_discussion(world.actor("rep1"), decision_id)
        open_vote(world.actor("rep1"), decision_id, preset("simple_majority"), in_hours(24))
        vote(world, decision_id, stances)
        close_early(world.actor("chair"), decision_id, "Enough was said.")
    return decision_id


def proposed(world: World, name: str = "garden", on: bool = True) -> int:
    with world.scope():
        return matter.propose_switch(world.actor("rep1"), name, on)


def on(world: World) -> frozenset[str]:
    """What is on now, read anew."""
    db.session.rollback()
    with world.scope():
        return switched_on()


def told_again(world: World, decision_id: int, subject: str = PLUGIN) -> None:
    with world.scope(), unit_of_work():
        event = DecisionClosed(world.federation_id, decision_id, subject, 1, {}, "carried")
        assert door().calls.tell(event) == []


@both_databases
def test_the_button_proposes_and_the_verdict_switches(app: Flask, governed: World) -> None:
    rep = governed.client(app, "rep1")
    asked = words(rep.get("/f/saltmarsh/decisions/plugins/compost/on").text)
    assert "Garden, which will be switched on with it" in asked and "Propose to switch on Compost" in asked
    answer = rep.post("/f/saltmarsh/decisions/plugins/compost/on")
    assert answer.status_code == 303
    draft = words(rep.get(answer.location).text)
    for part in (
        "Switch on the plugin “Compost”",
        "The plugin “Compost” (version 0.9) is switched on, and Garden, which it needs.",
        "If this is carried, the plugin “Compost” is switched on, with Garden.",
    ):
        assert part in draft, part
    decision_id = int(answer.location.rstrip("/").rpartition("/")[2])
    with governed.scope():
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.subject, decision.fixed) == ("decisions.plugin", True)
        assert terms_of(decision) == {"plugin": "compost", "on": True}
    assert on(governed) == frozenset()
    closed(governed, decision_id)
    assert on(governed) == frozenset()
    run_once(app)
    assert on(governed) == {"compost", "garden"}
    with governed.scope():
        entry = db.session.execute(
            select(RecordEntry.actor, RecordEntry.data).where(RecordEntry.action == "plugin.switched_on")
        ).one()
    assert entry == (None, f'{{"decision":{decision_id},"plugins":["garden","compost"]}}')
    with governed.scope(), pytest.raises(Refusal):
        switch_off(governed.actor("admin"), "garden")
    assert on(governed) == {"compost", "garden"}
    assert "This was carried, so the plugin “Compost” was switched on, with Garden." in words(
        governed.client(app, "lay").get(f"/f/saltmarsh/decisions/{decision_id}").text
    )


def test_the_text_says_what_follows(app: Flask, governed: World) -> None:
    decision_id = proposed(governed)
    with governed.scope():
        body = db.session.scalar(
            select(ProposalVersion.body).where(ProposalVersion.decision_id == decision_id)
        )
    assert body == (
        "The plugin “Garden” (version 1.4, made by Fenland Gardeners) is switched on.\n\n"
        "Practices share the beds of a garden.\n\n"
        "What changes for members:\n"
        "- A page ‘Garden beds’ under Shared work\n"
        "- A letter when a bed is free\n"
        "- A box on Home, or on pages of decisions and practices, when it has something to show\n"
        "- 2 new kinds of decision: ‘Buy seeds’ and ‘Close a bed’\n\n"
        "It keeps:\n- Who planted which bed\n\n"
        "It may read:\n- Practices of this federation only\n\n"
        "It cannot:\n- Change or count votes\n\n"
        "It is switched on by itself when this is carried. Only another decision switches it off."
    )


@both_databases
def test_not_carried_switches_nothing(app: Flask, governed: World) -> None:
    decision_id = closed(governed, proposed(governed), "xx")
    run_once(app)
    assert on(governed) == frozenset()
    told_again(governed, decision_id)
    assert on(governed) == frozenset()
    said = governed.client(app, "rep1").get(f"/f/saltmarsh/decisions/{decision_id}").text
    assert "What follows by itself" not in said


@both_databases
def test_once_and_never_over_a_later_decision(app: Flask, governed: World) -> None:
    first = closed(governed, proposed(governed))
    run_once(app)
    second = closed(governed, proposed(governed, on=False))
    run_once(app)
    assert on(governed) == frozenset()
    told_again(governed, first)
    assert on(governed) == frozenset()
    with governed.scope():
        switch_from_terminal("garden", True)
    told_again(governed, second)
    assert on(governed) == {"garden"}
    third = closed(governed, proposed(governed, on=False))
    fourth = proposed_after(governed)
    told_again(governed, fourth)
    told_again(governed, third)
    assert on(governed) == {"compost", "garden"}


def proposed_after(world: World) -> int:
    """A decision to have the compost, which needs the garden, carried after the one before."""
    return closed(world, proposed(world, "compost"))


@both_databases
def test_who_decides_is_given_back_by_the_members_alone(app: Flask, governed: World) -> None:
    rep = governed.client(app, "rep1")
    answer = rep.post("/f/saltmarsh/decisions/plugins/who-decides")
    decision_id = int(answer.location.rstrip("/").rpartition("/")[2])
    assert "If this is carried, administrators switch plugins on and off." in words(
        rep.get(answer.location).text
    )
    closed(governed, decision_id)
    run_once(app)
    with governed.scope():
        assert not members_decide()
        switch_on(governed.actor("admin"), "garden")
        let_members_decide(governed.actor("admin"))
    told_again(governed, decision_id, PLUGINS_BY)
    with governed.scope():
        assert members_decide()
        settled = db.session.execute(
            select(RecordEntry.actor, RecordEntry.data).where(
                RecordEntry.action == "plugin.administrators_decide"
            )
        ).one()
    assert settled == (None, f'{{"decision":{decision_id}}}')


@both_databases
def test_uninstalled_meanwhile(app: Flask, governed: World, settings: dict[str, Any]) -> None:
    decision_id = closed(governed, proposed(governed, "compost"))
    later = create_app(settings, (GARDEN,))
    with later.app_context():
        run_once(later)
        assert on(governed) == frozenset()
        answer = governed.client(later, "rep1").get(f"/f/saltmarsh/decisions/{decision_id}")
        assert answer.status_code == 200 and "What follows by itself" not in answer.text
        with governed.scope():
            assert (
                db.session.scalars(
                    select(RecordEntry.seq).where(RecordEntry.action.startswith("plugin.switched"))
                ).all()
                == []
            )
        db.session.remove()
        db.engine.dispose()


def test_one_proposal_at_a_time(app: Flask, governed: World) -> None:
    decision_id = proposed(governed)
    rep = governed.client(app, "rep2")
    other = rep.post("/f/saltmarsh/decisions/plugins/garden/on").location
    assert not other.endswith(f"/{decision_id}")
    with governed.scope():
        proposals.to_discussion(governed.actor("rep1"), decision_id)
    rep = governed.client(app, "rep3")
    there = rep.post("/f/saltmarsh/decisions/plugins/garden/on")
    assert there.location.endswith(f"/decisions/{decision_id}")
    assert "This was proposed already: here it is." in words(rep.get(there.location).text)


def test_who_may_propose_what(app: Flask, world: World) -> None:
    path = "/f/saltmarsh/decisions/plugins/garden/on"
    assert world.client(app, "rep1").get(path).status_code == 409
    assert world.client(app, "rep1").post(path).status_code == 409
    assert world.client(app, "rep1").post("/f/saltmarsh/decisions/plugins/who-decides").status_code == 409
    switched(world, "garden")
    with world.scope():
        let_members_decide(world.actor("admin"))
        with pytest.raises(Refusal):
            matter.propose_switch(world.actor("rep1"), "garden", True)
        with pytest.raises(NotYours):
            matter.propose_switch(world.actor("admin"), "garden", False)
    assert "Garden is on already." in words(world.client(app, "rep1").get(path).text)
    assert world.client(app, "admin").get(path).status_code == 403
    assert world.client(app, "rep1").get(path.replace("garden", "nothing")).status_code == 404
    assert world.client(app, "rep1").post(path.replace("garden", "nothing")).status_code == 404
    off = words(world.client(app, "rep1").get(path.replace("/on", "/off")).text)
    assert "What disappears at once" in off and "Propose to switch off Garden" in off


def test_a_decision_about_something_else_switches_nothing(app: Flask, governed: World) -> None:
    decision_id = closed(governed, proposed(governed))
    with governed.scope(), unit_of_work():
        assert matter.apply_who(decision_id) is False
        assert matter.apply_switch(900_001) is False
