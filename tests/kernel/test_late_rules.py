"""Addresses are built late: an app at its start has made none of their builders."""

from flask import Flask
from werkzeug.routing import Map, Rule

from federation.kernel.late_rules import LateRule

RULE = "/f/<federation>/beds/<int:bed_id>"


def _is_made(rule: LateRule) -> bool:
    return rule._build.__func__.__name__.startswith("<builder:")  # type: ignore[attr-defined]


def _built(rule: Rule, **values: object) -> list[str]:
    adapter = Map([rule]).bind("localhost")
    return [adapter.build("bed", values, append_unknown=unknown) for unknown in (True, False)]


def test_an_address_is_as_ever() -> None:
    for values in ({}, {"q": "ä b"}, {"federation": "salt/marsh"}):
        given = {"federation": "saltmarsh", "bed_id": 3, **values}
        assert _built(LateRule(RULE, endpoint="bed"), **given) == _built(Rule(RULE, endpoint="bed"), **given)
    page = {"defaults": {"bed_id": 1}, "endpoint": "bed"}
    assert _built(LateRule("/f/<federation>/", **page), federation="x", bed_id=1) == ["/f/x/", "/f/x/"]


def test_it_is_learnt_once_and_when_it_is_asked_for() -> None:
    rule = LateRule(RULE, endpoint="bed")
    adapter = Map([rule]).bind("localhost")
    assert not _is_made(rule)
    adapter.build("bed", {"federation": "x", "bed_id": 3}, append_unknown=False)
    learnt = rule._build
    adapter.build("bed", {"federation": "x", "bed_id": 4}, append_unknown=False)
    assert _is_made(rule) and rule._build is learnt


def test_every_rule_of_the_app_is_such_a_rule(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 400 and all(isinstance(rule, LateRule) for rule in rules)
