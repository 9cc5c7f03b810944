"""Federations furnished alike, with something in every state, by the product's own actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update

from federation.belonging.actions.suspending import propose_suspension
from federation.decisions import rules
from federation.decisions.discussion import actions as discussion
from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.outcomes import actions as outcomes
from federation.decisions.papers.actions import add_papers
from federation.decisions.permissions import DecisionMatter
from federation.decisions.proposals.actions import coauthors, proposals
from federation.decisions.proposals.texts import ConsideredOption, Draft, DraftOption, Effects
from federation.decisions.rulebook.actions import rules as rulebook
from federation.decisions.seen import told_of
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections, opening, planning, scheduling
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.links import BallotPlace, make_links
from federation.electing.actions import ElectionWanted, begin_election, stand
from federation.kernel.checkpoints import RecordCheckpoint
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.tenancy import federation_scope, insert_many
from federation.mandates.actions.acting import do_act
from federation.mandates.actions.budgeting import WantedBudget, apply_budget, propose_budget
from federation.mandates.actions.granting import apply_grant, propose_mandate
from federation.mandates.actions.reporting import send_report
from federation.mandates.models import GroupMandate
from federation.mandates.rules import GroupAct
from federation.network.dues.actions import make_calendar_key
from federation.network.federation.actions.describing import add_aim, describe, retire_aim
from federation.network.files.queries import files_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seat
from federation.network.imports.actions import uploads
from federation.network.imports.queries.checks import ImportSource
from federation.network.imports.rules import read_list_sizes
from federation.network.members.actions.inviting import invite
from federation.network.models import (
    Federation,
    Membership,
    PluginFailure,
    Practice,
    ThreadComment,
    ThreadReading,
)
from federation.network.plugins.actions.switching import let_members_decide, switch_on
from federation.network.plugins.actions.troubles import keep_failure
from federation.network.practices.actions.neighbourhoods import add_neighbourhood
from federation.network.practices.actions.practices import place_practices
from federation.network.threads.words import COMMENT_FILES
from federation.people.actions import second_factor
from federation.people.actions.links import make_link
from federation.people.actions.sessions import begin, start_session
from federation.people.actions.stopping import stop_token
from federation.people.models import Person, ProgramToken, SignIn
from federation.testing.world import FAR_AHEAD, LONG_AGO, World, new_program_token
from federation.workstreams.actions.hours import note_hours
from federation.workstreams.actions.items import WantedItem, bring
from federation.workstreams.actions.planning import WantedMilestone, say_status, set_milestones
from federation.workstreams.actions.talking import add_files, say_about
from federation.workstreams.actions.tasks import TaskOwner, give_task
from federation.workstreams.queries.talks import talk_of_group
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import loaded
from tests.network.files import save_list_sizes
from tests.network.rules.practice_rows import make_csv, make_row
from tests.network.rules.test_list_sizes_file import HEADING, line
from tests.papers import PDF, PNG
from tests.people.apps import give_app, give_recovery_codes
from tests.plugins.garden.models import Bed
from tests.walks.judging import judged_tender
from tests.walks.meetings import meet, meet_in_secret
from tests.walks.purchasing import buy
from tests.walks.tendering import tender_for

VOTERS = 9
WAITING = 9
"""The practice whose seat in the group that has a mandate waits for a second person."""
REASON = "quillwort"
"""In every reason of the ballots of the vote whose results wait for the close."""
DRAFT = "sundewmoss"
"""In every part of the draft."""
DRAFT_SOUGHT = "bogbeanroot"
"""Also in every part of the draft: the word that searches look for, so that the other is never an echo."""
KEPT = "sneezewortseed"
"""In all that the vote of the group says that keeps it to itself."""
MISSING = 900_001
MISSING_CODE = "Q00000"
PEOPLE = {
    "admin": ("administrator", None, False),
    "executive": ("executive", None, False),
    "chair": ("executive", None, True),
    "lay": ("lay_partner", None, False),
    "observer": ("observer", None, False),
    "member": ("member", 1, False),
    "coauthor": ("member", 5, False),
}
"""Everybody but the representatives, ``rep1`` to ``rep9``: role, practice, chair. ``author`` is ``rep4``."""


@dataclass
class Furnished(World):
    """A federation with its things by name."""

    codes: list[str] = field(default_factory=list)
    decisions: dict[str, int] = field(default_factory=dict)
    matters: dict[str, DecisionMatter] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is sent with acts for programs, once it is made (:mod:`tests.walks.bodies`)."""

    def practice(self, number: int) -> int:
        """The number of the row of practice 1, 2, 3 …"""
        return self.practices[self.codes[number - 1]]


