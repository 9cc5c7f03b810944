"""The areas of work that every federation has, and those that it added."""

import re
from collections.abc import Mapping
from typing import Any, Final

SETTING: Final = "areas"
AREAS: Final[Mapping[str, str]] = {
    "best_practice": "Clinical best practice",
    "quality_safety": "Quality and safety",
    "consistent_services": "Consistent services",
    "policies": "Policies and paperwork",
    "staff_expertise": "Sharing staff and what they know",
    "purchasing": "Buying together",
    "tendering": "Tendering",
    "intelligence": "Business intelligence",
    "premises": "Premises and back office",
    "education": "Education and training",
    "collaborative_care": "Care given together",
    "secondary_care": "Working with hospitals",
    "population": "Working with our population",
}


def areas_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """The areas of a federation with these settings: key and title, those that all have first."""
    return {**AREAS, **dict(settings.get(SETTING, ()))}


def key_of(title: str) -> str:
    """The key of an area that is called so: small letters, digits and ``_``."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40] or "area"
