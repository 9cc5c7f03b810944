"""Telling stories: each becomes a row of acts with their moments, and all acts are done in the order
of time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from federation.decisions import rules
from federation.decisions.discussion import actions as discussion
from federation.decisions.outcomes import actions as outcomes
from federation.decisions.papers.actions import add_papers
from federation.decisions.proposals.actions import coauthors, proposals
from federation.decisions.proposals.texts import ConsideredOption, Draft, DraftOption, Effects
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.actions import closing, objections
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.demo.days import StoryDays
from federation.demo.story import DecisionStory, StoryComment
from federation.demo.travel import StoryClock
from federation.kernel.files.sent import SentFile
from federation.kernel.policy import Actor
from federation.kernel.words import LONDON

_LETTERS = {
    "f": "for",
    "a": "against",
    "-": "abstain",
    "c": "consent",
    "o": "object",
    "1": "a",
    "2": "b",
    "3": "c",
}
_OPENS, _CLOSES = 9, 17


class StoryAct(NamedTuple):
    """Something that somebody did at a moment."""

    at: datetime
    do: Callable[[], object]


class StoryStage:
    """The federation a story plays in: its people as actors, its practices, its chair, and the
    stories' decisions."""

    def __init__(
        self,
        days: StoryDays,
        actors: dict[str, Actor],
        practices: dict[str, int],
        voters: dict[str, str],
        chair: str,
        address: str,
    ) -> None:
        self.days = days
        self.actors = actors
        self.practices = practices
        self.voters = voters
        self.chair = actors[chair]
        self.address = address
        self.decisions: dict[str, int] = {}


def tell(
    stage: StoryStage, clock: StoryClock, stories: tuple[DecisionStory, ...], more: Iterable[StoryAct] = ()
) -> None:
    """Do every act of the stories, and ``more`` acts, the earliest first."""
    acts = [act for story in stories for act in _StoryTelling(stage, story).acts()]
    for act in sorted([*acts, *more], key=lambda act: act.at):
        clock.set(act.at)
        act.do()


def _by_day(at: datetime, end: datetime) -> datetime:
    """The same day in office hours: the night is folded into 9am to 5pm, so that nothing changes its
    place."""
    local = at.astimezone(LONDON)
    begins = local.replace(hour=_OPENS, minute=0, second=0, microsecond=0)
    folded = begins + (local - local.replace(hour=0, minute=0, second=0, microsecond=0)) / 3
    return folded.astimezone(UTC) if folded < end else at


