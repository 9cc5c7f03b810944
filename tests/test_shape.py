"""The shape that the code keeps: what ``make shape`` measures and nothing may exceed."""

from benchmarks.shape import shape_of, sources


def test_no_two_classes_share_a_name() -> None:
    assert shape_of(sources(".py")).shared == {}
