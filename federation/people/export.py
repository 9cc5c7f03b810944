"""Everything that is kept about a person, put together from what every feature says."""

import json
from typing import Any

from federation.kernel.tenancy import federation_scope
from federation.people.hooks import personal_data
from federation.people.queries import PersonPlace, places_of
from federation.plugin.door import door
from federation.plugin.feature import PersonalRecord


def everything_as_json(person_id: int) -> str:
    """The account, and what each feature keeps in each federation of now and of the past."""
    found: dict[str, Any] = {"federations": []}
    for place in places_of(person_id, ended=True):
        found["federations"].append({"federation": place.name, "kept": _kept_in(place, person_id, found)})
    if "account" not in found:
        found["account"] = _plain(personal_data(person_id))
    return json.dumps(found, ensure_ascii=False, indent=2)


def _kept_in(place: PersonPlace, person_id: int, found: dict[str, Any]) -> dict[str, Any]:
    with federation_scope(place.federation_id):
        answers = dict(door().calls.personal_data(person_id))
    found["account"] = _plain(answers.pop("people", None))
    return {feature: _plain(records) for feature, records in answers.items()}


def _plain(records: list[PersonalRecord] | None) -> Any:
    if records is None:
        return "could not be read; ask your administrator"
    return [{"what": record.title, **record.content} for record in records]
