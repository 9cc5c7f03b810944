"""The interface for programs: bearer tokens, problem documents (RFC 9457), one OpenAPI 3.1 description.

A feature brings an :class:`Interface` with endpoints that are :class:`Endpoint` classes; each method carries
its permission, as pages do. A view answers with :func:`answer`: that it fits what is described is checked by
tests, not worked out anew for each row.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar

from flask import Flask, Response, g, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from federation.kernel import idempotency, tenancy
from federation.kernel.answers import problem
from federation.kernel.api_description import ACTS, TAKES_A_BODY, DescribedApi, by_field, describe_errors
from federation.kernel.api_fields import LARGEST, CountedFrom, StrictSchema, WordsField
from federation.kernel.endpoints import permission_of
from federation.kernel.files.kinds import MOST_BYTES as MOST_FILE_BYTES
from federation.kernel.policy import PUBLIC, policy
from federation.kernel.refusals import Refusal
from federation.kernel.scopes import SCOPES, scope_of
from federation.kernel.web import (
    Arrive,
    PlainConverter,
    actor,
    admit_by_secret,
    csrf,
    enter_as,
    is_switched_off,
    permission,
)

PREFIX: Final = "/api/v1/federations/<plain:federation>"
ID: Final = f"int(min=1,max={LARGEST})"
MOST_BYTES: Final = 4 * 1024 * 1024
MOST_WITH_FILE: Final = MOST_FILE_BYTES + 1024 * 1024
MOST_WITH_LARGE_FILE: Final = 2 * MOST_FILE_BYTES + 1024 * 1024
_View = TypeVar("_View", bound=Callable[..., Any])


class _BodyParser(FlaskParser):
    """JSON that cannot be read at all (too deep, numbers of thousands of digits) is the sender's mistake too.

    So is a filter that does not exist, which would otherwise list everything.
    """

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE, "files": RAISE}

    def load_json(self, req: Any, schema: Any) -> Any:
        try:
            return super().load_json(req, schema)
        except (ValueError, RecursionError):
            raise BadRequest("This is not JSON that can be read.") from None


class Interface(Blueprint):
    """The endpoints of one feature, described with the errors that each can answer with."""

    ARGUMENTS_PARSER = _BodyParser()
    _PREFIX = PREFIX
    _BESIDES: tuple[int, ...] = ()

    def __init__(self, name: str, import_name: str, description: str) -> None:
        super().__init__(name, import_name, url_prefix=self._PREFIX, description=description)
        self._prepare_doc_cbks.append(partial(describe_errors, besides=self._BESIDES))
        self.register_error_handler(Refusal, _refused)

    def arguments(self, schema: Any, **more: Any) -> Any:
        """What an endpoint takes. The schema is made once, not for each request."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **more)


class InterfaceByLink(Interface):
    """The interface of a feature for the programs of guests: the secret of their link in the address names the federation, and no
    token is sent."""

    _PREFIX = "/api/v1"
    _BESIDES = (410, 429)


class Endpoint(MethodView):
    """What one address takes. An act that is sent under an ``Idempotency-Key`` happens once."""

    def dispatch_request(self, **values: Any) -> Any:
        key = request.headers.get(idempotency.HEADER)
        act: Callable[[], Any] = partial(super().dispatch_request, **values)
        if key is None or request.method not in ACTS:
            return act()
        return idempotency.once(actor().person_id, key, act)


class PartQuerySchema(StrictSchema):
    """A part of a list: ``after`` is what the last part gave as ``next``."""

    after = WordsField(
        load_default="",
        longest=80,
        ours=True,
        metadata={"description": "Where to go on: `next` of the part before."},
    )
    limit = CountedFrom(1, 200, load_default=50)


def takes_file(view: _View) -> _View:
    """Declare that a method takes a file, as multipart/form-data, and no JSON."""
    view.takes_file = MOST_WITH_FILE  # type: ignore[attr-defined]
    return view


def takes_large_file(view: _View) -> _View:
    """Declare that a method takes a file of up to 20 MB, as multipart/form-data, and no JSON."""
    view.takes_file = MOST_WITH_LARGE_FILE  # type: ignore[attr-defined]
    return view


def answer(data: Any, status: int = 200, location: str | None = None) -> Response:
    """JSON for a program, as it stands."""
    made = Response(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        status=status,
        content_type="application/json",
    )
    if location:
        made.headers["Location"] = location
    return made


