"""The search."""

from flask import render_template, request

from federation.home.queries.found import find_in_order, read_hits
from federation.home.views import blueprint
from federation.kernel import search as searching
from federation.kernel.web import actor, here, permission
from federation.plugin.door import door

PAGE = 20


@blueprint.get("/search")
@permission("decisions.read")
def search() -> str:
    """Decisions, comments and practices that have all the words."""
    typed = " ".join(request.args.get("q", "").replace("\0", " ").split())[:200]
    kind = request.args.get("in", "")
    offered = door().search_of(here().plugins)
    kinds = {kind: offered[kind]} if kind in offered else offered
    mark = request.args.get("before", "")
    found = find_in_order(typed, actor().person_id, kinds, mark, PAGE)
    return render_template(
        "home/search.html",
        typed=typed,
        kind=kind if kind in offered else "",
        kinds={one.kind: one.title for one in offered.values()},
        hits=read_hits(found.hits, actor().person_id, offered),
        can_search=bool(searching.words_of(typed)),
        older=found.after,
        later=bool(mark),
    )
