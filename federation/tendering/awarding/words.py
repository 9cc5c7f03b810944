"""Words about awards."""

from typing import Final

KIND_TITLES: Final = {
    "award": "With the award",
    "withdrawal": "After a withdrawal",
    "shortfall": "With another total",
    "deviation": "Other than agreed",
}
