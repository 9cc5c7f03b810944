"""Projects with outside money: what they cost the members stands on the proposal before anybody votes."""

from datetime import date
from typing import Final, NamedTuple

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel.db import unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.purchasing.actions.needs import MOST_PENCE
from federation.purchasing.actions.rounds import LONGEST_TITLE, one_line
from federation.purchasing.rules import ProjectMoney
from federation.purchasing.subjects import PROJECT

_TEXT: Final = "We take the money from {source} for {title}, at what it costs us as stands below."


class WantedProject(NamedTuple):
    """Money from outside to take: for what, from whom, until when, hours of work that it takes of ours, and its money."""

    title: str
    source: str
    ends_on: date
    hours: int
    money: ProjectMoney


def propose_project(actor: Actor, wanted: WantedProject, reasons: str = "") -> int:
    """Propose to the members to take outside money, with what it costs them. Returns the number of the decision."""
    authorize(actor, "mandates.propose")
    title = one_line(wanted.title, "title", "Say what the project is", LONGEST_TITLE)
    source = one_line(wanted.source, "source", "Say who gives the money", LONGEST_TITLE)
    wrong: list[tuple[str, str | None]] = [
        ("Enter an amount of money", name)
        for name, pence in wanted.money._asdict().items()
        if not 0 <= pence <= MOST_PENCE
    ]
    if wrong:
        raise Invalid.many(wrong)
    terms = {
        "title": title,
        "source": source,
        "ends_on": wanted.ends_on.isoformat(),
        "hours": wanted.hours,
        **wanted.money._asdict(),
    }
    draft = Draft(
        title=f"Take outside money: {title}"[:160],
        body=_TEXT.format(source=source, title=title),
        reasons=plain_text(reasons, "reasons"),
    )
    with unit_of_work():
        number = proposals.start(actor, draft, subject=PROJECT, terms=terms, fixed=True)
        proposals.to_discussion(actor, number)
        return number
