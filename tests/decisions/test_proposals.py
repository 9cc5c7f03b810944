"""Writing proposals: drafts, versions, conflicts, co-authors, showing and taking back."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from federation.decisions.models import Decision, PracticeEffect, ProposalVersion
from federation.decisions.proposals.actions import coauthors, proposals
from federation.decisions.proposals.actions.saving import StaleVersion
from federation.decisions.proposals.queries import heads
from federation.decisions.proposals.queries import texts as reading
from federation.decisions.proposals.queries.effects import EffectRow, effects_in_words, effects_of, table_of
from federation.decisions.proposals.texts import ConsideredOption, Draft, DraftOption, Effects
from federation.decisions.seen import coauthors as coauthor_names
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.sealed_letters import open_letter
from federation.network.models import Federation, FederationAim
from federation.testing.world import World, make_world
from tests.decisions.votes import in_hours, preset

NHS_NUMBER = "943 476 5919"
FULL = Draft(
    title="Share home visits by patients",
    body="We agree to share the visits.",
    reasons="Only 4 in 10 of us agree that gains are shared fairly.",
    options=(DraftOption("", "Four hubs"), DraftOption("", "Two hubs", "Further to travel.")),
    considered=(ConsideredOption("By patients", "Fair."), ConsideredOption("", "")),
    aims=(2,),
    impact={"enhanced": "Planning.", "unknown": "dropped"},
    effects=Effects(("A: proposed", "B: equal"), {"Z99001": ("1,101", "1,029"), "Z99004": ("500", "1,029")}),
    kind="shared",
)


def with_aims(world: World) -> World:
    with unit_of_work() as session, world.scope():
        session.add_all(
            [
                FederationAim(number=1, words="work as one network"),
                FederationAim(number=2, words="the same offer for all"),
            ]
        )
    return world


@pytest.fixture
def world(app: Flask) -> World:
    return with_aims(make_world(practices=6))


def drafted(world: World, draft: Draft = FULL, author: str = "rep4") -> int:
    with world.scope():
        return proposals.start(world.actor(author), draft)


def shown(world: World, draft: Draft = FULL, author: str = "rep4") -> int:
    decision_id = drafted(world, draft, author)
    with world.scope():
        proposals.to_discussion(world.actor(author), decision_id)
    return decision_id


def actions_recorded(world: World) -> list[tuple[str, str]]:
    with world.scope():
        return [(entry.action, entry.data) for entry in record.entries()]


# --- actions


@pytest.mark.both_databases
def test_a_draft_keeps_everything_and_its_table(world: World) -> None:
    decision_id = drafted(world)
    with world.scope():
        text = reading.text_of(decision_id, 1, world.actor("rep4"))
        head = heads.head(decision_id)
    assert (head.state, head.version, head.proposed_by) == ("draft", 1, "Rep4 (Saltpan Lane Surgery)")
    assert text.options == (
        {"id": "a", "title": "Four hubs", "text": ""},
        {"id": "b", "title": "Two hubs", "text": "Further to travel."},
    )
    assert text.considered == (ConsideredOption("By patients", "Fair."),)
    assert text.aims == ((2, "the same offer for all"),)
    assert text.impact == (("What will it make better?", "Planning."),)
    assert (text.columns, text.practices, text.numeric) == (("A: proposed", "B: equal"), 2, (True, True))
    assert text.own == (EffectRow("Z99004", "Saltpan Lane Surgery", ("500", "1,029")),)
    assert [row.code for row in text.rows] == ["Z99001", "Z99004"]


@pytest.mark.both_databases
def test_saving_makes_versions_only_of_changes(world: World) -> None:
    decision_id = drafted(world)
    rep = world.actor("rep4")
    changed = Draft(title=FULL.title, body="We agree to share 12,350 visits.", aims=(1,))
    with world.scope():
        assert proposals.revise(rep, decision_id, FULL, 1) == 1
        assert proposals.revise(rep, decision_id, changed, 1) == 2
        assert proposals.revise(rep, decision_id, changed, 1) == 2
        kept = reading.text_of(decision_id, 2)
        rows = db.session.execute(
            select(PracticeEffect.since, PracticeEffect.code).order_by(PracticeEffect.code)
        ).all()
    assert (kept.columns, kept.practices, kept.aims) == (
        ("A: proposed", "B: equal"),
        2,
        ((1, "work as one network"),),
    )
    assert [tuple(row) for row in rows] == [(1, "Z99001"), (1, "Z99004")]
    assert [action for action, _ in actions_recorded(world)] == ["proposal.drafted", "proposal.changed"]


@pytest.mark.both_databases
def test_the_table_alone_can_change_and_go(world: World) -> None:
    decision_id = drafted(world)
    rep = world.actor("rep4")
    with world.scope():
        assert proposals.set_effects(rep, decision_id, ["Visits"], {"Z99002": ["12"]}) == 2
        assert proposals.set_effects(rep, decision_id, ["Visits"], {"Z99002": ["12"]}) == 2
        assert reading.text_of(decision_id, 2).rows == (
            EffectRow("Z99002", "Lighthouse Medical Centre", ("12",)),
        )
        assert effects_in_words(decision_id, 1, 2) == (
            "Driftwood Surgery: A: proposed 1,101; B: equal 1,029\n"
            "Saltpan Lane Surgery: A: proposed 500; B: equal 1,029",
            "Lighthouse Medical Centre: Visits 12",
            0,
        )
        assert proposals.set_effects(rep, decision_id, [], {}) == 3
        assert reading.text_of(decision_id, 3).columns == ()
        with pytest.raises(Invalid, match="‘Y00001’ is not the code"):
            proposals.set_effects(rep, decision_id, ["Visits"], {"Y00001": ["12"]})
        with pytest.raises(Invalid, match="Z99002 needs 1 cells"):
            proposals.set_effects(rep, decision_id, ["Visits"], {"Z99002": ["12", "13"]})


@pytest.mark.both_databases
def test_two_writers_at_once_lose_nothing(world: World) -> None:
    decision_id = drafted(world)
    with world.scope():
        coauthors.add(world.actor("rep4"), decision_id, world.people["rep3"])
        assert proposals.revise(world.actor("rep3"), decision_id, Draft("Mine", "Imran's text"), 1) == 2
        with pytest.raises(StaleVersion, match="version 2") as refused:
            proposals.revise(world.actor("rep4"), decision_id, Draft("Ours", "Mei Lin's text"), 1)
        assert (refused.value.version, refused.value.status) == (2, 409)
        assert reading.text_of(decision_id, 2).body == "Imran's text"
        assert proposals.revise(world.actor("rep4"), decision_id, Draft("Ours", "Both texts"), 2) == 3


@pytest.mark.both_databases
def test_a_draft_is_nobody_elses(world: World) -> None:
    decision_id = drafted(world)
    other = with_aims(make_world("elsewhere", 2))
    with world.scope():
        for name in ("rep1", "chair", "admin", "member"):
            for act in (
                lambda who: proposals.revise(who, decision_id, Draft("x", "y")),
                lambda who: proposals.set_effects(who, decision_id, ["a"], {}),
                lambda who: proposals.to_discussion(who, decision_id),
                lambda who: withdraw(who, decision_id, "because"),
                lambda who: proposals.delete_draft(who, decision_id),
                lambda who: coauthors.add(who, decision_id, who.person_id),
            ):
                with pytest.raises(NotFound):
                    act(world.actor(name))
    with other.scope(), pytest.raises(NotFound):
        proposals.revise(other.actor("rep1"), decision_id, Draft("x", "y"))
    with other.scope(), pytest.raises(NotFound):
        heads.head(decision_id)
    with other.scope(), pytest.raises(NotFound):
        reading.text_of(decision_id, 1)


@pytest.mark.both_databases
def test_what_may_write_depends_on_the_role(world: World) -> None:
    with world.scope():
        for name in ("admin", "lay", "observer"):
            with pytest.raises(NotYours):
                proposals.start(world.actor(name), FULL)
    decision_id = shown(world)
    with world.scope(), pytest.raises(NotYours):
        proposals.revise(world.actor("rep1"), decision_id, Draft("x", "y"))


@pytest.mark.both_databases
def test_members_see_a_proposal_but_no_version_before_it(world: World) -> None:
    decision_id = drafted(world, Draft("Secret plan", "Close Skylark"))
    rep = world.actor("rep4")
    with world.scope():
        proposals.revise(rep, decision_id, FULL, 1)
        proposals.to_discussion(rep, decision_id)
        proposals.revise(rep, decision_id, Draft(FULL.title, "We agree to share all visits."), 2)
        head = heads.head(decision_id)
        assert (head.state, head.shown_from, head.version) == ("discussion", 2, 3)
        assert (head.oldest_for(rep.person_id), head.oldest_for(world.people["rep1"])) == (1, 2)
        with pytest.raises(Refusal, match="already"):
            proposals.to_discussion(rep, decision_id)
        with pytest.raises(Invalid, match="Enter the text") as refused:
            proposals.revise(rep, decision_id, Draft(FULL.title, " "), 3)
        assert refused.value.field == "body"
    assert "Secret" not in str(actions_recorded(world))


@pytest.mark.both_databases
def test_a_draft_without_text_is_not_shown(world: World) -> None:
    decision_id = drafted(world, Draft("Only a title"))
    one_option = drafted(world, Draft("One", "Choose", options=(DraftOption("", "Only this"),)))
    with world.scope():
        with pytest.raises(Invalid, match="Enter the text to be decided"):
            proposals.to_discussion(world.actor("rep4"), decision_id)
        with pytest.raises(Invalid, match="at least 2 options"):
            proposals.to_discussion(world.actor("rep4"), one_option)


@pytest.mark.both_databases
def test_the_text_is_fixed_once_voting_is_open(world: World) -> None:
    decision_id = shown(world, Draft("Share visits", "We agree."))
    rep = world.actor("rep4")
    with world.scope():
        open_vote(rep, decision_id, preset("simple_majority"), in_hours(24))
        for act in (
            lambda: proposals.revise(rep, decision_id, Draft("Share visits", "We agree to more."), 1),
            lambda: proposals.set_effects(rep, decision_id, ["a"], {}),
            lambda: coauthors.add(rep, decision_id, world.people["rep1"]),
        ):
            with pytest.raises(Refusal, match="can no longer be changed") as refused:
                act()
            assert refused.value.status == 409
        with pytest.raises(IntegrityError, match="the text is fixed"), unit_of_work() as session:
            session.add(
                ProposalVersion(
                    decision_id=decision_id,
                    number=2,
                    title="x",
                    body="y",
                    saved_by=rep.person_id,
                    saved_at=in_hours(0),
                )
            )
        with pytest.raises(IntegrityError, match="not changed"), unit_of_work() as session:
            session.scalars(select(Decision).where(Decision.id == decision_id)).one().title = "Another"
        with pytest.raises(IntegrityError, match="never changed"), unit_of_work() as session:
            session.scalars(
                select(ProposalVersion).where(ProposalVersion.decision_id == decision_id)
            ).one().body = "Another"
        with pytest.raises(Refusal, match="cannot be deleted"):
            proposals.delete_draft(rep, decision_id)


@pytest.mark.both_databases
def test_a_draft_can_be_deleted_by_its_author_alone(world: World) -> None:
    decision_id, kept = drafted(world), drafted(world)
    with world.scope():
        coauthors.add(world.actor("rep4"), decision_id, world.people["rep3"])
        with pytest.raises(Refusal, match="Only its author"):
            proposals.delete_draft(world.actor("rep3"), decision_id)
        proposals.delete_draft(world.actor("rep4"), decision_id)
        assert db.session.scalars(select(Decision.id)).all() == [kept]
        assert set(db.session.scalars(select(ProposalVersion.decision_id))) == {kept}
        assert set(db.session.scalars(select(PracticeEffect.decision_id))) == {kept}
        with pytest.raises(IntegrityError, match="kept"), unit_of_work() as session:
            decision = session.scalars(select(Decision).where(Decision.id == kept)).one()
            decision.state = "discussion"
            session.flush()
            session.delete(
                session.scalars(select(ProposalVersion).where(ProposalVersion.decision_id == kept)).one()
            )


@pytest.mark.both_databases
def test_withdrawing_needs_a_reason_and_ends_everything(world: World) -> None:
    decision_id, draft = shown(world), drafted(world)
    with world.scope():
        with pytest.raises(Invalid):
            withdraw(world.actor("chair"), decision_id, " ")
        with pytest.raises(Invalid, match="NHS number"):
            withdraw(world.actor("chair"), decision_id, NHS_NUMBER)
        with pytest.raises(NotYours):
            withdraw(world.actor("rep1"), decision_id, "No.")
        with pytest.raises(Refusal, match="delete it instead"):
            withdraw(world.actor("rep4"), draft, "No.")
        withdraw(world.actor("chair"), decision_id, "A better one is coming.")
        head = heads.head(decision_id)
        assert (head.state, head.withdrawn_reason) == ("withdrawn", "A better one is coming.")
        with pytest.raises(Refusal, match="was withdrawn"):
            proposals.revise(world.actor("rep4"), decision_id, Draft("x", "y"))


@pytest.mark.both_databases
def test_co_authors_write_and_are_told_once(world: World) -> None:
    decision_id = drafted(world)
    rep, friend = world.actor("rep4"), world.people["rep3"]
    with world.scope():
        for _ in range(2):
            coauthors.add(rep, decision_id, friend, "https://federation.example/f/saltmarsh/decisions/1")
        assert coauthor_names(decision_id) == {friend: "Rep3"}
        assert (
            heads.head(decision_id).proposed_by == "Rep4 (Saltpan Lane Surgery) and Rep3 (Quayside Practice)"
        )
        proposals.revise(world.actor("rep3"), decision_id, Draft("Ours", "Text"), 1)
        for name in ("lay", "admin", "observer"):
            with pytest.raises(Invalid, match="executive and people of practices"):
                coauthors.add(rep, decision_id, world.people[name])
        coauthors.remove(rep, decision_id, friend)
        with pytest.raises(NotFound):
            proposals.revise(world.actor("rep3"), decision_id, Draft("Mine", "Text"), 2)
        rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
        mails = [open_letter(row.key, row.payload) for row in rows]
    assert [(mail["person"], mail["subject"]) for mail in mails] == [
        (friend, "rep4 asks you to write a proposal together")
    ]
    assert "https://federation.example/f/saltmarsh/decisions/1" in mails[0]["text"]


@pytest.mark.both_databases
def test_people_are_found_by_part_of_a_name_or_whole_address(world: World) -> None:
    other = make_world("elsewhere", 1)
    other.add("rep3000", "representative", "Z99001")
    with world.scope():
        assert [one.name for one in heads.people_to_add("REP", [world.people["rep1"]])] == [
            f"Rep{n}" for n in range(2, 7)
        ]
        assert [one.name for one in heads.people_to_add("rep3@saltmarsh.example", [])] == ["Rep3"]
        assert heads.people_to_add("saltmarsh.example", []) == []
        assert heads.people_to_add("%", []) == []
        assert heads.people_to_add("lay", []) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(" ", "Text"), "title"),
        (Draft("x" * 201, "Text"), "title"),
        (Draft("T", "x" * 100_001), "body"),
        (Draft("T", f"About {NHS_NUMBER}"), "body"),
        (Draft("T", "B", reasons=NHS_NUMBER), "reasons"),
        (Draft(f"T {NHS_NUMBER}", "B"), "title"),
        (
            Draft("T", "B", considered=(ConsideredOption("A"), ConsideredOption("B", NHS_NUMBER))),
            "considered-1-text",
        ),
        (Draft("T", "B", options=(DraftOption("", NHS_NUMBER),)), "options-0-title"),
        (Draft("T", "B", options=(DraftOption("a", "A"), DraftOption("a", "B"))), "options"),
        (Draft("T", "B", impact={"mutated": NHS_NUMBER}), "impact_mutated"),
        (Draft("T", "B", aims=(7,)), "aims"),
        (Draft("T", "B", kind="nonsense"), "kind"),
        (Draft("T", "B", effects=Effects(("A",), {"Z99001": (NHS_NUMBER,)})), "effects"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(world: World, draft: Draft, field: str) -> None:
    with world.scope(), pytest.raises(Invalid) as refused:
        proposals.start(world.actor("rep1"), draft)
    assert refused.value.field == field
    assert NHS_NUMBER not in refused.value.words


def test_a_retired_aim_stays_where_it_is_named_but_is_not_offered(world: World) -> None:
    decision_id = drafted(world)
    with world.scope():
        with unit_of_work() as session:
            session.scalars(
                select(FederationAim).where(FederationAim.number == 2)
            ).one().retired_at = in_hours(0)
        assert proposals.revise(world.actor("rep4"), decision_id, Draft("T", "B", aims=(2,)), 1) == 2
        with pytest.raises(Invalid):
            proposals.start(world.actor("rep4"), Draft("T", "B", aims=(2,)))


def test_a_long_table_is_read_in_part(app: Flask) -> None:
    world = make_world(practices=2)
    from federation.kernel.tenancy import insert_many
    from federation.network.models import Practice

    with world.scope():
        with unit_of_work():
            insert_many(
                Practice,
                [
                    {"code": f"Y{n:05}", "name": f"Practice {n}", "address": [], "membership": "full"}
                    for n in range(500)
                ],
            )
        decision_id = proposals.start(
            world.actor("rep1"),
            Draft(
                "T",
                "B",
                effects=Effects(
                    ("Visits",), {"Z99001": ("7",)} | {f"Y{n:05}": (str(n),) for n in range(500)}
                ),
            ),
        )
        text = reading.text_of(decision_id, 1, world.actor("rep1"))
        assert (text.practices, text.rows) == (501, ())
        assert text.own == (EffectRow("Z99001", "Driftwood Surgery", ("7",)),)
        table = table_of(decision_id, 1)
        assert table is not None
        assert len(list(effects_of(decision_id, table))) == 501


# --- pages

FIELDS = {"title": "Share visits", "body": "We agree to share the visits.", "act": "save"}


def page(world: World, app: Flask, name: str, path: str) -> tuple[int, str]:
    answer = world.client(app, name).get(f"/f/{world.slug}{path}")
    return answer.status_code, answer.text


def test_writing_and_showing_a_proposal_on_the_web(app: Flask, world: World) -> None:
    client = world.client(app, "rep4")
    answer = client.post(
        "/f/saltmarsh/decisions/new",
        data=FIELDS
        | {
            "considered-0-title": "By patients",
            "considered-1-text": "",
            "aims": ["2"],
            "kind": "shared",
        },
    )
    assert answer.status_code == 303
    where = answer.headers["Location"]
    draft = client.get(where).text
    assert "Only you can see this draft" in draft
    assert "Draft saved" in draft
    assert "Aim 2: the same offer for all" in draft
    assert "Money, work or staff that we share" in draft
    assert 'value="Share visits"' in client.get(where + "/edit").text
    answer = client.post(
        where + "/edit", data=FIELDS | {"based_on": "1", "body": "We agree to share all visits."}
    )
    assert answer.status_code == 303
    assert client.post(where + "/discussion").status_code == 303
    shown_page = client.get(where).text
    assert "Put this proposal to the vote" in shown_page
    assert "What changed from version 1" in shown_page
    for name, words in (
        ("rep1", "Say what you think"),
        ("observer", "Members are discussing"),
        ("chair", "put it to the vote"),
    ):
        status, text = page(world, app, name, where.removeprefix("/f/saltmarsh"))
        assert status == 200
        assert words in text
        assert "What changed from version 1" not in text
        assert "/edit" not in text


DRAFT_PAGES = (
    "",
    "/proposal",
    "/edit",
    "/versions",
    "/versions/1",
    "/difference",
    "/effects",
    "/effects.csv",
    "/effects/edit",
    "/co-authors",
    "/withdraw",
    "/delete",
    "/comments/1/changes",
)


def test_a_draft_does_not_exist_for_others(app: Flask, world: World) -> None:
    decision_id = drafted(world)
    other = make_world("elsewhere", 1)
    for people, names in (
        (world, ("rep1", "member", "admin", "chair", "lay", "observer")),
        (other, ("rep1", "admin")),
    ):
        for name in names:
            client = people.client(app, name)
            for path in DRAFT_PAGES:
                answer = client.get(f"/f/{people.slug}/decisions/{decision_id}{path}")
                missing = client.get(f"/f/{people.slug}/decisions/{decision_id + 99}{path}")
                assert answer.status_code == missing.status_code, (name, path)
                assert answer.status_code in (403, 404), (name, path)
                assert "Share home visits" not in answer.text
    with world.scope():
        coauthors.add(world.actor("rep4"), decision_id, world.people["rep3"])
    for path in (
        "",
        "/edit",
        "/versions",
        "/versions/1",
        "/difference",
        "/effects",
        "/effects/edit",
        "/co-authors",
    ):
        assert page(world, app, "rep3", f"/decisions/{decision_id}{path}")[0] == 200, path


def test_members_read_no_version_from_before(app: Flask, world: World) -> None:
    decision_id = drafted(world, Draft("Plan", "Close Skylark at once."))
    with world.scope():
        proposals.revise(world.actor("rep4"), decision_id, Draft("Plan", "Help Skylark."), 1)
        proposals.to_discussion(world.actor("rep4"), decision_id)
        proposals.revise(world.actor("rep4"), decision_id, Draft("Plan", "Help Skylark and Reedbed."), 2)
    base = f"/decisions/{decision_id}"
    for name in ("rep1", "chair", "admin", "observer"):
        for path, status in (
            ("/versions/1", 404),
            ("/difference?old=1&new=3", 404),
            ("/difference?old=1&new=2", 404),
            ("/difference", 200),
            ("/versions", 200),
            ("/versions/2", 200),
        ):
            found, text = page(world, app, name, base + path)
            assert found == status, (name, path)
            assert "Close Skylark" not in text
    text = page(world, app, "rep1", base + "/difference")[1]
    assert '<ins><span class="nhsuk-u-visually-hidden">Added: </span>and Reedbed' in text
    assert "Close" in page(world, app, "rep4", base + "/difference?old=1&new=3")[1]


def test_errors_keep_what_was_typed(app: Flask, world: World) -> None:
    client = world.client(app, "rep4")
    typed = {
        "title": "",
        "body": f"About {NHS_NUMBER}",
        "reasons": "Kept reasons",
        "considered-0-text": "",
        "considered-1-text": "Text without a name",
        "options-0-title": "First",
        "act": "save",
    }
    text = client.post("/f/saltmarsh/decisions/new", data=typed).text
    assert "<title>Error: Write a proposal" in text
    assert "Enter a title" in text
    assert "it ends in 5919" in text
    assert "Kept reasons" in text
    assert '<a href="#considered-1-title">Enter a name of this option</a>' in text
    assert "Text without a name" in text
    assert 'value="First"' in text


def test_another_row_can_be_asked_for_without_losing_anything(app: Flask, world: World) -> None:
    client = world.client(app, "rep4")
    typed = {
        "title": "Half",
        "considered-0-title": "One",
        "considered-1-title": "Two",
        "act": "add-considered",
    }
    text = client.post("/f/saltmarsh/decisions/new", data=typed).text
    assert ('value="Half"' in text, 'value="One"' in text, 'value="Two"' in text) == (True, True, True)
    assert 'id="considered-2-title"' in text
    assert "Error:" not in text.split("</title>")[0]
    text = client.post("/f/saltmarsh/decisions/new", data=typed | {"act": "add-options"}).text
    assert 'id="options-1-title"' in text


def test_a_conflict_shows_both_texts(app: Flask, world: World) -> None:
    decision_id = drafted(world, Draft("Plan", "One two three."))
    with world.scope():
        coauthors.add(world.actor("rep4"), decision_id, world.people["rep3"])
        proposals.revise(world.actor("rep3"), decision_id, Draft("Plan", "One two four."), 1)
    client = world.client(app, "rep4")
    path = f"/f/saltmarsh/decisions/{decision_id}/edit"
    answer = client.post(
        path, data={"title": "Plan", "body": "One two five.", "based_on": "1", "act": "save"}
    )
    assert answer.status_code == 409
    assert "Rep3 saved version 2 while you were writing" in answer.text
    assert "One two five." in answer.text
    assert "Taken out: </span>four " in answer.text
    assert 'name="based_on" value="2"' in answer.text
    answer = client.post(
        path, data={"title": "Plan", "body": "One two five.", "based_on": "2", "act": "save"}
    )
    assert answer.status_code == 303


def test_pasting_and_typing_a_table(app: Flask, world: World) -> None:
    decision_id = drafted(world, Draft("Plan", "Text"))
    client = world.client(app, "rep4")
    path = f"/f/saltmarsh/decisions/{decision_id}/effects/edit"
    wrong = "Practice\tVisits\nDriftwood Surgery\t1,101\nSeagull Surgery\t5\n"
    text = client.post(
        path, data={"pasted": wrong, "act": "paste", "based_on": "1", "cell-Z99002-0": "typed"}
    ).text
    assert "Line 3: ‘Seagull Surgery’ is not a practice of this federation" in text
    assert "Seagull Surgery\t5" in text
    assert 'value="typed"' in text
    answer = client.post(
        path, data={"pasted": wrong.replace("Seagull", "Saltpan Lane"), "act": "paste", "based_on": "1"}
    )
    assert answer.status_code == 303
    text = client.get(path.removesuffix("/effects/edit")).text
    assert "Saved: what it means for 2 practices." in text
    assert "What it means for Saltpan Lane Surgery" in text
    assert client.get(path.removesuffix("/edit") + ".csv").text.removeprefix("\ufeff") == (
        'Code,Practice,Visits\r\nZ99001,Driftwood Surgery,"1,101"\r\nZ99004,Saltpan Lane Surgery,5\r\n'
    )
    grid = {"column-0": "Visits", "cell-Z99001-0": "9", "act": "typed", "based_on": "2"}
    assert client.post(path, data=grid).status_code == 303
    with world.scope():
        assert [row.cells for row in reading.text_of(decision_id, 3).rows] == [("9",)]
    stale = client.post(path, data=grid | {"cell-Z99001-0": "8"})
    assert stale.status_code == 409
    assert 'value="8"' in stale.text
    assert client.post(path, data={"act": "remove", "based_on": "3"}).status_code == 303
    assert client.get(path.removesuffix("/edit")).status_code == 404


def test_after_opening_the_form_is_refused_in_words(app: Flask, world: World) -> None:
    decision_id = shown(world, Draft("Plan", "Text"))
    with world.scope():
        open_vote(world.actor("rep4"), decision_id, preset("simple_majority"), in_hours(24))
    client = world.client(app, "rep4")
    for path, data in (
        ("/edit", FIELDS | {"based_on": "1"}),
        ("/effects/edit", {"act": "remove"}),
        ("/co-authors", {"person": "1"}),
    ):
        answer = client.post(f"/f/saltmarsh/decisions/{decision_id}{path}", data=data)
        assert answer.status_code == 409
        assert "Voting is open, so the text can no longer be changed" in answer.text


def test_a_federation_has_its_own_kinds_and_questions(app: Flask, world: World) -> None:
    client = world.client(app, "rep4")
    assert "Our 4 questions" not in client.get("/f/saltmarsh/decisions/new").text
    with unit_of_work() as session:
        session.scalars(select(Federation)).one().settings = {
            "kinds": [["parking", "Parking"]],
            "impact_questions": True,
        }
    text = page(world, app, "rep4", "/decisions/new")[1]
    assert "What might it turn into?" in text
    assert ("Parking" in text, "An everyday matter" in text) == (True, False)


def test_co_authors_on_the_web(app: Flask, world: World) -> None:
    decision_id = drafted(world)
    client = world.client(app, "rep4")
    path = f"/f/saltmarsh/decisions/{decision_id}/co-authors"
    assert "Rep3" in client.get(path + "?q=rep3").text
    assert client.post(path, data={"person": str(world.people["rep3"])}).status_code == 303
    assert "Rep3 (Quayside Practice)" in client.get(path).text
    assert client.post(path, data={"person": str(world.people["rep3"]), "act": "remove"}).status_code == 303
    assert "Nobody was found for ‘nobody’" in client.get(path + "?q=nobody").text


def test_deleting_and_withdrawing_on_the_web(app: Flask, world: World) -> None:
    draft, open_one = drafted(world), shown(world)
    client = world.client(app, "rep4")
    base = "/f/saltmarsh/decisions/"
    assert "Delete this draft?" in client.get(f"{base}{draft}/delete").text
    assert client.post(f"{base}{draft}/delete").status_code == 303
    assert client.get(f"{base}{draft}").status_code == 404
    assert client.get(f"{base}{open_one}/delete").status_code == 409
    assert "Say why the proposal is withdrawn" in client.post(f"{base}{open_one}/withdraw").text
    assert client.post(f"{base}{open_one}/withdraw", data={"reason": "A better one."}).status_code == 303
    text = page(world, app, "observer", f"/decisions/{open_one}")[1]
    assert "This proposal was withdrawn" in text
    assert "A better one." in text