class _StoryTelling:
    """One story. Acts that would fall on the same moment, or behind one another, follow each other by
    a minute."""

    def __init__(self, stage: StoryStage, story: DecisionStory) -> None:
        self.stage = stage
        self.story = story
        self.author = stage.actors[story.author]
        self._last = stage.days.at(story.drafted, 8)
        self._id = 0

    def acts(self) -> Iterator[StoryAct]:
        story = self.story
        yield self._act(story.drafted, 8, self._draft)
        for number in range(1, len(story.earlier) + 1):
            yield self._act(story.drafted + number, 12, partial(self._revise, number))
        if story.shown is not None:
            yield self._act(story.shown, _OPENS, lambda: proposals.to_discussion(self.author, self._id))
        for said in story.comments:
            yield from self._said(said, [])
        if story.withdrawn:
            day, reason = story.withdrawn
            yield self._act(day, 15, lambda: withdraw(self.author, self._id, reason))
        if story.opened is not None and story.closes is not None:
            yield from self._vote(story.opened, self.stage.days.at(story.closes, _CLOSES))

    def _vote(self, day: int, closes: datetime) -> Iterator[StoryAct]:
        story, days = self.story, self.stage.days
        opening = self._act(day, _OPENS, lambda: open_vote(self.author, self._id, self._rule(), closes))
        opened = opening.at
        yield opening
        end = days.at(story.closed_early[0], _CLOSES - 1) if story.closed_early else closes
        yield from self._casting(opened, min(end, days.now))
        if end >= days.now:
            return
        yield StoryAct(end + timedelta(seconds=2), self._close)
        if story.casting:
            yield StoryAct(end + timedelta(days=1), partial(self._decide_tie, *story.casting))
        if story.outcome:
            yield StoryAct(end + timedelta(days=1, minutes=5), self._conclude)

    def _act(self, day: int, hour: int, do: Callable[[], object]) -> StoryAct:
        at = max(self.stage.days.at(day, hour), self._last + timedelta(minutes=1))
        self._last = at
        return StoryAct(at, do)

    def _draft(self) -> None:
        story = self.story
        first = story.earlier[0] if story.earlier else story.body
        replaces = self.stage.decisions[story.replaces] if story.replaces else None
        self._id = proposals.start(self.author, self._content(first), replaces=replaces)
        if story.key:
            self.stage.decisions[story.key] = self._id
        for name in story.coauthors:
            coauthors.add(
                self.author,
                self._id,
                self.stage.actors[name].person_id,
                f"{self.stage.address}/decisions/{self._id}",
            )

        if story.papers:
            sent = [SentFile(name, text.encode()) for name, text in story.papers.items()]
            add_papers(self.author, self._id, sent)

    def _revise(self, number: int) -> None:
        texts = (*self.story.earlier, self.story.body)
        proposals.revise(self.author, self._id, self._content(texts[number]))

    def _content(self, body: str) -> Draft:
        story = self.story
        effects = Effects(*story.effects) if story.effects else None
        return Draft(
            title=story.title,
            body=body,
            reasons=story.reasons,
            kind=story.kind,
            aims=story.aims,
            impact=story.impact,
            options=tuple(
                DraftOption(chr(97 + place), *option) for place, option in enumerate(story.options)
            ),
            considered=tuple(ConsideredOption(*one) for one in story.considered),
            effects=effects,
        )

    def _said(self, said: StoryComment, above: list[int]) -> Iterator[StoryAct]:
        at = self.stage.days.at(said.day, said.hour, 10 * (len(said.words) % 6))
        own: list[int] = []

        def write() -> None:
            own.append(
                discussion.comment(
                    self.stage.actors[said.who], self._id, said.first or said.words, next(iter(above), None)
                )
            )

        yield StoryAct(at, write)
        if said.first:
            yield StoryAct(
                at + timedelta(minutes=25),
                lambda: discussion.edit_comment(self.stage.actors[said.who], own[0], said.words),
            )
        for answer in said.answers:
            yield from self._said(answer, own)

    def _rule(self) -> rules.Rule:
        return rule_named(self.story.rule)

    def _casting(self, opened: datetime, end: datetime) -> Iterator[StoryAct]:
        story, codes = self.story, sorted(self.stage.voters)
        pause = (end - opened) / (len(codes) + 4)

        def act(turn: float, do: Callable[[], object]) -> StoryAct:
            return StoryAct(_by_day(opened + pause * turn, end), do)

        for place, (code, interest) in enumerate(story.aside.items()):
            yield act((place + 1) / 4, partial(self._stand_aside, code, interest))
        order = sorted(range(len(story.votes)), key=lambda place: (place * 5 + len(story.title)) % 12)
        for turn, place in enumerate(order):
            code, letter = codes[place], story.votes[place]
            if letter != " ":
                yield act(turn + 1, partial(self._cast, code, _LETTERS[letter]))
        for place, (code, answer) in enumerate(story.answers.items()):
            yield act(len(codes) + 1 + place / 4, partial(self._answer, code, answer))
            if story.accepts:
                yield act(len(codes) + 2 + place / 4, partial(self._accept, code))

    def _voter(self, code: str) -> Actor:
        return self.stage.actors[self.stage.voters[code]]

    def _stand_aside(self, code: str, interest: str) -> None:
        stand_aside(self._voter(code), self._id, self.stage.practices[code], interest)

    def _answer(self, code: str, words: str) -> None:
        objections.answer_objection(self.author, self._id, self.stage.practices[code], words)

    def _accept(self, code: str) -> None:
        objections.accept_resolution(self._voter(code), self._id, self.stage.practices[code])

    def _cast(self, code: str, stance: str) -> None:
        voting.cast(
            self._voter(code), self._id, self.stage.practices[code], stance, self.story.because.get(code, "")
        )

    def _close(self) -> None:
        if self.story.closed_early:
            closing.close_early(self.stage.chair, self._id, self.story.closed_early[1])
        else:
            closing.close_due()

    def _decide_tie(self, stance: str, reason: str) -> None:
        closing.give_casting_vote(self.stage.chair, self._id, stance, reason)

    def _conclude(self) -> None:
        story, days = self.story, self.stage.days
        writer = self.stage.actors[story.outcome_by] if story.outcome_by else self.stage.chair
        owner = self.stage.actors[story.owner].person_id if story.owner else None
        review = days.date(story.review) if story.review is not None else None
        outcomes.write_outcome(writer, self._id, story.outcome, owner, review)
        for task in story.tasks:
            holder = self.stage.actors[task.owner]
            practice = self.stage.practices[task.practice] if task.practice else None
            action = outcomes.add_action(
                writer, self._id, task.title, holder.person_id, days.date(task.due), practice
            )
            if task.state != "not_started":
                outcomes.report_progress(holder, action, task.state, task.note)  # type: ignore[arg-type]
