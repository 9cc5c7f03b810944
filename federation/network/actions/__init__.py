"""What people do with a federation, its practices and the files about them."""

from federation.network.federation.actions.federations import (
    add_aim,
    create_federation,
    describe,
    retire_aim,
    reword_aim,
    settle,
    show_set_up,
)
from federation.network.federation.actions.letters import send_test_letter
from federation.network.imports.actions.saving import save_list_sizes, save_neighbourhoods, save_practices
from federation.network.imports.actions.uploads import forget_old_uploads, keep_upload, pick_from_upload
from federation.network.practices.actions.boards import name_boards
from federation.network.practices.actions.practices import (
    add_neighbourhood,
    delete_neighbourhood,
    place_practices,
    rename_neighbourhood,
    return_practice,
    set_membership,
    take_leave,
)
from federation.network.practices.actions.totals import catch_up

__all__ = [
    "add_aim",
    "add_neighbourhood",
    "catch_up",
    "create_federation",
    "delete_neighbourhood",
    "describe",
    "forget_old_uploads",
    "keep_upload",
    "name_boards",
    "pick_from_upload",
    "place_practices",
    "rename_neighbourhood",
    "retire_aim",
    "return_practice",
    "reword_aim",
    "save_list_sizes",
    "save_neighbourhoods",
    "save_practices",
    "send_test_letter",
    "set_membership",
    "settle",
    "show_set_up",
    "take_leave",
]
