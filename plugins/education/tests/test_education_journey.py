"""In a browser: a need of practices becomes a course that a provider quoted, that is booked, held, and judged by others."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from federation.testing.letters import letters_to
from federation.testing.world import World
from federation.toolkit import today

EMAIL = "quotes@wealdmarsh.example"
Visit = Callable[..., Any]


def _when(name: str, days: int) -> dict[str, str]:
    day = today() + timedelta(days=days)
    return {f"{name}__day": str(day.day), f"{name}__month": str(day.month), f"{name}__year": str(day.year)}


def _asks(chair: Any, nurse: Any, home: str) -> None:
    """The chair asks about a role; a practice answers on a phone."""
    chair.go(f"{home}needs/new?library=practice_nurse")
    chair.fill(**_when("closes_on", 14))
    chair.press("Ask all practices")
    nurse.go(home)
    nurse.follow("Practice nurses: what we need to learn")
    nurse.follow("Answer for your practice")
    nurse.page.select_option("[name='importance_1']", "7")
    nurse.fill(people="3")
    nurse.press("Save the answers")
    assert "There is a problem" in nurse.text() and nurse.page.input_value("[name='people']") == "3"
    nurse.page.select_option("[name='performance_1']", "2")
    nurse.press("Save the answers")
    assert "5.0" in nurse.text()


def _briefs(chair: Any, home: str) -> str:
    """The chair writes a brief and invites a provider; returns its address."""
    chair.go(f"{home}briefs/new")
    chair.fill(title="Wound care", aim="Look at a leg wound and say why it does not heal.", why="Asked for.")
    chair.fill(doing="Half of the time in pairs.", solving="Everybody brings a case.", use="The same week.")
    chair.fill(places="6", closes_at__time="noon", **_when("closes_at", 7))
    chair.press("Save the brief")
    assert "There is a problem" in chair.text()
    assert chair.page.input_value("[name='doing']") == "Half of the time in pairs."
    chair.page.select_option("[name='programme']", label="None")
    chair.page.select_option("[name='need']", label="Practice nurses: what we need to learn")
    chair.press("Save the brief")
    assert "The brief meets 4 of the 4 principles" in chair.text()
    brief = str(chair.page.url)
    chair.follow("Invite a provider")
    chair.fill(name="Weald and Marsh", email=EMAIL)
    chair.press("Send the link")
    assert "Not yet" in chair.text()
    return brief


def _quotes(provider: Any, work: Callable[[], int]) -> None:
    """The provider comes by the link on a phone, reads the brief, and gives a quote with a code."""
    work()
    link = re.search(r"https?://\S+/education/quote/\S+", letters_to(EMAIL)[0])
    assert link
    provider.go(link[0])
    assert "Half of the time in pairs." in provider.text()
    provider.fill(pence="600", teachers="Two nurses", words="Everybody measures on a colleague.")
    provider.press("Give the quote")
    assert "There is a problem" in provider.text() and provider.page.input_value("[name='pence']") == "600"
    provider.press("Send me a code")
    work()
    (code,) = re.findall(r"code is (\d{6})", "".join(letters_to(EMAIL)))
    provider.fill(code=code)
    provider.press("Give the quote")
    assert "Thank you for your quote" in provider.heading


def test_a_need_becomes_a_finished_and_judged_course(
    federation_app: Flask,
    federation_world: World,
    federation_browser: Any,
    federation_visit: Visit,
    federation_work: Callable[[], int],
    federation_travel: Callable[[timedelta], None],
) -> None:
    from federation.testing.visitor import Visitor

    home = federation_world.address("education/")
    chair, nurse, lay = (
        federation_visit("chair"),
        federation_visit("rep1", width=375),
        federation_visit("lay"),
    )
    _asks(chair, nurse, home)
    brief = _briefs(chair, home)
    provider = Visitor(federation_browser, chair.url, "provider", 375)
    _quotes(provider, federation_work)
    provider.leave()
    assert provider.problems == []
    chair.go(brief)
    assert "Nobody reads a quote before" in chair.text() and "£600" not in chair.text()
    federation_travel(timedelta(days=8))
    chair.go(brief)
    chair.follow("Buy from Weald and Marsh")
    chair.fill(practice_pence="40", **_when("book_by", 30))
    chair.page.select_option("[name='earlier']", label="No")
    chair.press("Buy the course")
    course = str(chair.page.url)
    assert "Taught by" in chair.text() and "£600" in chair.text()
    chair.follow("Say when it is held")
    chair.fill(title="Doppler, in pairs", starts_at__time="1pm", minutes="210", place="Quayside Practice")
    chair.fill(**_when("starts_at", 20))
    chair.press("Add the time")
    nurse.go(course)
    nurse.follow("Book places")
    nurse.press("Book the places")
    assert "one of the two" in nurse.text()
    nurse.choose("Rep1")
    nurse.press("Book the places")
    assert "You have a place" in nurse.text()
    chair.go(course)
    chair.follow("Note who came")
    chair.page.locator("[name='came']").first.check()
    chair.press("Save who came")
    chair.follow("End the course")
    chair.press("End the course")
    nurse.go(course)
    nurse.follow("Answer")
    nurse.choose("Yes")
    nurse.press("Send the answer")
    chair.go(f"{course}/verdict")
    assert "has no say in it" in chair.text() and chair.page.get_by_role("button", name="Save").count() == 0
    lay.go(course)
    lay.follow("Judge the course")
    lay.press("Save")
    assert "There is a problem" in lay.text()
    lay.choose("Accepted")
    lay.fill(reason="All brought a case, and all measured.")
    lay.press("Save")
    assert "a second person says the same" in lay.text() and "Verdict: Accepted" not in lay.text()
    second = federation_visit("rep2")
    second.go(f"{course}/verdict")
    assert "All brought a case" in second.text()
    second.choose("Accepted")
    second.fill(reason="The notes of the sessions say so.")
    second.press("Save")
    nurse.go(course)
    assert "1 of the 1 who answered said yes, 100% (1 were asked)" in nurse.text()
    assert "Verdict: Accepted" in nurse.text() and "All brought a case, and all measured." in nurse.text()