def furnish(slug: str, letter: str, practices: int = VOTERS) -> Furnished:
    """Make a federation with people in every role and something in every state."""
    world = _found(slug, letter, practices)
    for name, (role, number, chair) in PEOPLE.items():
        world.add(name, role, world.codes[number - 1] if number else None, chair)
    for number, code in enumerate(world.codes, 1):
        world.add("author" if number == 4 else f"rep{number}", "representative", code)
    with world.scope():
        world.things |= judged_tender(world)
        _describe(world, slug)
        _talk(world)
        _open_votes(world)
        _close_votes(world)
        _give_mandate(world)
        _propose_suspension(world)
        _vote_in_a_group(world)
        world.things |= meet(world, world.practice(1), world.things["group"], world.decisions["discussion"])
        meet_in_secret(world, "rep8", world.things["kept_group"], KEPT)
        world.things |= buy(world, "rep8", world.things["group"], world.codes[0])
        world.things |= tender_for(world, "rep8", world.things["group"])
        _bring_files(world)
        _welcome(world)
        _switch_on(world)
    return world


def _found(slug: str, letter: str, practices: int) -> Furnished:
    with unit_of_work() as session:
        federation = Federation(
            slug=slug,
            name=f"{slug.title()} GP Federation",
            purpose="",
            settings={"floors": rules.NONE.to_dict()},
            created_at=LONG_AGO,
        )
        session.add(federation)
        session.flush()
        world = Furnished(federation.id, slug)
        with world.scope():
            for number in range(1, practices + 1):
                code = f"{letter}9900{number}"
                practice = Practice(
                    code=code,
                    name=f"{slug.title()} Practice {number}",
                    list_size=4000 + 700 * number,
                    list_size_on=date(2026, 4, 1),
                    membership="associate" if number == practices else "full",
                )
                session.add(practice)
                session.flush()
                world.practices[code] = practice.id
                world.codes.append(code)
    return world


def _describe(world: Furnished, slug: str) -> None:
    admin = world.actor("admin")
    describe(admin, f"{slug.title()} stands together.")
    world.things["aims"] = [
        add_aim(admin, f"Aim {number} of {slug}") for number in range(1, 4 if slug == "saltmarsh" else 8)
    ]
    retire_aim(admin, world.things["aims"][2])
    shore = world.things["neighbourhood"] = add_neighbourhood(admin, f"Shore of {slug}")
    add_neighbourhood(admin, f"Marsh of {slug}")
    place_practices(admin, {world.practice(1): shore, world.practice(2): shore})
    group = GroupWanted(f"Dunes of {slug}", "Looks after the dunes.")
    world.things["group"] = begin_group(admin, group)
    world.things["results_group"] = begin_group(
        admin, GroupWanted(f"Shingle of {slug}", "Looks after the shingle.", reads="results")
    )
    give_seat(admin, world.things["group"], SeatWanted(world.people["observer"], has_vote=False))
    world.things["seat"] = give_seat(admin, world.things["group"], SeatWanted(practice=world.codes[7]))
    give_seat(admin, world.things["group"], SeatWanted(world.people["rep8"], is_lead=True))
    wanted = ElectionWanted(
        2, False, True, False, f"Four hours a month in {slug}.", today() + timedelta(days=20)
    )
    election = world.things["election"] = begin_election(
        world.actor("rep1"), world.things["results_group"], wanted
    )
    stand(world.actor("rep2"), election, f"I know the shingle of {slug}.")
    world.things["rule"] = rulebook.keep_rule(
        world.actor("executive"), preset("simple_majority"), f"Our way in {slug}", "As we do it."
    )


