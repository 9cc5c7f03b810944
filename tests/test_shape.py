"""The shape that the code keeps: what ``make shape`` measures and nothing may exceed."""

from functools import cache
from pathlib import Path

from benchmarks.shape import FILE_MAX, FUNCTION_MAX, CodeShape, shape_of, sources


@cache
def _shape() -> CodeShape:
    return shape_of(sources(".py"))


def test_no_two_classes_share_a_name() -> None:
    assert _shape().shared == {}


def test_no_file_is_longer_than_can_be_read_at_once() -> None:
    assert {name: lines for name, lines in _shape().files.items() if lines > FILE_MAX} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: lines for name, lines in _shape().functions.items() if lines > FUNCTION_MAX} == {}


def test_every_migration_is_found_when_a_database_is_upgraded() -> None:
    folder = Path(__file__).parents[1] / "migrations" / "versions"
    assert [one.name for one in folder.iterdir() if one.is_file() and one.suffix != ".py"] == []
