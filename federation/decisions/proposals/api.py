"""Writing proposals, reading decisions."""

from dataclasses import replace
from typing import Any

from flask import Response, url_for

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.models import number_in
from federation.decisions.proposals.actions import coauthors as writers
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.queries import heads
from federation.decisions.proposals.queries import texts as reading
from federation.decisions.proposals.queries.effects import EffectRow, effects_after, table_of
from federation.decisions.proposals.queries.listing import DecisionLine, decisions_after
from federation.decisions.proposals.queries.texts import ProposalText
from federation.decisions.proposals.queries.versions import versions
from federation.decisions.proposals.schemas import (
    CoAuthorSentSchema,
    DecisionsWantedSchema,
    EffectRowsSchema,
    LinesSchema,
    ProposalSchema,
    VersionsSchema,
    VersionTextSchema,
    WrittenSchema,
)
from federation.decisions.proposals.texts import (
    IMPACT_QUESTIONS,
    ConsideredOption,
    Draft,
    DraftOption,
    Effects,
)
from federation.decisions.schemas import StateSchema
from federation.decisions.terms import ReadTerms
from federation.kernel.api import ID, Endpoint, PartQuerySchema, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.policy import may
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.web import actor, permission

_PLAIN = ("title", "body", "reasons", "kind")


