"""The form of a plugin's own settings: filled from what JSON holds, and put back into it."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import wtforms

from federation.kernel.forms import DateField, Form, FractionField, MomentField
from federation.plugin.door import load
from federation.plugin.feature import Feature


def settings_form(feature: Feature, kept: Mapping[str, Any]) -> Form:
    """The plugin's form with what is kept; where nothing is, what the form itself begins with."""
    kind: type[Form] = load(feature.settings or "")
    fields = {name: field for name, field in kind()._fields.items() if name in kept}
    return kind(data={name: _read(field, kept[name]) for name, field in fields.items()})


def _read(field: wtforms.Field, value: Any) -> Any:
    """A value as the field has it."""
    if not isinstance(value, str):
        return value
    if isinstance(field, MomentField):
        return datetime.fromisoformat(value)
    if isinstance(field, DateField | wtforms.DateField):
        return date.fromisoformat(value)
    return Fraction(value) if isinstance(field, FractionField) else value


def as_kept(form: Form) -> dict[str, Any]:
    """What was typed, as JSON holds it: dates and moments in ISO 8601, fractions as ``3/4``."""
    return {name: _plain(value) for name, value in form.data.items() if name != "csrf_token"}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
