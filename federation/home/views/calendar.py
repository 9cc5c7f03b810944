"""One's own calendar: what a phone reads, its address with a key, and how to subscribe."""

from collections.abc import Sequence

from flask import Response, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from federation.home.calendar import OpenedCalendar, as_ical, entries_of, entries_of_group
from federation.home.views import blueprint, feed
from federation.kernel.api import ID
from federation.kernel.days import time_now
from federation.kernel.web import actor, here, permission
from federation.network.dues.actions import end_calendar_key, make_calendar_key
from federation.network.dues.queries import calendar_key_since
from federation.network.groups.queries import groups
from federation.people.addresses import full_address


@feed.get("/calendar.ics")
@permission("home.calendar_by_key")
def calendar_file() -> Response:
    """The calendar of whoever's key stands in the address: deadlines of their votes, and what they must do."""
    opened: OpenedCalendar = g.by_secret
    found = as_ical(opened.here, entries_of(opened.actor, opened.here), time_now())
    return Response(found, content_type="text/calendar; charset=utf-8")


@feed.get(f"/groups/<{ID}:group_id>/calendar.ics")
@permission("home.calendar_by_key")
def group_calendar_file(group_id: int) -> Response:
    """The meetings of a group, for whoever's key stands in the address, as far as they read about them."""
    opened: OpenedCalendar = g.by_secret
    found = as_ical(opened.here, entries_of_group(opened, group_id), time_now())
    return Response(found, content_type="text/calendar; charset=utf-8")


@blueprint.get("/calendar")
@permission("home.calendar")
def calendar() -> str:
    """Say what the calendar is, and whether a phone can read it."""
    return _page(None)


@blueprint.post("/calendar")
@permission("home.calendar")
def make_calendar() -> str:
    """Make an address for a phone; it is shown on the answer, and never again."""
    key = make_calendar_key(actor().person_id)
    slug = here().slug
    seated = {place.group_id for place in actor().groups}
    of_groups = [
        (one.name, full_address("home_feed.group_calendar_file", federation=slug, group_id=one.id, key=key))
        for one in groups()
        if one.id in seated and one.ended_at is None
    ]
    return _page(full_address("home_feed.calendar_file", federation=slug, key=key), of_groups)


@blueprint.post("/calendar/end")
@permission("home.calendar")
def end_calendar() -> Answer:
    """Let no phone read it any more."""
    end_calendar_key(actor().person_id)
    flash("The address of your calendar opens nothing any more.", "success")
    return redirect(url_for(".calendar"), 303)


def _page(made: str | None, of_groups: Sequence[tuple[str, str]] = ()) -> str:
    since = calendar_key_since(actor().person_id)
    return render_template("home/calendar.html", made=made, of_groups=of_groups, since=since)
