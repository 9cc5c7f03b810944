"""The page of a thread by itself, which features show at addresses of their own."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for

from federation.kernel.forms import CommentForm
from federation.kernel.web import actor
from federation.network.threads.queries.talk import thread_of


def thread_page(
    title: str,
    owner: str,
    owner_id: int,
    *,
    back: tuple[str, str],
    form: CommentForm | None = None,
    urls: Mapping[str, Callable[[int], str]] | None = None,
) -> str:
    """The page of what people say about a thing, ``title``, fifty comments with their answers at a time. The view has authorised
    the reader.

    ``back``: where the page leads back to, its address and in words. ``form``: a comment of this reader, whom the view lets speak
    now, posted to the address of this page. ``urls``: as the macro ``list`` takes them."""
    typed = request.args.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    here: Any = {name: value for name, value in (request.view_args or {}).items() if name != "federation"}
    found = thread_of(owner, owner_id, actor(), form is not None, after=after)
    return render_template(
        "network/thread.html",
        title=title,
        found=found,
        form=form,
        back=back,
        urls=urls or {},
        first=url_for(request.endpoint or "", **here),
        later=url_for(request.endpoint or "", **here, after=found.more_after),
    )
