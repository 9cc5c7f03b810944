"""What members decide and what a feature does are one thing: its terms stand in the text, and nobody writes over them."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.proposals.actions import proposals
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, Refusal
from federation.network.models import WaitingFact
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.record.proving import prove
from federation.testing import both_databases
from federation.testing.world import World
from federation.toolkit import Draft, decision, decisions_about, propose, revise_terms
from federation.worker import run_once
from tests.decisions.votes import in_hours, preset
from tests.plugins.garden.models import Bed, SeedOrder
from tests.plugins.site import app, words, world

__all__ = ["app", "world"]

TERMS = {"seeds": "Leeks", "pence": 4_000}
DRAFT = Draft(title="Buy leeks", body="We buy seeds for the garden.")
NAMED = Draft(title="Close a bed", body="The bed called Fen is closed.")


@pytest.fixture
def growing(app: Flask, world: World) -> World:
    """A federation with the garden on."""
    with world.scope():
        switch_from_terminal("garden", True)
    run_once(app)
    return world


def bought(world: World, terms: dict[str, Any] | None = None, draft: Draft = DRAFT) -> int:
    with world.scope():
        return propose(world.actor("rep1"), "garden.buy", draft, terms or TERMS)


def ordered(world: World, decision_id: int, seeds: str = "Leeks") -> None:
    with world.scope(), unit_of_work() as session:
        order = SeedOrder(seeds=seeds)
        session.add(order)
        order.await_decision(decision_id)


def decided(world: World, decision_id: int, stance: str = "for") -> None:
    with world.scope():
        state = db.session.scalar(select(Decision.state).where(Decision.id == decision_id))
        if state == "draft":
            proposals.to_discussion(world.actor("rep1"), decision_id)
        open_vote(world.actor("rep1"), decision_id, preset("simple_majority"), in_hours(24))
        for name in ("rep1", "rep2"):
            cast(world.actor(name), decision_id, world.practice_of(name), stance, "")
        close_early(world.actor("chair"), decision_id, "Enough was said.")


def beds(world: World) -> list[str]:
    db.session.rollback()
    with world.scope():
        return list(db.session.scalars(select(Bed.title).order_by(Bed.id)))


def orders(world: World) -> list[tuple[str, str, int | None]]:
    db.session.rollback()
    with world.scope():
        rows = db.session.execute(
            select(SeedOrder.seeds, SeedOrder.decided, SeedOrder.decision_id).order_by(SeedOrder.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


@both_databases
def test_whatever_the_author_writes_what_happens_stands_beside_it(app: Flask, growing: World) -> None:
    said: list[str] = []
    number = bought(growing)
    ordered(growing, number)
    with growing.scope():
        biscuits = replace(DRAFT, title="Biscuits for meetings", body="We buy biscuits.")
        assert proposals.revise(growing.actor("rep1"), number, biscuits) == 2
        found = db.session.scalars(select(ProposalVersion).where(ProposalVersion.number == 2)).one()
        assert found.terms == {
            "data": TERMS,
            "heading": "What is bought if this is carried",
            "lines": [["Seeds", "Leeks"], ["At most", "£40.00"]],
        }
    path = f"/f/saltmarsh/decisions/{number}"
    rep = growing.client(app, "rep1")
    for page in (path, f"{path}/versions/2"):
        shown = words(rep.get(page).text)
        assert "What is bought if this is carried Seeds Leeks At most £40.00" in shown, page
    with growing.scope():
        proposals.to_discussion(growing.actor("rep1"), number)
        open_vote(growing.actor("rep1"), number, preset("simple_majority"), in_hours(24))
    for page in (path, f"{path}/vote/{growing.practice_of('rep1')}"):
        assert "Seeds Leeks At most £40.00" in words(rep.get(page).text), page
    with growing.scope():
        for name in ("rep1", "rep2"):
            cast(growing.actor(name), number, growing.practice_of(name), "for", "")
        close_early(growing.actor("chair"), number, "Enough was said.")
    run_once(app)
    assert beds(growing) == [f"Bed of decision {number}", "Leeks for 4000p"]
    assert orders(growing) == [("Leeks", "carried", number)]
    assert "Seeds Leeks At most £40.00" in words(rep.get(path).text)
    with growing.scope():
        assert not prove(said.append), said


@both_databases
def test_other_terms_are_another_version_and_show_as_a_change(app: Flask, growing: World) -> None:
    number = bought(growing)
    with growing.scope():
        rep, other = growing.actor("rep1"), growing.actor("rep2")
        proposals.to_discussion(rep, number)
        assert revise_terms(rep, number, TERMS) == 1
        assert revise_terms(rep, number, TERMS | {"pence": 5_000}) == 2
        assert revise_terms(rep, number, TERMS | {"pence": 5_000}, replace(DRAFT, title="Buy more")) == 3
        for terms, field in (
            ({"seeds": "Leeks"}, "pence"),
            (TERMS | {"pence": 0}, "pence"),
            (TERMS | {"to": "me"}, "to"),
        ):
            with pytest.raises(Invalid) as refused:
                revise_terms(rep, number, terms)
            assert refused.value.field == field
        with pytest.raises(Refusal):
            revise_terms(other, number, TERMS)
        about = decision(number)
        assert about is not None and about.terms == TERMS | {"pence": 5_000}
        assert (about.version, about.title, about.number) == (3, "Buy more", "")
    page = words(
        growing.client(app, "rep2").get(f"/f/saltmarsh/decisions/{number}/difference?old=1&new=3").text
    )
    assert "What is bought if this is carried Seeds: Leeks At most: £ Taken out: 40.00" in page
    assert "Added: 50.00" in page
    with growing.scope():
        decided(growing, number)
        with pytest.raises(Refusal):
            revise_terms(growing.actor("rep1"), number, TERMS)
        (about,) = decisions_about("garden.buy")
        assert (about.verdict, about.chosen, about.number) == ("carried", [], f"{in_hours(0).year}/1")


def test_what_the_feature_gets_wrong_is_its_own_error(growing: World) -> None:
    with growing.scope():
        rep = growing.actor("rep1")
        for subject, terms in (
            ("garden.buy", None),
            ("decisions.proposal", TERMS),
            ("garden.nothing", None),
            ("garden.close", {"name": "Fen"}),
        ):
            with pytest.raises(ValueError):
                propose(rep, subject, DRAFT, terms)
        with pytest.raises(Invalid):
            propose(rep, "garden.buy", DRAFT, {"seeds": "Leeks", "pence": "many"})
        assert db.session.scalars(select(Decision)).all() == []


def test_a_fixed_text_changes_with_its_terms_alone(growing: World) -> None:
    with growing.scope():
        rep = growing.actor("rep1")
        number = propose(rep, "garden.close", NAMED, {"name": "Fen"}, fixed=True)
        for other in (replace(NAMED, title="Tea"), replace(NAMED, body="We drink tea.")):
            with pytest.raises(Invalid):
                proposals.revise(rep, number, other)
        assert proposals.revise(rep, number, replace(NAMED, reasons="It lies there.")) == 2
        marsh = replace(NAMED, body="The bed called Marsh is closed.")
        assert revise_terms(rep, number, {"name": "Marsh"}, marsh) == 3


@both_databases
def test_nobody_changes_terms_behind_the_record(growing: World) -> None:
    """The database refuses it of a version that members have seen, and of a vote that is open."""
    number = bought(growing)
    with growing.scope():
        proposals.to_discussion(growing.actor("rep1"), number)
        open_vote(growing.actor("rep1"), number, preset("simple_majority"), in_hours(24))
    for change in (
        {"data": TERMS | {"pence": 4_000_000}, "heading": "", "lines": []},
        {"data": TERMS, "heading": "What is bought if this is carried", "lines": [["Seeds", "Sweets"]]},
    ):
        with (
            growing.scope(),
            pytest.raises(Exception, match="a version is never changed"),
            unit_of_work() as session,
        ):
            session.execute(
                update(ProposalVersion).where(ProposalVersion.decision_id == number).values(terms=change)
            )
    with growing.scope(), pytest.raises(Exception, match="not changed"), unit_of_work() as session:
        session.execute(update(Decision).where(Decision.id == number).values(fixed=True))


@both_databases
def test_a_row_waits_until_it_is_decided_and_is_free_again_where_it_is_not(
    app: Flask, growing: World
) -> None:
    lost, gone, back = bought(growing), bought(growing), bought(growing)
    for number, seeds in ((lost, "Lost"), (gone, "Gone"), (back, "Back")):
        ordered(growing, number, seeds)
    with growing.scope():
        order = db.session.scalars(select(SeedOrder).where(SeedOrder.seeds == "Lost")).one()
        with pytest.raises(Refusal), unit_of_work():
            order.await_decision(gone)
        proposals.delete_draft(growing.actor("rep1"), gone)
        proposals.to_discussion(growing.actor("rep1"), back)
        withdraw(growing.actor("rep1"), back, "Not now.")
    decided(growing, lost, "against")
    run_once(app)
    assert orders(growing) == [("Lost", "refused", lost), ("Gone", "", None), ("Back", "", None)]
    assert beds(growing) == [f"Bed of decision {lost}"]


@both_databases
def test_the_number_of_a_deleted_draft_is_never_used_again(growing: World) -> None:
    first = bought(growing)
    with growing.scope():
        proposals.delete_draft(growing.actor("rep1"), first)
        assert decision(first) is None
    assert bought(growing) > first


@both_databases
def test_what_fell_while_a_plugin_was_off_is_told_when_it_is_on_again(app: Flask, growing: World) -> None:
    carried, gone = bought(growing), bought(growing)
    ordered(growing, carried)
    ordered(growing, gone, "Gone")
    with growing.scope():
        proposals.to_discussion(growing.actor("rep1"), carried)
        switch_from_terminal("garden", False)
        proposals.delete_draft(growing.actor("rep1"), gone)
    decided(growing, carried)
    run_once(app)
    assert beds(growing) == []
    assert [seeds for seeds, waits, _ in orders(growing) if waits == "waiting"] == ["Leeks", "Gone"]
    with growing.scope():
        assert db.session.scalars(select(WaitingFact.plugin)).all() == ["garden"] * 3
        switch_from_terminal("garden", True)
    run_once(app)
    assert orders(growing) == [("Leeks", "carried", carried), ("Gone", "", None)]
    assert beds(growing) == [f"Bed of decision {carried}", "Leeks for 4000p"]
    with growing.scope():
        assert db.session.scalars(select(WaitingFact.id)).all() == []


def test_members_read_all_lines_or_nothing_is_proposed(
    growing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("federation.decisions.terms.MOST_LINES", 1)
    with pytest.raises(ValueError, match="all of them"):
        bought(growing)
    with growing.scope():
        assert db.session.scalars(select(Decision.id)).all() == []


def test_facts_say_what_was_decided(growing: World) -> None:
    number = bought(growing)
    with growing.scope():
        held = db.session.get_one(Decision, number)
        assert told_of(held) == {
            "federation_id": growing.federation_id,
            "decision_id": number,
            "subject": "garden.buy",
            "version": 1,
            "terms": TERMS,
        }
        assert held.author_as == "representative"
