"""Once the members admit, no page offers an administrator what would be refused."""

from flask import Flask

from federation.testing.world import World
from tests.network.files import line, ours, practice_file, to_check

NEW = line("Z99013", "MUDFLAT LANE SURGERY", opened="20260901")
VOTES = 'value="full"'


def check_page(app: Flask, world: World) -> str:
    """What an administrator reads of a file with a new practice, before it is saved."""
    admin = world.client(app, "admin")
    return admin.get(to_check(admin, world, practice_file(*ours(), NEW), codes="z99013")).text


def pages(app: Flask, world: World) -> tuple[str, str]:
    """The page of a full member, and that of its membership."""
    admin, address = world.client(app, "admin"), world.address(f"practices/{world.practice_of('rep3')}")
    return admin.get(address).text, admin.get(f"{address}/membership").text


def test_what_would_be_refused_is_not_offered(app: Flask, world: World, agreed: int) -> None:
    practice, membership = pages(app, world)
    assert "Record of this practice" in practice and "Mark as having left" not in practice
    assert VOTES in membership and 'value="associate"' not in membership
    check = check_page(app, world)
    assert "1 practice is added" in check and 'value="associate"' in check and VOTES not in check


def test_it_is_offered_before_the_members_admit(app: Flask, world: World) -> None:
    practice, membership = pages(app, world)
    assert "Mark as having left" in practice
    assert VOTES in membership and 'value="associate"' in membership
    assert VOTES in check_page(app, world)
