"""The pages of leaders' profiles: who sees what, what is said when something is wrong, the file to take away."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from federation_diagnostics.actions import profiles as act
from federation_diagnostics.rules.leadership import FEATURES, FUNCTION_KEYS
from test_profile_actions import SHARES, fill_in

Client = Callable[..., Any]
EVERYBODY = ("admin", "chair", "rep1", "member", "lay", "observer")


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def a_round(world: Any, title: str, **ratings: int) -> int:
    """A closed round with profiles of these leaders."""
    with world.scope():
        round_id = act.begin_round(world.actor("chair"), title)
        for name, rating in ratings.items():
            fill_in(world, name, round_id, rating, f"Words of {name}")
            act.finish(world.actor(name), round_id)
        act.close_round(world.actor("chair"), round_id)
    return round_id


def test_who_may_open_what(here: Any, federation_client: Client) -> None:
    closed = a_round(here, "Spring 2026", chair=2)
    open_ = act.begin_round(here.actor("chair"), "Autumn 2026")
    fill_in(here, "admin", open_, 3, "Not for others yet")
    for name in EVERYBODY:
        client, leads = federation_client(name), name in ("admin", "chair")
        decides = name in ("chair", "rep1", "member")
        asked = {
            "profiles/": 200,
            f"profiles/{closed}": 200,
            f"profiles/{open_}": 200,
            f"profiles/{closed}/profiles.csv": 200,
            f"profiles/{open_}/profiles.csv": 404,
            f"profiles/{closed}/propose/issue": 200 if decides else 403,
            f"profiles/{open_}/propose/issue": 404 if decides else 403,
            "profiles/begin": 200 if leads else 403,
            f"profiles/{open_}/close": 200 if leads else 403,
            f"profiles/{closed}/close": 303 if leads else 403,
            f"profiles/{open_}/mine": 200 if leads else 403,
            f"profiles/{closed}/mine": 303 if leads else 403,
            f"profiles/{open_}/mine/purpose": 200 if leads else 403,
            f"profiles/{open_}/mine/time": 200 if leads else 403,
            f"profiles/{open_}/mine/finish": (200 if name == "admin" else 303) if leads else 403,
            f"profiles/{open_}/mine/weather": 404,
            "profiles/999": 404,
        }
        for path, status in asked.items():
            answer = client.get(here.address(f"diagnostics/{path}"))
            assert answer.status_code == status, f"{name}: {path}"
            own = name == "admin" and path.endswith(("/purpose", "/finish"))
            assert ("Not for others yet" in answer.text) == own
        assert "Words of chair" in client.get(here.address(f"diagnostics/profiles/{closed}")).text


def test_saved_page_by_page_and_signed(here: Any, federation_client: Client) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    client, base = federation_client("chair"), here.address(f"diagnostics/profiles/{round_id}/mine")
    assert "This is signed, not anonymous" in client.get(base).text
    for feature in FEATURES:
        answers = {question.key: "0" for question in feature.questions}
        answer = client.post(f"{base}/{feature.key}", data={**answers, "evidence": "We met."})
        assert answer.status_code == 303
    assert answer.location.endswith("/time")
    assert "Six shares that add up to 100%" in client.get(base).text
    wrong = client.post(f"{base}/time", data={"community": "50", "convening": "46"})
    assert wrong.status_code == 422
    assert wrong.text.count("Your shares add up to 96. Change them until they add up to 100.") == 2
    assert 'value="46"' in wrong.text and "Error: What the network" in wrong.text
    assert (
        client.post(f"{base}/time", data=dict.fromkeys(FUNCTION_KEYS, "x")).text.count("whole number") == 12
    )
    assert (
        client.post(f"{base}/time", data={key: str(share) for key, share in SHARES.items()}).location == base
    )
    page = client.get(f"{base}/finish").text
    assert "I cannot say" in page and "It can no longer be changed." in page
    assert client.post(f"{base}/finish").status_code == 303
    assert "You finished your profile" in client.get(base).text
    assert client.get(f"{base}/purpose").location == base
    late = client.post(f"{base}/purpose", data={"purpose_agreed": "1"})
    assert "can no longer be changed" in late.text


def test_what_was_typed_is_kept_beside_the_error(here: Any, federation_client: Client) -> None:
    round_id = act.begin_round(here.actor("chair"), "Autumn 2026")
    page = here.address(f"diagnostics/profiles/{round_id}/mine/purpose")
    typed = {"purpose_agreed": "4", "evidence": "Mrs Marsh, 943 476 5919"}
    answer = federation_client("chair").post(page, data=typed)
    assert answer.text.count("This looks like an NHS number (it ends in 5919)") == 2
    assert "Mrs Marsh, 943 476 5919" in answer.text
    assert 'value="4" checked' in answer.text


def test_a_round_is_begun_and_closed_by_button(here: Any, federation_client: Client) -> None:
    client, base = federation_client("admin"), here.address("diagnostics/profiles/")
    assert "There has been no round yet" in client.get(base).text
    assert "Enter what this round is called" in client.post(f"{base}begin", data={"title": " "}).text
    begun = client.post(f"{base}begin", data={"title": "Autumn 2026"}).location
    assert "Begin the round" not in client.get(f"{base}begin").text
    again = client.post(f"{base}begin", data={"title": "Winter 2026"}).text
    assert "A round of profiles is open already" in again and 'value="Winter 2026"' in again
    assert "0 of 2 leaders have finished" in client.get(f"{begun}/close").text
    assert client.post(f"{begun}/close").location == begun
    assert "Nobody finished a profile in this round" in client.get(begun).text
    assert client.post(f"{begun}/close").status_code == 409


def test_members_read_ranges_and_the_change(here: Any, federation_client: Client) -> None:
    a_round(here, "Spring 2026", chair=2, admin=2)
    now = a_round(here, "Autumn 2026", chair=3, admin=5)
    page = federation_client("member").get(here.address(f"diagnostics/profiles/{now}")).text
    assert "<strong>4.0</strong> (was 2.0)" in page and "Up 2.0" in page
    assert 'cx="75.00%"' in page and 'x1="50.00%" x2="100.00%"' in page and 'cx="25.00%"' in page
    assert "Words of admin" in page and "profiles are signed" in page


def test_the_file_has_every_answer(here: Any, federation_client: Client) -> None:
    round_id = a_round(here, "Spring 2026", chair=2)
    file = federation_client("lay").get(here.address(f"diagnostics/profiles/{round_id}/profiles.csv"))
    lines = file.text.splitlines()
    assert len(lines) == 1 + 18 + 6 + 6
    assert "chair,Feature,A compelling issue,How far is it still the right issue today?,2,A little" in lines
    assert "chair,Time,Convening,,5,per cent" in lines


def test_a_feature_becomes_a_proposal(here: Any, federation_client: Client) -> None:
    round_id = a_round(here, "Spring 2026", chair=2)
    page = here.address(f"diagnostics/profiles/{round_id}/propose/issue")
    client = federation_client("rep1")
    assert "Words of chair" in client.get(page).text
    made = client.post(page)
    draft = client.get(made.location).text
    assert "What we do about a compelling issue" in draft
    assert "Words of chair" in draft and "2.0 of 5" in draft
    assert "After the next round it stands here" in draft
    a_round(here, "Autumn 2026", chair=3, admin=4)
    assert "Autumn 2026</a>, the middle was 3.5." in federation_client("rep1").get(made.location).text
    assert federation_client("lay").post(page).status_code == 403


def test_rounds_are_read_a_page_at_a_time(here: Any, federation_client: Client) -> None:
    for number in range(1, 22):
        a_round(here, f"Round {number}")
    client, base = federation_client("lay"), here.address("diagnostics/profiles/")
    first = client.get(base).text
    assert "Round 21<" in first and "Round 2<" in first and "Round 1<" not in first
    second = client.get(f"{base}?before=2").text
    assert "Round 1<" in second and "Round 2<" not in second


def test_statements_do_not_grow(
    here: Any, federation_client: Client, federation_statements: Callable[[], Any]
) -> None:
    client = federation_client("rep1")

    def cost(path: str) -> int:
        with federation_statements() as run:
            assert client.get(path).status_code == 200
        return len(run)

    few = a_round(here, "Spring 2026", chair=2)
    before = a_round(here, "Summer 2026", chair=2)
    here.add("lead2", "executive")
    here.add("lead3", "executive")
    many = a_round(here, "Autumn 2026", chair=3, admin=5, lead2=1, lead3=4)
    assert few < before < many
    base = here.address("diagnostics/profiles/")
    assert cost(base) >= cost(base)  # the first request of a session costs more
    assert cost(f"{base}{many}") == cost(f"{base}{before}")
