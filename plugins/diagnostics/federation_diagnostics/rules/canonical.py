"""Frozen values as JSON and back, always in the same form: what is stored is what was shown."""

import json
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> Any:
    """A frozen dataclass of text, whole numbers, decimals and tuples as JSON; decimals become text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def from_json(kind: type[T], document: Any) -> T:
    """The value that ``to_json`` wrote. Error: KeyError where a part is missing."""
    read: T = _read(kind, document)
    return read


def digest(value: object) -> str:
    """The SHA-256 of a value's JSON, keys sorted and without blanks."""
    written = json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode()).hexdigest()


def _read(kind: Any, document: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = [one for one in get_args(kind) if one is not types.NoneType]
        return None if document is None else _read(kind, document)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in document)
    if kind is Decimal:
        return Decimal(document)
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: _read(part, document[name]) for name, part in _parts(made)})
    return document


@cache
def _parts(kind: Any) -> list[tuple[str, Any]]:
    """The fields of a dataclass and their kinds, worked out once: that takes longer than to read what they hold."""
    hints = get_type_hints(kind)
    return [(one.name, hints[one.name]) for one in fields(kind)]
