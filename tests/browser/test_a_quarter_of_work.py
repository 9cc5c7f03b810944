"""Two leads run the work of a group for a quarter, each on a phone: they begin it, share out tasks, answer what a practice
brought, talk, note their time, reach a milestone, and report to the members."""

from collections.abc import Callable
from datetime import date, timedelta

from federation.kernel.days import time_now, today
from federation.mandates.actions.granting import propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.visitor import Visitor
from federation.testing.world import WorldPlace, make_world
from federation.worker import run_once
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD
from tests.browser.site import Site
from tests.mandates.conftest import loaded
from tests.people.accounts import give_password

Visit = Callable[..., Visitor]
ROOT = "/f/saltmarsh"
PROBLEM = "Nobody visits after four"
_PHONE = 375


def test_two_leads_run_a_quarter_of_work(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    group, day = _group(site)
    first, second = _come(visit, site, "first"), _come(visit, site, "second")
    page = f"{ROOT}/groups/{group}/workstream"
    _begin(first, page)
    rep = _come(visit, site, "rep1")
    rep.go(page, "quarter-outside")
    rep.follow("Bring a problem to the group", "quarter-bring")
    rep.page.check("[name=kind][value=problem]")
    rep.fill(title=PROBLEM, words="Our car is out by then.")
    rep.press("Bring it to the group", "quarter-brought")
    rep.check_widths()
    second.go(f"{ROOT}/")
    second.follow("Home Visiting Group", "quarter-home")
    _share_out(second, page, day)
    second.go(page)
    second.follow(PROBLEM)
    second.follow("Discussion")
    second.follow("Add a comment", "quarter-remark")
    second.fill(words="A second car would do.")
    second.press("Add it", "quarter-discussion")
    second.check_widths()
    second.follow("What was brought, and what became of it")
    second.follow("Say what became of it", "quarter-fate")
    second.page.select_option("[name=led_to]", label="Task: Hire a second car")
    second.fill(words="We hire one.")
    second.press("Note it", "quarter-answered")
    second.check_widths()
    _block_and_note(first, page)
    _end(first, page)
    rep.go(page, "quarter-end")
    rep.check_widths()
    said = rep.text()
    assert "We have a car" in said and "1 of 6 milestones done" in said and "2 hours" in said
    assert "this year 1 problem from 1 practice" in said


def _begin(lead: Visitor, page: str) -> None:
    lead.go(page, "quarter-empty")
    lead.follow("Begin the work: how it stands, milestones and first tasks", "quarter-begin")
    lead.check_widths()
    lead.fill(words="We begin with what practices need.")
    lead.press("Begin", "quarter-begun")
    lead.check_widths()
    said = lead.text()
    assert "We begin with what practices need." in said and "Call the first meeting" in said
    assert "Next report to the members: due" in said and "£15,000 is left" in said


def _share_out(lead: Visitor, page: str, due: date) -> None:
    lead.go(page)
    lead.follow("Give somebody a task", "quarter-task")
    days = {"due_on-day": str(due.day), "due_on-month": str(due.month), "due_on-year": str(due.year)}
    lead.fill(words="Hire a second car", **days)
    lead.page.select_option("[name=person]", label="First")
    lead.press("Give the task", "quarter-given")
    assert "First" in lead.text()


def _block_and_note(lead: Visitor, page: str) -> None:
    lead.go(page)
    lead.follow("Hire a second car")
    lead.page.check("[name=state][value=blocked]")
    lead.fill(words="The bank")
    lead.press("Note how it stands", "quarter-blocked")
    lead.follow("Time given to it, and noting yours", "quarter-hours")
    lead.fill(hours="2", minutes="0")
    lead.press("Note it", "quarter-noted")
    lead.check_widths()
    lead.go(page, "quarter-waits")
    assert "Waits for: The bank" in lead.text() and "Blocked (1)" in lead.text()
    lead.follow("Hire a second car")
    lead.page.check("[name=state][value=done]")
    lead.fill(words="It drives from Monday.")
    lead.press("Note how it stands", "quarter-done")


def _end(lead: Visitor, page: str) -> None:
    lead.go(page)
    lead.follow("Agree with the members what we want to find out")
    lead.press("It is reached")
    lead.follow("Say how the work stands", "quarter-status")
    lead.page.check("[name=status][value=on_track]")
    lead.fill(words="We have a car")
    lead.press("Say it")
    lead.follow("Start the report", "quarter-report")
    lead.fill(words="A second car drives.", learned="Ask practices first.")
    lead.press("Send the report", "quarter-reported")
    lead.check_widths()


def _group(site: Site) -> tuple[int, date]:
    with site.app.app_context():
        world = make_world("saltmarsh", practices=3)
        world.add_all([WorldPlace(one, "member", "Z99002") for one in ("first", "second")])
        with world.scope():
            wanted = GroupWanted(
                "Home Visiting Group",
                "Decides how we visit.",
                seats=[SeatWanted(world.people[one], is_lead=True) for one in ("first", "second")],
            )
            group = begin_group(world.actor("admin"), wanted)
            number = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
        world.decide(number)
        run_once(site.app)
        for one in ("first", "second", "rep1"):
            give_password(world.people[one])
        with world.scope():
            return group, today() + timedelta(days=30)


def _come(visit: Visit, site: Site, name: str) -> Visitor:
    who = visit(site, name, _PHONE)
    who.go(f"{ROOT}/")
    who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
    who.press("Sign in")
    return who
