"""Members give a group a mandate; it works, meets every limit, is called in, is late, reports, and is recalled: on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.mandates.models import GroupReport
from federation.mandates.queries.standing import mandate_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.travel import move
from federation.testing.visitor import Visitor
from federation.testing.world import World, make_world
from tests.browser.conftest import Serve
from tests.browser.people import PASSWORD
from tests.browser.site import Site
from tests.people.accounts import give_password

Visit = Callable[..., Visitor]
ROOT = "/f/saltmarsh"
GROUP = "Home Visiting Group"
_PHONE = 375
_REPS = ("rep1", "rep2", "rep3")


class Story:
    """The served product, its world and the group, and whoever comes to it."""

    def __init__(self, serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site: Site = serve(False)
        self._visit, self._patch = visit, monkeypatch
        with self.site.app.app_context():
            self.world: World = make_world("saltmarsh", practices=3)
            self.world.add("lead", "member", "Z99002")
            with self.world.scope():
                seats = (SeatWanted(self.world.people["lead"], is_lead=True), SeatWanted(practice="Z99003"))
                wanted = GroupWanted(GROUP, "Looks after home visits.", seats=seats)
                self.group = begin_group(self.world.actor("admin"), wanted)
            for name in (*_REPS, "lead", "observer"):
                give_password(self.world.people[name])
        self.own = f"{ROOT}/groups/{self.group}"

    def come(self, name: str) -> Visitor:
        """Somebody signs in on a phone."""
        who = self._visit(self.site, name, _PHONE)
        who.go(f"{ROOT}/")
        who.fill(email=f"{name}@saltmarsh.example", password=PASSWORD)
        who.press("Sign in")
        return who

    def later(self, **by: float) -> None:
        """Time passes, and the worker does what has become due."""
        move(self._patch, "sqlite://", timedelta(**by))
        self.site.deliver()

    def settle(self, number: int, stance: str) -> None:
        """All practices vote so on a decision that is open."""
        with self.site.app.app_context():
            db.session.rollback()
            with self.world.scope():
                for name in _REPS:
                    practice = self.world.practice_of(name)
                    cast(self.world.actor(name), number, practice, stance, "Because.")
        self.site.deliver()

    @property
    def state(self) -> str:
        """Where the mandate stands."""
        with self.site.app.app_context(), self.world.scope():
            db.session.rollback()
            found = mandate_of(self.group)
            return found.state if found else "none"


def test_a_mandate_from_its_vote_to_its_recall(
    serve: Serve, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(serve, visit, monkeypatch)
    member = story.come("rep1")
    _grant(story, member)
    _share_out(story, member)
    lead = story.come("lead")
    act = _work(story, lead)
    _refused(story, lead)
    _escalate(story, lead)
    _call_in(story, member, act)
    _late_and_suspended(story)
    _report(story)
    _recall(story)


def _grant(story: Story, member: Visitor) -> None:
    member.go(f"{story.own}/mandate/new", "mandate-form")
    with story.site.app.app_context():
        year = str(time_now().year + 1)
    member.fill(
        task="Specify and tender one home visiting service",
        item_pence="2,500",
        total_pence="4,000",
        reserved="Employ people",
        ends_on__day="1",
        ends_on__month="12",
        ends_on__year=year,
        report_days="30",
        grace_days="7",
        call_in_days="10",
    )
    for name, value in (
        ("areas", "tendering"),
        ("powers", "spend"),
        ("powers", "recommend"),
        ("ratify", "silence"),
    ):
        member.page.check(f"[name={name}][value={value}]")
    member.press("Begin the proposal", "mandate-draft")
    member.check_widths()
    found = re.search(r"/decisions/(\d+)", member.page.url)
    assert found and "Up to £2,500 an item and £4,000 in all" in member.text()
    with story.site.app.app_context():
        story.world.decide(int(found[1]))
    story.site.deliver()
    member.go(story.own, "mandate-group")
    assert "Mandate in force" in member.text()
    member.go(f"{ROOT}/mandates/", "mandate-scheme")
    member.check_widths()
    assert "1 mandate in force" in member.text() and "hours a month" in member.text()


def _share_out(story: Story, member: Visitor) -> None:
    member.go(f"{ROOT}/mandates/budget", "budget-none")
    member.follow("Propose a budget", "budget-form")
    member.check_widths()
    with story.site.app.app_context():
        now = time_now()
    member.fill(
        name="Money for groups",
        from_on__day=str(now.day),
        from_on__month=str(now.month),
        from_on__year=str(now.year),
        until_on__day="1",
        until_on__month="6",
        until_on__year=str(now.year + 1),
        total_pence="10,000",
        **{f"envelope_{story.group}": "4,000"},
    )
    member.press("Begin the proposal", "budget-draft")
    found = re.search(r"/decisions/(\d+)", member.page.url)
    assert found and f"Envelope: {GROUP}" in member.text()
    with story.site.app.app_context():
        story.world.decide(int(found[1]))
    story.site.deliver()
    member.go(f"{ROOT}/mandates/budget", "budget")
    member.check_widths()
    assert "£4,000 left of £4,000" in member.text()
    member.follow("Propose to move money from the reserve", "budget-move")
    member.check_widths()


def _fill_act(lead: Visitor, area: str, power: str, pence: str, words: str) -> None:
    lead.page.check(f"[name=power][value={power}]")
    lead.page.select_option("[name=area]", area)
    lead.fill(pence=pence, words=words)


def _work(story: Story, lead: Visitor) -> int:
    lead.go(f"{story.own}/acts/new", "act-form")
    _fill_act(lead, "tendering", "spend", "1,900", "A solicitor checks the contract")
    lead.press("Write down that it is done", "act-done")
    lead.check_widths()
    found = re.search(r"/acts/(\d+)", lead.page.url)
    assert found and "Can be called in" in lead.text()
    return int(found[1])


def _refused(story: Story, lead: Visitor) -> None:
    for area, power, pence, words, reason in (
        ("education", "recommend", "", "A course", "not in an area of work"),
        ("tendering", "publish", "", "A leaflet", "did not give this group that power"),
        ("tendering", "spend", "2,501", "A van", "more than the group may spend on one item"),
        ("tendering", "spend", "2,200", "A car", "more than the group has left"),
        ("tendering", "recommend", "", "We employ people", "keep this matter for themselves"),
    ):
        lead.go(f"{story.own}/acts/new")
        _fill_act(lead, area, power, pence, words)
        lead.press("Write down that it is done", f"act-refused-{power}")
        assert reason in lead.text() and words in lead.page.locator("[name=words]").input_value()
    lead.check_widths()


def _escalate(story: Story, lead: Visitor) -> None:
    lead.press("Ask the members instead", "act-escalated")
    assert "We employ people" in lead.text()
    lead.go(f"{story.own}/acts")
    lead.follow("All that it has asked for", "act-asked")
    lead.check_widths()
    assert "keep this matter for themselves" in lead.text()


def _call_in(story: Story, member: Visitor, act: int) -> None:
    member.go(f"{ROOT}/acts/{act}")
    member.follow("Call this in", "act-call-in")
    member.fill(reason="It is too dear.")
    member.page.locator("main form").get_by_role("button").last.click()
    member.look("act-called-in")
    found = re.search(r"/decisions/(\d+)", member.page.url)
    assert found and "Voting open" in member.text()
    story.settle(int(found[1]), "for")
    member.go(f"{ROOT}/acts/{act}", "act-released")
    assert "Called in" not in member.page.locator("main .app-status").inner_text()


def _late_and_suspended(story: Story) -> None:
    story.later(days=31)
    member = story.come("rep2")
    member.go(f"{ROOT}/", "report-late-home")
    assert "Reports that are late" in member.text() and GROUP in member.text()
    assert story.state == "in_force"
    story.later(days=38)
    lead = story.come("lead")
    lead.go(f"{story.own}/acts/new")
    _fill_act(lead, "tendering", "recommend", "", "A study")
    lead.press("Write down that it is done", "act-suspended")
    assert story.state == "suspended" and "A report is overdue" in lead.text()


def _send(story: Story, lead: Visitor, words: str) -> int:
    lead.go(f"{story.own}/reports/new", "report-form")
    lead.check_widths()
    lead.fill(words=words, learned="Ask for offers earlier.")
    lead.press("Send the report", "report-sent")
    assert "To ratify" in lead.text()
    lead.follow("go to the decision", "report-decision")
    found = re.search(r"/decisions/(\d+)", lead.page.url)
    assert found
    return int(found[1])


def _report(story: Story) -> None:
    lead = story.come("lead")
    number = _send(story, lead, "One offer has come.")
    assert story.state == "in_force"
    with story.site.app.app_context():
        db.session.rollback()
        with story.world.scope():
            rep = story.world.actor("rep1")
            cast(rep, number, story.world.practice_of("rep1"), "object", "It says too little.")
    story.later(days=53)
    with story.site.app.app_context(), story.world.scope():
        db.session.rollback()
        followed = db.session.scalar(select(GroupReport.decision_id).where(GroupReport.state == "sent")) or 0
    assert followed != number
    story.settle(followed, "against")
    with story.site.app.app_context(), story.world.scope():
        close_early(story.world.actor("chair"), followed, "All have voted.")
    story.site.deliver()
    lead = story.come("lead")
    lead.go(f"{story.own}/reports", "report-sent-back")
    assert "Sent back" in lead.text()
    _send(story, lead, "Three offers have come, and each was read by two people.")
    story.later(days=68)
    lead = story.come("lead")
    lead.go(f"{story.own}/reports", "report-ratified")
    assert "Ratified" in lead.text() and story.state == "in_force"


def _recall(story: Story) -> None:
    member = story.come("rep3")
    member.go(f"{story.own}/recall", "recall-form")
    member.fill(reason="We have lost trust.")
    member.press("Ask for the recall", "recall-open")
    member.check_widths()
    found = re.search(r"/decisions/(\d+)", member.page.url)
    assert found and "Voting open" in member.text()
    with story.site.app.app_context():
        db.session.rollback()
        with story.world.scope():
            for name in ("rep1", "rep2"):
                practice = story.world.practice_of(name)
                cast(story.world.actor(name), int(found[1]), practice, "for", "Because.")
    story.site.deliver()
    member.go(story.own, "recall-done")
    assert story.state == "withdrawn" and "Mandate withdrawn" in member.text()
    lead = story.come("lead")
    lead.go(f"{story.own}/acts/new")
    _fill_act(lead, "tendering", "recommend", "", "A last study")
    lead.press("Write down that it is done", "act-after-recall")
    assert "no mandate that is in force" in lead.text()
    lead.go(f"{story.own}/unfinished", "unfinished")
    lead.check_widths()
    assert "A solicitor checks the contract" in lead.text()
    lead.fill(words="The contract is cancelled.")
    lead.press("Write it down", "unfinished-done")
