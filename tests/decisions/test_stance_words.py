"""How a practice voted is called alike everywhere: on the decision's page, in the file and on the first page."""

from flask import Flask

from federation.decisions.voting.actions.closing import close_early
from federation.home.queries.first_page import lately
from federation.testing.world import make_world
from tests.decisions.votes import opened, preset, vote


def test_one_word_for_a_vote_everywhere(app: Flask) -> None:
    world = make_world(practices=3)
    consent, majority = opened(world, preset("consent")), opened(world)
    vote(world, consent, "oc")
    vote(world, majority, "-xf")
    with world.scope():
        for number in (consent, majority):
            close_early(world.actor("chair"), number, "Test.")
        own = {one.id: one.ours for one in lately(world.practices["Z99001"]).decided}
    assert own == {consent: "Objection", majority: "Abstained"}
    for number, words in (
        (consent, ("Objection", "Consent", "")),
        (majority, ("Abstained", "Against", "For")),
    ):
        client = world.client(app, "lay")
        page = client.get(f"/f/saltmarsh/decisions/{number}").text
        lines = client.get(f"/f/saltmarsh/decisions/{number}/votes.csv").text.splitlines()
        assert tuple(line.split(",")[4] for line in lines[1:]) == words
        assert all(f">{word}</strong>" in page for word in words if word)