def _draft(world: Furnished, title: str, body: str = "We agree to this.", **more: Any) -> int:
    table = Effects(("Visits",), {code: (f"{number} visits",) for number, code in enumerate(world.codes, 1)})
    draft = Draft(
        title=title,
        body=body,
        kind="shared",
        reasons="It helps.",
        considered=(ConsideredOption("Do nothing", "It stays as it is."),),
        aims=(world.things["aims"][0],),
        effects=table,
        **more,
    )
    return proposals.start(world.actor("author"), draft)


def _keep(world: Furnished, name: str, decision_id: int) -> int:
    world.decisions[name] = decision_id
    return decision_id


def _propose(world: Furnished, name: str, title: str, shown: bool = True) -> int:
    decision_id = _keep(world, name, _draft(world, title))
    if shown:
        proposals.to_discussion(world.actor("author"), decision_id)
    return decision_id


def _talk(world: Furnished) -> None:
    author = world.actor("author")
    secret = f"{DRAFT} {DRAFT_SOUGHT}"
    hidden = _keep(
        world,
        "draft",
        _draft(
            world,
            f"A plan about {secret}",
            f"We agree to {secret}.",
        ),
    )
    coauthors.add(author, hidden, world.people["coauthor"], "https://federation.example/")
    proposals.revise(
        author,
        hidden,
        Draft(title=f"A better plan about {secret}", body=f"We all agree to {secret}.", reasons=secret),
    )
    planning.plan(author, hidden, rule="simple_majority")
    secret_paper = SentFile(f"{DRAFT}.txt", f"All about {secret}.\n".encode())

    talked = _propose(world, "discussion", "Share the home visits")
    proposals.revise(
        author,
        talked,
        Draft(title="Share all home visits", body="We agree to share all home visits.", reasons="It helps."),
    )
    world.things["files"] = {
        "discussion": add_papers(author, talked, [SentFile("Business case.pdf", PDF)]).papers[0].id,
        "draft": add_papers(author, hidden, [secret_paper]).papers[0].id,
    }
    chart = SentFile("Chart.png", PNG)
    said = discussion.comment(author, talked, "What do you think of it?", sent=[chart])
    world.things["files"]["comment"] = files_of(COMMENT_FILES, said)[0].id
    world.things["comment"] = said
    world.things["comments"] = {"by_author": said}
    other = discussion.comment(world.actor("rep1"), talked, "We like it.")
    discussion.comment(world.actor("lay"), talked, "So do patients.", answer_to=other)
    discussion.edit_comment(world.actor("rep1"), other, "We like it very much.")
    gone = discussion.comment(author, talked, "Forget this.")
    discussion.withdraw_comment(author, gone)
    world.things["comments"] |= {"by_rep1": other, "withdrawn": gone}
    stand_aside(world.actor("rep3"), talked, world.practice(3), "Our partner owns the cars.")

    coming = _propose(world, "scheduled", "Share a garden")
    scheduling.schedule_vote(author, coming, preset("simple_majority"), in_hours(50), in_hours(100))

    withdrawn = _propose(world, "withdrawn", "Buy a boat")
    withdraw(author, withdrawn, "There is no water.")


def _vote(world: Furnished, decision_id: int, stances: str, reason: str) -> None:
    words = {"f": "for", "x": "against", "-": "abstain", "c": "consent", "o": "object"}
    for number, letter in enumerate(stances, 1):
        if letter != " ":
            name = "author" if number == 4 else f"rep{number}"
            voting.cast(
                world.actor(name), decision_id, world.practice(number), words[letter], f"{reason} {number}"
            )


def _put(world: Furnished, name: str, title: str, rule: Any, closes: float = 100) -> int:
    decision_id = _propose(world, name, title)
    opening.open_vote(world.actor("author"), decision_id, rule, in_hours(closes))
    return decision_id


