"""Fingerprints in the record, of a text, a roll and what becomes of a vote: anybody can compute them again from the rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from federation.decisions.models import Decision, ProposalVersion
from federation.kernel import record

CONTENT = ("title", "kind", "body", "reasons", "options", "considered", "aims", "impact")
"""The content of a version, without its table; its terms stand beside it, where it has any."""


def content_of(version: ProposalVersion) -> dict[str, Any]:
    """What a version says, without its table; its terms and papers where it has some, so that older fingerprints stay as they
    are."""
    content = {name: getattr(version, name) for name in CONTENT} | papers_part(version.papers)
    return content if version.terms is None else {**content, "terms": version.terms}


def papers_part(papers: Sequence[Any] | None) -> dict[str, Any]:
    """The part of a version's content that names its papers; none where there are none."""
    return {"papers": [list(one) for one in papers]} if papers else {}


def version_fingerprint(content: Mapping[str, Any], table: Any) -> str:
    """Of a version that is saved: its content, and its table where it brings one in, else the heading of the earlier."""
    return record.digest([content, table])


def table_of(columns: Sequence[str], rows: Mapping[str, Sequence[str]]) -> list[Any]:
    """A table of what a proposal means for each practice, for :func:`version_fingerprint`."""
    return [list(columns), sorted((code, list(cells)) for code, cells in rows.items())]


def text_fingerprint(version: ProposalVersion) -> str:
    """Of the text that is voted on, with its options, reasons and the heading of its table."""
    return record.digest([content_of(version), version.effects])


def subject_fingerprint(decision: Decision) -> str:
    """Of which feature acts on the verdict, and whether its text was the feature's alone; the terms stand in the text."""
    return record.digest([decision.subject, decision.fixed])


def roll_fingerprint(rows: Iterable[tuple[int, str, str, int, int, bool]]) -> str:
    """Of a roll: practice, code, name, patients, weight and whether it stood aside before, in order of code."""
    return record.digest(sorted((list(row) for row in rows), key=lambda row: (row[1], row[0])))


def result_fingerprint(decision: Decision) -> str:
    """Of a verdict as it is shown."""
    return record.digest([decision.verdict, decision.result, decision.how])
