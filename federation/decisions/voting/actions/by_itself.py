"""Votes that nobody has to open: what the members agreed has happened, so voting begins, and nobody can put it off."""

from datetime import datetime, timedelta

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.rulebook.queries.floors import floors_now
from federation.decisions.terms import is_by_silence
from federation.decisions.voting.actions.opening import begin
from federation.kernel.held import held


def open_by_itself(decision_id: int, rule: rules.Rule, least: timedelta) -> datetime:
    """In the open unit of work: open the vote on a proposal in discussion, in nobody's name, for this time or the notice.

    The rule asks for as much as the floors, where it asked for less, save where silence is enough in such a matter; what the
    floors say of kinds of rules, and of who may use them, is for whoever chooses one, and here nobody does. Returns when voting
    closes.
    """
    decision, now = held(Decision, decision_id)
    floors = floors_now()
    silent = rule.method == "silence" and is_by_silence(decision.subject)
    fitting = rule if silent else floors.raised(rule)
    closes_at = now + max(least, timedelta(hours=max(fitting.minimum_hours, floors.notice_hours)))
    begin(decision, now, fitting, floors, closes_at, None)
    return closes_at
