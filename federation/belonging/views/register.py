"""The register, and how one practice belongs."""

from flask import Response, render_template

from federation.belonging.blueprint import NUMBER, REGISTER, blueprint
from federation.belonging.lists import MembersFilter, register_list
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.register import joining_rules, line_here, under_way
from federation.belonging.queries.steps import givers_of, notice_of, steps_of
from federation.belonging.subjects import ADMIT, ALL, RULES
from federation.belonging.words import STATES
from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, here, permission

PRACTICE = f"{REGISTER}/<{NUMBER}:practice_id>"


@blueprint.get(f"{REGISTER}/")
@permission("belonging.read")
def register() -> str:
    """Which practices are members, since when and by which decision."""
    form = MembersFilter()
    return render_template(
        "belonging/register.html",
        listed=register_list().page(form),
        rules=joining_rules(),
        proposed=under_way(*ALL),
        proposes=may(actor(), "belonging.propose"),
    )


@blueprint.get(f"{REGISTER}/register.csv")
@permission("belonging.read")
def register_csv() -> Response:
    """The register as it is narrowed, as a spreadsheet."""
    return register_list().file(f"{here().slug}-membership.csv", MembersFilter())


@blueprint.get(f"{REGISTER}/rules")
@permission("belonging.read")
def joining() -> str:
    """How practices join."""
    return render_template(
        "belonging/rules.html",
        rules=joining_rules(),
        proposed=under_way(RULES, ADMIT),
        proposes=may(actor(), "belonging.propose"),
    )


@blueprint.get(PRACTICE)
@permission("belonging.read")
def practice(practice_id: int) -> str:
    """How one practice belongs, and how that came."""
    line = line_here(practice_id)
    if line is None:
        raise NotFound()
    notice = notice_of(practice_id)
    speaks = may(actor(), "belonging.leave", SpeakingFor(practice_id))
    waits = notice is not None and notice.waits
    confirms = waits and may(actor(), "belonging.confirm", SpeakingFor(practice_id))
    return render_template(
        "belonging/practice.html",
        line=line,
        tagged=STATES[line.state],
        steps=steps_of(practice_id),
        notice=notice,
        may_object=notice is not None and notice.closing and may(actor(), "belonging.object"),
        speaks=speaks,
        confirms=confirms and actor().person_id not in givers_of(practice_id),
        proposes=may(actor(), "belonging.propose"),
    )
