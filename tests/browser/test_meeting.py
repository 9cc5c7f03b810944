"""A meeting of a group: called, its agenda, who is here on a telephone, a vote in the room, minutes, and their approval."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.kernel.db import unit_of_work
from federation.kernel.words import LONDON
from federation.meetings.models import AgendaItem, CalledMeeting
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.models import GroupSeat
from federation.testing.visitor import WIDE, Visitor
from federation.testing.world import LONG_AGO, World, make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD, set_an_app_up
from tests.browser.site import Site
from tests.decisions.votes import in_hours
from tests.people.accounts import give_password

Visit = Callable[..., Visitor]
_PHONE = 375
_TITLE = "Visit homes together from March"

_CALLED = LONG_AGO + timedelta(days=1)
"""When the meeting was called: after everybody had the place by which they are asked."""


def _furnished(site: Site) -> tuple[World, int]:
    """A group of three who vote, with a proposal in discussion."""
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add("lead", "member", "Z99002")
        for name in ("lead", "rep1", "rep3"):
            give_password(world.people[name])
        seats = [SeatWanted(world.people[name], is_lead=name == "lead") for name in ("lead", "rep1", "rep3")]
        with world.scope():
            group = begin_group(
                world.actor("admin"),
                GroupWanted("Home Visiting Group", "Looks after home visits.", seats=tuple(seats)),
            )
            number = start(world.actor("lead"), Draft(_TITLE, "We visit homes together."), group_id=group)
            to_discussion(world.actor("lead"), number)
        return world, group


def _come(visit: Visit, site: Site, name: str, width: int) -> Visitor:
    who = visit(site, name, width)
    who.go("/f/saltmarsh/")
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in")
    return who


def _call(lead: Visitor, site: Site, group: int) -> str:
    """The group says how often it meets, and its lead calls a meeting with a proposal on the agenda; the meeting's address."""
    with site.app.app_context():
        day = in_hours(14 * 24).astimezone(LONDON)
    lead.go(f"/f/saltmarsh/groups/{group}")
    lead.follow("Say how often this group meets", "rhythm-form")
    lead.fill(weeks="2")
    lead.press("Save", "group-rhythm")
    assert "Meets once in 2 weeks" in lead.text()
    lead.follow("Call a meeting of this group", "meeting-call")
    lead.choose("Business meeting")
    lead.fill(
        starts_at__day=str(day.day),
        starts_at__month=str(day.month),
        starts_at__year=str(day.year),
        starts_at__time="1pm",
    )
    lead.press("Call the meeting", "meeting-call-error")
    assert lead.page.title().startswith("Error:")
    lead.fill(place="Tidemill Hall")
    lead.press("Call the meeting", "meeting-called")
    address = lead.page.url
    lead.follow("Put a proposal on the agenda", "meeting-proposal")
    lead.page.select_option("[name=decision]", label=_TITLE)
    lead.press("Put it on the agenda", "meeting-agenda")
    lead.check_widths()
    return address


def _begin(site: Site, world: World) -> None:
    """What time does: the meeting that was called long ago begins."""
    with site.app.app_context():
        now = in_hours(0)
        with unit_of_work() as session, world.scope():
            session.execute(
                update(CalledMeeting).values(called_at=_CALLED, starts_at=now - timedelta(minutes=10))
            )
            session.execute(update(AgendaItem).values(added_at=_CALLED))
            session.execute(update(GroupSeat).values(started_at=LONG_AGO))


def _take_a_vote(lead: Visitor, address: str) -> None:
    lead.go(address, "meeting-begun")
    lead.follow("Take a vote on this item", "meeting-vote-app")
    lead.follow("Set up an authenticator app")
    set_an_app_up(lead)
    assert lead.heading.endswith("Take a vote on this item")
    lead.press("Open the vote", "meeting-vote-error")
    assert lead.page.title().startswith("Error:")
    lead.choose("Simple majority")
    lead.press("Open the vote", "meeting-vote-open")
    lead.check_widths()
    assert "It closes as soon as the votes that are missing cannot change the result" in lead.text()


def _cast(who: Visitor, address: str) -> None:
    who.go(address, "meeting-cast")
    assert "Voting open" in who.text()
    who.follow("Cast your vote")
    who.follow("Cast your vote")
    who.choose("For")
    who.fill(reason="It saves ways.")
    who.press("Cast this vote")
    assert "Vote recorded" in who.heading


def test_from_the_call_to_approved_minutes(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    world, group = _furnished(site)
    lead = _come(visit, site, "lead", WIDE)
    address = _call(lead, site, group)
    member = _come(visit, site, "rep1", _PHONE)
    member.go(address, "meeting-asked")
    member.press("I will come", "meeting-coming")
    member.check_widths()
    _begin(site, world)
    phone = _come(visit, site, "lead", _PHONE)
    phone.go(f"{address}/attendance", "attendance")
    for name in ("lead", "rep1"):
        phone.page.locator(f"#person-{world.people[name]} button").first.click()
        phone.look("attendance-noted")
    assert "1 of 3 who vote are here" in " ".join(phone.text().split())
    phone.check_widths()
    member.go(address, "meeting-are-you-here")
    member.press("I am here", "meeting-here")
    assert "2 of 3 who vote" in " ".join(member.text().split())
    member.check_widths()
    _take_a_vote(lead, address)
    _cast(member, address)
    lead.go(address)
    assert "For 1" not in lead.text()
    _cast(lead, address)
    member.go(address, "meeting-decided")
    assert "Carried" in member.text() and "For 2" in member.text()
    member.check_widths()
    lead.go(f"{address}/minutes/write", "minutes-write")
    assert "carried. For 2" in lead.page.input_value("[name=words]")
    lead.press("Save the minutes", "minutes-draft")
    member.go(f"{address}/minutes", "minutes-draft")
    member.follow("Approve these minutes", "minutes-approve")
    member.press("Approve the minutes", "minutes-approved")
    assert "They do not change any more" in member.text()
    lead.go("/f/saltmarsh/meetings", "meetings")
    assert "How often we meet" in lead.text()
    lead.check_widths()
