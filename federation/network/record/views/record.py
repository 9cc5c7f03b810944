"""The record: every step, for every member to read and check."""

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from federation.kernel import record as chain
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import OURS, blueprint, number_given
from federation.network.record.queries.record import (
    length_of_record,
    names_of,
    record_as_lines,
    record_page,
    still_hidden,
)
from federation.network.record_words import (
    act_in_words,
    detail_in_words,
    page_of,
    role_in_record,
    seat_in_record,
    subject_in_words,
    subjects_within,
)

MOST_TO_CHECK = 20_000
"""Entries that are checked while somebody waits; a longer record is checked by the command."""


@blueprint.get(f"{OURS}/record")
@permission("network.read")
def record() -> str:
    """The entries, newest first."""
    subject = request.args.get("subject", "")[:120]
    entries, newer, older = record_page(subject, number_given("before"), number_given("after"))
    base = url_for(".record")
    hidden = still_hidden(entry.subject for entry in entries)
    named = {entry.subject for entry in entries}.union(
        *(subjects_within(entry.action, entry.data) for entry in entries)
    )
    names, pageless = names_of(named, actor().person_id)
    hidden -= names.keys()
    hidden |= pageless
    rows = [
        (
            entry.seq,
            entry.at,
            entry.name or "The product",
            role_in_record(entry.action, entry.subject, entry.data, names, entry.actor)
            or seat_in_record(entry.action, entry.data, names)
            or act_in_words(entry.action),
            detail_in_words(entry.action, entry.data),
            names.get(entry.subject) or subject_in_words(entry.subject),
            "" if entry.subject in hidden else page_of(entry.subject),
            entry.hash[:12],
        )
        for entry in entries
    ]
    kept = {"subject": subject} if subject else {}
    return render_template(
        "network/record.html",
        rows=rows,
        subject=subject,
        subject_words=(names.get(subject) or subject_in_words(subject)) if subject else "",
        base=base,
        length=length_of_record(),
        previous_url=f"{base}?{urlencode({**kept, 'after': entries[0].seq})}" if entries and newer else None,
        next_url=f"{base}?{urlencode({**kept, 'before': entries[-1].seq})}" if entries and older else None,
    )


@blueprint.get(f"{OURS}/record/check")
@permission("network.read")
def check_record() -> str:
    """Check that no entry was changed, added in between, moved or taken away."""
    length = length_of_record()
    good, broken = chain.verify() if length <= MOST_TO_CHECK else (0, None)
    return render_template(
        "network/record_check.html",
        checked=length <= MOST_TO_CHECK,
        length=length,
        good=good,
        broken=broken,
        slug=here().slug,
        base=url_for(".record"),
    )


@blueprint.get(f"{OURS}/record.jsonl")
@permission("network.read")
def record_lines() -> Response:
    """The whole record, to be checked on another machine."""
    if not length_of_record():
        raise Refusal("The record has no entries yet.")
    answer = Response(
        stream_with_context(_within(here().id, record_as_lines())), mimetype="application/jsonl"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{here().slug}-record.jsonl"'
    return answer


def _within(federation_id: int, lines: Iterator[str]) -> Iterator[str]:
    """The lines, read within the federation of the request, which is over by the time they are sent."""
    with federation_scope(federation_id):
        yield from lines
