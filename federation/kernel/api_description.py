"""The description of the interface for programs (OpenAPI 3.1), written when somebody asks for it."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any, Final

from flask import Response
from flask_smorest import Api
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from federation.kernel import idempotency
from federation.kernel.answers import problem
from federation.kernel.api_fields import StrictSchema
from federation.kernel.endpoints import endpoints
from federation.kernel.policy import policy
from federation.kernel.scopes import scope_of

PROBLEM: Final = "application/problem+json"
_LOCATIONS: Final = ("json", "query", "files")
TAKES_A_BODY: Final = ("POST", "PUT", "PATCH")
ACTS: Final = (*TAKES_A_BODY, "DELETE")


class ProblemSchema(StrictSchema):
    """Why something was not done (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.Dict(
        metadata={"description": "What is wrong, by field: {title: [words]}, {rule: {threshold: [words]}}."}
    )
    scope = fields.String(
        metadata={"description": "The scope that the token lacks, where another token could do this."}
    )
    version = fields.Integer(
        metadata={"description": "The newest version, where a change was based on an older one."}
    )


class DescribedApi(Api):
    """flask-smorest with our own errors, and a description that is written when somebody asks for it."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, *given: Any, **more: Any) -> None:
        self._waiting: list[Any] = []
        self._writing = Lock()
        self._description = ""
        super().__init__(*given, **more)

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(422, _unprocessable)

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            body = {"content": {PROBLEM: {"schema": ProblemSchema}}} if status >= 400 else {}
            self.spec.components.response(status.name, {"description": status.phrase, **body}, lazy=True)

    def register_blueprint(self, blueprint: Any, **options: Any) -> None:
        """Register the endpoints now; describe them later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, **options)
        self._waiting.append(blueprint)

    def describe(self) -> str:
        """The whole description, as JSON."""
        with self._writing:
            while self._waiting:
                blueprint = self._waiting.pop()
                blueprint.register_views_in_doc(
                    self, self._app, self.spec, name=blueprint.name, parameters=None
                )
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
            self._description = self._description or json.dumps(
                self._with_scopes(self.spec.to_dict()), ensure_ascii=False, indent=1
            )
        return self._description

    def _with_scopes(self, description: dict[str, Any]) -> dict[str, Any]:
        """Say of each operation which scope its token needs."""
        for rule, methods, _endpoint, needed in endpoints(self._app):
            path = description["paths"].get(re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule), {})
            for method in methods.split(","):
                if needed and method.lower() in path:
                    opened = policy.secret_of(needed) is not None
                    path[method.lower()]["security"] = (
                        [] if opened else [{"token": [scope_of(needed, method)]}]
                    )
        return description


def by_field(found: Mapping[str, str]) -> dict[str, Any]:
    """Words by a field's path, as nested parts: ``considered-2-title`` and ``rule.threshold`` alike."""
    errors: dict[str, Any] = {}
    for path, words in found.items():
        *parts, last = path.replace("-", ".").split(".") if path != idempotency.HEADER else [path]
        inner = errors
        for part in parts:
            inner = inner.setdefault(part, {})
        inner.setdefault(last, []).append(words)
    return errors


def _unprocessable(error: HTTPException) -> Response:
    found = (getattr(error, "data", None) or {}).get("messages", {})
    errors: dict[str, Any] = {}
    for location, messages in found.items():
        inside = messages if location in _LOCATIONS and isinstance(messages, dict) else {location: messages}
        errors |= {str(name): words for name, words in inside.items()}
    return problem(
        422, HTTPStatus(422).phrase, "Some of what was sent cannot be taken: see errors.", errors=errors
    )


def describe_errors(
    doc: dict[str, Any], _info: Any, *, method: str, besides: tuple[int, ...] = (), **_more: Any
) -> dict[str, Any]:
    """The errors that operations of a kind can answer with, and the key under which an act happens once."""
    statuses = [401, 403, 404, *besides]
    if method.upper() in TAKES_A_BODY:
        statuses += [400, 409, 413, 415, 422]
    elif method.upper() == "DELETE":
        statuses += [409, 422]
    responses = doc.setdefault("responses", {})
    for status in statuses:
        responses.setdefault(status, HTTPStatus(status).name)
    if method.upper() in ACTS:
        doc["parameters"] = [
            *doc.get("parameters", ()),
            {
                "in": "header",
                "name": idempotency.HEADER,
                "required": False,
                "description": "The same key and request again: the same answer, and nothing done twice.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": idempotency.LONGEST,
                    "pattern": idempotency.PATTERN,
                },
            },
        ]
    return doc