def _open_votes(world: Furnished) -> None:
    waiting = _put(world, "open", "Share a nurse", preset("simple_majority"))
    _vote(world, waiting, "fx f", REASON)
    world.things["receipt"] = voting.cast(
        world.actor("rep2"), waiting, world.practice(2), "for", f"{REASON} changed"
    ).code
    world.things["receipt_of_rep1"] = voting.cast(
        world.actor("rep1"), waiting, world.practice(1), "for", f"{REASON} again"
    ).code
    stand_aside(world.actor("rep6"), waiting, world.practice(6), "Our partner is the nurse.")
    _vote(
        world,
        _put(world, "live", "Share a printer", preset("simple_majority", visibility="live")),
        "f x",
        "Live because",
    )
    calendar = _put(world, "consent", "Share a calendar", preset("consent"))
    _vote(world, calendar, "oc", "Consent because")
    objections.answer_objection(
        world.actor("author"), calendar, world.practice(1), "We leave the doctors' own names out."
    )


def _vote_in_a_group(world: Furnished) -> None:
    """An open vote of a group that keeps all to itself: its lead proposed, somebody has voted, and a voice has spoken. They are
    people whose roles among the members others have too, so that what a role alone gives is walked without a seat."""
    admin, lead = world.actor("admin"), world.people["rep8"]
    group_id = begin_group(
        admin,
        GroupWanted(
            f"Marram of {world.slug}",
            "Looks after the grass.",
            reads="seated",
            seats=(
                SeatWanted(lead, is_lead=True),
                SeatWanted(world.people["rep1"]),
                SeatWanted(world.people["observer"], has_vote=False),
            ),
        ),
    )
    world.things["kept_group"] = group_id
    options = (DraftOption("a", f"{KEPT} by hand"), DraftOption("b", f"{KEPT} by machine"))
    draft = Draft(title=f"How we sow {KEPT}", body=f"We choose how {KEPT} is sown.", options=options)
    kept = _keep(world, "kept", proposals.start(world.actor("rep8"), draft, group_id=group_id))
    proposals.to_discussion(world.actor("rep8"), kept)
    discussion.comment(world.actor("observer"), kept, f"I know {KEPT} well.")
    opening.open_vote(world.actor("rep8"), kept, preset("points"), in_hours(100))
    voting.cast(world.actor("rep1"), kept, None, "", f"{KEPT} grows.", choice={"a": 7, "b": 3})
    world.matters["kept"] = DecisionMatter(lead, frozenset(), "open", group_id)


def _close_votes(world: Furnished) -> None:
    author, executive = world.actor("author"), world.actor("executive")
    carried = _put(world, "closed", "Share a telephone line", preset("simple_majority"))
    _vote(world, carried, "fxff-ff", "Closed because")
    closing.close_early(executive, carried, "Everybody has said enough.")
    outcomes.write_outcome(
        author, carried, "We ask the telephone company.", world.people["author"], date(2027, 3, 1)
    )
    world.things["action"] = outcomes.add_action(
        author, carried, "Ask the company", world.people["author"], date(2027, 1, 15), world.practice(4)
    )
    tied = _put(world, "tied", "Paint the hall blue", preset("simple_majority", tie="casting_vote"))
    _vote(world, tied, "fx", "Tied because")
    closing.close_early(executive, tied, "Nobody else will vote.")
    coauthor_ids = frozenset({world.people["coauthor"]})
    for name, decision_id in world.decisions.items():
        state = db.session.scalar(select(Decision.state).where(Decision.id == decision_id))
        world.matters[name] = DecisionMatter(
            world.people["author"], coauthor_ids if name == "draft" else frozenset(), state or ""
        )


