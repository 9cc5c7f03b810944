"""When the database cannot be used: a page that needs none, with what was typed in it, and a word to programs.

Nothing is read or written here: not the session of the database, not who is signed in.
"""

from typing import Final

from flask import Response, current_app, request
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from federation.kernel.forms import secret_names

AGAIN_SECONDS: Final = 10
"""After how long it is worth trying again."""
_LONGEST_FORM: Final = 256 * 1024


def is_out(error: BaseException | None) -> bool:
    """Whether the database could not be reached, was held by somebody else for too long, is full or takes nothing."""
    return isinstance(error, OperationalError | InterfaceError | TimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )


def out_page(may_keep: bool) -> Response:
    """The page for people, 503. With ``may_keep`` what they typed stands in it, to be sent once more by one press."""
    typed = _typed() if may_keep else []
    page = current_app.jinja_env.get_template("errors/out_of_service.html")
    text = page.render(typed=typed, address=request.full_path.rstrip("?"))
    answer = Response(text, status=503)
    answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def _typed() -> list[tuple[str, str]]:
    """What was typed into the form of this request, but for secrets and files; nothing where it is too much."""
    if request.method != "POST" or (request.content_length or 0) > _LONGEST_FORM:
        return []
    fields = list(request.form.items(multi=True))
    if request.files or secret_names().intersection(request.form):
        return []
    return fields
