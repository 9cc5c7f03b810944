"""One decision, whatever its state: a proposal, an open vote, or what was decided."""

from collections.abc import Callable, Iterator
from datetime import datetime

from flask import Response, render_template

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_from, matter_of
from federation.decisions.outcomes.queries.actions import actions_of
from federation.decisions.page.charts import bars_of, patient_rows, point_rows, stance_rows
from federation.decisions.page.views.proposal import show_proposal
from federation.decisions.permissions import ProposingIn, is_lead
from federation.decisions.places import panels_of
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.seen import DecisionFacts, chosen_in, coauthors, decision_view, options_of, rule_of
from federation.decisions.subjects import TALK
from federation.decisions.terms import is_by_itself
from federation.decisions.voting.queries import votes
from federation.decisions.voting.queries.ballots import own_entries, way_in_words
from federation.decisions.voting.queries.holders import holding_in
from federation.decisions.voting.queries.results import casting_vote, result_of, shows_results, votes_of
from federation.decisions.words import VERDICT_TAGS, stances_with
from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, permission
from federation.kernel.words import LONDON
from federation.network.threads.queries.talk import thread_of


@blueprint.get("/decisions/<int:decision_id>")
@permission("decisions.read")
def show(decision_id: int) -> str:
    """A decision's page."""
    view = decision_view(decision_id)
    if view.decision.state in ("draft", "discussion", "scheduled", "withdrawn"):
        return show_proposal(view)
    if view.voting:
        return _show_open(view)
    return _show_closed(view) if view.counted else _show_counting(view)


def _show_open(view: DecisionFacts) -> str:
    decision, reader = view.decision, actor()
    rule = rule_of(decision)
    own = own_entries(decision.id, reader)
    summary = votes_of(decision)
    text = text_of(decision.id, decision.version, reader)
    options = tuple(rules.VoteOption(option["id"], option["title"]) for option in text.options)
    results = shows_results(view, own)
    names = coauthors(decision.id)
    matter = matter_from(decision, names)
    voter = reader.as_of(decision.opened_at)
    return render_template(
        "decisions/open.html",
        view=view,
        rule=rule,
        own=own,
        represented={None, *(seat.practice_id for seat in voter.representing)},
        unconfirmed=[seat for seat in reader.seats if seat not in voter.seats],
        summary=summary,
        holding=holding_in(decision),
        text=text,
        tests=rules.tests_of(rule, summary, options),
        explanations=rules.explain(rule, voters=view.voters)[:2],
        needed=rules.voted_needed(rule, summary),
        still=rules.still_needed(rule, summary, decision.voted),
        coauthors=list(names.values()),
        discussion=thread_of(TALK, decision.id, reader, may(reader, "decisions.discuss", matter)),
        results=results,
        said=stances_with(options),
        panels=panels_of(decision, text.terms.data),
        rows=votes.roll_rows(decision.id, results)
        if results or summary.practices + summary.recused <= 20
        else [],
        objections=votes.objections(decision.id) if rule.how.resolved else [],
        may_close=rule.lead_may_close and may(voter, "decisions.close_early", matter),
        may_withdraw=may(voter, "decisions.put_to_vote", matter)
        and not is_by_itself(decision.subject)
        and (rule.lead_may_withdraw or not is_lead(reader, matter)),
        may_resolve=may(voter, "decisions.resolve", matter),
        may_discuss=not text.apart and may(reader, "decisions.discuss", matter),
    )


def _show_counting(view: DecisionFacts) -> str:
    """Voting is over and no result is written down yet: nothing of one is shown, and the page asks again by itself."""
    decision = view.decision
    text = text_of(decision.id, decision.version, actor())
    options = tuple(rules.VoteOption(option["id"], option["title"]) for option in text.options)
    return render_template(
        "decisions/counting.html",
        view=view,
        text=text,
        own=own_entries(decision.id, actor()),
        said=stances_with(options),
    )


