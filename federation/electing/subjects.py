"""What decisions of the members about seats are about."""

from typing import Final

ELECT: Final = "electing.elect"
