"""One's own calendar: what a phone reads, its address with a key, and how to subscribe."""

from flask import Response, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from federation.home.calendar import OpenedCalendar, as_ical, entries_of
from federation.home.views import blueprint, feed
from federation.kernel.days import time_now
from federation.kernel.web import actor, here, permission
from federation.network.dues.actions import end_calendar_key, make_calendar_key
from federation.network.dues.queries import calendar_key_since
from federation.people.addresses import full_address


@feed.get("/calendar.ics")
@permission("home.calendar_by_key")
def calendar_file() -> Response:
    """The calendar of whoever's key stands in the address: deadlines of their votes, and what they must do."""
    opened: OpenedCalendar = g.by_secret
    found = as_ical(opened.here, entries_of(opened.actor, opened.here), time_now())
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
    return _page(full_address("home_feed.calendar_file", federation=here().slug, key=key))


@blueprint.post("/calendar/end")
@permission("home.calendar")
def end_calendar() -> Answer:
    """Let no phone read it any more."""
    end_calendar_key(actor().person_id)
    flash("The address of your calendar opens nothing any more.", "success")
    return redirect(url_for(".calendar"), 303)


def _page(made: str | None) -> str:
    return render_template("home/calendar.html", made=made, since=calendar_key_since(actor().person_id))
