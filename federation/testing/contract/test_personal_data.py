"""Personal data: everything about a person, as JSON, and nothing of another federation."""

import json
from typing import Any

from federation.testing.furnished import FurnishedFederations, personal_data


def _plain(found: dict[str, Any]) -> str:
    return json.dumps(
        {
            name: None if records is None else [[one.title, dict(one.content)] for one in records]
            for name, records in found.items()
        },
        sort_keys=True,
    )


def test_personal_data_is_told_of_everybody(federation_furnished: FurnishedFederations) -> None:
    """Asked of each person, it answers with records that JSON can hold."""
    with federation_furnished.app.test_request_context():
        found = personal_data(federation_furnished, federation_furnished.here)
    assert [name for name, records in found.items() if records is None] == []


def test_personal_data_is_not_forgotten(federation_furnished: FurnishedFederations) -> None:
    """Where a table points to people, somebody has records."""
    points = [
        f"{table.name}.{key.parent.name}"
        for table in federation_furnished.tables
        for key in table.foreign_keys
        if key.column.table.name == "people_person"
    ]
    assert not points or any(federation_furnished.told.values()), (
        f"{', '.join(points)} name people: say in the hook personal_data what is kept about them"
    )


def test_personal_data_stays_within_its_federation(federation_furnished: FurnishedFederations) -> None:
    """The same records before and after another federation, with some of the same people, was filled in."""
    made = federation_furnished
    with made.app.test_request_context():
        found = personal_data(made, made.here)
        with made.here.scope():
            strangers = {
                name: one for name, one in made.there.people.items() if one not in made.here.people.values()
            }
        made_there = type(made.there)(made.here.federation_id, made.here.slug, {}, strangers)
        of_strangers = personal_data(made, made_there)
    assert _plain(found) == _plain(made.told)
    assert {name: records for name, records in of_strangers.items() if records} == {}
