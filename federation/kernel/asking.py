"""One table for people and programs: what needs the scope ``administer`` asks for a fresh code on the web."""

from collections.abc import Iterator

from flask import Flask

from federation.kernel.endpoints import BootRefused, endpoints
from federation.kernel.policy import ADMINISTER, PUBLIC, SIGNED_IN, policy
from federation.kernel.second_factor import fresh_views, reasons_not_to_ask


def check_asking(app: Flask) -> None:
    """Refuse to start while a page asks for a fresh code and programs need no scope ``administer`` for what it does,
    or the other way round. A page that only reads may ask; one that acts asks, or says why not."""
    asking, spared = fresh_views(app), reasons_not_to_ask(app)
    wrong = []
    for endpoint, rights, acts in _pages(app):
        administers = {right for right in rights if policy.scope_of(right) == ADMINISTER}
        if endpoint in asking:
            if rights != administers:
                wrong.append(f"{endpoint} asks for a fresh code: its permission needs scope={ADMINISTER!r}")
        elif bool(acts & administers) is not (endpoint in spared):
            wrong.append(
                f"{endpoint} needs no @unasked(…)"
                if endpoint in spared
                else f"{endpoint} does not ask for a fresh code, and programs need the scope {ADMINISTER} for what "
                "it does: mark it @fresh(), or @unasked(…) with the reason"
            )
    if wrong:
        raise BootRefused("pages and programs must ask alike:\n  " + "\n  ".join(wrong))


def _pages(app: Flask) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each page of a federation: endpoint, its permissions, and those of the methods that do more than read."""
    rights: dict[str, set[str]] = {}
    acts: dict[str, set[str]] = {}
    for _rule, methods, endpoint, needed in endpoints(app):
        if (
            needed in (None, PUBLIC, SIGNED_IN)
            or endpoint.partition(".")[0] in app.extensions["token_blueprints"]
        ):
            continue
        rights.setdefault(endpoint, set()).add(str(needed))
        acts.setdefault(endpoint, set()).update({str(needed)} if methods != "GET" else ())
    for endpoint, found in rights.items():
        yield endpoint, found, acts[endpoint]
