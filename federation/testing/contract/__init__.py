"""The tests of the contract. ``from federation.testing.contract import *`` in a plugin's tests runs them all there."""

from federation.testing.contract.test_hooks import (
    test_a_fact_told_twice_is_taken_twice,
    test_facts_are_taken,
    test_hooks_are_those_that_exist,
    test_objections_are_objections,
    test_panels_are_panels,
    test_when_hooks_fail_pages_of_others_stay,
)
from federation.testing.contract.test_pages import (
    test_every_argument_has_an_example,
    test_every_page_can_be_used_by_everybody,
    test_every_page_opens_for_somebody,
    test_no_page_breaks,
    test_other_federations_do_not_exist,
    test_pages_of_others_never_name_it_where_it_is_off,
    test_reading_changes_nothing,
    test_switched_off_its_pages_do_not_exist,
    test_what_is_others_answers_as_what_is_not_there,
)
from federation.testing.contract.test_personal_data import (
    test_personal_data_is_not_forgotten,
    test_personal_data_is_told_of_everybody,
    test_personal_data_stays_within_its_federation,
)
from federation.testing.contract.test_routes import (
    test_every_address_has_a_permission_of_its_own,
    test_every_address_lies_below_its_own,
    test_pages_that_read_have_no_other_method,
)
from federation.testing.contract.test_tables import (
    test_guards_are_written_down,
    test_rows_of_one_federation_are_locked_from_others,
    test_tables_are_what_the_models_say,
    test_tables_come_and_go_and_come_again,
    test_uninstalled_and_installed_again_nothing_is_lost,
)
from federation.testing.contract.test_value import (
    test_administrators_are_told_everything,
    test_all_permissions_are_said_in_words,
    test_files_keep_the_contract,
    test_links_lead_somewhere,
    test_nothing_is_registered_for_the_whole_app,
    test_the_door_lets_it_in,
    test_the_entry_point_has_its_name,
    test_the_value_keeps_the_contract,
)

__all__ = [
    "test_a_fact_told_twice_is_taken_twice",
    "test_administrators_are_told_everything",
    "test_all_permissions_are_said_in_words",
    "test_every_address_has_a_permission_of_its_own",
    "test_every_address_lies_below_its_own",
    "test_every_argument_has_an_example",
    "test_every_page_can_be_used_by_everybody",
    "test_every_page_opens_for_somebody",
    "test_facts_are_taken",
    "test_files_keep_the_contract",
    "test_guards_are_written_down",
    "test_hooks_are_those_that_exist",
    "test_links_lead_somewhere",
    "test_no_page_breaks",
    "test_nothing_is_registered_for_the_whole_app",
    "test_objections_are_objections",
    "test_other_federations_do_not_exist",
    "test_pages_of_others_never_name_it_where_it_is_off",
    "test_pages_that_read_have_no_other_method",
    "test_panels_are_panels",
    "test_personal_data_is_not_forgotten",
    "test_personal_data_is_told_of_everybody",
    "test_personal_data_stays_within_its_federation",
    "test_reading_changes_nothing",
    "test_rows_of_one_federation_are_locked_from_others",
    "test_switched_off_its_pages_do_not_exist",
    "test_tables_are_what_the_models_say",
    "test_tables_come_and_go_and_come_again",
    "test_the_door_lets_it_in",
    "test_the_entry_point_has_its_name",
    "test_the_value_keeps_the_contract",
    "test_uninstalled_and_installed_again_nothing_is_lost",
    "test_what_is_others_answers_as_what_is_not_there",
    "test_when_hooks_fail_pages_of_others_stay",
]
