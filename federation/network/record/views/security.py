"""The security log, for the administrators of a federation; and noting what is taken away as a file."""

from typing import Final

from flask import Flask, Response, g, render_template, request, url_for
from flask_login import current_user

from federation.kernel.db import unit_of_work
from federation.kernel.tables import csv_response
from federation.kernel.web import here, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.record.queries.record import names_of
from federation.network.record.queries.security import SecurityLine, every_security_line, security_page
from federation.network.record_words import act_in_words, detail_in_words, subject_in_words
from federation.people import security
from federation.people.rules.networks import UNKNOWN
from federation.plugin.door import door

_HEADINGS: Final = ("when", "who", "what", "about", "network", "device")


@blueprint.get(f"{ADMIN}/security")
@permission("network.administer")
def security_log() -> str:
    """The lines, newest first."""
    group = _group()
    lines, after = security_page(group, request.args.get("after", "")[:80])
    names = names_of({line.subject for line in lines if line.data}, g.actor.person_id).names
    base = url_for(".security_log")
    return render_template(
        "network/security.html",
        lines=[(line.at, line.name, _what(line), _about(line, names), _where(line)) for line in lines],
        groups=[(group.key, group.title) for group in door().security.values()],
        group=group,
        base=base,
        next_url=url_for(".security_log", group=group or None, after=after) if after else None,
        first_url=url_for(".security_log", group=group or None) if request.args.get("after") else None,
        csv_url=url_for(".security_log_csv", group=group or None),
    )


@blueprint.get(f"{ADMIN}/security.csv")
@permission("network.administer")
def security_log_csv() -> Response:
    """The lines as a table."""
    rows = (
        (line.at.isoformat(), line.name or "", _what(line), line.subject, line.network, line.device)
        for line in every_security_line(_group())
    )
    return csv_response(f"{here().slug}-security.csv", _HEADINGS, rows)


def _group() -> str:
    group = request.args.get("group", "")
    return group if group in door().security else ""


def _what(line: SecurityLine) -> str:
    return act_in_words(line.what) if line.data else door().security_events.get(line.what, line.what)


def _about(line: SecurityLine, names: dict[str, str]) -> str:
    if not line.data:
        return line.subject
    about = names.get(line.subject) or subject_in_words(line.subject)
    detail = detail_in_words(line.what, line.data)
    return f"{about}: {detail}" if detail else about


def _where(line: SecurityLine) -> str:
    return ", ".join(part for part in (line.device, line.network) if part and part != UNKNOWN)


def init_exports(app: Flask) -> None:
    """Note each file that somebody signed in takes away."""
    app.after_request(_note_export)


def _note_export(response: Response) -> Response:
    if (
        response.headers.get("Content-Disposition", "").startswith("attachment")
        and response.status_code == 200
    ):
        federation, person_id = g.get("here"), _whoever()
        if person_id is not None:
            with unit_of_work():
                security.note("file_taken", person_id, request.path, federation.id if federation else None)
    return response


def _whoever() -> int | None:
    if acting := g.get("actor"):
        return int(acting.person_id)
    return int(current_user.arrival.person_id) if current_user.is_authenticated else None
