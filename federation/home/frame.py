"""The frame of each page in a federation: navigation, account row, footer."""

from typing import Any, NamedTuple

from flask import Flask, current_app, g, get_flashed_messages, request, session, url_for

from federation.kernel.policy import may
from federation.kernel.shell import NoticeKind, PageShell
from federation.plugin.door import door

SECTIONS = (
    ("home", "Home"),
    ("decisions", "Decisions"),
    ("groups", "Groups"),
    ("shared_work", "Shared work"),
    ("practices", "Practices"),
    ("our_federation", "Our federation"),
)


def init_frame(app: Flask) -> None:
    """Give every template ``page``."""
    app.context_processor(_for_templates)


def _for_templates() -> dict[str, PageShell]:
    return {"page": frame()}


def frame(current: str = "") -> PageShell:
    """The frame of this request's page; ``current`` marks a section, else the blueprint's own is marked."""
    notices = tuple(map(_notice, get_flashed_messages(True)))
    here, actor = g.get("here"), g.get("actor")
    if here is None:
        return PageShell(notices=notices)
    if actor.only is not None:
        return PageShell(
            federation_name=here.name,
            notices=notices,
            demo=bool(here.settings.get("demo")),
            brand=here.settings.get("brand", ""),
        )
    urls = _urls(here.slug)
    practice = actor.practice
    chosen = session.get("practice")
    if chosen and practice and chosen != practice.practice_id:
        practice = next((seat for seat in actor.seats if seat.practice_id == chosen), practice)
    return PageShell(
        federation_name=here.name,
        home_url=urls.home,
        nav=urls.nav,
        current=current or g.get("section") or _section_of_plugin(),
        person_name=actor.name,
        practice_name=practice.name if practice else "",
        switch_url=urls.switch,
        admin_url=urls.admin if may(actor, "network.administer") else None,
        search_url=urls.search,
        sign_out_url=urls.sign_out,
        footer=urls.footer,
        demo=bool(here.settings.get("demo")),
        notices=notices,
        brand=here.settings.get("brand", ""),
    )


def _section_of_plugin() -> str:
    """The section in which a plugin's page stands: the one that its navigation names."""
    plugin = current_app.extensions["switchable"].get(request.blueprint)
    return next((item.section for item in door().features[plugin].nav), "shared_work") if plugin else ""


def _notice(flashed: Any) -> tuple[NoticeKind, str]:
    kind, text = flashed
    return ("success" if kind == "success" else "info"), text


class _FrameAddresses(NamedTuple):
    """The addresses of a federation's frame."""

    home: str
    nav: tuple[tuple[str, str, str], ...]
    switch: str
    admin: str
    search: str
    sign_out: str
    footer: tuple[tuple[str, str], ...]


_CACHE: dict[str, _FrameAddresses] = {}


def _urls(slug: str) -> _FrameAddresses:
    """The addresses of the frame, built once a federation: building one costs as much as a row of a table."""
    found = _CACHE.get(slug)
    if found is None:
        items: dict[str, str] = {"home": url_for("home.first_page", federation=slug)}
        for feature in door().features.values():
            for item in feature.nav:
                items.setdefault(item.section, url_for(item.endpoint, federation=slug))
        found = _CACHE[slug] = _FrameAddresses(
            home=items["home"],
            nav=tuple((key, title, items[key]) for key, title in SECTIONS if key in items),
            switch=url_for("people.switch"),
            admin=url_for("network.administration", federation=slug),
            search=url_for("home.search", federation=slug),
            sign_out=url_for("people.sign_out"),
            footer=(
                ("Help and contact", url_for("network.help_page", federation=slug)),
                ("The record", url_for("network.record", federation=slug)),
                ("Accessibility statement", url_for("people.accessibility")),
                ("Privacy", url_for("people.privacy")),
            ),
        )
    return found
