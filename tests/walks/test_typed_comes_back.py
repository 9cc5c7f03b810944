"""Every form of the product, sent when its session is over: after sign-in it comes back with every word in it, and
nothing is done."""

import html
import re
from html.parser import HTMLParser

import pytest

from federation.kernel.form_keys import seal_of
from federation.kernel.forms import secret_names
from federation.kernel.policy import PUBLIC
from tests.walks.bodies import fields_of
from tests.walks.cells import Cell
from tests.walks.oracle import Oracle
from tests.walks.test_matrix import in_lines
from tests.walks.walk import cells_for
from tests.walks.walker import Principal, Walker

KEY = "a-key-of-12-"


class Inputs(HTMLParser):
    """Everything on a page into which words can be typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inputs of text."""
        given = dict(attrs)
        if (tag == "textarea" or (tag == "input" and given.get("type", "text") == "text")) and given.get(
            "name"
        ):
            self.names.append(str(given["name"]))


_MAY_BE_WRITTEN = {"kernel_kept_form", "people_security_event"}
"""What is kept itself, and the note of a file that is taken away."""


def cookies_of(headers: dict[str, str]) -> str:
    found = re.search(r"federation-typed=[^;]+", headers.get("Set-Cookie", ""))
    return found[0] if found else ""


def typed_into(walker: Walker, one: Principal, cell: Cell) -> dict[str, str]:
    """What is sent with the form: what its page has inputs for, each with words of its own."""
    page = walker.get(one, cell.path)
    names = Inputs(page.body.decode()).names if page.status == 200 and page.is_page else []
    plain = fields_of(cell, walker.world)
    return {
        **plain,
        **{
            name: f"Words {number} of it"
            for number, name in enumerate(names)
            if name not in secret_names() and "-" not in name and name not in ("q", "username")
        },
    }


def test_every_form_comes_back_filled(
    walker: Walker, oracle: Oracle, cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, tried, pressed, by_itself = [], set(), set(), set()
    browser = walker.app.test_client(use_cookies=False)
    before = walker.dump()
    for one in walker:
        for cell in cells_for(one, cells, oracle):
            if cell.method != "POST" or cell.is_program or cell.endpoint in tried or not one.actor:
                continue
            if cell.endpoint == "decisions.cast_by_link":
                continue
            if not (cell.is_own and cell.needed != PUBLIC) or walker.ask(one, cell).status in (403, 404):
                continue
            walker.put_back()
            typed = typed_into(walker, one, cell)
            with walker.app.app_context():
                person = one.actor.person_id
                token = f"{walker.csrf}~{KEY}~{person}~{seal_of(KEY, person)}"
            at = f"http://localhost{cell.path.rpartition('/')[0] or '/'}"
            lost = browser.post(cell.path, data={**typed, "csrf_token": token}, headers={"Referer": at})
            kept = cookies_of(dict(lost.headers))
            if lost.location != "/sign-in" or not kept:
                wrong.append(f"{one.name}: {cell.label}: {lost.status} {lost.location}")
                continue
            session = walker.cookies[one.name]
            back = browser.get(f"{cell.path}?typed=kept", headers={"Cookie": f"{session}; {kept}"})
            page = html.unescape(back.text)
            tried.add(cell.endpoint)
            if back.status_code == 303:
                pressed.add(cell.endpoint)
                assert back.location == at.removeprefix("http://localhost")
            elif "What you typed</h1>" in back.text:
                by_itself.add(cell.endpoint)
            missing = [name for name, value in typed.items() if " " in value and value not in page]
            if back.status_code not in (200, 303, 409) or missing:
                wrong.append(f"{one.name}: {cell.label}: {back.status_code} without {missing}")
            after = walker.dump() if walker.kept.was_written() else before
            changed = [t for t in after if after[t] != before.get(t) and t not in _MAY_BE_WRITTEN]
            if changed:
                wrong.append(f"{one.name}: {cell.label}: wrote {changed}")
            walker.put_back()
    with capsys.disabled():
        print(
            f"\nforms that come back: {len(tried)}, buttons to press again: {len(pressed)}, {sorted(by_itself)}"
        )
    assert not wrong, in_lines(wrong)
    assert len(tried) > 40
