"""Lists that are declared once: each page, filter, order and file says the same rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select

from federation.kernel import forms
from federation.kernel.listing import ListColumn, ListedPage, ListFilter, Listing, ListOrder
from federation.network.models import Practice
from federation.testing.world import World, make_world

both = pytest.mark.both_databases
P = "/f/saltmarsh/people/"
LIST = Listing(
    statement=select(Practice.id, Practice.name, Practice.code, Practice.membership),
    key=Practice.id,
    columns=(
        ListColumn("Practice", lambda row: row.name),
        ListColumn("Code", lambda row: row.code.lower(), lambda row: row.code),
    ),
    orders=(
        ListOrder("newest", "Newest", Practice.id, newest_first=True),
        ListOrder("kind", "Membership", Practice.membership),
        ListOrder("name", "Name", Practice.name),
    ),
    filters=(
        ListFilter(
            "q", lambda words: Practice.code.icontains(words, autoescape=True), lambda words: f"‘{words}’"
        ),
    ),
    most=3,
)


class CodeForm(forms.QueryForm):
    q = forms.TextField("Code")


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=8)


@contextmanager
def asked(app: Flask, world: World, address: str) -> Iterator[None]:
    with app.test_request_context(address), world.scope():
        yield


def _page(app: Flask, world: World, address: str) -> ListedPage:
    with asked(app, world, address):
        return LIST.page(CodeForm())


def _file(app: Flask, world: World, address: str) -> list[str]:
    with asked(app, world, address):
        lines: list[str] = LIST.file("practices.csv", CodeForm()).get_data(as_text=True).splitlines()
        return lines


@both
@pytest.mark.parametrize("sort", ["newest", "kind", "name"])
def test_pages_forth_and_back_and_the_file_have_the_same_rows(app: Flask, world: World, sort: str) -> None:
    pages = [_page(app, world, f"{P}?sort={sort}")]
    while pages[-1].next_url:
        pages.append(_page(app, world, pages[-1].next_url))
    names = [cells[0] for page in pages for cells in page.cells]
    assert [len(page.rows) for page in pages] == [3, 3, 2]
    assert len(set(names)) == 8
    assert [line.split(",")[0] for line in _file(app, world, f"{P}?sort={sort}")[1:]] == names
    back = [pages[-1]]
    while back[-1].previous_url:
        back.append(_page(app, world, back[-1].previous_url))
    assert [cells[0] for cells in back[-1].cells + back[-2].cells + back[-3].cells] == names
    if sort == "name":
        assert names == sorted(names)


@both
def test_filters_stay_while_one_goes_on_and_chips_take_them_off(app: Flask, world: World) -> None:
    with world.scope():
        codes = [row.code for row in _every(app, world)]
    mark = codes[0][0]
    page = _page(app, world, f"{P}?sort=name&q={mark}&stranger=1")
    assert [chip.words for chip in page.chips] == [f"‘{mark}’"]
    assert parse_qs(urlsplit(page.chips[0].url).query) == {"sort": ["name"]}
    assert parse_qs(urlsplit(page.next_url or "").query) == {
        "sort": ["name"],
        "q": [mark],
        "after": [str(page.rows[-1].id)],
    }
    assert [one.words for one in page.sorts if not one.url] == ["Name"]
    assert page.asked == {"sort": ["name"], "q": [mark]}
    one = _page(app, world, f"{P}?q={codes[2]}")
    assert [row.code for row in one.rows] == [codes[2]]
    assert _file(app, world, f"{P}?q={codes[2]}")[1].split(",")[1] == codes[2]


def _every(app: Flask, world: World) -> list[Any]:
    found: list[Any] = []
    address: str | None = P
    while address:
        page = _page(app, world, address)
        found += page.rows
        address = page.next_url
    return found


def test_what_cannot_be_read_gives_the_first_page(app: Flask, world: World) -> None:
    first = _page(app, world, P).cells
    for odd in (
        "after=x",
        "before=999999",
        "after=-1",
        "sort=up",
        "_external=1&_scheme=x&endpoint=y&federation=z",
    ):
        page = _page(app, world, f"{P}?{odd}")
        assert (page.cells, page.previous_url) == (first, None), odd
        assert urlsplit(page.next_url or "")[:3] == ("", "", P)


def test_the_macro_shows_it_or_says_why_there_is_nothing(app: Flask, world: World) -> None:
    source = (
        "{% import 'macros/listing.html' as listing %}"
        "{{ listing.listed(page, 'Practices', ('No practices', 'They appear here.'), '/list', '/list.csv') }}"
    )
    for address, wanted in (
        (
            f"{P}?sort=name",
            ('name="sort" value="name"', "Sorted by:", 'href="/list.csv"', "nhsuk-pagination"),
        ),
        (f"{P}?q=nowhere", ("Take off: ", "Nothing fits", "take off all filters")),
    ):
        with asked(app, world, address):
            text = render_template_string(source, page=LIST.page(CodeForm()))
        assert [words in text for words in wanted] == [True] * len(wanted), text
    with asked(app, world, P):
        nothing = LIST.page(CodeForm())._replace(rows=[], cells=[])
        text = render_template_string(source, page=nothing)
    assert ("No practices" in text, "<form" in text) == (True, False)
