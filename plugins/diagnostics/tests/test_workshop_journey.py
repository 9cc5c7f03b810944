"""A whole maturity workshop in a browser: a facilitator on a laptop, two groups on phones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from federation_diagnostics.rules.maturity import MATURITY

LEVEL = {
    1: "Level 1: Beginning",
    2: "Level 2: Taking shape",
    3: "Level 3: Working",
    4: "Level 4: Part of how we are",
}


def prepare(chair: Any, home: str) -> str:
    """Plan a workshop for 9 people; returns its address."""
    chair.go(home)
    chair.follow("All maturity workshops")
    chair.follow("Prepare a workshop")
    day = datetime.now() + timedelta(days=10)
    chair.fill(title="Autumn 2026", starts_at__day=str(day.day), starts_at__month=str(day.month))
    chair.fill(
        starts_at__year=str(day.year), starts_at__time="half past one", place="Saltmarsh Hall", expected="9"
    )
    chair.press("Prepare the workshop")
    assert "must have a time like 5pm" in chair.text()
    chair.fill(starts_at__time="1.30pm")
    chair.press("Prepare the workshop")
    assert chair.heading.endswith("Facilitator’s page")
    assert "You expect 9 people: 2 groups of 4 or 5." in chair.text()
    assert "3.15pm" in chair.text()
    return str(chair.page.url).removesuffix("/facilitator")


def answer(scribe: Any, current: int, wanted: int, note: str = "", upto: int = 0) -> None:
    """Enter one dimension, as the page asks for it."""
    scribe.page.locator(f"[name=current][value='{current}']").check()
    scribe.page.locator(f"[name=highest][value='{upto}']").check()
    scribe.page.locator(f"[name=wanted][value='{wanted}']").check()
    scribe.fill(note=note)
    scribe.press("Save and go on")


def enter_everything(scribe: Any, workshop: str, group: int, current: int) -> None:
    """All eight dimensions, one page after the other."""
    scribe.go(workshop)
    scribe.follow(f"Group {group}")
    scribe.follow(MATURITY[0].title)
    for one in MATURITY:
        assert scribe.heading.endswith(one.title)
        assert one.levels[0] in scribe.text()
        answer(scribe, current, current + 1, f"Group {group} on {one.key}")
    assert "8 of 8 dimensions are entered" in scribe.text()


def test_a_workshop_with_two_groups(federation_world: Any, federation_visit: Callable[..., Any]) -> None:
    chair, first = federation_visit("chair"), federation_visit("rep1", width=320)
    second, helper = federation_visit("rep2", width=375), federation_visit("member", width=375)
    home = federation_world.address("diagnostics/")
    workshop = prepare(chair, home)
    first.go(workshop)
    assert "Read the levels before you come" in first.text()
    first.follow("The eight dimensions and their levels")
    chair.press("Open the workshop")
    chair.press("Open the workshop")
    assert "The workshop is open. 2 groups can enter levels." in chair.text()
    enter_everything(first, workshop, 1, 2)
    enter_everything(second, workshop, 2, 3)
    chair.press("Refresh")
    assert "16 of 16 levels are entered" in chair.text()
    assert "Level 2 (2 to 3) now" in chair.text()

    helper.go(f"{workshop}/groups/2/trust")
    assert "Rep2 entered level 3 now, level 4 wanted" in helper.text()
    answer(helper, 1, 4, "We differ.", 3)
    assert "This replaces what Rep2 entered at" in helper.text()

    chair.follow("Show what groups enter on a large screen")
    assert "Group 2: level 1 (1 to 3) now, level 4 wanted" in chair.text()
    chair.follow("load again by itself")
    chair.follow("Stop loading again")
    chair.follow("Back to the facilitator’s page")
    second.go(f"{workshop}/groups/2/vision")
    chair.press("Lock the levels")
    second.press("Save and go on")
    assert "The levels of this workshop are locked." in second.text()

    first.go(f"{workshop}/groups/1")
    first.press("Enter your group’s votes")
    first.fill(trust="12", fairness="4")
    first.press("Save the votes")
    assert "This group of 5 has 15 votes, 3 each. You entered 16" in first.text()
    first.fill(fairness="3")
    first.press("Save the votes")
    assert "15 of 15 votes" in first.text()
    second.go(f"{workshop}/groups/2/votes")
    second.fill(fairness="2")
    second.press("Save the votes")
    chair.press("Refresh")
    assert "2 of 2 groups have entered votes" in chair.text()
    chair.press("Write the next steps and close")
    assert "Relationships and trust: 12 votes" in chair.text()
    chair.fill(next_steps="Each practice visits another one by May.")
    chair.press("Close the workshop")

    second.go(home)
    second.follow("What the workshop found")
    said = second.text()
    assert "Relationships and trust, 12 votes of 17. Level 1 (1 to 3) now, 3 (3 to 4) wanted" in said
    assert "Each practice visits another one by May." in said
    second.follow("Make this a proposal")
    second.press("Begin the proposal")
    assert second.heading.endswith("relationships and trust")


def test_a_leader_fills_in_a_profile_on_a_phone(
    federation_world: Any, federation_visit: Callable[..., Any]
) -> None:
    chair, home = federation_visit("chair", width=320), federation_world.address("diagnostics/")
    chair.go(home)
    chair.follow("All rounds of leaders’ profiles")
    chair.press("Begin a round")
    chair.fill(title="Autumn 2026")
    chair.press("Begin the round")
    chair.press("Fill in your profile")
    assert "This is signed, not anonymous" in chair.text()
    chair.follow("Purpose and identity")
    for _ in range(6):
        for group in chair.page.locator("fieldset").all():
            group.get_by_label("4: Mostly").check()
        chair.fill(evidence="We met in May.")
        chair.press("Save and go on")
    chair.fill(community="60", convening="30")
    chair.press("Save and go on")
    assert "Your shares add up to 90" in chair.text()
    chair.fill(convening="40")
    chair.press("Save and go on")
    chair.press("Check and finish")
    chair.press("Finish and sign")
    assert "1 of 2 leaders have finished" in chair.text()
    chair.press("Close this round")
    assert "Not finished: Admin." in chair.text()
    chair.press("Close the round")
    member = federation_visit("member")
    member.go(home)
    member.follow("What our leaders say")
    assert "We met in May." in member.text() and "With 1 leader nothing here is anonymous" in member.text()
