"""The bars under a verdict: how the votes fell."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from federation.decisions.rules import STANCES, Rule, VoteOption, VoterNoun
from federation.decisions.words import DID_NOT_VOTE, StanceWords
from federation.kernel.words import plural


class ChartBar(NamedTuple):
    """A row of the chart: its width in percent, and the number as text."""

    label: str
    width: str
    words: str
    kind: str


def stance_rows(
    result: Mapping[str, Any], said: Mapping[str, StanceWords], voters: VoterNoun
) -> list[ChartBar]:
    """Voters by stance, then those that did not vote."""
    tally, practices = result["tally"], result["roll"]["practices"]
    bars = [
        _bar(said[stance].word, count["practices"], practices, _kind(stance), voters)
        for stance, count in tally["stances"].items()
    ]
    return [*bars, _bar(DID_NOT_VOTE.word, tally["not_voted"]["practices"], practices, "other", voters)]


def weight_rows(result: Mapping[str, Any], said: Mapping[str, StanceWords]) -> list[ChartBar]:
    """Votes by stance where practices have several each, with how many practices they are; then those not cast."""
    tally, whole = result["tally"], result["roll"]["weight"]
    stances = [(said[stance].word, count, _kind(stance)) for stance, count in tally["stances"].items()]
    return [
        ChartBar(
            f"{word}: {plural(count['practices'], 'practice')}",
            _percent(count["weight"], whole),
            plural(count["weight"], "vote"),
            kind,
        )
        for word, count, kind in (*stances, (DID_NOT_VOTE.word, tally["not_voted"], "other"))
    ]


def point_rows(
    result: Mapping[str, Any], options: Sequence[VoteOption], chosen: Collection[str]
) -> list[tuple[str, str, str, str]]:
    """Options by the points that they were given: title, place (equal ones share it), points and share of all, as text.
    Nothing where none are given."""
    points: dict[str, int] = result["tally"].get("points", {})
    whole, all_of_them = sum(points.values()), list(points.values())
    rows = []
    for option in sorted(options, key=lambda one: -points.get(one.id, 0)) if points else ():
        mine = points[option.id]
        place = 1 + sum(other > mine for other in all_of_them)
        equal = "=" if all_of_them.count(mine) > 1 else ""
        title = f"{option.title} (chosen)" if option.id in chosen else option.title
        rows.append((title, f"{place}{equal}", f"{mine:,}", f"{_percent(mine, whole, 1)}%"))
    return rows


def bars_of(
    rule: Rule,
    result: Mapping[str, Any],
    said: Mapping[str, StanceWords],
    options: Sequence[VoteOption],
    voters: VoterNoun,
) -> list[ChartBar]:
    """How the votes fell: by option where points are given, by votes where some have several, else by voters."""
    if rule.how.choice:
        points: dict[str, int] = result["tally"].get("points", {})
        ranked = sorted(options, key=lambda one: -points.get(one.id, 0))
        whole = sum(points.values())
        return [
            ChartBar(one.title, _percent(points[one.id], whole), plural(points[one.id], "point"), "fill")
            for one in ranked
        ]
    return weight_rows(result, said) if rule.weights.kind != "one" else stance_rows(result, said, voters)


def patient_rows(result: Mapping[str, Any]) -> list[ChartBar]:
    """Patients of the practices voting for and against."""
    stances = result["tally"]["stances"]
    whole = stances["for"]["patients"] + stances["against"]["patients"]
    return [
        ChartBar(
            f"Patients: {stance}",
            _percent(stances[stance]["patients"], whole),
            f"{stances[stance]['patients']:,} ({_percent(stances[stance]['patients'], whole, 1)}%)",
            stance,
        )
        for stance in ("for", "against")
    ]


def _kind(stance: str) -> str:
    """For, against or neither; an option is none of these."""
    return STANCES[stance].side if stance in STANCES else "fill"


def _bar(label: str, number: int, whole: int, kind: str, voters: VoterNoun) -> ChartBar:
    return ChartBar(label, _percent(number, whole), voters.counted(number), kind)


def _percent(part: int, whole: int, places: int = 2) -> str:
    scale = 10**places
    rounded = (200 * scale * part + whole) // (2 * whole) if whole else 0
    return f"{rounded // scale}.{rounded % scale:0{places}d}"
