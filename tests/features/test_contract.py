"""The product's own features keep the contract of plugins, but for what only a package of its own can keep."""

import pytest

from federation.kernel.db import db
from federation.testing import contract
from federation.testing.contract import (
    test_a_fact_told_twice_is_taken_twice,
    test_all_permissions_are_said_in_words,
    test_every_address_has_a_permission_of_its_own,
    test_every_address_lies_below_its_own,
    test_facts_are_taken,
    test_hooks_are_those_that_exist,
    test_links_lead_somewhere,
    test_objections_are_objections,
    test_pages_that_read_have_no_other_method,
    test_panels_are_panels,
    test_personal_data_is_told_of_everybody,
    test_personal_data_stays_within_its_federation,
    test_the_door_lets_it_in,
    test_the_value_keeps_the_contract,
    test_when_hooks_fail_pages_of_others_stay,
)
from federation.testing.furnished import FurnishedFederations, personal_data
from federation.testing.world import World
from tests.decisions.votes import opened, vote
from tests.features.test_names import FEATURES

__all__ = [
    "test_a_fact_told_twice_is_taken_twice",
    "test_all_permissions_are_said_in_words",
    "test_every_address_has_a_permission_of_its_own",
    "test_every_address_lies_below_its_own",
    "test_facts_are_taken",
    "test_hooks_are_those_that_exist",
    "test_links_lead_somewhere",
    "test_objections_are_objections",
    "test_pages_that_read_have_no_other_method",
    "test_panels_are_panels",
    "test_personal_data_is_told_of_everybody",
    "test_personal_data_stays_within_its_federation",
    "test_the_door_lets_it_in",
    "test_the_value_keeps_the_contract",
    "test_when_hooks_fail_pages_of_others_stay",
]
_PACKAGES = "a feature of the product is no package of its own, and is never switched off"
_WALKS = "tests/walks walks every page of the product, with more people and with more to show"
LEFT_OUT = {
    "test_administrators_are_told_everything": _PACKAGES,
    "test_files_keep_the_contract": _PACKAGES,
    "test_guards_are_written_down": "tests/kernel/test_guards.py compares all guards of the product",
    "test_nothing_is_registered_for_the_whole_app": _PACKAGES,
    "test_pages_of_others_never_name_it_where_it_is_off": _PACKAGES,
    "test_rows_of_one_federation_are_locked_from_others": _PACKAGES,
    "test_switched_off_its_pages_do_not_exist": _PACKAGES,
    "test_tables_are_what_the_models_say": "tests/kernel/test_tables.py compares all tables of the product",
    "test_tables_come_and_go_and_come_again": _PACKAGES,
    "test_the_entry_point_has_its_name": _PACKAGES,
    "test_uninstalled_and_installed_again_nothing_is_lost": _PACKAGES,
    "test_every_argument_has_an_example": _WALKS,
    "test_every_page_can_be_used_by_everybody": _WALKS,
    "test_every_page_opens_for_somebody": _WALKS,
    "test_no_page_breaks": _WALKS,
    "test_other_federations_do_not_exist": _WALKS,
    "test_personal_data_is_not_forgotten": _WALKS,
    "test_reading_changes_nothing": _WALKS,
    "test_what_is_others_answers_as_what_is_not_there": _WALKS,
}
NOT_SO = {
    (
        "people",
        "test_personal_data_stays_within_its_federation",
    ): "an account is the same in all federations"
}


@pytest.fixture(autouse=True)
def _left_out(request: pytest.FixtureRequest) -> None:
    name = request.getfixturevalue("federation_plugin") if "federation_plugin" in request.fixturenames else ""
    if reason := NOT_SO.get((name, request.node.originalname)):
        pytest.skip(reason)


@pytest.fixture(scope="session", params=[feature.name for feature in FEATURES])
def federation_plugin(request: pytest.FixtureRequest) -> str:
    """Each of the product's own features."""
    return str(request.param)


@pytest.fixture(scope="module")
def federation_furnished(federation_furnished: FurnishedFederations) -> FurnishedFederations:
    """Votes are open and practices have voted, here and then there, so that there is something to be told of."""
    made = federation_furnished
    with made.app.test_request_context():
        _hold_votes(made.here)
        made.told = personal_data(made, made.here)
        _hold_votes(made.there)
    return made


def _hold_votes(world: World) -> None:
    with world.scope():
        first, _second = opened(world), opened(world, hours=60)
        vote(world, first, "f")
    db.session.remove()


def test_each_test_of_the_contract_is_run_or_left_out_for_a_reason() -> None:
    assert {*__all__, *LEFT_OUT} == set(contract.__all__)
    assert not set(__all__) & set(LEFT_OUT)
