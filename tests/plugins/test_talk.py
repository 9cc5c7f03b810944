"""What is said about a plugin's own things: by whom it lets, read by whom it lets, and gone when it is."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from federation.kernel.db import unit_of_work
from federation.network.plugins.terminal import _forget
from federation.network.threads.words import COMMENT_FILES
from federation.testing.world import World, make_world
from federation.toolkit import Invalid, SentFile, files_of, say, session, thread_of, time_now
from tests.papers import PDF
from tests.plugins.conftest import MakeApp
from tests.plugins.garden import feature
from tests.plugins.garden.models import Bed

OWNER = "garden.bed"


@pytest.fixture
def app(app_with: MakeApp) -> Flask:
    return app_with(feature)


@pytest.fixture
def world(app: Flask) -> World:
    world = make_world(practices=2)
    world.switch("garden", True)
    return world


def test_people_talk_about_a_plugins_things(app: Flask, world: World, tmp_path: Path) -> None:
    with world.scope(), unit_of_work():
        bed = Bed(title="Roses")
        session.add(bed)
        session.flush()
        number, rep1, rep2 = bed.id, world.actor("rep1"), world.actor("rep2")
        first = say(rep1, OWNER, number, "@Rep2 and @Lay, see", time_now(), sent=[SentFile("a.pdf", PDF)])
        say(rep2, OWNER, number, "Seen.", time_now(), answer_to=first.id)
        say(rep1, OWNER, number + 1, "Elsewhere", time_now())
        with pytest.raises(Invalid, match="Enter a comment"):
            say(rep1, OWNER, number, " ", time_now())
        assert first.mentions == [[0, 5, world.people["rep2"]]]
        comment = first.id
    with world.scope():
        (file,) = files_of(COMMENT_FILES, comment)
        found = thread_of(OWNER, number, rep2, in_page=False)
    assert [(one.name, [other.body for other in one.answers]) for one in found.threads] == [
        ("Rep1", ["Seen."])
    ]
    path = world.address(f"files/{file.id}")
    assert [world.client(app, name).get(path).status_code for name in ("rep2", "lay")] == [200, 404]
    with app.test_request_context(world.address("")):
        app.preprocess_request()
        shown = render_template_string(
            '{% import "macros/threads.html" as threads %}{{ threads.list(found) }}', found=found
        )
    assert '<strong class="app-named">@Rep2</strong> and @Lay, see' in shown and "Seen." in shown
    with world.scope():
        _forget("garden", tmp_path / "garden.files")
        assert thread_of(OWNER, number, rep2, in_page=False).threads == ()
    lines = (tmp_path / "garden.files" / "comments.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["@Rep2 and @Lay, see", "Seen.", "Elsewhere"]
    assert (tmp_path / "garden.files" / f"{file.id}-a.pdf").read_bytes() == PDF


def test_a_thread_has_a_page_by_itself(app: Flask, world: World) -> None:
    with world.scope(), unit_of_work():
        bed = Bed(title="Roses")
        session.add(bed)
        session.flush()
        number, rep1, rep2 = bed.id, world.actor("rep1"), world.actor("rep2")
        for place in range(60):
            say(rep1 if place % 2 else rep2, OWNER, number, f"Word {place}.", time_now())
    browser, path = world.client(app, "rep2"), world.address(f"garden/beds/{number}/talk")
    first = browser.get(path).text
    assert ("Word 49." in first, "Word 50." in first, "See later comments" in first) == (True, False, True)
    later = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert later is not None
    second = browser.get(later[1].partition("#")[0]).text
    assert ("Word 49." in second, "Word 59." in second, "Go to the first comments" in second) == (
        False,
        True,
        True,
    )
    empty = browser.post(path, data={"words": " "})
    assert (empty.status_code, "Enter a comment" in empty.text) == (422, True)
    assert browser.post(path, data={"words": "One more."}).status_code == 303
    for after in ("x", "9" * 30, "-1"):
        assert "Word 0." in browser.get(f"{path}?after={after}").text
    assert browser.get(world.address(f"garden/beds/{number + 1}/talk")).status_code == 404
