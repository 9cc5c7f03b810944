"""The group of the mandates' tests, and one beside it that keeps its work to itself."""

import pytest

from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.world import World
from tests.mandates.conftest import group, world

__all__ = ["group", "world"]


@pytest.fixture
def kept(world: World, group: int) -> int:
    """The Pay Group, which only those read who sit in it: the lead, and the third practice."""
    with world.scope():
        return begin_group(
            world.actor("admin"),
            GroupWanted(
                "Pay Group",
                "Looks after pay.",
                reads="seated",
                seats=(SeatWanted(world.people["lead"], is_lead=True), SeatWanted(practice="Z99003")),
            ),
        )
