"""Somebody shut out of a decision asks at every address that says anything of decisions."""

import re

from flask import Flask

from federation.testing.world import World
from tests.decisions.test_recusal import PAPER, SECRET, number, talked
from tests.plugins.site import app, world

__all__ = ["app", "number", "talked", "world"]
_OF_DECISIONS = re.compile("decisions|register|search|record|dues|export|data.json|<federation>/$")


def read_everywhere(app: Flask, world: World, name: str, number: int) -> dict[str, str]:
    """All that somebody can read of a decision with papers and comments, by its address: every page and every answer for
    programs that says something of decisions and needs no other number, and what they may take away of their own."""
    client, program = world.client(app, name), world.program(app, name)
    known = {"federation": world.slug, "decision_id": number, "comment_id": 1, "number": 2, "code": "Z99001"}
    adapter, found = app.url_map.bind("localhost"), {}
    for rule in app.url_map.iter_rules():
        files = [1, 2, 3] if "file_id" in rule.arguments else [0]
        if "GET" not in (rule.methods or ()) or not rule.arguments <= known.keys() | {"file_id"}:
            continue
        if not {"decision_id", "file_id"} & rule.arguments and not _OF_DECISIONS.search(rule.rule):
            continue
        for file in files:
            values = {one: (known | {"file_id": file})[one] for one in rule.arguments}
            path = adapter.build(rule.endpoint, values, "GET")
            found[path] = (
                (program if path.startswith("/api/") else client).get(path).data.decode("utf-8", "replace")
            )
    return found


def test_somebody_shut_out_reads_it_at_no_address_at_all(app: Flask, world: World, talked: int) -> None:
    """Whoever administers the federation too, so that no role keeps them from a page."""
    world.add("rep2", "administrator")
    world.add("other", "administrator")
    world.add("other", "representative", "Z99003")
    told = {name: read_everywhere(app, world, name, talked) for name in ("rep2", "other")}
    assert told["rep2"].keys() == told["other"].keys()
    canaries = (SECRET, PAPER, "Note.csv", "Second.csv", "more,1", "second,1")
    leaks = {
        name: [path for path, words in pages.items() if any(one in words for one in canaries)]
        for name, pages in told.items()
    }
    assert leaks["rep2"] == []
    assert len(leaks["other"]) >= 12
