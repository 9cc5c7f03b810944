"""The kit for tests of plugins: a pytest plugin with fixtures, and tests of the contract that run against any plugin.

The fixtures are in :mod:`federation.testing.fixtures` and come by themselves once the product is installed. A
plugin's own tests take the contract in with one line, ``from federation.testing.contract import *``.
``docs/plugins.md`` explains both.
"""

import pytest

both_databases = pytest.mark.both_databases
"""Run a test on SQLite and on PostgreSQL (skipped where that is not installed)."""

__all__ = ["both_databases"]
