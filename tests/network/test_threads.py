"""What people say about things of every feature: kept in one place, asked of the feature of the thing."""

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.discussion import actions as discussion
from federation.decisions.subjects import TALK
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.record import now_here
from federation.network.files.queries import files_of
from federation.network.models import CommentEdit, ThreadComment
from federation.network.threads.actions import say
from federation.network.threads.words import COMMENT_FILES
from federation.plugin.migrate import upgrade
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
