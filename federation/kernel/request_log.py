"""A line for each request, under a number that its answer bears too, so that whoever saw a failure can name it.

A line holds the rule of an address, never the address; people and federations as numbers; nothing that was typed.
"""

import base64
import logging
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, current_app, g, has_request_context, request

from federation.kernel.db import db
from federation.kernel.log_lines import surrounded_by
from federation.kernel.statement_count import count_statements, statements_sent

HEADER: Final = "X-Request-ID"
_TAKEN: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may call a request."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger("federation.requests")


def init_request_log(app: Flask) -> None:
    """Number requests and count their statements. Called before anything else is added to requests: what is added first begins
    first and ends last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.jinja_env.globals["request_id"] = request_id
    surrounded_by(request_known)
    with app.app_context():
        count_statements(db.engine)


def request_id() -> str:
    """What this request is called: by the proxy, where one is trusted, or by us in eight letters and digits."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "") if current_app.config["SETTINGS"]["trusted_proxies"] else ""
        own = base64.b32encode(secrets.token_bytes(5)).decode()
        g.request_id = given if _TAKEN.fullmatch(given) else own
    name: str = g.request_id
    return name


def request_known() -> Mapping[str, Any]:
    """Of the request that is answered now, where there is one: what it is called, federation and person as numbers."""
    if not has_request_context():
        return {}
    known: dict[str, Any] = {"request": request_id()}
    if "here" in g:
        known["federation"] = g.here.id
    visitor = g.get("_login_user")
    if "actor" in g:
        known["person"] = g.actor.person_id
    elif visitor is not None and visitor.is_authenticated:
        known["person"] = visitor.arrival.person_id
    return known


def _begin() -> None:
    g.begun = time.perf_counter(), statements_sent()


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    if _log.isEnabledFor(logging.INFO):
        begun, statements = g.get("begun", (time.perf_counter(), statements_sent()))
        known = {
            "method": request.method if request.method in _METHODS else "OTHER",
            "route": request.url_rule.rule if request.url_rule else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - begun) * 1000),
            "statements": statements_sent() - statements,
        }
        _log.info("answered", extra={"known": known})
    return response
