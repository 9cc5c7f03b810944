"""The contract that every plugin keeps."""

from federation.testing.contract import *  # noqa: F403
