"""What every vote asks for at least is changed by a decision of the members alone: its text and its effect are one."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import ProposalVersion
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.decisions.proposals.texts import Draft
from federation.decisions.rulebook.actions.floor_proposals import propose_floors
from federation.decisions.rulebook.queries.floors import floors_now
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.db import db
from federation.kernel.record import RecordEntry, verify
from federation.kernel.refusals import Invalid, NotYours
from federation.testing.world import World, make_world
from tests.api.programs import program
from tests.decisions.test_floors_hold import decision, deliver, refused
from tests.decisions.votes import in_hours, preset, vote

pytestmark = pytest.mark.both_databases
STRICTER = rules.VoteFloors(notice_hours=72, quorum=rules.PRESETS["double_majority"].rule.quorum_practices)


@pytest.fixture
def here(app: Flask) -> World:
    """A federation with the floors as delivered."""
    world = make_world()
    deliver(world)
    return world


def proposed(world: World, floors: rules.VoteFloors = STRICTER) -> int:
    """A proposal of rep1 to change the floors, in discussion."""
    with world.scope():
        number = propose_floors(world.actor("rep1"), floors)
        to_discussion(world.actor("rep1"), number)
    return number


def decided(world: World, number: int, stances: str = "f" * 12, rule: str = "special_resolution") -> None:
    """Held, and closed once all have voted."""
    with world.scope():
        open_vote(world.actor("rep1"), number, preset(rule), in_hours(100))
    vote(world, number, stances)
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")


def test_what_is_carried_holds_with_the_close_itself(here: World) -> None:
    number = proposed(here)
    with here.scope():
        open_vote(here.actor("rep1"), number, preset("simple_majority"), in_hours(100))
    vote(here, number, "f" * 12)
    with here.scope():
        assert floors_now() == rules.DELIVERED
        close_early(here.actor("chair"), number, "All have voted.")
        assert floors_now() == STRICTER
        entry = db.session.scalars(select(RecordEntry).where(RecordEntry.action == "floors.changed")).one()
        assert (entry.actor, entry.subject) == (None, f"decision:{number}")
        assert "Notice: Voting is open for at least 72 hours" in entry.data
        assert verify()[1] is None


def test_what_is_not_carried_changes_nothing(here: World) -> None:
    number = proposed(here)
    decided(here, number, "x" * 12)
    with here.scope():
        assert (decision(number).verdict, floors_now()) == ("not_carried", rules.DELIVERED)


def test_floors_are_lowered_under_those_that_hold(here: World) -> None:
    decided(here, proposed(here))
    number = proposed(here, rules.NONE)
    with here.scope():
        rep = here.actor("rep1")
        words, _ = refused(lambda: open_vote(rep, number, preset("simple_majority"), in_hours(100)))
        assert words == "At least 75% of the practices must vote: this rule asks for more than half."
        _, field = refused(lambda: open_vote(rep, number, preset("double_majority"), in_hours(71)))
        assert field == "closes_at"
    decided(here, number, rule="double_majority")
    with here.scope():
        assert floors_now() == rules.NONE


def test_nobody_edits_the_text_apart_from_what_it_does(app: Flask, here: World) -> None:
    number = proposed(here)
    client = program(app, here, "rep1")
    before = client.get(f"/decisions/{number}")
    words = "This says what happens by itself when it is carried, so it cannot be changed here"
    options = [{"title": "A", "text": ""}, {"title": "B", "text": ""}]
    sent: dict[str, Any] = {"title": "Tea", "body": "We drink tea.", "options": options}
    for field, value in sent.items():
        said = client("PATCH", f"/decisions/{number}", {field: value})
        assert (said.status_code, said.json["errors"]) == (422, {field: [words]})
    client.done("PATCH", f"/decisions/{number}", {"reasons": "Many practices missed a vote."})
    after = client.get(f"/decisions/{number}")
    assert (after["title"], after["body"]) == (before["title"], before["body"])
    assert after["reasons"] == "Many practices missed a vote."
    web = here.client(app, "rep1").post(
        f"/f/saltmarsh/decisions/{number}/edit",
        data={"title": before["title"], "body": "We drink tea.", "reasons": "Thirst.", "based_on": "2"},
    )
    assert words in web.text and "We drink tea." in web.text


def test_a_text_that_says_something_else_is_not_put_to_the_vote(here: World) -> None:
    data = {"before": rules.DELIVERED.to_dict(), "after": rules.NONE.to_dict()}
    unreadable = "What this proposal would change cannot be read."
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        (data, "The text of this proposal is not what it would change."),
        (data | {"after": {"notice_hours": -1}}, unreadable),
        (data | {"after": {"quorum": 3}}, unreadable),
        (data | {"after": {"trust": "me"}}, unreadable),
    )
    with here.scope():
        rep = here.actor("rep1")
        for found, words in cases:
            number = start(
                rep, Draft(title="Tea", body="We drink tea."), None, "decisions.floors", found, fixed=True
            )
            said, _ = refused(lambda: open_vote(rep, number, preset("simple_majority"), in_hours(30)))  # noqa: B023
            assert said.startswith(words)
        for terms, fixed in ((None, True), (data, False)):
            with pytest.raises(ValueError, match=r"decisions\.floors"):
                start(rep, Draft(title="Tea", body="We drink tea."), None, "decisions.floors", terms, fixed)


def test_one_vote_on_the_floors_at_a_time_and_never_over_another(here: World) -> None:
    first, second = proposed(here), proposed(here, rules.VoteFloors(notice_hours=1))
    with here.scope():
        rep, rule = here.actor("rep1"), preset("simple_majority")
        open_vote(rep, first, rule, in_hours(100))
        words, _ = refused(lambda: open_vote(rep, second, rule, in_hours(100)))
        assert words == "Another vote on the floors is open. Wait until it has closed."
    vote(here, first, "f" * 12)
    with here.scope():
        close_early(here.actor("chair"), first, "All have voted.")
        words, _ = refused(lambda: open_vote(rep, second, preset("double_majority"), in_hours(100)))
        assert words.startswith("The floors have changed since this proposal was written.")


def test_no_single_person_settles_a_vote_on_the_floors(here: World) -> None:
    number = proposed(here)
    with here.scope():
        rep, chair = here.actor("rep1"), here.actor("chair")
        by_chair = preset("simple_majority", tie="casting_vote")
        words, _ = refused(lambda: open_vote(chair, number, by_chair, in_hours(100)))
        assert words == "The members change the floors: the chair cannot decide a tie about them"
        words, _ = refused(lambda: open_vote(rep, number, preset("advisory"), in_hours(100)))
        assert words == "The floors are changed by a vote that binds, not by advice"
        with pytest.raises(Invalid):
            set_supersedes(rep, number, 1)
        with pytest.raises(NotYours):
            propose_floors(here.actor("admin"), rules.NONE)
        words, _ = refused(lambda: propose_floors(rep, rules.DELIVERED))
        assert words == "This is what holds now: change at least one answer"


ANSWERS = {
    "notice_hours": "72",
    "quorum": "75%",
    "quorum_side": "at_least",
    "share": "1/2",
    "share_side": "more_than",
    "methods": ["majority", "consent", "silence", "advisory", "approval", "points"],
    "weights": ["one", "patients"],
    "own_rules": "executives",
    "replacing": "same",
}


def test_the_pages_show_propose_and_keep_what_was_typed(app: Flask, here: World) -> None:
    client, at = here.client(app, "rep1"), "/f/saltmarsh/decisions/floors"
    page = client.get(at).text
    assert "Voting is open for at least 24 hours" in page and "The members have not changed them" in page
    assert "decisions/floors/propose" in page
    bad = client.post(f"{at}/propose", data=ANSWERS | {"notice_hours": "many", "methods": []})
    assert 'value="many"' in bad.text and "Select at least one way to decide" in bad.text
    bad = client.post(f"{at}/propose", data=ANSWERS | {"methods": ["advisory"]})
    assert "At least one kind of vote that binds must be possible" in bad.text
    made = client.post(f"{at}/propose", data=ANSWERS)
    number = int(made.headers["Location"].rsplit("/", 1)[1])
    with here.scope():
        body = db.session.scalars(
            select(ProposalVersion.body).where(ProposalVersion.decision_id == number)
        ).one()
        assert body == rules.text_of_change(rules.DELIVERED, STRICTER)
        to_discussion(here.actor("rep1"), number)
    assert "A change is proposed" in client.get(at).text
    decided(here, number)
    page = client.get(at).text
    assert "Voting is open for at least 72 hours" in page and "The members have not changed" not in page
    assert "Until now: Voting is open for at least 24 hours" in page
    observer = here.client(app, "observer")
    assert "decisions/floors/propose" not in observer.get(at).text
    assert observer.get(f"{at}/propose").status_code == 403
    said = program(app, here, "observer").get("/floors")
    assert said["floors"] == STRICTER.to_dict()
    assert [one["decision_id"] for one in said["changes"]] == [number]
