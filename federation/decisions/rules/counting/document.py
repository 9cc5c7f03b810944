"""A rule, or floors, written down as JSON, and read back: nothing guessed, nothing unknown let through."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import METHODS, MethodPart
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.weights import VoteWeights

PLAIN = (
    "method",
    "base",
    "double_majority",
    "tie",
    "visibility",
    "reasons",
    "early_close",
    "minimum_hours",
    "lead_may_close",
    "lead_may_withdraw",
    "name",
    "title",
)
NEEDS = ("quorum_practices", "quorum_weight", "threshold")
FLOORS = ("notice_hours", "quorum", "share", "methods", "weights", "own_rules", "replacing")
WEIGHTS = ("kind", "per", "rounding", "bands", "cap", "cap_share", "shares")
Read = TypeVar("Read")


def write_rule(rule: RuleParts) -> dict[str, Any]:
    """Every part of a rule, in a fixed order."""
    plain = {field: getattr(rule, field) for field in PLAIN}
    needs = {field: _write_need(getattr(rule, field)) for field in NEEDS}
    weights: dict[str, Any] = {field: getattr(rule.weights, field) for field in WEIGHTS}
    weights["bands"] = [list(band) for band in rule.weights.bands]
    weights["shares"] = [list(share) for share in rule.weights.shares]
    weights["cap_share"] = None if rule.weights.cap_share is None else str(rule.weights.cap_share)
    order = ("name", "title", "method", "weights", *NEEDS)
    parts = {**plain, **needs, "weights": weights}
    written = {field: parts[field] for field in (*order, *[field for field in PLAIN if field not in order])}
    own = METHODS[rule.method].own
    return written | {field: own[field].write(value) for field, value in rule.own}


def read_rule(data: Mapping[str, object]) -> dict[str, Any]:
    """The parts of a rule, as the arguments of ``Rule``. Errors: RuleError."""
    own = _own_parts(data)
    known = _known(data, (*PLAIN, *NEEDS, "weights", *own))
    if "method" not in known:
        *first, last = METHODS
        raise RuleError("method", f"Choose how it is decided: {', '.join(first)} or {last}.")
    parts: dict[str, Any] = {field: known[field] for field in PLAIN if field in known}
    for field in NEEDS:
        if known.get(field) is not None:
            parts[field] = _inside(field, _read_need, known[field])
    if known.get("weights") is not None:
        parts["weights"] = _inside("weights", _read_weights, known["weights"])
    if own:
        parts["own"] = tuple(
            (field, part.default if known.get(field) is None else _inside(field, part.read, known[field]))
            for field, part in own.items()
        )
    method = parts["method"]
    defaults = METHODS[method].defaults if isinstance(method, str) and method in METHODS else {}
    return {**defaults, **parts}


def _own_parts(data: object) -> Mapping[str, MethodPart]:
    method = data.get("method") if isinstance(data, Mapping) else None
    return METHODS[method].own if isinstance(method, str) and method in METHODS else {}


def read_floors(data: Mapping[str, object]) -> dict[str, Any]:
    """The parts of floors, as the arguments of ``Floors``; what may be chosen is in any order. Errors: RuleError."""
    parts: dict[str, Any] = dict(_known(data, FLOORS))
    for field in ("quorum", "share"):
        if parts.get(field) is not None:
            parts[field] = _inside(field, _read_need, parts[field])
    for field in ("methods", "weights"):
        if field in parts:
            chosen = parts[field]
            if not isinstance(chosen, (list, tuple)) or not all(isinstance(one, str) for one in chosen):
                raise RuleError(field, "Write it as a list of words.")
            parts[field] = tuple(dict.fromkeys(chosen))
    return parts


def _write_need(need: VoteNeed | None) -> dict[str, Any] | None:
    return None if need is None else {"fraction": str(need.fraction), "strict": need.strict}


def _read_need(data: object) -> VoteNeed:
    known = _known(data, ("fraction", "strict"))
    strict = known.get("strict", False)
    if not isinstance(strict, bool):
        raise RuleError("strict", "Say whether it is 'more than' (true) or 'at least' (false).")
    return VoteNeed(_fraction("fraction", known.get("fraction")), strict)


def _read_weights(data: object) -> VoteWeights:
    known = _known(data, WEIGHTS)
    parts: dict[str, Any] = {
        field: known[field] for field in ("kind", "per", "rounding", "cap") if field in known
    }
    if known.get("cap_share") is not None:
        parts["cap_share"] = _fraction("cap_share", known["cap_share"])
    parts["bands"] = _pairs("bands", known.get("bands"), int)
    parts["shares"] = _pairs("shares", known.get("shares"), str)
    return VoteWeights(**parts)


def _pairs(field: str, data: object, first: type) -> tuple[Any, ...]:
    if data is None:
        return ()
    if isinstance(data, str) or not isinstance(data, Sequence):
        raise RuleError(field, "Write it as a list of pairs.")
    pairs = [tuple(pair) if isinstance(pair, (list, tuple)) else () for pair in data]
    if any(len(pair) != 2 or type(pair[0]) is not first or type(pair[1]) is not int for pair in pairs):
        begins = "the code of a practice" if first is str else "a whole number of patients"
        raise RuleError(field, f"Each pair must be {begins} and a whole number of votes.")
    return tuple(sorted(pairs))


def _fraction(field: str, value: object) -> Fraction:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,4}(/0*[1-9][0-9]{0,3})?", value, re.ASCII):
        raise RuleError(field, "Write it as a fraction of whole numbers, for example 3/4.")
    return Fraction(value)


def _known(data: object, fields: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise RuleError("", "Write it as named parts.")
    for field in data:
        if field not in fields:
            raise RuleError(str(field), f"We do not know this part. The parts are: {', '.join(fields)}.")
    return data


def _inside(field: str, read: Callable[[object], Read], data: object) -> Read:
    try:
        return read(data)
    except RuleError as error:
        raise error.within(field) from None
