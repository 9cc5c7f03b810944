"""Alternatives: side by side, one of them, a new one, and putting them to the members."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from flask import Response, flash, redirect, render_template, url_for
from markupsafe import Markup

from federation.toolkit import (
    actor,
    agreed,
    csv_response,
    decision,
    forms,
    may,
    permission,
    plural,
    practices,
)

from ..blueprint import blueprint
from ..homes.queries import HomeSeen, homes_seen, spots
from ..lines import read_count, read_lines
from ..models import HomeAlternative
from ..permissions import ALIGN, PROPOSE, READ
from ..running.queries import chosen_in_all
from .actions import proposing
from .actions import working_out as act
from .actions.working_out import AlignmentWish
from .forms import AlternativeForm, ChooseForm
from .queries import alternative_here, alternatives, asked_of
from .rules import after, mixed
from .sketch import sketch


class ComparedSum(NamedTuple):
    """What stands in a line of the comparison; ``least`` is what is compared, where less is better."""

    words: str
    least: int | None = None


@blueprint.get("/alternatives")
@permission(READ)
def all_alternatives() -> str:
    """The latest alternatives side by side, and what each asks."""
    reader, rows = actor(), alternatives(6)
    raw = may(reader, ALIGN)
    return render_template(
        "care_homes/aligning/alternatives.html",
        rows=rows,
        compared=_compared(list(reversed(rows)), raw),
        chosen=chosen_in_all(raw),
        may_align=may(reader, ALIGN),
        may_propose=may(reader, PROPOSE),
        ready=[one for one in rows if one.decided in ("", "refused")],
    )


def _compared(rows: Sequence[HomeAlternative], raw: bool) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the table that sets alternatives side by side."""
    heads = ["What", *(f"{one.letter.upper()}. {one.title}" if one.letter else one.title for one in rows)]
    names = {one.code: one.name for one in practices()}
    sums = [_sums(one, raw) for one in rows]
    lines = [[words, *_best_bold([one[words] for one in sums])] for words in (sums[0] if sums else {})]
    for seat in actor().seats:
        lines.append([f"Beds of {seat.name}", *(_beds_of(one, seat.code) for one in rows)])
    lines.append(["A higher limit that would cost less", *(_limits(one, names) for one in rows)])
    if any(one.gap for one in rows):
        lines.append(["Proven to be the best", *("Not proven" if one.gap else "Yes" for one in rows)])
    return heads, lines


def _best_bold(found: Sequence[ComparedSum]) -> list[str]:
    """What stands in a line; the least is bold where they differ."""
    least = min((one.least for one in found if one.least is not None), default=None)
    differ = len({one.least for one in found}) > 1
    return [
        Markup("<strong>{}</strong>").format(one.words) if differ and one.least == least else one.words
        for one in found
    ]


def _beds_of(row: HomeAlternative, code: str) -> str:
    if code not in row.caps:
        return "Not asked"
    return f"{row.used[code]:,} of {row.caps[code]:,} at most"


def _limits(row: HomeAlternative, names: Mapping[str, str]) -> str:
    """The practices whose limit stands in the way, by how many beds."""
    found = [f"{plural(beds, 'bed')} at {names.get(code, code)}" for code, beds in row.binding.items()]
    return "; ".join(found) or "None"


def _sums(row: HomeAlternative, raw: bool) -> dict[str, ComparedSum]:
    asked = asked_of(row, "", raw)
    other = sum(1 for code, ods in row.homes.items() if row.before.get(code) not in (ods, ""))
    first = sum(1 for code in row.homes if not row.before.get(code))
    ways = {code: one["metres"] for code, one in row.detail.items()}
    beds = sum(one["beds"] for one in row.detail.values())
    mean = Fraction(sum(one["metres"] * one["beds"] for one in row.detail.values()), beds or 1)
    full = sum(1 for code, cap in row.caps.items() if cap and row.used[code] * 10 >= cap * 9)
    furthest = max(ways.values(), default=0)
    moves = row.moves if raw else (row.shown or {}).get("", (0, None))[1]
    return {
        "Residents asked to change practice": ComparedSum(asked, moves),
        "Homes that get another practice than now": ComparedSum(f"{other} of {len(row.homes)}", other),
        "Homes that get their first practice": ComparedSum(f"{first}"),
        "From practice to home, on average for a bed": ComparedSum(f"{int(mean):,} metres", int(mean)),
        "Furthest home": ComparedSum(f"{furthest:,} metres", furthest),
        "Practices that look after a home": ComparedSum(f"{len(set(row.homes.values()))} of {len(row.caps)}"),
        "Practices at 9 in 10 of their most beds, or more": ComparedSum(f"{full}", full),
    }


