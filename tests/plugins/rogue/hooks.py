"""Every hook asks the same function what to do."""

from typing import Any

from federation.plugin.hooks import hookimpl
from tests.plugins.rogue import faults


@hookimpl
def happened(event: Any) -> Any:
    return faults.do("happened", event)


@hookimpl
def objections(act: Any) -> Any:
    return faults.do("objections", act)


@hookimpl
def panels(place: str, subject: Any) -> Any:
    return faults.do("panels", subject)


@hookimpl
def personal_data(person_id: int) -> Any:
    return faults.do("personal_data", person_id)
