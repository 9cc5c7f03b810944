"""Somebody is erased: no table of the plugin holds the name any more, and what groups agreed stays."""

from typing import Any

from federation_diagnostics.actions import profiles
from federation_diagnostics.actions.erasing import FORMER
from federation_diagnostics.hooks import happened
from federation_diagnostics.models import LeaderProfile, SurveyDraft, WorkshopEntry, WorkshopVotes
from federation_diagnostics.queries import workshops as queries
from federation_diagnostics.rules.leadership import FUNCTION_KEYS
from sqlalchemy import select
from surveying import fill_in
from surveying import opened as survey_opened
from test_workshop_actions import closed

from federation.testing import both_databases
from federation.toolkit import PersonErased, session, unit_of_work


@both_databases
def test_a_name_goes_and_what_was_agreed_stays(federation_world: Any) -> None:
    world = federation_world
    with world.scope():
        workshop_id = closed(world, current=2)
        round_id = profiles.begin_round(world.actor("chair"), "Autumn 2026")
        profiles.save_shares(
            world.actor("chair"), round_id, dict.fromkeys(FUNCTION_KEYS, 0) | {FUNCTION_KEYS[0]: 100}
        )
        survey_id = survey_opened(world)
        fill_in(world, "rep1", survey_id, 3)
        before = queries.workshop_numbered(workshop_id)
        assert len(session.scalars(select(SurveyDraft.id)).all()) == 1
        for name in ("rep1", "chair"):
            with unit_of_work():
                happened(PersonErased(world.federation_id, world.people[name]))
        assert set(session.scalars(select(WorkshopEntry.entered_as))) == {FORMER}
        assert set(session.scalars(select(WorkshopVotes.entered_as))) == {FORMER}
        assert session.scalars(select(LeaderProfile.id)).all() == []
        assert session.scalars(select(SurveyDraft.id)).all() == []
        assert queries.workshop_numbered(workshop_id) == before