def _give_mandate(world: Furnished) -> None:
    """The members have given the group a mandate."""
    author, group = world.actor("author"), world.things["group"]
    mandate = loaded(
        time_now(),
        areas=["tendering", "premises", "purchasing"],
        powers=["recommend", "spend", "open_tender", "buy"],
        item_pence=400_000,
        own_seats="vote",
    )
    _carry(world, propose_mandate(author, group, mandate), apply_grant)
    seat = SeatWanted(practice=world.codes[WAITING - 1])
    world.things["waiting_seat"] = give_seat(world.actor("admin"), group, seat)
    world.things["mandate"] = db.session.scalar(select(func.max(GroupMandate.id)))
    act = GroupAct("spend", "tendering", 190_000, f"A solicitor for {world.slug}")
    world.things["act"] = do_act(world.actor("rep8"), group, act).id
    now = time_now()
    wanted = WantedBudget("Money 2026", now, now + timedelta(days=90), 1_000_000, {group: 500_000})
    _carry(world, propose_budget(author, wanted), apply_budget)
    world.things["report"] = send_report(world.actor("rep8"), group, f"All is well in {world.slug}.", "").id
    say_status(world.actor("rep8"), group, "at_risk", f"Nobody has answered in {world.slug}.")
    milestone = WantedMilestone(f"All of {world.slug} has answered", date(2027, 3, 1))
    [world.things["milestone"]] = set_milestones(world.actor("rep8"), group, [milestone])
    owner = TaskOwner(world.people["author"])
    world.things["task"] = give_task(world.actor("rep8"), group, "Ask the bank", owner, date(2027, 2, 1))
    world.things["work"] = bring(
        world.actor("author"), group, WantedItem("problem", f"Nobody answers in {world.slug}")
    )
    talk = talk_of_group(world.actor("author"), group)
    world.things["remark"] = say_about(world.actor("author"), talk, f"We begin in {world.slug}.")
    [paper] = add_files(world.actor("rep8"), group, [SentFile("plan.txt", f"Plan of {world.slug}".encode())])
    world.things["work_file"] = paper.id
    world.things["hours"] = note_hours(world.actor("author"), world.things["task"], 45)


def _propose_suspension(world: Furnished) -> None:
    """Somebody proposes that the seventh practice is suspended; it has not answered."""
    until = today() + timedelta(days=60)
    number = propose_suspension(world.actor("author"), world.practice(7), "It never comes.", until)
    world.things["suspension"] = number
    world.matters["suspension"] = DecisionMatter(world.people["author"], frozenset(), "discussion")


def _carry(world: Furnished, proposed: int, apply: Callable[[DecisionClosed], None]) -> None:
    """The members have carried a proposal, and it holds."""
    author = world.actor("author")
    proposals.to_discussion(author, proposed)
    opening.open_vote(author, proposed, preset("simple_majority"), in_hours(100))
    _vote(world, proposed, "fffff", "Given because")
    closing.close_early(world.actor("executive"), proposed, "They may act.")
    with unit_of_work():
        told = told_of(db.session.get_one(Decision, proposed))
        apply(DecisionClosed(**told, verdict="carried"))


def _bring_files(world: Furnished) -> None:
    admin = world.actor("admin")
    rows = make_csv(
        make_row(code=f"{world.codes[0][0]}98{number:03}", name=f"NEW PRACTICE {number}")
        for number in range(3)
    )
    upload = world.things["upload:practices"] = uploads.keep_upload(admin, "practices", "epraccur.csv", rows)
    uploads.pick_from_upload(admin, upload, {"icbs": ["QZZ"]})
    sizes = "\n".join(
        [HEADING, *(line(code, str(5000 + number)) for number, code in enumerate(world.codes))]
    ).encode()
    world.things["upload:list_sizes"] = uploads.keep_upload(admin, "list_sizes", "sizes.csv", sizes)
    places = "\n".join(
        ["code,neighbourhood", *(f"{code},Shore of {world.slug}" for code in world.codes)]
    ).encode()
    world.things["upload:neighbourhoods"] = uploads.keep_upload(admin, "neighbourhoods", "places.csv", places)
    saved = save_list_sizes(admin, read_list_sizes(sizes), ImportSource.of("sizes.csv", sizes, None))
    world.things["saved"] = saved.seq
    world.things["checkpoint"] = db.session.scalar(select(func.max(RecordCheckpoint.seq)))


def _welcome(world: Furnished) -> None:
    admin = world.actor("admin")
    invited = invite(admin, f"invited@{world.slug}.example", "Ines Invited", "observer")
    world.people["invited"] = invited.person_id
    world.things["invited_membership"] = invited.membership_id
    world.things["membership"] = {
        name: db.session.scalar(select(Membership.id).where(Membership.person_id == world.people[name]))
        for name in ("executive", "member", "invited")
    }


