"""Proposing alternatives to the members, and doing what the verdict says."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    DecisionClosed,
    Draft,
    DraftOption,
    Invalid,
    NotFound,
    Refusal,
    agreed,
    authorize,
    plural,
    practices,
    propose,
    session,
    settle,
    time_now,
    unit_of_work,
    write_record,
)

from ...models import CareHome, HomeAlternative
from ...permissions import PROPOSE
from ..queries import asked_of
from .working_out import cap_of


def propose_alternatives(actor: Actor, ids: Sequence[int]) -> int:
    """Begin a proposal by which the members choose among alternatives, or take the only one; returns the decision's number."""
    authorize(actor, PROPOSE)
    if not ids:
        raise Invalid("Select the alternatives that the members choose among", "ids")
    with unit_of_work():
        rows = session.scalars(
            select(HomeAlternative)
            .where(HomeAlternative.id.in_(ids))
            .order_by(HomeAlternative.id)
            .with_for_update()
        ).all()
        if len(rows) != len(set(ids)):
            raise NotFound()
        if len(rows) > 6:
            raise Invalid("Select 6 alternatives at most", "ids")
        homes = {home.code: home for home in session.scalars(select(CareHome))}
        if any(row.homes.keys() != homes.keys() for row in rows):
            raise Refusal("Homes have come or gone since this was worked out. Work it out again first.")
        names = {one.code: one.name for one in practices()}
        terms = []
        for place, row in enumerate(rows):
            row.letter = "abcdef"[place]
            terms.append(_terms(row, homes, names))
        decision_id = propose(
            actor, "care_homes.aligning", _draft(terms, rows), {"alternatives": terms}, fixed=True
        )
        for row in rows:
            row.await_decision(decision_id)
        session.flush()
        return decision_id


def _terms(row: HomeAlternative, homes: Mapping[str, CareHome], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "letter": row.letter,
        "alternative": row.id,
        "title": row.title,
        "words": f"{asks(row)} {made_with(row, homes, names)}",
        "homes": [
            {"home": code, "name": homes[code].name, "practice": ods, "called": names.get(ods, ods)}
            for code, ods in row.homes.items()
        ],
    }


def asks(row: HomeAlternative) -> str:
    """What an alternative asks, in a sentence or two: sums over all homes, worked out from rounded counts, since everybody reads
    it beside others."""
    new = sum(1 for code, ods in row.homes.items() if row.before.get(code) not in (ods, ""))
    way = Fraction(row.metres, max(1, len(row.homes)))
    asked = asked_of(row, "", raw=False)
    return (
        f"{asked[:1].upper()}{asked[1:]} residents would be asked to change practice. "
        f"{plural(new, 'home')} would get another practice than now; the way is {int(way):,} metres on average."
    )


def made_with(row: HomeAlternative, homes: Mapping[str, CareHome], called: Mapping[str, str]) -> str:
    """What whoever worked it out put in beside what the members agreed: weights, a longest way, beds, fixed homes."""
    agreed_weights = (int(agreed("care_homes.moves")), int(agreed("care_homes.metres")))
    weights = (row.moves_weight, row.metres_weight)
    sure = ", as agreed" if weights == agreed_weights else " (agreed: {:,} and {:,})".format(*agreed_weights)
    parts = [
        f"A resident who is asked counts {weights[0]:,}, a metre {weights[1]:,}{sure}",
        f"no home is over {row.furthest:,} metres away" if row.furthest else "",
        _other_beds(row, called),
        ", ".join(f"{homes[home].name} stays with {called.get(ods, ods)}" for home, ods in row.fixed.items()),
    ]
    return "; ".join(part for part in parts if part) + "."


def _other_beds(row: HomeAlternative, called: Mapping[str, str]) -> str:
    """Most beds of practices that are not those of the agreement, in words."""
    ours = {one.code: cap_of(one, None) for one in practices()}
    other = {code: cap for code, cap in row.caps.items() if cap != ours.get(code)}
    if len(other) > 1 and len(other) == len(row.caps) and len(set(other.values())) == 1:
        return f"each practice takes {plural(next(iter(other.values())), 'bed')} at most, not what was agreed for its list"
    return ", ".join(
        f"{called.get(code, code)} takes {plural(cap, 'bed')} at most (agreed: {ours.get(code, 0):,})"
        for code, cap in other.items()
    )


def _draft(terms: Sequence[Mapping[str, Any]], rows: Sequence[HomeAlternative]) -> Draft:
    several = len(terms) > 1
    title = (
        "Which practice looks after which care home?"
        if several
        else f"One practice for each care home: {terms[0]['title']}"
    )
    body = (
        "One practice looks after each care home, as in the alternative that is chosen."
        if several
        else "One practice looks after each care home, as it stands below."
    )
    options = tuple(DraftOption(row.letter, row.title, asks(row)) for row in rows)
    return Draft(
        title=title,
        body=body,
        reasons="Homes do better where they are looked after by one practice, with one weekly round and one kind of plan.",
        options=options if several else (),
    )


def decided(fact: object) -> None:
    """In ``happened``: what the members chose is done, once, for the homes that are still there."""
    rows = settle(HomeAlternative, fact)
    if not rows or not isinstance(fact, DecisionClosed):
        return
    chosen = _chosen(rows, fact)
    for row in rows:
        if row is not chosen and row.decided == "carried":
            row.decided = "refused"
    if chosen is None:
        return
    by_code = {one.code: one.id for one in practices()}
    now, terms = time_now(), {one["alternative"]: one for one in fact.terms["alternatives"]}
    targets = {one["home"]: one["practice"] for one in terms[chosen.id]["homes"]}
    for home in session.scalars(select(CareHome).order_by(CareHome.code).with_for_update()):
        practice_id = by_code.get(targets.get(home.code, ""))
        if practice_id is None:
            continue
        if home.practice_id != practice_id:
            home.practice_id, home.aligned_at, home.lead_id = practice_id, now, None
        home.decision_id = fact.decision_id
    session.flush()
    write_record(None, "care_homes.aligned", f"care_homes_alternative:{chosen.id}", decision=fact.decision_id)


def _chosen(rows: Sequence[HomeAlternative], fact: DecisionClosed) -> HomeAlternative | None:
    """The alternative that won, of those that were voted on. Where two have equally many points, none: nobody breaks a tie."""
    if fact.verdict != "carried":
        return None
    offered = fact.terms["alternatives"]
    won = [one["alternative"] for one in offered if len(offered) == 1 or one["letter"] in fact.chosen]
    return next((row for row in rows if [row.id] == won), None)
