"""The page of a proposal: a draft, in discussion, withdrawn, or as it was when it was voted on."""

from flask import render_template, request

from federation.decisions.blueprint import blueprint
from federation.decisions.models import Decision
from federation.decisions.places import panels_of
from federation.decisions.proposals.queries import texts as reading
from federation.decisions.proposals.queries.heads import ProposalHead
from federation.decisions.proposals.texts import kind_titles, missing
from federation.decisions.proposals.views.heads import read_head
from federation.decisions.rules import Rule
from federation.decisions.seen import DecisionFacts
from federation.decisions.subjects import TALK
from federation.decisions.voting.queries.votes import interests, reads_votes
from federation.decisions.words import STATUS
from federation.kernel.policy import may
from federation.kernel.web import actor, here, permission
from federation.network.threads.queries.talk import thread_of


def show_proposal(view: DecisionFacts) -> str:
    """The page of a draft, of a proposal in discussion, or of one that was withdrawn."""
    return _page(read_head(view.decision.id), view.decision)


@blueprint.get("/decisions/<int:decision_id>/proposal")
@permission("decisions.read")
def proposal(decision_id: int) -> str:
    """The whole proposal with its discussion, whatever became of it."""
    return _page(read_head(decision_id))


def _page(head: ProposalHead, decision: Decision | None = None) -> str:
    """``decision`` is given where other features add to its page."""
    reader = actor()
    text = reading.text_of(head.id, head.version, reader)
    rule = Rule.from_dict(head.rule) if head.state == "scheduled" and head.rule else None
    after = request.args.get("after", 0, type=int)
    is_draft, before = head.state == "draft", head.state in ("discussion", "scheduled")
    aside = interests(head.id) if is_draft or before else []
    standing = {one.practice_id for one in aside}, {one.person_id for one in aside}
    speaks = head.is_discussed and not text.apart and may(reader, "decisions.discuss", head.matter)
    stays = head.group_id is not None and head.state == "closed" and not reads_votes(head.id)
    return render_template(
        "decisions/proposal.html",
        head=head,
        text=text,
        panels=panels_of(decision, text.terms.data) if decision else [],
        status=STATUS[head.state],
        kind=kind_titles(here().settings).get(head.kind, ""),
        discussion=None if is_draft or stays else thread_of(TALK, head.id, reader, speaks, max(after, 0)),
        stays=stays,
        comment_count=head.comment_count,
        writes=head.is_written and may(reader, "decisions.edit", head.matter),
        puts_to_vote=head.can_be_put and may(reader, "decisions.put_to_vote", head.matter),
        owns=reader.person_id == head.author.id,
        missing=missing(text.body, len(text.options)),
        oldest=head.oldest_for(reader.person_id),
        may_declare=[seat for seat in reader.representing if seat.practice_id not in standing[0]]
        if before and head.group_id is None
        else [],
        declares_here=before and reader.votes_in(head.group_id) and reader.person_id not in standing[1],
        rule=rule,
        aside=aside,
    )