def _switch_on(world: Furnished) -> None:
    """A plugin that is on, with something in it and something that it failed on; the members decide on plugins."""
    admin = world.actor("admin")
    world.things["plugins"] = switch_on(admin, "garden")
    with unit_of_work() as session:
        bed = Bed(title=f"Bed of {world.slug}")
        session.add(bed)
        session.flush()
        world.things["bed"] = bed.id
        keep_failure("garden", "happened", f"closed:{world.slug}", ValueError(world.slug))
        world.things["failure"] = session.scalars(select(PluginFailure.id)).one()
    let_members_decide(admin)


def sign_people_in(worlds: list[Furnished]) -> dict[tuple[str, str], str]:
    """Give everybody a password, a session and a token; the session's secret by federation and name."""
    secrets = {}
    for world in worlds:
        with unit_of_work() as session:
            session.execute(
                update(Person)
                .where(Person.id.in_([world.people[name] for name in world.people if name != "invited"]))
                .values(password_hash="$argon2id$secretpasswordhash")
            )
            for name, person_id in world.people.items():
                secrets[world.slug, name] = start_session(person_id, "Firefox", time_now())
            session.flush()
            session.execute(update(SignIn).values(confirmed_at=FAR_AHEAD, seen_at=FAR_AHEAD))
            world.things["sign_in"] = session.scalar(
                select(SignIn.id).where(SignIn.person_id == world.people["member"])
            )
            with federation_scope(world.federation_id):
                link = make_link(world.people["invited"], "invitation", world.federation_id)
                world.things["invitation"] = link.token
                world.things["password_link"] = make_link(world.people["member"], "password").token
                world.things["key"] = make_calendar_key(world.people["member"])
                new = f"moved@{world.slug}.example"
                world.things["address_link"] = make_link(world.people["member"], "address", email=new).token
            world.things["stop_link"] = stop_token(world.people["member"], "comment")
        _set_apps_up(world)
        _link_to_a_ballot(world)
        _all_is_read(world)
        for name, person_id in world.people.items():
            world.tokens[name] = new_program_token(person_id, world.federation_id)
        world.things["token"] = db.session.scalar(
            select(ProgramToken.id).where(ProgramToken.person_id == world.people["member"])
        )
    return secrets


def _link_to_a_ballot(world: Furnished) -> None:
    """The link that a letter brings to the representative of the first practice."""
    place = BallotPlace(world.people["rep1"], world.practice(1))
    with unit_of_work() as session, federation_scope(world.federation_id):
        decision = session.get_one(Decision, world.decisions["open"])
        world.things["ballot_link"] = make_links(decision, [place])[place]


def _all_is_read(world: Furnished) -> None:
    """Everybody has read all that was said, so that no page has anything to note."""
    with unit_of_work() as session, federation_scope(world.federation_id):
        about = session.execute(select(ThreadComment.owner, ThreadComment.owner_id).distinct()).all()
        rows = [
            {"person_id": person, "owner": owner, "owner_id": number, "upto": 1_000_000, "read_at": FAR_AHEAD}
            for person in set(world.people.values())
            for owner, number in about
        ]
        insert_many(ThreadReading, rows)


def _set_apps_up(world: Furnished) -> None:
    """One person has an app and half a sign-in, another is setting one up."""
    give_app(world.people["lay"])
    give_recovery_codes(world.people["lay"])
    second_factor.begin(world.people["observer"])
    with unit_of_work():
        begin(world.people["lay"], "Firefox")


def add_stranger() -> tuple[int, str]:
    """Somebody of no federation: number and session's secret."""
    with unit_of_work() as session:
        person = Person(
            email="nobody@nowhere.example",
            name="Nia Nobody",
            password_hash="$argon2id$none",
            created_at=LONG_AGO,
        )
        session.add(person)
        session.flush()
        secret = start_session(person.id, "Firefox")
        session.flush()
        session.execute(update(SignIn).where(SignIn.person_id == person.id).values(seen_at=FAR_AHEAD))
        return person.id, secret


def add_everything(world: Furnished, name: str) -> None:
    """Somebody with every role of a federation: the wall alone keeps them out of another."""
    for role in ("administrator", "executive", "lay_partner", "observer"):
        world.add(name, role, None, role == "executive")
    world.add(name, "representative", world.codes[0])
    world.add(name, "member", world.codes[4])
