"""What people say about things of every feature: kept in one place, asked of the feature of the thing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from federation.decisions.discussion import actions as discussion
from federation.decisions.subjects import TALK
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.record import now_here
from federation.network.files.queries import files_of
from federation.network.models import CommentEdit, ThreadComment, ThreadReading
from federation.network.threads.actions import say
from federation.network.threads.queries.personal import personal_comments
from federation.network.threads.words import COMMENT_FILES
from federation.plugin.migrate import upgrade
from federation.testing.statements import statements
from federation.testing.world import World, make_world
from tests.decisions.votes import propose
from tests.tables import back_to

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


@pytest.mark.both_databases
def test_comments_move_into_threads_and_back_with_their_numbers(world: World, database_url: str) -> None:
    other = make_world("dune", practices=2)
    with other.scope():
        discussion.comment(other.actor("rep1"), propose(other, "rep1"), "Theirs")
    decision = propose(world, "rep1")
    with world.scope():
        first = discussion.comment(world.actor("rep2"), decision, "One", sent=[SentFile("a.png", PNG)])
        answer = discussion.comment(world.actor("lay"), decision, "Two", first)
        discussion.edit_comment(world.actor("rep2"), first, "One, said better")
        discussion.withdraw_comment(world.actor("lay"), answer)
        before = everything()
    db.session.remove()
    back_to(database_url, "0036")
    upgrade(database_url)
    with world.scope():
        assert everything() == before
        assert discussion.comment(world.actor("rep3"), decision, "Three", first) > answer
        assert [one.name for one in files_of(COMMENT_FILES, first)] == ["a.png"]


def everything() -> list[tuple[object, ...]]:
    """All that is kept of comments, what they said before and their files."""
    rows = [
        tuple(row)
        for model in (ThreadComment, CommentEdit)
        for row in db.session.execute(select(*model.__mapper__.columns).order_by(model.id))
    ]
    return [*rows, *(tuple(one) for number in (1, 2) for one in files_of(COMMENT_FILES, number))]


def test_a_thread_is_about_something_that_a_feature_names(world: World) -> None:
    with world.scope(), unit_of_work():
        now = db.session.execute(select(now_here())).scalar_one()
        with pytest.raises(ValueError, match="no feature names lending"):
            say(world.actor("rep1"), "lending.loan", 1, "Words", now)
        assert say(world.actor("rep1"), TALK, 1, "Words", now).as_of == "Driftwood Surgery (representative)"


@pytest.mark.both_databases
def test_what_is_new_since_somebody_last_read_says_so_once(app: Flask, world: World) -> None:
    decision, other = propose(world, "rep1", "Parking"), propose(world, "rep1", "Visits")
    reader, page = world.client(app, "rep2"), f"decisions/{decision}"
    say_in(world, "rep1", decision, "One")
    say_in(world, "rep3", other, "Elsewhere")
    assert words_of(reader, world, "decisions/now") == ["1 comment", "1 comment"]
    assert "since you last read" not in reader.get(world.address(page)).text
    assert words_of(reader, world, "decisions/now") == ["1 comment"]
    first = say_in(world, "rep3", decision, "Two")
    say_in(world, "rep2", decision, "My own")
    gone = say_in(world, "rep3", decision, "Never mind")
    with world.scope():
        discussion.withdraw_comment(world.actor("rep3"), gone)
    assert words_of(reader, world, "decisions/now") == ["1 comment", "1 comment"]
    text = reader.get(world.address(page)).text
    assert ("1 new since you last read, on" in text, text.count(">New<")) == (True, 1)
    assert f'<a href="#comment-{first}">go to the first new comment</a>' in text
    assert "since you last read" not in reader.get(world.address(page)).text
    assert "1 new since you last read" not in world.client(app, "lay").get(world.address(page)).text
    with world.scope():
        marks = db.session.execute(
            select(ThreadReading.person_id, ThreadReading.owner_id, ThreadReading.upto)
        )
        assert sorted(tuple(mark) for mark in marks) == [
            (world.people["lay"], decision, gone),
            (world.people["rep2"], decision, gone),
        ]
        assert [one.title for one in personal_comments(world.people["lay"])] == ["How far you have read"]


@pytest.mark.both_databases
def test_reading_costs_the_same_for_much_and_nothing_more_where_nothing_is_new(
    app: Flask, world: World
) -> None:
    decision = propose(world, "rep1")
    reader, counts = world.client(app, "rep2"), []
    for more in (1, 7):
        for number in range(more):
            say_in(world, "rep1", decision, f"Comment {number}")
        for path in (f"decisions/{decision}", f"decisions/{decision}", "decisions/now"):
            with statements(app) as run:
                assert reader.get(world.address(path)).status_code == 200
            counts.append(len(run))
    assert counts[1:3] == counts[4:6]


def say_in(world: World, name: str, decision: int, words: str) -> int:
    with world.scope():
        return discussion.comment(world.actor(name), decision, words)


def words_of(client: FlaskClient, world: World, path: str) -> list[str]:
    """What a list says of comments that somebody has not read."""
    return re.findall(r"<strong>(\d+ comments?) you have not read", client.get(world.address(path)).text)
