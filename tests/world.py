"""Builders for tests: see :mod:`federation.testing.world`."""

from federation.testing.world import FAR_AHEAD, LIST_SIZES, LONG_AGO, World, make_world, signed_in

__all__ = ["FAR_AHEAD", "LIST_SIZES", "LONG_AGO", "World", "make_world", "signed_in"]