@programs.route("/decisions")
class DecisionsView(Endpoint):
    """Decisions in every state."""

    @permission("decisions.read")
    @programs.arguments(DecisionsWantedSchema, location="query")
    @programs.response(200, LinesSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """Decisions that you may see, the newest first. A verdict is null until it is written down."""
        limit = sent["limit"]
        rows = decisions_after(
            actor(),
            before=_place(sent["after"]),
            most=limit + 1,
            state=sent["state"],
            verdict=sent["verdict"],
            year=sent["year"],
            words=sent["q"],
        )
        items = [line(row) for row in rows[:limit]]
        return answer({"items": items, "next": str(items[-1]["id"]) if len(rows) > limit else None})

    @permission("decisions.propose")
    @programs.arguments(ProposalSchema)
    @programs.response(201, WrittenSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Write a proposal: a draft that you alone see."""
        practice = own_practice(sent.get("practice"))
        decision_id = proposals.start(
            actor(),
            draft_from(Draft(title=""), sent),
            practice,
            replaces=sent.get("supersedes"),
            group_id=sent.get("group"),
        )
        return answer(
            {"id": decision_id, "state": "draft", "version": 1}, 201, address(f"decisions/{decision_id}")
        )


@programs.route(f"{ONE_DECISION}/discussion")
class ShowView(Endpoint):
    """From draft to discussion."""

    @permission("decisions.edit")
    @programs.response(200, StateSchema)
    def post(self, decision_id: int) -> Response:
        """Show a draft to all members."""
        proposals.to_discussion(actor(), decision_id)
        return answer({"id": decision_id, "state": "discussion"})


@programs.route(f"{ONE_DECISION}/coauthors")
class CoAuthorsView(Endpoint):
    """Who writes with the author."""

    @permission("decisions.edit")
    @programs.arguments(CoAuthorSentSchema)
    @programs.response(204)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Let somebody write with the author; they are told by email."""
        page = url_for("decisions.show", decision_id=decision_id, _external=True)
        writers.add(actor(), decision_id, sent["person_id"], page)
        return nothing()


@programs.route(f"{ONE_DECISION}/coauthors/<{ID}:person_id>")
class CoAuthorView(Endpoint):
    """One co-author."""

    @permission("decisions.edit")
    @programs.response(204)
    def delete(self, decision_id: int, person_id: int) -> Response:
        """End somebody's part in writing."""
        writers.remove(actor(), decision_id, person_id)
        return nothing()


@programs.route(f"{ONE_DECISION}/versions")
class VersionsView(Endpoint):
    """The versions of a proposal."""

    @permission("decisions.read")
    @programs.response(200, VersionsSchema)
    def get(self, decision_id: int) -> Response:
        """The versions that you may read, the newest first, 100 at most."""
        head = _head(decision_id)
        saved = versions(decision_id, head.oldest_for(actor().person_id), head.version)
        return answer({"items": [{"number": one.number, "at": iso(one.at), "by": one.by} for one in saved]})


@programs.route(f"{ONE_DECISION}/versions/<{ID}:number>")
class VersionView(Endpoint):
    """One version."""

    @permission("decisions.read")
    @programs.response(200, VersionTextSchema)
    def get(self, decision_id: int, number: int) -> Response:
        """What a version says."""
        head = _head(decision_id)
        if not head.oldest_for(actor().person_id) <= number <= head.version:
            raise NotFound()
        text = reading.text_of(decision_id, number, actor())
        return answer({"number": number, "saved_at": iso(text.saved_at), **text_as_json(text)})


@programs.route(f"{ONE_DECISION}/effects")
class EffectsView(Endpoint):
    """What a proposal means for each practice."""

    @permission("decisions.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, EffectRowsSchema)
    def get(self, sent: dict[str, Any], decision_id: int) -> Response:
        """The whole table, in order of code."""
        head = _head(decision_id)
        table = table_of(decision_id, head.version)
        if table is None:
            return answer({"columns": [], "items": [], "next": None})
        rows = effects_after(decision_id, table.since, sent["after"], sent["limit"] + 1)
        items = [effect(row) for row in rows[: sent["limit"]]]
        return answer(
            {
                "columns": list(table.columns),
                "items": items,
                "next": items[-1]["code"] if len(rows) > sent["limit"] else None,
            }
        )


def own_practice(code: str | None) -> int | None:
    """The number of one of the sender's own practices."""
    if code is None:
        return None
    for seat in actor().seats:
        if seat.code == code:
            return seat.practice_id
    raise Invalid("This is not one of your practices", "practice")


def _head(decision_id: int) -> heads.ProposalHead:
    head = heads.head(decision_id)
    if not may(actor(), "decisions.read", head.matter):
        raise NotFound()
    return head


def _place(after: str) -> int | None:
    if not after:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 17):
        raise Invalid("Send what the last part gave as next", "after")
    return int(after)


def draft_from(before: Draft, sent: dict[str, Any]) -> Draft:
    """A proposal with the parts that were sent."""
    parts: dict[str, Any] = {name: sent[name] for name in _PLAIN if name in sent}
    if "options" in sent:
        parts["options"] = tuple(
            DraftOption(one.get("id", ""), one["title"], one["text"]) for one in sent["options"]
        )
    if "considered" in sent:
        parts["considered"] = tuple(ConsideredOption(**one) for one in sent["considered"])
    if "aims" in sent:
        parts["aims"] = tuple(sent["aims"])
    if "impact" in sent:
        parts["impact"] = sent["impact"]
    if "effects" in sent:
        table = sent["effects"]
        parts["effects"] = table and Effects(
            tuple(table["columns"]), {code: tuple(cells) for code, cells in table["rows"].items()}
        )
    return replace(before, **parts)


_QUESTIONS = {question: key for key, question in IMPACT_QUESTIONS}


def text_as_json(text: ProposalText) -> dict[str, Any]:
    """What a version says."""
    table = {
        "columns": list(text.columns),
        "practices": text.practices,
        "rows": [effect(row) for row in text.rows or text.own],
    }
    return {
        "title": text.title,
        "body": text.body,
        "kind": text.kind,
        "reasons": text.reasons,
        "options": [dict(option) for option in text.options],
        "considered": [one._asdict() for one in text.considered],
        "aims": [{"number": number, "words": words} for number, words in text.aims],
        "impact": {_QUESTIONS[question]: answer for question, answer in text.impact},
        "effects": table if text.columns else None,
        "terms": terms_as_json(text.terms) if text.terms.data else None,
        "papers": [one._asdict() for one in text.papers],
    }


def terms_as_json(terms: ReadTerms) -> dict[str, Any]:
    """What a feature acts on once it is carried, and what members read of it."""
    return {
        "data": dict(terms.data),
        "heading": terms.heading,
        "lines": [{"label": line.label, "words": line.words} for line in terms.lines],
    }


def effect(row: EffectRow) -> dict[str, Any]:
    """What a proposal means for one practice."""
    return {"code": row.code, "name": row.name, "cells": list(row.cells)}


def line(row: DecisionLine) -> dict[str, Any]:
    """A decision in a list."""
    return {
        "id": row.id,
        "number": number_in(row.series, row.year, row.ordinal) or None,
        "state": row.state,
        "title": row.title,
        "kind": row.kind,
        "opens_at": iso(row.opens_at),
        "closes_at": iso(row.closes_at),
        "closed_at": iso(row.closed_at),
        "verdict": row.verdict,
        "how": row.how,
        "voted": row.voted,
        "review_on": iso(row.review_on),
        "superseded_by": row.superseded_by,
        "changed_at": iso(row.changed_at),
    }
