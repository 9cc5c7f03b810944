"""What decisions of the members about shared purchasing are about."""

from typing import Final

SPECIFICATION: Final = "purchasing.specification"
PROJECT: Final = "purchasing.project"
