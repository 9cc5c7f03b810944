"""The first page: what needs me, then what happened, then everything else."""

from datetime import datetime, timedelta

from flask import g, render_template, request, session

from federation.decisions.permissions import ProposingIn
from federation.decisions.rules.counting.roll import RollVoter
from federation.decisions.rules.wording.shortnames import short_names
from federation.decisions.words import VERDICT_TAGS
from federation.home.queries import first_page as queries
from federation.home.views import blueprint
from federation.home.views.first_day import early_cookie, needs_orientation, set_up_steps
from federation.home.views.needs import PersonNeeds, needs_of
from federation.kernel.clock import machine_now
from federation.kernel.policy import Actor, Seat, may
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural
from federation.network.places import HomeShown
from federation.plugin.door import door

MOST_OTHERS = 10
NEWS = timedelta(days=14)


@blueprint.get("/")
@permission("decisions.read")
def first_page() -> str:
    """Show what needs the person and their practices today."""
    g.section = "home"
    who = actor()
    seat = chosen_seat(who)
    practices = [one.practice_id for one in who.seats]
    needs = needs_of(who)
    underway = queries.underway(who.person_id)
    lately = queries.lately(seat.practice_id if seat else None)
    panels = door().calls.panels_counted("home", HomeShown(who.person_id, tuple(dict.fromkeys(practices))))
    return render_template(
        "home/first_page.html",
        seat=seat,
        short=short_name(seat) if seat else "",
        heading=_heading(who, seat, needs, sum(things for _panel, things in panels)),
        needs=needs,
        others=needs.others[:MOST_OTHERS],
        panels=[panel for panel, _things in panels],
        switched=_switched_lately(),
        news=queries.discussions_with_news(who.person_id),
        counting=[one for one in underway if one.state == "open"],
        underway=[one for one in underway if one.state != "open"],
        decided=lately.decided,
        part=lately.part,
        tags=VERDICT_TAGS,
        looked_at=queries.MOST_LOOKED_AT,
        set_up=set_up_steps(who),
        orientation=needs_orientation(who),
        early=[] if request.cookies.get(early_cookie()) else needs.early,
        may_end=may(who, "network.people"),
        may_propose=may(who, "decisions.propose", ProposingIn(None)),
    )


def _switched_lately() -> list[tuple[str, bool, datetime]]:
    """Plugins that were switched on or off in the last two weeks: title, whether on, when."""
    since = machine_now() - NEWS
    features = door().features
    return [
        (features[one["plugin"]].title, one["on"], at)
        for one in here().settings.get("plugins_lately", ())
        if one["plugin"] in features and (at := datetime.fromisoformat(one["at"])) > since
    ]


def chosen_seat(who: Actor) -> Seat | None:
    """The practice that pages speak of: the one chosen, else the first."""
    chosen = session.get("practice")
    return next((seat for seat in who.seats if seat.practice_id == chosen), who.practice)


def short_name(seat: Seat) -> str:
    """How a practice is called in passing."""
    return short_names([RollVoter(seat.code, seat.name, 0, 0)])[seat.code]


def _heading(who: Actor, seat: Seat | None, needs: PersonNeeds, of_others: int) -> str:
    """The heading: how many things need the person, those that other features show too."""
    count = needs.things + of_others
    if seat is None and not count:
        return f"Welcome, {who.name}"
    if seat is None or not needs.own:
        return f"{plural(count, 'thing needs', 'things need')} you"
    several = len({one.practice_id for one in who.seats}) > 1
    whom = "your practices" if several else seat.name
    return f"{plural(count, 'thing needs', 'things need')} {whom}" if count else f"Nothing needs {whom} today"
