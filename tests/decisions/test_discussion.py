"""Talking about proposals: two levels, edits that stay readable, and when it ends."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from federation.decisions.discussion import actions as discussion
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.queries.heads import head
from federation.decisions.proposals.texts import Draft
from federation.decisions.subjects import TALK
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel import record, search
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.models import CommentEdit
from federation.network.threads import actions as threads
from federation.network.threads.queries import talk as reading
from federation.testing.statements import statements
from federation.testing.world import World, make_world
from tests.decisions.votes import in_hours, preset, propose


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=6)


def say(world: World, name: str, decision_id: int, words: str, answer_to: int | None = None) -> int:
    with world.scope():
        return discussion.comment(world.actor(name), decision_id, words, answer_to)


@pytest.mark.both_databases
def test_two_levels_with_the_place_of_each_speaker(world: World) -> None:
    decision_id = propose(world, "rep4")
    other = propose(world, "rep4", "Another")
    first = say(world, "rep6", decision_id, "Could the minimum lapse?")
    say(world, "rep1", other, "Elsewhere")
    answer = say(world, "rep4", decision_id, "We review it.", first)
    second = say(world, "chair", decision_id, "What of unused visits?")
    say(world, "lay", decision_id, "A rota matters more.", answer)
    say(world, "admin", decision_id, "Noted.", second)
    with world.scope():
        found = reading.thread_of(TALK, decision_id, world.actor("rep6"))
        assert head(decision_id).comment_count == 5
    assert [(one.name, one.as_of, one.body, one.can_edit) for one in found.threads] == [
        ("Rep6", "Heron Health Centre (representative)", "Could the minimum lapse?", True),
        ("Chair", "executive", "What of unused visits?", False),
    ]
    assert [[(one.name, one.as_of) for one in thread.answers] for thread in found.threads] == [
        [("Rep4", "Saltpan Lane Surgery (proposer)"), ("Lay", "lay partner")],
        [("Admin", "administrator")],
    ]
    assert (found.may_comment, found.more_after) == (True, None)


@pytest.mark.both_databases
def test_a_person_of_several_practices_says_for_which_they_speak(world: World) -> None:
    actor = world.add("rep1", "representative", "Z99002")
    assert threads.place_in_words(actor) == "Driftwood Surgery (representative)"
    assert (
        threads.place_in_words(actor, practice_id=world.practices["Z99002"])
        == "Lighthouse Medical Centre (representative)"
    )
    assert threads.place_in_words(world.actor("member"), True) == "Driftwood Surgery (proposer)"


@pytest.mark.both_databases
def test_edits_stay_readable(world: World) -> None:
    decision_id = propose(world, "rep4")
    made = say(world, "rep6", decision_id, "First words")
    with world.scope():
        discussion.edit_comment(world.actor("rep6"), made, "First words")
        assert db.session.scalars(select(CommentEdit)).all() == []
        discussion.edit_comment(world.actor("rep6"), made, "Second words")
        discussion.edit_comment(world.actor("rep6"), made, "Third words")
        found = reading.comment_of(TALK, decision_id, world.actor("rep1"), made)
        assert found is not None
        assert (found.body, found.edited, found.can_edit) == ("Third words", True, False)
        assert [said.body for said in reading.history(found)] == [
            "Third words",
            "Second words",
            "First words",
        ]
        for name in ("rep1", "admin", "chair"):
            with pytest.raises(NotYours):
                discussion.edit_comment(world.actor(name), made, "Mine")
            with pytest.raises(NotYours):
                discussion.withdraw_comment(world.actor(name), made)


@pytest.mark.both_databases
def test_a_withdrawn_comment_is_read_by_nobody(world: World) -> None:
    decision_id = propose(world, "rep4")
    made = say(world, "rep6", decision_id, "Regrettable parking words")
    say(world, "rep1", decision_id, "An answer", made)
    with world.scope():
        discussion.edit_comment(world.actor("rep6"), made, "Less regrettable parking words")
        discussion.withdraw_comment(world.actor("rep6"), made)
        thread = reading.thread_of(TALK, decision_id, world.actor("rep6")).threads[0]
        assert (thread.withdrawn, thread.body, thread.edited, thread.can_edit) == (True, "", False, False)
        assert [one.body for one in thread.answers] == ["An answer"]
        assert reading.history(thread) == []
        assert list(search.find("parking", world.people["rep6"], ("comment",), most=5)) == []
        with pytest.raises(Refusal, match="was withdrawn"):
            discussion.edit_comment(world.actor("rep6"), made, "Back again")
        assert head(decision_id).comment_count == 2


@pytest.mark.both_databases
def test_who_may_speak_and_about_what(world: World) -> None:
    decision_id = propose(world, "rep4")
    other = make_world("elsewhere", 2)
    with world.scope():
        draft = proposals.start(world.actor("rep4"), Draft("Draft", "Text"))
        with pytest.raises(NotYours):
            discussion.comment(world.actor("observer"), decision_id, "Words")
        with pytest.raises(NotFound):
            discussion.comment(world.actor("rep1"), draft, "Words")
        with pytest.raises(Refusal, match="a draft"):
            discussion.comment(world.actor("rep4"), draft, "Words")
        for words in ("", "  ", "x" * 10_001, "Mr X, 943 476 5919"):
            with pytest.raises(Invalid) as refused:
                discussion.comment(world.actor("rep1"), decision_id, words)
            assert refused.value.field == "words"
    made = say(world, "rep1", decision_id, "Words")
    with world.scope():
        second = propose(world, "rep4", "Another")
        with pytest.raises(NotFound):
            discussion.comment(world.actor("rep1"), second, "Answer", made)
    with other.scope():
        for act in (
            lambda: discussion.comment(other.actor("rep1"), decision_id, "Words"),
            lambda: discussion.edit_comment(other.actor("rep1"), made, "Words"),
        ):
            with pytest.raises(NotFound):
                act()
        assert reading.thread_of(TALK, decision_id, other.actor("rep1")).threads == ()
        assert reading.comment_of(TALK, decision_id, other.actor("rep1"), made) is None


@pytest.mark.both_databases
def test_the_discussion_ends_with_the_vote(world: World, travel: object) -> None:
    decision_id, withdrawn = propose(world, "rep4"), propose(world, "rep4", "Another")
    with world.scope():
        made = discussion.comment(world.actor("rep1"), decision_id, "Before")
        open_vote(world.actor("rep4"), decision_id, preset("simple_majority"), in_hours(2))
        cast(world.actor("rep1"), decision_id, world.practices["Z99001"], "for", "Because.")
        discussion.comment(world.actor("rep1"), decision_id, "While voting is open")
        withdraw(world.actor("rep4"), withdrawn, "No.")
        with pytest.raises(Refusal, match="has ended"):
            discussion.comment(world.actor("rep1"), withdrawn, "Too late")
        travel(timedelta(hours=3))  # type: ignore[operator]
        for act in (
            lambda: discussion.comment(world.actor("rep1"), decision_id, "Too late"),
            lambda: discussion.edit_comment(world.actor("rep1"), made, "Too late"),
            lambda: discussion.withdraw_comment(world.actor("rep1"), made),
        ):
            with pytest.raises(Refusal, match="has ended") as refused:
                act()
            assert refused.value.status == 409
        assert head(decision_id).is_discussed is False
        assert reading.thread_of(TALK, decision_id, world.actor("rep1"), False).may_comment is False


@pytest.mark.both_databases
def test_the_record_holds_no_words(world: World) -> None:
    decision_id = propose(world, "rep4")
    made = say(world, "rep6", decision_id, "Very private parking words")
    with world.scope():
        discussion.edit_comment(world.actor("rep6"), made, "Other words")
        discussion.withdraw_comment(world.actor("rep6"), made)
        entries = list(record.entries())
    assert [entry.action for entry in entries] == ["comment.written", "comment.changed", "comment.withdrawn"]
    assert "words" not in "".join(entry.data for entry in entries)


@pytest.mark.both_databases
def test_a_page_of_threads_is_one_statement(world: World) -> None:
    decision_id = propose(world, "rep4")
    threads = [say(world, "rep1", decision_id, f"Comment {n}") for n in range(7)]
    for n in range(3):
        say(world, "rep2", decision_id, f"Answer {n}", threads[2])
    statements: list[str] = []
    with world.scope():
        reader = world.actor("rep1")
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        first = reading.thread_of(TALK, decision_id, reader, most=3)
        assert len(statements) == 1
        second = reading.thread_of(TALK, decision_id, reader, after=first.more_after or 0, most=3)
        last = reading.thread_of(TALK, decision_id, reader, after=second.more_after or 0, most=3)
    assert [one.id for page in (first, second, last) for one in page.threads] == threads
    assert [len(one.answers) for one in first.threads] == [0, 0, 3]
    assert (first.more_after, second.more_after, last.more_after) == (threads[2], threads[5], None)


def test_long_threads_are_shown_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 4)
    decision_id = propose(world, "rep4")
    threads = [say(world, "rep1", decision_id, f"Comment {n}") for n in range(3)]
    for thread in threads:
        say(world, "rep2", decision_id, "One", thread)
        say(world, "rep2", decision_id, "Two", thread)
    pages, after = [], 0
    with world.scope():
        while True:
            page = reading.thread_of(TALK, decision_id, world.actor("rep1"), after=after)
            pages.append([(one.id, len(one.answers)) for one in page.threads])
            if page.more_after is None:
                break
            after = page.more_after
    assert pages == [[(threads[0], 2)], [(threads[1], 2)], [(threads[2], 2)]]


def test_a_comment_can_have_so_many_answers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST_ANSWERS", 2)
    decision_id = propose(world, "rep4")
    made = say(world, "rep1", decision_id, "Comment")
    say(world, "rep2", decision_id, "One", made)
    say(world, "rep2", decision_id, "Two", made)
    with world.scope(), pytest.raises(Refusal, match="Write a new comment"):
        discussion.comment(world.actor("rep2"), decision_id, "Three", made)


# --- pages


def test_discussing_on_the_web(app: Flask, world: World) -> None:
    decision_id = propose(world, "rep4")
    path = f"/f/saltmarsh/decisions/{decision_id}"

    def browser(name: str) -> FlaskClient:
        return world.client(app, name)

    answer = browser("rep6").post(path + "/comments", data={"words": "Could <it> lapse?"})
    assert answer.status_code == 303
    made = int(answer.headers["Location"].rpartition("-")[2])
    text = browser("rep6").get(path).text
    assert "Discussion (1 comment)" in text
    assert "Could &lt;it&gt; lapse?" in text
    assert f"{path}/comments/{made}/edit" in text
    assert "Answer Rep6" in browser("rep6").get(f"{path}/comments/{made}/answer").text
    assert (
        browser("lay").post(f"{path}/comments/{made}/answer", data={"words": "It could."}).status_code == 303
    )
    text = browser("lay").get(path).text
    assert f"{path}/comments/{made}/edit" not in text
    assert "Lay</strong>, lay partner" in text
    assert (
        browser("rep6")
        .post(f"{path}/comments/{made}/edit", data={"words": "Could it lapse soon?"})
        .status_code
        == 303
    )
    text = browser("lay").get(path).text
    assert f'(edited, <a href="{path}/comments/{made}/changes">' in text
    assert (
        '<ins><span class="nhsuk-u-visually-hidden">Added: </span>soon'
        in browser("lay").get(f"{path}/comments/{made}/changes").text
    )
    assert browser("lay").get(f"{path}/comments/{made}/edit").status_code == 403
    assert browser("lay").post(f"{path}/comments/{made}/withdraw").status_code == 403
    assert "Withdraw your comment?" in browser("rep6").get(f"{path}/comments/{made}/withdraw").text
    assert browser("rep6").post(f"{path}/comments/{made}/withdraw").status_code == 303
    text = browser("lay").get(path).text
    assert ("Withdrawn by its author" in text, "lapse" in text, "It could." in text) == (True, False, True)
    assert browser("lay").get(f"{path}/comments/{made}/changes").status_code == 404


def test_an_observer_reads_and_says_nothing(app: Flask, world: World) -> None:
    decision_id = propose(world, "rep4")
    say(world, "rep1", decision_id, "For all to read")
    client = world.client(app, "observer")
    text = client.get(f"/f/saltmarsh/decisions/{decision_id}").text
    assert ("For all to read" in text, "Add a comment" in text, "Reply" in text) == (True, False, False)
    assert (
        client.post(f"/f/saltmarsh/decisions/{decision_id}/comments", data={"words": "x"}).status_code == 403
    )


def test_a_comment_that_cannot_be_taken_is_kept_on_the_page(app: Flask, world: World) -> None:
    decision_id = propose(world, "rep4")
    path = f"/f/saltmarsh/decisions/{decision_id}/comments"
    client = world.client(app, "rep1")
    text = client.post(path, data={"words": "Mr X, 943 476 5919, waited"}).text
    assert "it ends in 5919" in text
    assert "Mr X, 943 476 5919, waited" in text
    assert "Enter a comment" in client.post(path, data={}).text
    with world.scope():
        withdraw(world.actor("rep4"), decision_id, "No.")
    answer = client.post(path, data={"words": "Long words"})
    assert answer.status_code == 409
    assert ("has ended" in answer.text, "Long words" in answer.text) == (True, True)


def test_later_comments_have_a_page(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decision_id = propose(world, "rep4")
    for n in range(52):
        say(world, f"rep{n % 2 + 1}", decision_id, f"Comment {n}")
    client = world.client(app, "rep1")
    text = client.get(f"/f/saltmarsh/decisions/{decision_id}").text
    assert ("Comment 49<" in text, "Comment 50<" in text) == (True, False)
    later = text.partition("/proposal?after=")[2].partition("#")[0]
    text = client.get(f"/f/saltmarsh/decisions/{decision_id}/proposal?after={later}").text
    assert ("Comment 49<" in text, "Comment 50<" in text, "Go to the first comments" in text) == (
        False,
        True,
        True,
    )
    answer = client.post(f"/f/saltmarsh/decisions/{decision_id}/comments", data={"words": "The newest"})
    assert "The newest" in client.get(answer.headers["Location"]).text


def test_a_proposal_costs_the_same_with_more_comments_and_practices(app: Flask, world: World) -> None:
    decision_id = propose(world, "rep4")
    counts = []
    for extra in (1, 20):
        for n in range(extra):
            say(
                world,
                "rep1",
                decision_id,
                f"Comment {n}, as long as comments are when people have something to say. " * 3,
            )
        client = world.client(app, "rep6")
        for _ in ("what is new is noted as read", "nothing is new"):
            with statements(app) as run:
                answer = client.get(f"/f/saltmarsh/decisions/{decision_id}")
            counts.append(len(run))
    assert counts == [10, 7, 8, 7]
    assert len(answer.data) < 40_000
