"""The answers of every request: their headers, and errors as pages and as problem documents."""

from typing import Any

from flask import Response, g, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from federation.kernel.db import db
from federation.kernel.out_of_service import AGAIN_SECONDS, is_out, out_page
from federation.kernel.refusals import NotFound, Refusal, retry_after

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def add_headers(response: Response) -> Response:
    """The headers of every answer; a page may have set a policy of its own."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer" if "token" in (request.view_args or {}) else "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers.setdefault("Cache-Control", "no-store")
    return response


def wants_json() -> bool:
    """Whether the caller is a program."""
    return request.path.startswith("/api/")


def problem(status: int, title: str, detail: str | None = None, **more: Any) -> Response:
    """An error for a program (RFC 9457)."""
    import json

    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        **({"detail": detail} if detail else {}),
        **more,
    }
    return Response(json.dumps(body), status=status, content_type="application/problem+json")


def error_page(status: int, words: str | None = None) -> BaseResponse:
    """The page of an error, with nothing written; the nearest one where there is none for this status. Where the database cannot
    be used it is the one that needs none."""
    name = (
        status if status in (400, 403, 404, 409, 410, 413, 429, 500, 503) else (500 if status >= 500 else 400)
    )
    try:
        db.session.rollback()
        return Response(render_template(f"errors/{name}.html", words=words), status=status)
    except SQLAlchemyError as error:
        if not is_out(error):
            raise
        return out_page(may_keep=False)


def answer_refusal(error: Refusal) -> BaseResponse:
    """The answer to what an act refused; of what does not exist nothing more is said."""
    if wants_json():
        found = {field: words for words, field in reversed(error.each) if field}
        fields = {"errors": found} if found else {}
        answer: BaseResponse = problem(error.status, type(error).__name__, error.words, **fields)
    else:
        words = None if isinstance(error, NotFound) else error.words
        answer = error_page(error.status, words)
    answer.headers.extend(retry_after(error))
    return answer


def answer_http_error(error: HTTPException) -> BaseResponse:
    """The answer to what Flask or a view could not do, as a page or a problem document."""
    if isinstance(error.response, BaseResponse):
        return error.response
    status = error.code or 500
    answer: BaseResponse
    if wants_json():
        answer = problem(status, error.name, None if status == 404 else error.description)
        answer.headers.extend(
            {
                name: value
                for name, value in error.get_headers()
                if name in ("Allow", "Retry-After", "WWW-Authenticate")
            }
        )
        return answer
    if status < 400:
        return BaseResponse.force_type(error.get_response())
    answer = error_page(status)
    answer.headers.extend(
        {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    )
    return answer


def log_broken(error: Any) -> None:
    """Log the rule of an address, never the address: it may be a secret link."""
    from flask import current_app

    current_app.logger.error("request failed: %s %s", request.method, request.url_rule, exc_info=error)


def answer_broken(error: Exception, may_keep: bool = False) -> BaseResponse:
    """The answer where the product itself failed: logged, and nothing said of it. Where the database cannot be used: when to try
    again, and what was typed if it ``may_keep`` that."""
    g.broken = error
    log_broken((type(error), error, error.__traceback__))
    if is_out(error):
        if not wants_json():
            return out_page(may_keep)
        answer = problem(
            503, "Service Unavailable", "The database did not answer in time. Nothing was saved."
        )
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
        return answer
    if wants_json():
        return problem(500, "Internal Server Error")
    return error_page(500)
