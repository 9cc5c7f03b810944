"""A whole survey in a browser: from the invitation on Home to a proposal, on a phone and on a desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from federation_diagnostics.jobs import close_due
from federation_diagnostics.rules.questionnaire import DIMENSIONS
from surveying import TITLE, answered, now, staffed

Visit = Callable[..., Any]


def test_from_the_invitation_to_a_proposal(
    federation_world: Any,
    federation_visit: Visit,
    federation_letters: Any,
    federation_travel: Callable[[timedelta], None],
) -> None:
    world = federation_world
    names = staffed(world, 8)
    with world.scope():
        when = (now() + timedelta(days=14)).date()
    chair = federation_visit("chair")
    chair.go(world.address("shared-work/"))
    chair.follow("Network diagnostics")
    chair.follow("All surveys")
    chair.follow("Open a survey")
    chair.press("Continue")
    assert chair.page.title().startswith("Error: ")
    chair.fill(title=TITLE, purpose="To see ourselves as members see us.")
    chair.fill(closes_at__day=str(when.day), closes_at__month=str(when.month))
    chair.fill(closes_at__year=str(when.year), closes_at__time="5pm")
    chair.press("Continue")
    assert chair.heading.endswith("Check before you open the survey")
    chair.follow("Change")
    assert chair.page.input_value("[name='closes_at-time']") == "5pm"
    chair.press("Continue")
    chair.press("Open the survey")
    assert "0 of 15 people answered so far" in chair.text()

    (letter,) = federation_letters("rep1")
    survey_id = int(re.findall(r"/surveys/(\d+)/answer", letter)[0])
    phone = federation_visit("rep1", width=320)
    phone.go(world.address(""))
    phone.follow(TITLE)
    phone.follow("Start")
    for place, one in enumerate(DIMENSIONS, 1):
        assert phone.heading == f"Part {place} of 8 {one.title}"
        if place == 3:
            phone.follow("Stop here and go on later")
            phone.follow("Go on where you were: part 3 of 8")
        for item in one.items:
            phone.page.get_by_role("group", name=item.words).get_by_label("4: Agree").check()
        phone.choose("Better")
        phone.press("Save and continue")
    phone.fill(change="I do not know who got what from the last 2 tenders.")
    phone.press("Save and continue")
    assert "left out" in phone.text()
    phone.press("Send my answers")
    assert phone.heading == "Your answers are sent"
    phone.go(world.address(""))
    assert "Network health survey" not in phone.text()

    with world.scope():
        others = {name: place % 3 + 2 for place, name in enumerate(names[1:])}
        answered(world, survey_id, others, comments={"change": "One page a month, please."})
    lay = federation_visit("lay", width=320)
    lay.go(world.address(f"diagnostics/surveys/{survey_id}/answer"))
    assert lay.heading.endswith("You are not invited to this survey")
    federation_travel(timedelta(days=15))
    lay.go(world.address(f"diagnostics/surveys/{survey_id}"))
    assert "Results are being worked out" in lay.text()
    with world.scope():
        assert close_due() == 1
    lay.go(world.address(""))
    lay.follow(f"What members said: {TITLE}")
    assert "15 of 15 people answered" in lay.text()
    lay.follow("Answers by practice")
    lay.go(world.address(f"diagnostics/surveys/{survey_id}/print"))
    lay.go(world.address(f"diagnostics/surveys/{survey_id}/comments"))
    lay.go(world.address("diagnostics/how-figures-are-worked-out"))

    member = federation_visit("member")
    member.go(world.address(f"diagnostics/surveys/{survey_id}"))
    member.follow("Value and fairness")
    assert member.heading.endswith("Value and fairness")
    member.page.get_by_role("link", name=re.compile("Make this a proposal *: Gains are shared")).first.click()
    member.look()
    assert "Gains are shared fairly among practices" in member.page.input_value("[name='title']")
    member.fill(title="Share gains by patients")
    member.press("Begin the proposal")
    assert member.heading.endswith("Share gains by patients")
    assert "What the survey found" in member.text()


def test_the_survey_is_answered_with_the_keyboard_alone(
    federation_world: Any, federation_visit: Visit
) -> None:
    from federation_diagnostics.actions.surveys import open_survey

    world = federation_world
    with world.scope():
        survey_id = open_survey(world.actor("chair"), TITLE, "To see ourselves.", now() + timedelta(days=14))
    visitor = federation_visit("rep1", width=320)
    visitor.go(world.address(f"diagnostics/surveys/{survey_id}/answer/vision"))
    page = visitor.page
    for _ in range(60):
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.type || document.activeElement.tagName")
        if kind == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif kind == "submit":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/answer/direction")
    assert visitor.look()
    visitor.go(world.address(f"diagnostics/surveys/{survey_id}/answer/vision"))
    assert page.locator("input:checked").count() == 4
