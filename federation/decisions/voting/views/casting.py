"""Casting, receipts, and standing aside."""

from collections.abc import Mapping, Sequence

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint, to_page
from federation.decisions.permissions import ForPractice
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.seen import DecisionFacts, decision_view, options_of
from federation.decisions.voting import forms
from federation.decisions.voting.actions import casting, standing_aside
from federation.decisions.voting.links import OpenedBallot
from federation.decisions.voting.queries.ballots import OwnEntry, own_entries
from federation.decisions.voting.queries.owed import votes_owed
from federation.decisions.voting.queries.receipts import check_code
from federation.decisions.voting.queries.roll import other_representatives
from federation.decisions.voting.receipts import code_in, in_groups
from federation.decisions.words import stances_with
from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import Choice
from federation.kernel.policy import SEATED, may
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.web import actor, permission, repeatable
from federation.kernel.words import moment, paragraphs, plural

_REASON_WORDS = {
    "optional": "optional",
    "required": "required",
    "required_against": "required if you vote against",
}


def _own_entry(decision_id: int, practice_id: int | None) -> OwnEntry:
    for entry in own_entries(decision_id, actor()):
        if entry.practice_id == practice_id and _is_ours(practice_id):
            return entry
    raise NotFound()


def _is_ours(practice_id: int | None) -> bool:
    """Whether the person of this request may cast for it: for themselves (None) the roll says so, if they sit anywhere."""
    return SEATED in actor().roles if practice_id is None else actor().represents(practice_id)


@blueprint.route("/decisions/<int:decision_id>/vote/<int:practice_id>", methods=["GET", "POST"])
@blueprint.route("/decisions/<int:decision_id>/vote/me", methods=["GET", "POST"])
@permission("decisions.cast")
@repeatable
def cast_vote(decision_id: int, practice_id: int | None = None) -> str | Response:
    """Cast or change a practice's vote, or one's own in a group. A vote that is taken costs no more than the act itself:
    the page is only read again where something is wrong."""
    if not _is_ours(practice_id):
        raise NotFound()
    form = forms.BallotForm()
    if not is_taken_up() and (receipt := ballot_cast(form, decision_id, practice_id)):
        return to_page("receipt", decision_id=decision_id, code=receipt.code)
    return ballot_page(decision_id, practice_id, form)


def ballot_cast(
    form: forms.BallotForm, decision_id: int, practice_id: int | None
) -> casting.BallotReceipt | None:
    """Cast the ballot that was sent; None where the page is to be shown. The act alone looks at how the practice votes:
    what can be chosen is not read for a vote that is taken, but where points are given. A refusal that is of no field is
    raised."""
    if request.method != "POST":
        return None
    if not form.reason.validate(form):
        form.comes_back()
        return None
    stance, choice, reason = request.form.get("stance", ""), None, form.reason.data or ""
    if form.points.entries:
        stance, choice = "abstain" if form.abstain.data else "", _points_sent(form, decision_id)
        if form.points.errors or any(field.errors for field in form.points):
            form.comes_back()
            return None
    done = form.tries(lambda: casting.cast(actor(), decision_id, practice_id, stance, reason, choice=choice))
    if done:
        return done.answer
    if form.refused and form.refused.field is None:
        raise form.refused
    return None


def _points_sent(form: forms.BallotForm, decision_id: int) -> dict[str, int] | None:
    """The points that were typed, by option; None where somebody who abstains gave none."""
    options = options_of(decision_view(decision_id).decision)
    typed = zip(options, form.take_points(), strict=False)
    found = {option.id: points for option, points in typed if points}
    return None if form.abstain.data and not found else found


def ballot_page(
    decision_id: int, practice_id: int | None, form: forms.BallotForm, link: OpenedBallot | None = None
) -> str:
    """The text and the form; ``link`` is what somebody came by who has not signed in."""
    view = decision_view(decision_id)
    if view.decision.state == "draft" or (practice_id is None and view.group is None):
        raise NotFound()
    if view.decision.opens_at and view.decision.state == "scheduled":
        raise Refusal(
            "Voting opens in a moment. Load this page again then."
            if view.due
            else f"Voting has not opened yet. It opens {moment(view.decision.opens_at)}."
        )
    entry = _own_entry(decision_id, practice_id)
    if not view.voting:
        raise Refusal("Voting has closed, so this vote can no longer be cast or changed.")
    if entry.recused_at:
        raise Refusal(
            f"{entry.name} has stood aside, so it has no vote in this decision."
            if practice_id
            else "You have stood aside, so you have no vote in this decision."
        )
    rule = rules.Rule.from_dict(view.decision.rule or {})
    text = text_of(decision_id, view.decision.version)
    _ask_for_vote(form, view, rule, text.options, entry)
    form.reason.label.text = f"{'Your practice’s' if practice_id else 'Your'} reason ({reason_words(rule)})"
    if request.method == "GET":
        form.stance.data, form.reason.data = entry.stance, entry.reason or ""
        form.abstain.data = entry.stance == "abstain"
    elif form.stance.errors:
        form.stance.errors = [f"Select how {entry.name} votes" if practice_id else "Select how you vote"]
    return render_template(
        "decisions/vote_cast.html",
        view=view,
        form=form,
        entry=entry,
        rule=rule,
        hint=points_hint(form, rule) if rule.how.choice else "",
        text=text,
        others=other_representatives(practice_id, actor().person_id) if practice_id else [],
        link=link,
    )