@blueprint.get("/alternatives/<int:alternative_id>")
@permission(READ)
def alternative(alternative_id: int) -> str:
    """One alternative: home by home, what it would need to be better, and the beds of each practice."""
    reader, row = actor(), alternative_here(alternative_id)
    seen = {one.home.code: one for one in homes_seen(reader)}
    facts = {one.code: one for one in practices()}
    where = spots()
    lines = []
    for place, (code, ods) in enumerate(row.homes.items(), 1):
        one, detail = seen.get(code), row.detail[code]
        raw = may(reader, ALIGN) or (one is not None and one.raw)
        asked = asked_of(row, code, raw)
        name = f"{place}. {one.home.name if one else code}"
        called = facts[ods].name if ods in facts else ods
        way = f"{detail['metres']:,}"
        shared = _shared(one, ods) if one else ""
        lines.append((name, detail["beds"], called, _what(row, code), way, asked, shared))
    new = frozenset(code for code, ods in row.homes.items() if row.before.get(code) != ods)
    drawn = sketch(
        {
            code: (seen[code].home.x or 0, seen[code].home.y or 0)
            for code in row.homes
            if code in seen and seen[code].home.x is not None
        },
        {one.code: where[one.id] for one in facts.values() if one.id in where and one.code in row.caps},
        row.homes,
        new,
    )
    return render_template(
        "care_homes/aligning/alternative.html",
        row=row,
        lines=lines,
        sketch=drawn,
        names={code: one.name for code, one in facts.items()},
        caps=sorted(row.caps.items(), key=lambda one: (-row.used[one[0]], one[0])),
        decision=decision(row.decision_id) if row.decision_id else None,
        together=_together(row, seen),
        may_align=may(reader, ALIGN),
        held_by=_held_by(row, seen) if may(reader, ALIGN) else [],
    )


def _held_by(row: HomeAlternative, seen: Mapping[str, HomeSeen]) -> list[str]:
    """The homes that would cost less with another practice, and what stands in the way, for whom it concerns."""
    why = {"far": "the limit of distance", "fixed": "fixed to its practice"}
    return [
        f"{seen[code].home.name if code in seen else code}: {why[limit]}"
        for code, one in row.detail.items()
        if (limit := one.get("limit"))
    ]


def _together(row: HomeAlternative, seen: Mapping[str, HomeSeen]) -> dict[str, str] | None:
    """In how many practices the residents of a home are, and how often two share one, in 100 times: now, and once half of
    those who are asked have changed. Averages over homes whose residents are counted, as far as this reader sees them."""
    counted = [(seen[code].parts, ods) for code, ods in row.homes.items() if code in seen]
    counted = [(residents, ods) for residents, ods in counted if any(residents.values())]
    if not counted:
        return None
    now = [mixed(residents) for residents, _ods in counted]
    then = [mixed(after(residents, ods, Fraction(1, 2))) for residents, ods in counted]
    return {
        "practices": f"{float(Fraction(sum(number for number, _share in now), len(now))):.1f}",
        "now": _in_hundred([share for _number, share in now]),
        "then": _in_hundred([share for _number, share in then]),
    }


def _shared(one: HomeSeen, ods: str) -> str:
    """In how many practices the residents of a home are and how often two share one: now, and once half of those who are asked
    have changed."""
    number, now = mixed(one.parts)
    if now is None:
        return "Not counted"
    _number, then = mixed(after(one.parts, ods, Fraction(1, 2)))
    return f"{plural(number, 'practice')}; {_in_hundred([now])}, then {_in_hundred([then])}"


def _in_hundred(shares: Sequence[Fraction | None]) -> str:
    return f"{int(100 * sum((share or Fraction(0) for share in shares), Fraction(0)) / len(shares))}"


def _what(row: HomeAlternative, code: str) -> str:
    before = row.before.get(code)
    if code in row.fixed:
        return "Fixed"
    if not before:
        return "First one"
    return "As today" if before == row.homes[code] else "Changes"


@blueprint.get("/alternatives/<int:alternative_id>.csv")
@permission(READ)
def alternative_csv(alternative_id: int) -> Response:
    """One alternative, a line for each home; residents as they are for those who work alternatives out."""
    row, raw = alternative_here(alternative_id), may(actor(), ALIGN)
    rows = [
        (code, ods, one["beds"], one["metres"], asked_of(row, code, raw))
        for code, ods in row.homes.items()
        for one in (row.detail[code],)
    ]
    heads = ("CQC location", "ODS code", "Beds", "Metres", "Residents asked")
    return csv_response("alternative.csv", heads, rows)


@blueprint.route("/alternatives/new", methods=["GET", "POST"])
@permission(ALIGN)
def new_alternative() -> Any:
    """Work out another alternative."""
    weights = {"moves": int(agreed("care_homes.moves")), "metres": int(agreed("care_homes.metres"))}
    form = AlternativeForm(data=weights)
    if done := form.does(lambda: act.work_out(actor(), _wish(form))):
        flash("The alternative is worked out.", "success")
        return redirect(url_for(".alternative", alternative_id=done.answer), 303)
    return render_template("care_homes/aligning/new_alternative.html", form=form)


def _wish(form: AlternativeForm) -> AlignmentWish:
    caps = read_lines(form.caps.data, "caps", read_count, "Z99001 60")
    fixed = read_lines(form.fixed.data, "fixed", str.upper, "1-900000001 Z99001")
    return AlignmentWish(
        form.title.data,
        form.moves.data,
        form.metres.data,
        {code.upper(): cap for code, cap in caps.items()},
        fixed,
        form.furthest.data,
    )


@blueprint.route("/alternatives/propose", methods=["GET", "POST"])
@permission(PROPOSE)
def propose() -> Any:
    """Put alternatives to the members, after a page that says what follows."""
    ready = [one for one in alternatives() if one.decided in ("", "refused")]
    form = ChooseForm()
    form.ids.choices = [forms.Choice(one.id, one.title, proposing.asks(one)) for one in ready]
    if done := form.does(lambda: proposing.propose_alternatives(actor(), form.ids.data)):
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("care_homes/aligning/propose.html", form=form, ready=ready)