def nothing() -> Response:
    """Done, and there is nothing to say."""
    return Response(status=204)


def address(path: str) -> str:
    """An address within the federation of this request."""
    return f"/api/v1/federations/{g.here.slug}/{path}"


def init_api(app: Flask, blueprints: Iterable[Any], arrive_with_token: Arrive) -> None:
    """Register each feature's interface for programs. ``arrive_with_token`` reads who asks and where."""
    app.config.update(
        API_TITLE="Federation",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = DescribedApi(
        app,
        spec_kwargs={
            "info": {
                "description": "What a person can do in a federation, for programs. "
                "A token stands for one person in one federation, and has scopes that narrow what it may be used "
                "for: "
                + "; ".join(f"`{scope}`: {words}" for scope, words in SCOPES.items())
                + ". Each operation "
                "names the one that it needs; a token without it is answered 403, with the scope that it lacks."
            },
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
        },
    )
    api.register_converter(
        PlainConverter, lambda converter: {"type": "string", "pattern": f"^{converter.regex}$"}
    )
    app.view_functions["api-docs.openapi_json"] = permission(PUBLIC)(
        lambda: Response(api.describe(), content_type="application/json")
    )
    names = set()
    for blueprint in blueprints:
        names.add(blueprint.name)
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint)
    app.extensions["token_blueprints"] = names
    app.extensions["arrive_with_token"] = arrive_with_token
    app.before_request(_admit_program)


def _admit_program() -> Response | None:
    from flask import current_app

    if request.blueprint not in current_app.extensions["token_blueprints"]:
        return None
    most = _most_with_file(current_app.view_functions[request.endpoint or ""])
    with_file = bool(most)
    request.max_content_length = most or MOST_BYTES
    needed = permission_of(
        current_app, request.endpoint or "", "GET" if request.method == "HEAD" else request.method
    )
    if needed and policy.secret_of(needed):
        admit_by_secret(needed)
        return _wrong_kind(with_file)
    return _admit_by_token(needed) or _wrong_kind(with_file)


def _admit_by_token(needed: str | None) -> Response | None:
    """Let a program in that has a token, or say why not."""
    from flask import current_app

    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    arrival = None
    if kind.lower() == "bearer" and token:
        arrival = current_app.extensions["arrive_with_token"](token.strip(), g.slug)
    if arrival is None:
        refused = problem(401, "Unauthorized", "Send a token: Authorization: Bearer TOKEN")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    if arrival.federation is None or arrival.actor is None or is_switched_off(arrival.federation):
        return problem(404, "Not Found")
    enter_as(arrival.federation, arrival.actor)
    if request.method == "OPTIONS":
        return None
    if needed is None or not policy.allows(arrival.actor, needed):
        tenancy.leave()
        return problem(403, "Forbidden", "Your role in this federation does not allow this.")
    scope = scope_of(needed, request.method)
    if scope not in arrival.scopes:
        tenancy.leave()
        return _lacks(scope)
    return None


def _wrong_kind(with_file: bool) -> Response | None:
    """The answer to what is sent as another kind of content than the endpoint takes; None where it is right."""
    if request.method == "OPTIONS":
        return None
    if with_file and request.mimetype != "multipart/form-data":
        return problem(415, "Unsupported Media Type", "Send the file as multipart/form-data, named file")
    if request.method in TAKES_A_BODY and request.content_length and not (with_file or request.is_json):
        return problem(415, "Unsupported Media Type", "Send JSON: Content-Type: application/json")
    return None


def _most_with_file(view: Any) -> int:
    """The bytes that the endpoint takes with a file, with the method of this request; 0 where it takes none."""
    method = getattr(getattr(view, "view_class", None), request.method.lower(), None)
    return int(getattr(method, "takes_file", 0))


def _lacks(scope: str) -> Response:
    """The answer to a token without the scope that is needed (RFC 6750)."""
    refused = problem(403, "Forbidden", f"This token does not have the scope {scope}.", scope=scope)
    refused.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{scope}"'
    return refused


def _refused(error: Refusal) -> Response:
    if error.status == 404:
        return problem(404, "Not Found")
    found = {field: words for words, field in reversed(error.each) if field}
    more: dict[str, Any] = {"errors": by_field(found)} if found else {}
    if version := getattr(error, "version", None):
        more["version"] = version
    return problem(error.status, HTTPStatus(error.status).phrase, error.words, **more)