def _ask_for_vote(
    form: forms.BallotForm,
    view: DecisionFacts,
    rule: rules.Rule,
    options: Sequence[Mapping[str, str]],
    entry: OwnEntry,
) -> None:
    """The question of the page, with the ways to vote, or a field for the points of each option."""
    question = f"How does {entry.name} vote?" if entry.practice_id else "How do you vote?"
    form.stance.label.text = form.points.label.text = question
    form.stance.choices = stance_choices(
        rule,
        tuple(rules.VoteOption(option["id"], option["title"]) for option in options),
        {option["id"]: option["text"] for option in options},
        view.voters,
    )
    if rule.how.choice:
        given = rules.said_in(entry.choice)[rule.how.choice.name] if entry.choice else {}
        form.show_points(
            [(option["title"], _hint(option["text"])) for option in options],
            [given.get(option["id"], 0) for option in options] if given else (),
        )


def points_hint(form: forms.BallotForm, rule: rules.Rule) -> str:
    """How many points there are to give, and of what was typed how many are left."""
    whole, typed = int(rule.part("points")), [field.data for field in form.points if field.data]
    left = f"; {whole - sum(typed):,} left" if typed and sum(typed) <= whole else ""
    return f"You have {plural(whole, 'point')}{left}. Give them all: an option can have any number of them, or none."


def stance_choices(
    rule: rules.Rule,
    options: tuple[rules.VoteOption, ...],
    texts: Mapping[str, str],
    voters: rules.VoterNoun,
) -> list[Choice]:
    """The choices on a ballot, each with what it means: of an option, its text."""
    known = stances_with(options, texts)
    stances = rule.stances([option.id for option in options])
    means = {name: one.meaning(voters) for name, one in rules.STANCES.items()} | dict(rule.how.meanings)
    return [
        Choice(stance, known[stance].offered, _hint(means.get(stance, known[stance].means)))
        for stance in stances
    ]


def _hint(words: str) -> str:
    """Several paragraphs stay apart."""
    return paragraphs(words) if "\n" in words else words


def reason_words(rule: rules.Rule) -> str:
    """Whether a reason is needed, in the label's words."""
    own = rule.how.reason_words.get(rule.reasons)
    return own[1] if own else _REASON_WORDS[rule.reasons]


@blueprint.get("/decisions/<int:decision_id>/receipt/<code>")
@permission("decisions.cast")
def receipt(decision_id: int, code: str) -> str:
    """The receipt of a vote, and the next vote owed."""
    view = decision_view(decision_id)
    entry = next(
        (e for e in own_entries(decision_id, actor()) if e.receipt and e.receipt == code_in(code)), None
    )
    if entry is None:
        raise NotFound()
    rule = rules.Rule.from_dict(view.decision.rule or {})
    options = options_of(view.decision) if rule.how.options != "never" else ()
    return render_template(
        "decisions/vote_receipt.html",
        view=view,
        entry=entry,
        said=stances_with(options).of(entry).word if entry.stance else "",
        code=in_groups(entry.receipt or ""),
        rule=rule,
        may_change=view.voting and may(actor(), "decisions.cast", ForPractice(entry.practice_id)),
        owed=votes_owed(actor(), actor().representing),
        others=other_representatives(entry.practice_id, actor().person_id) if entry.practice_id else [],
    )


@blueprint.get("/decisions/receipt")
@permission("decisions.read")
def check_receipt() -> str:
    """Find the ballot of a receipt code in the record."""
    code = code_in(request.args.get("code", ""))
    return render_template(
        "decisions/receipt_check.html", code=in_groups(code), found=check_code(code, actor())
    )


@blueprint.route("/decisions/<int:decision_id>/stand-aside/<int:practice_id>", methods=["GET", "POST"])
@blueprint.route("/decisions/<int:decision_id>/stand-aside/me", methods=["GET", "POST"])
@permission("decisions.cast")
def stand_aside(decision_id: int, practice_id: int | None = None) -> str | Response:
    """Declare a practice's interest, or in a group one's own: it cannot be taken back, so the page says what follows."""
    view = decision_view(decision_id)
    seat = next((seat for seat in actor().representing if seat.practice_id == practice_id), None)
    if view.decision.state == "draft" or (seat is None) != (practice_id is None):
        raise NotFound()
    if seat is None and view.decision.group_id is None:
        raise NotFound()
    form = forms.ReasonForm()
    if form.does(
        lambda: standing_aside.stand_aside(actor(), decision_id, practice_id, form.reason.data or "")
    ):
        flash(
            f"{seat.name} stands aside in this decision." if seat else "You stand aside in this decision.",
            "success",
        )
        return to_page("show", decision_id=decision_id)
    return render_template(
        "decisions/stand_aside.html", view=view, form=form, practice=seat.name if seat else ""
    )
