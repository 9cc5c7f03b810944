"""What plugin authors asked for: several refusals at once, England's day, a practice's people, whose practice, lists."""

from datetime import UTC, datetime, timedelta
from inspect import getmembers, isclass
from typing import Any

import pytest
from flask import Flask, g, render_template_string
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from federation import toolkit
from federation.decisions import events as of_decisions
from federation.kernel import clock, forms, outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.tenancy import every_federation
from federation.network import events as of_network
from federation.network.events import PersonErased
from federation.network.for_plugins import mail, people_of
from federation.plugin.announcements import announce
from federation.testing.world import World, make_world
from federation.toolkit import Panel, today

both = pytest.mark.both_databases


@pytest.fixture
def world(app: Flask) -> World:
    app.config["WTF_CSRF_ENABLED"] = False
    return make_world(practices=3)


class LoanForm(forms.Form):
    title = forms.TextField("What is it?")
    note = forms.TextField("What else?")


def test_several_things_wrong_stand_each_beside_its_field(app: Flask) -> None:
    found = Invalid.many([("Enter a title", "title"), ("Say more", "note"), ("And this", None)])
    assert (found.words, found.field, found.status) == ("Enter a title", "title", 422)
    with app.test_request_context(method="POST"):
        form = LoanForm()
        form.refuse(found)
        assert (form.title.errors, form.note.errors, form.form_errors) == (
            ["Enter a title"],
            ["Say more"],
            ["And this"],
        )
        form.refuse(Refusal("Not now"))
        assert form.form_errors == ["And this", "Not now"]


@both
def test_the_day_is_englands(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if db.engine.dialect.name != "sqlite":
        assert abs(today() - datetime.now(UTC).date()) <= timedelta(days=1)
        return
    monkeypatch.setattr(clock, "machine_now", lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert today().isoformat() == "2026-07-02"
    db.session.rollback()
    monkeypatch.setattr(clock, "machine_now", lambda: datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert today().isoformat() == "2026-12-01"


@both
def test_the_people_of_one_practice(app: Flask, world: World) -> None:
    first = world.practices["Z99001"]
    other = make_world("tidal-flats", practices=1)
    with world.scope():
        assert [(one.name, one.role) for one in people_of(first)] == [
            ("Member", "member"),
            ("Rep1", "representative"),
        ]
        assert [one.name for one in people_of(first, "representative")] == ["Rep1"]
        assert people_of(other.practices["Z99001"]) == ()


def test_for_which_practice_offers_those_one_represents(app: Flask, world: World) -> None:
    class ForForm(forms.Form):
        practice = forms.PracticeField()

    world.add("rep1", "representative", "Z99002")
    world.add("rep1", "member", "Z99003")
    two = [world.practices["Z99001"], world.practices["Z99002"]]
    with app.test_request_context(method="POST"), world.scope():
        g.actor = world.actor("rep1")
        form = ForForm(MultiDict({"practice": str(world.practices["Z99003"])}))
        assert sorted(choice.value for choice in form.practice.choices) == two
        assert not form.validate() and form.practice.errors == ["Select the practice"]
        assert ForForm(MultiDict({"practice": str(two[1])})).practice.data == two[1]
        g.actor = world.actor("rep2")
        assert ForForm(formdata=None).practice.data == world.practices["Z99002"]
        g.actor = world.actor("lay")
        assert ForForm(formdata=None).practice.data is None


@both
def test_a_key_is_new_once_and_a_purge_lets_it_be_new_again(app: Flask, world: World) -> None:
    fact, people = PersonErased(world.federation_id, 7), [world.people["rep1"], world.people["rep2"]]

    def write() -> tuple[int, bool]:
        with world.scope(), unit_of_work():
            return mail("lending.lent:1", people, "S", "T"), announce(fact, "lending.lent:1")

    assert write() == (2, True)
    assert write() == (0, False)
    people.append(world.people["rep3"])
    assert write() == (1, False)
    with world.scope(), unit_of_work():
        mail("lendings.other:1", people, "S", "T")
        outbox.forget_keys("lending")
    with every_federation("a test reads the outbox"):
        left = db.session.scalars(select(outbox.OutboxRow.key)).all()
        db.session.rollback()
    assert len(left) == 3 and all(key.startswith("lendings.other:1") for key in left)
    assert write() == (3, True)


def test_plugins_are_told_of_what_the_toolkit_names_and_of_nothing_else() -> None:
    facts = {
        name: kind
        for module in (of_decisions, of_network)
        for name, kind in getmembers(module, isclass)
        if kind.__module__ == module.__name__
    }
    told = {name for name, kind in facts.items() if getattr(kind, "told_to_plugins", True)}
    assert told == facts.keys() & set(toolkit.__all__)
    assert facts.keys() - told == {"CheckpointWritten", "DecisionNotOpened", "PracticeCalledClosed"}


def test_a_table_and_filters_from_macros(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string(
            "{% import 'macros/lists.html' as lists with context %}"
            "{{ lists.table('Loans', ['Item', 'Days'], rows, numbers=(1,)) }}"
            "{{ lists.filters((), '/loans', chips=[('Long & short', '/loans?x=1')]) }}",
            rows=[["<b>Scale</b>", 3]],
        )
    assert "&lt;b&gt;Scale&lt;/b&gt;" in page and "<b>" not in page
    assert page.count('scope="row"') == 1 and page.count("nhsuk-table__cell--numeric") == 1
    assert 'href="/loans?x=1"' in page and "Long &amp; short" in page


def test_panels_count_in_the_heading_of_home(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from markupsafe import Markup

    from federation.plugin.calls import FeatureCalls
    from federation.plugin.hook_answers import BadAnswer, rendered_panels

    def shown(self: FeatureCalls, place: str, subject: Any) -> list[tuple[Markup, int]]:
        return [(Markup("<p>one</p>"), 2), (Markup("<p>two</p>"), 1)]

    monkeypatch.setattr(FeatureCalls, "panels_counted", shown)
    page = world.client(app, "rep1").get("/f/saltmarsh/").text
    assert "3 things need Driftwood Surgery" in page and "<p>two</p>" in page
    for wrong in (-1, 1001, "2"):
        panel: Any = Panel("x/y.html", {}, things=wrong)  # type: ignore[arg-type]
        with pytest.raises(BadAnswer, match="counts between 0 and 1000 things"):
            rendered_panels("x", [panel])