def _show_closed(view: DecisionFacts) -> str:
    decision, reader = view.decision, actor()
    result = result_of(view)
    rule = rule_of(decision)
    text = text_of(decision.id, decision.version, reader)
    options = tuple(rules.VoteOption(option["id"], option["title"]) for option in text.options)
    said, chosen = stances_with(options), chosen_in(decision.result)
    rows = votes.roll_rows(decision.id, True, over=True)
    names = coauthors(decision.id)
    matter = matter_from(decision, names)
    mine = {seat.practice_id for seat in reader.seats}
    whole = decision.roll["practices"] + decision.roll["recused"] if decision.roll else 0
    return render_template(
        "decisions/closed.html",
        tags=VERDICT_TAGS,
        view=view,
        result=result,
        rule=rule,
        text=text,
        panels=panels_of(decision, text.terms.data),
        said=said,
        rows=sorted(rows, key=_reading_order(rule, options)) if whole <= votes.SHOWN_ON_PAGE else [],
        whole=whole,
        stays=bool(whole and decision.group_id and not rows),
        holding=holding_in(decision),
        own=[row for row in rows if row.practice_id in mine],
        dissent=_dissent(decision.id, rows, whole),
        bars=bars_of(rule, result.data, said, options, view.voters),
        points=point_rows(result.data, options, chosen),
        turnout=stance_rows(result.data, said, view.voters) if rule.how.choice else [],
        chosen=chosen,
        weighted=rule.weights.kind if rule.weights.kind != "one" else "",
        patients=patient_rows(result.data) if rule.double_majority else [],
        casting=casting_vote(decision.id) if rule.tie == "casting_vote" else None,
        coauthors=list(names.values()),
        actions=actions_of(decision.id),
        may_write=may(reader, "decisions.outcome", matter),
        may_propose=may(reader, "decisions.propose", ProposingIn(decision.group_id)),
        may_decide=decision.verdict == "tied"
        and may(reader.as_of(decision.opened_at), "decisions.casting_vote", matter),
    )


def _dissent(decision_id: int, rows: list[votes.RollRow], whole: int) -> list[votes.RollRow]:
    if whole > len(rows):
        return votes.objections(decision_id, tuple(filter(rules.dissents, rules.STANCES)))
    return [row for row in rows if row.stance and rules.dissents(row.stance) and not row.recused]


def _reading_order(
    rule: rules.Rule, options: tuple[rules.VoteOption, ...]
) -> Callable[[votes.RollRow], tuple[bool, int, str]]:
    order: dict[str | None, int] = {
        stance: place for place, stance in enumerate(rule.stances([one.id for one in options]))
    }
    return lambda row: (row.recused, order.get(row.stance, len(order)), row.name)


@blueprint.get("/decisions/<int:decision_id>/votes.csv")
@permission("decisions.read")
def votes_csv(decision_id: int) -> Response:
    """The roll as a spreadsheet, with how each practice voted once that may be shown."""
    view = decision_view(decision_id)
    if not view.decision.opened_at or not may(actor(), "decisions.read", matter_of(view.decision)):
        raise NotFound()
    results, over = shows_results(view, own_entries(decision_id, actor())), view.counted
    header = [
        "ODS code",
        "Practice",
        "Patients",
        "Votes",
        *(["Vote", "Reason", "Stood aside"] if results else []),
        *(["Cast by", "Cast at", "Changes", "How it was cast"] if over else []),
    ]
    said = stances_with(options_of(view.decision))

    def lines() -> Iterator[list[object]]:
        after = ""
        while page := votes.roll_rows(decision_id, results, after, 1000, over):
            for row in page:
                how = (
                    [said.of(row).word if row.stance else "", row.reason or "", row.recusal_reason or ""]
                    if results
                    else []
                )
                who = [
                    row.cast_by or "",
                    _at(row.cast_at),
                    "" if row.changes is None else row.changes,
                    _sentence(way_in_words(row.way, row.link_seen_by)) if row.way else "",
                ]
                yield [row.code, row.name, row.patients, row.weight, *how, *(who if over else [])]
            after = page[-1].code

    return csv_response(f"decision-{view.number.replace('/', '-')}-votes.csv", header, lines())


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _at(moment: datetime | None) -> str:
    return moment.astimezone(LONDON).isoformat(timespec="minutes") if moment else ""
