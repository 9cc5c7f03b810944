"""The list of tenders, and the page of one."""

from flask import render_template

from federation.kernel.web import actor, permission
from federation.network.for_plugins import practices
from federation.network.groups.queries import openly_acting
from federation.tendering.blueprint import ONE, TENDERS, blueprint
from federation.tendering.evaluating.words import points_words
from federation.tendering.page.queries import after_opening
from federation.tendering.preparing.queries.interests import KnownInterest, interests_of, parts_of
from federation.tendering.preparing.queries.listed import newest_tenders
from federation.tendering.preparing.queries.sharing import example_rows
from federation.tendering.preparing.queries.tenders import is_clear, tender_here
from federation.tendering.preparing.terms import content_lines
from federation.tendering.preparing.views.tables import rows_of
from federation.tendering.preparing.words import REGIME_TITLES, SHARING_TITLES
from federation.tendering.stages import STAGE_TAGS, stage_of, steps_of


@blueprint.get(TENDERS)
@permission("tendering.read")
def tenders() -> str:
    """The tenders of the practices."""
    return render_template("tendering/tenders.html", tenders=newest_tenders(), groups=openly_acting(actor()))


@blueprint.get(ONE)
@permission("tendering.read")
def tender(tender_id: int) -> str:
    """A tender, whatever its stage: where it is, what is asked, how it is shared, who has an interest."""
    found, reader = tender_here(tender_id), actor()
    known, after = interests_of(tender_id), after_opening(found, reader)
    times = after.times
    stage = stage_of(times, found.now)
    may_run, clear = found.may_run(reader), is_clear(reader, tender_id)
    parts = parts_of(tender_id)
    takes_part = may_run or any(one.person_id == reader.person_id for one in parts)
    said = any(one.person_id == reader.person_id for one in known)
    return render_template(
        "tendering/tender.html",
        tender=found,
        stage=stage,
        stage_tag=STAGE_TAGS[stage],
        steps=steps_of(times, found.now),
        lines=content_lines(found.content),
        regime=REGIME_TITLES[found.content.regime][0],
        basis=SHARING_TITLES[found.sharing.way.basis][0] if found.sharing else "",
        example=rows_of(example_rows(found.sharing.way)) if found.sharing else (),
        interests=known,
        aside=_aside(known),
        people=parts,
        asks_me=takes_part and not said and found.cancelled_at is None,
        may_act=may_run and clear,
        evaluation=after.evaluation,
        awarding=after.awarding,
        points=points_words,
    )


def _aside(known: list[KnownInterest]) -> list[tuple[KnownInterest, list[str]]]:
    """Those with an interest, each with the names of the practices that stand aside with them."""
    found = [one for one in known if one.conflict]
    names = {one.id: one.name for one in practices()} if found else {}
    return [(one, [names[number] for number in one.practices if number in names]) for one in found]
