"""What it hears it writes into the record."""

from typing import Any

from federation.kernel import record
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    record.append(None, "tame.heard", f"decision:{event.decision_id}", event=type(event).__name__)


@hookimpl
def objections(act: Any) -> list[Objection]:
    return []


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    return [Panel("tame/panel.html", {"words": f"Seen at {place}"})]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    return [PersonalRecord("Number", {"number": person_id})]
