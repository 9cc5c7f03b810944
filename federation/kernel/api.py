"""The interface for programs: bearer tokens, problem documents, one OpenAPI 3.1 description."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, request
from flask_smorest import Api
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from federation.kernel import tenancy
from federation.kernel.policy import PUBLIC, policy
from federation.kernel.web import Arrive, csrf, enter_as, permission, permission_of, problem

PREFIX = "/api/v1/federations/<string:federation>"


class WholeNumber(fields.Integer):
    """An integer as JSON Schema means it: 37 and 37.0, never 2.5, never true."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class _Api(Api):
    """flask-smorest with our own errors, which keep the headers that an answer needs."""

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(422, _unprocessable)


def init_api(app: Flask, blueprints: Iterable[Any], arrive_with_token: Arrive) -> None:
    """Register each feature's interface for programs. ``arrive_with_token(token, slug)`` reads who asks and where."""
    app.config.update(
        API_TITLE="Federation",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _Api(
        app,
        spec_kwargs={
            "info": {"description": "What a person can do in a federation, for programs. A token stands for one person in one federation."},
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    description = app.view_functions["api-docs.openapi_json"]
    app.view_functions["api-docs.openapi_json"] = permission(PUBLIC)(lambda: description())
    names = set()
    for blueprint in blueprints:
        names.add(blueprint.name)
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint)
    app.extensions["token_blueprints"] = names
    app.extensions["arrive_with_token"] = arrive_with_token
    app.before_request(_admit_program)


def _admit_program() -> Any:
    from flask import current_app, g

    if request.blueprint not in current_app.extensions["token_blueprints"]:
        return None
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    arrival = None
    if kind.lower() == "bearer" and token:
        arrival = current_app.extensions["arrive_with_token"](token.strip(), g.slug)
    if arrival is None:
        answer = problem(401, "Unauthorized", "Send a token: Authorization: Bearer TOKEN")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if arrival.federation is None or arrival.actor is None:
        return problem(404, "Not Found")
    enter_as(arrival.federation, arrival.actor)
    needed = permission_of(current_app, request.endpoint or "", request.method)
    if needed is None or not policy.allows(arrival.actor, needed):
        tenancy.leave()
        return problem(403, "Forbidden", "Your role in this federation does not allow this.")
    return None


def _unprocessable(error: HTTPException) -> Any:
    data = getattr(error, "data", None) or {}
    return problem(422, "Unprocessable Content", error.description, errors=data.get("messages", {}))
