"""Pages: all open, none writes, and nothing of another federation exists."""

import pytest

from federation.testing.furnished import FurnishedFederations, of_plugins
from federation.testing.walk import WalkSight


def _lines(found: list[WalkSight]) -> str:
    return "\n".join(map(str, found[:20])) + (f"\nand {len(found) - 20} more" if len(found) > 20 else "")


def test_every_argument_has_an_example(federation_furnished: FurnishedFederations) -> None:
    unknown = federation_furnished.walk.unknown
    assert not unknown, "\n".join(unknown)


def test_every_page_opens_for_somebody(federation_furnished: FurnishedFederations) -> None:
    """With what the demonstration made, each page can be seen by somebody."""
    own = [seen for seen in federation_furnished.walk.seen if seen.asked.whose == "own"]
    opened = {seen.asked.endpoint for seen in own if seen.answer.status == 200}
    led_on = {seen.asked.endpoint for seen in own if seen.answer.status in (302, 303)}
    never = {seen.asked.rule for seen in own if seen.asked.endpoint not in opened | led_on}
    assert not never, f"nobody can open {sorted(never)}: let the demo make what these pages show"


def test_no_page_breaks(federation_furnished: FurnishedFederations) -> None:
    broken = [seen for seen in federation_furnished.walk.seen if seen.answer.status >= 500]
    assert not broken, _lines(broken)


def test_reading_changes_nothing(federation_furnished: FurnishedFederations) -> None:
    """No GET writes to the database."""
    assert federation_furnished.walk.wrote == []


def test_what_is_others_answers_as_what_is_not_there(federation_furnished: FurnishedFederations) -> None:
    """A number of another federation and one that does not exist: the same answer, byte for byte."""
    others = [seen for seen in federation_furnished.walk.seen if seen.asked.whose == "of another federation"]
    differ = [seen for seen in others if not seen.answer.is_like(seen.missing)]
    assert not differ, "told apart from what does not exist:\n" + _lines(differ)
    shown = [seen for seen in others if seen.asked.method == "GET" and seen.answer.status not in (403, 404)]
    assert not shown, "shown although it is another federation's:\n" + _lines(shown)


def test_other_federations_do_not_exist(federation_furnished: FurnishedFederations) -> None:
    whose = "of a federation that is not theirs"
    found = [seen for seen in federation_furnished.walk.seen if seen.asked.whose == whose]
    assert found or not federation_furnished.feature.blueprints
    wrong = [seen for seen in found if seen.answer.status != 404 or not seen.answer.is_like(seen.missing)]
    assert not wrong, _lines(wrong)


def test_switched_off_its_pages_do_not_exist(federation_furnished: FurnishedFederations) -> None:
    of_plugins(federation_furnished)
    found = [seen for seen in federation_furnished.walk.seen if seen.asked.whose == "switched off"]
    assert found or not federation_furnished.feature.blueprints
    wrong = [seen for seen in found if seen.answer.status != 404]
    assert not wrong, _lines(wrong)


def test_pages_of_others_never_name_it_where_it_is_off(federation_furnished: FurnishedFederations) -> None:
    """Home, the hubs and a practice's page of a federation in which it is off say nothing of it."""
    of_plugins(federation_furnished)
    from federation.testing.walk import Walker

    made, walker = federation_furnished, Walker(federation_furnished)
    practice = next(iter(made.off.practices.values()))
    for path in ("", "shared-work/", "our-federation/", f"practices/{practice}"):
        answer = walker.ask(made.off, "rep1", "GET", made.off.address(path))
        assert answer.status == 200
        assert f"/f/{made.off.slug}/{made.name}/".encode() not in answer.body, path
    walker.close()


@pytest.mark.parametrize("width", [320, 1100])
def test_every_page_can_be_used_by_everybody(
    federation_browser: object, federation_furnished: FurnishedFederations, width: int
) -> None:
    """WCAG 2.2 AA by axe, one heading, nothing to scroll sideways, no script error, at both widths."""
    from federation.testing.visitor import Visitor, served
    from federation.testing.world import new_session, session_cookie

    made = federation_furnished
    pages: dict[str, tuple[str, str]] = {}
    for seen in made.walk.seen:
        html = seen.answer.body.lstrip()[:15].lower() == b"<!doctype html>"
        if seen.asked.whose == "own" and seen.asked.method == "GET" and seen.answer.status == 200 and html:
            pages.setdefault(seen.asked.endpoint, (seen.name, seen.asked.path))
    problems: list[str] = []
    with served(made.app) as url:
        for name in sorted({name for name, _ in pages.values()}):
            with made.app.app_context():
                cookie = session_cookie(made.app, new_session(made.here.people[name]))
            visitor = Visitor(federation_browser, url, name, width, cookie)  # type: ignore[arg-type]
            for _, path in sorted(one for one in pages.values() if one[0] == name):
                visitor.go(path)
            visitor.leave()
            problems += visitor.problems
    assert not problems, "\n".join(problems)
