"""The bars under a verdict: how the votes fell."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from federation.decisions.rules import STANCES, VoterNoun
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
