"""Providers come by a link, read the brief and give a quote; quotes are compared once their time is over."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from federation_education.briefs.actions import (
    BriefWanted,
    drop_brief,
    end_provider,
    give_quote,
    invite_provider,
    write_brief,
)
from federation_education.briefs.queries import brief_here, own_quote, providers_of, quote_lines, quotes_of
from federation_education.courses.actions.buying import CourseWanted, QuotedCourse, buy_quoted, commission
from federation_education.courses.actions.ending import call_off
from federation_education.courses.queries import course_here
from flask import Flask
from sqlalchemy import select

from federation.network.models import InvitedGuest, ThingDue
from federation.testing import both_databases
from federation.testing.letters import letters_to
from federation.testing.world import CleanClient, World
from federation.toolkit import GUEST, Actor, Invalid, NotFound, OneThing, Refusal, session, time_now

BRIEF = {
    "aim": "Dress wounds.",
    "why": "Asked for.",
    "doing": "In pairs.",
    "solving": "Cases.",
    "use": "Now.",
}
EMAIL = "quotes@wealdmarsh.example"


def _brief(world: World, **changes: Any) -> int:
    wanted = BriefWanted("Wound care", BRIEF, 8, time_now() + timedelta(days=7))
    return write_brief(world.actor("chair"), wanted._replace(**changes))


def _provider(world: World, brief_id: int, name: str) -> Actor:
    made = invite_provider(world.actor("chair"), brief_id, name, f"{name.lower()}@example.com")
    only = OneThing("education_brief", brief_id)
    return Actor(made.person_id, name, "", world.federation_id, frozenset({GUEST}), only=only)


def _owed(world: World) -> list[str]:
    own = ThingDue.person_id == world.people["chair"], ThingDue.is_open(), ThingDue.key.startswith("quotes:")
    return list(session.scalars(select(ThingDue.key).where(*own)))


@both_databases
def test_quotes_are_compared_once_their_time_is_over_and_one_is_bought(
    federation_world: World, federation_travel: Callable[[timedelta], None]
) -> None:
    world = federation_world
    with world.scope():
        brief_id = _brief(world)
        first, second, third = (_provider(world, brief_id, one) for one in ("Weald", "Marsh", "Levels"))
        give_quote(first, 90_000, "Two nurses", "All in pairs.")
        give_quote(first, 81_000, "Two nurses", "All in pairs, at your place.")
        give_quote(second, 80_000, "One nurse", "A talk, then cases.")
        give_quote(third, 1_000_001, "Five doctors", "A week away.")
        assert quote_lines(brief_here(brief_id)) == [] and len(quotes_of(brief_id)) == 3
        assert [one.gave for one in providers_of(brief_id)] == [True, True, True]
        newest = own_quote(brief_id, first.person_id)
        assert newest and newest.pence == 81_000
        with pytest.raises(Refusal, match="still come"):
            buy_quoted(world.actor("chair"), newest.id, QuotedCourse())
        with pytest.raises(Refusal, match="still come"):
            drop_brief(world.actor("chair"), brief_id)
    federation_travel(timedelta(days=8))
    with world.scope():
        lines = quote_lines(brief_here(brief_id))
        shown = [
            (one.provider, one.side.a_place, one.side.above_lowest, one.side.needs_tender) for one in lines
        ]
        assert shown == [
            ("Marsh", 10_000, 0, False),
            ("Weald", 10_125, 1_000, False),
            ("Levels", 125_000, 920_001, True),
        ]
        with pytest.raises(Refusal, match="time for quotes is over"):
            give_quote(second, 1, "One nurse", "Cheaper.")
        with pytest.raises(Refusal, match="time for quotes is over"):
            invite_provider(world.actor("chair"), brief_id, "Fens", "fens@example.com")
        chair, (_, weald, levels) = world.actor("chair"), (one.quote.id for one in lines)
        with pytest.raises(Invalid, match="tender"):
            buy_quoted(chair, levels, QuotedCourse(because="They are many."))
        with pytest.raises(Invalid) as refused:
            buy_quoted(chair, weald, QuotedCourse())
        assert refused.value.field == "because"
        with pytest.raises(Refusal, match="another quote since"):
            buy_quoted(chair, weald - 1, QuotedCourse(because="It was first."))
        assert _owed(world) == [f"quotes:{brief_id}"]
        course = course_here(buy_quoted(chair, weald, QuotedCourse(4_000, because="They work in pairs.")))
        assert _owed(world) == []
        bought = (course.title, course.provider, course.pence, course.places, course.chosen_because)
        assert bought == ("Wound care", "Weald", 81_000, 8, "They work in pairs.")
        with pytest.raises(Refusal, match="already"):
            buy_quoted(chair, weald, QuotedCourse(because="Again."))
        call_off(chair, course.id)
        buy_quoted(chair, weald, QuotedCourse(because="They are back."))


def test_a_brief_says_what_is_missing_and_names_nobody(
    federation_world: World, federation_client: Callable[..., Any]
) -> None:
    world, told = federation_world, "A talk of an hour."
    with world.scope():
        met = _brief(world, brief={**BRIEF, "because": told})
        unmet = _brief(world, brief={**BRIEF, "use": "", "because": told})
    for number, shown in ((met, False), (unmet, True)):
        page = federation_client("rep1").get(world.address(f"education/briefs/{number}"))
        assert (told in page.text) is shown
    with world.scope():
        for field, changes in {
            "aim": {"brief": {**BRIEF, "aim": " "}},
            "why": {"brief": {**BRIEF, "why": "Call 943 476 5919"}},
            "doing": {"brief": {**BRIEF, "doing": "x" * 1_001}},
            "places": {"places": 0},
            "closes_at": {"closes_at": time_now() - timedelta(minutes=1)},
            "programme": {"programme_id": 999},
            "need": {"need_id": 999},
        }.items():
            with pytest.raises(Invalid) as refused:
                _brief(world, **changes)
            assert refused.value.field == field and len(str(refused.value)) < 120
        with pytest.raises(Invalid) as refused:
            commission(world.actor("chair"), CourseWanted("x" * 121, BRIEF, 8))
        assert refused.value.field == "title"


def test_a_link_that_was_ended_opens_nothing_and_one_of_another_brief_is_not_ended(
    federation_world: World,
) -> None:
    world = federation_world
    with world.scope():
        one, other = _brief(world), _brief(world)
        _provider(world, one, "Weald")
        (invited,) = providers_of(one)
        with pytest.raises(NotFound):
            end_provider(world.actor("chair"), other, invited.id)
        end_provider(world.actor("chair"), one, invited.id)
        assert [found.is_open for found in providers_of(one)] == [False]
        assert session.scalar(select(InvitedGuest.ended_at)) is not None


def test_a_provider_comes_by_the_link_reads_the_brief_and_gives_a_quote(
    federation_app: Flask,
    federation_world: World,
    federation_client: Callable[..., Any],
    federation_work: Callable[[], int],
    federation_travel: Callable[[timedelta], None],
) -> None:
    world = federation_world
    with world.scope():
        brief_id = _brief(world)
    chair, at = federation_client("chair"), world.address(f"education/briefs/{brief_id}")
    wrong = chair.post(f"{at}/invite", data={"name": "Weald and Marsh", "email": "nobody"})
    assert wrong.status_code == 422 and "Weald and Marsh" in wrong.text
    assert chair.post(f"{at}/invite", data={"name": "Weald and Marsh", "email": EMAIL}).status_code == 303
    federation_work()
    (letter,) = letters_to(EMAIL)
    found = re.search(r"https?://\S+/education/quote/\S+", letter)
    assert found
    path = urlsplit(found[0]).path
    provider = CleanClient(federation_app, federation_app.response_class)
    page = provider.get(path).text
    assert "Dress wounds." in page and "You answer as Weald and Marsh" in page and "Shared work" not in page
    typed = {
        "pence": "810.50",
        "teachers": "Two nurses",
        "words": "All in pairs.",
        "csrf_token": _token(page),
    }
    sent = provider.post(path, data={**typed, "send_code": "yes"})
    assert sent.status_code == 200 and "All in pairs." in sent.text
    federation_work()
    (code,) = re.findall(r"code is (\d{6})", "".join(letters_to(EMAIL)))
    short = provider.post(path, data={**typed, "code": "12", "csrf_token": _token(sent.text)})
    assert short.status_code == 422 and "810.50" in short.text
    done = provider.post(path, data={**typed, "code": code, "csrf_token": _token(short.text)})
    assert done.status_code == 303 and done.location == f"{path}/given"
    assert "£810.50" in provider.get(done.location).text and "£810.50" in provider.get(path).text
    for name in ("chair", "rep1", "observer"):
        assert "810.50" not in federation_client(name).get(at).text
        assert "1 of 1 have come" in federation_client(name).get(at).text
    federation_travel(timedelta(days=8))
    assert provider.get(path).status_code == 410
    for name in ("chair", "rep1", "lay"):
        assert "£810.50" in federation_client(name).get(at).text
    assert "810.50" not in federation_client("observer").get(at).text
    assert EMAIL not in federation_client("rep1").get(at).text
    assert "81050" in federation_client("rep1").get(f"{at}.csv").text
    assert federation_client("observer").get(f"{at}.csv").status_code == 403


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    return found[1] if found else ""


def test_programs_write_a_brief_and_hand_a_quote_in_with_the_secret(
    federation_app: Flask,
    federation_world: World,
    federation_program: Callable[..., Any],
    federation_work: Callable[[], int],
    federation_travel: Callable[[timedelta], None],
) -> None:
    world = federation_world
    base = f"/api/v1/federations/{world.slug}/education"
    chair, closes = federation_program("chair"), (time_now() + timedelta(days=7)).isoformat()
    sent = {"title": "Wound care", "brief": BRIEF, "places": 8, "closes_at": closes}
    made = chair.post(f"{base}/briefs", json=sent)
    assert made.status_code == 201 and all(made.json["principles"].values())
    assert federation_program("rep1").post(f"{base}/briefs", json=sent).status_code == 403
    at = f"{base}/briefs/{made.json['id']}"
    invited = chair.post(f"{at}/providers", json={"name": "Weald and Marsh", "email": EMAIL})
    assert invited.status_code == 201 and set(invited.json) == {"id"}
    federation_work()
    secret = re.findall(r"/education/quote/(\S+)", letters_to(EMAIL)[0])[0]
    provider = CleanClient(federation_app, federation_app.response_class)
    assert provider.post(f"{base}/quotes/{secret}/code", json={}).status_code == 202
    federation_work()
    (code,) = re.findall(r"code is (\d{6})", "".join(letters_to(EMAIL)))
    quote = {"pence": 80_000, "teachers": "Two nurses", "words": "In pairs.", "code": code}
    assert provider.put(f"{base}/quotes/{secret}", json={**quote, "code": "000000"}).status_code == 422
    assert provider.put(f"{base}/quotes/{secret}", json=quote).status_code == 201
    assert federation_program("rep1").get(at).json["quotes"] == []
    federation_travel(timedelta(days=8))
    (line,) = federation_program("rep1").get(at).json["quotes"]
    assert (line["provider"], line["pence"], line["a_place"]) == ("Weald and Marsh", 80_000, 10_000)
    assert federation_program("observer").get(at).json["quotes"] == []
