"""The Home Visiting Group of Saltmarsh: its mandate from the members, what it has done with it, its work and its meetings."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.proposals.actions.proposals import to_discussion
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.opening import open_vote
from federation.demo.telling import StoryAct, StoryStage
from federation.electing.actions import ElectionWanted, begin_election, stand
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.mandates.actions.acting import do_act, pay
from federation.mandates.actions.granting import apply_grant, propose_mandate
from federation.mandates.actions.reporting import send_report
from federation.mandates.rules import GroupAct
from federation.mandates.terms import WantedMandate
from federation.meetings.actions.agenda import add_action, add_item, write_up
from federation.meetings.actions.calling import MeetingWanted, call_meeting
from federation.meetings.actions.minutes import approve_minutes, write_minutes
from federation.meetings.actions.presence import confirm_presence, note_presence, say_here, say_whether
from federation.meetings.actions.rhythm import state_rhythm
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.minutes import draft_of
from federation.network.for_plugins import actor_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.workstreams.actions.planning import WantedMilestone, reach, say_status, set_milestones
from federation.workstreams.actions.tasks import TaskOwner, change_task, give_task

_GRANTED: Final = -96
_STANCES: Final = {"Z99004": "against", "Z99011": "abstain"}
_REASONS: Final = {"Z99004": "We are small, and fear that our patients come last on the round."}


def group_acts(stage: StoryStage) -> Iterator[StoryAct]:
    """Every act of the story, in its order."""
    return _GroupTelling(stage).acts()


class _GroupTelling:
    def __init__(self, stage: StoryStage) -> None:
        self.stage = stage
        self.group = self.decision = self.meeting = self.act = self.election = 0
        self.milestones: list[int] = []
        self.tasks: list[int] = []

    def acts(self) -> Iterator[StoryAct]:
        yield self._at(-130, 9, self._begin)
        yield self._at(-128, 10, self._propose)
        yield self._at(-110, 10, self._open)
        for place, code in enumerate(sorted(self.stage.voters)):
            yield self._at(-109 + place, 13, partial(self._cast, code))
        yield self._at(_GRANTED, 17, self._close)
        yield self._at(-90, 10, self._plan)
        yield self._at(-70, 11, self._spend)
        yield self._at(-79, 18, lambda: reach(self._who("sunil"), self.milestones[0]))
        yield self._at(-56, 15, lambda: reach(self._who("sunil"), self.milestones[1]))
        yield self._at(-50, 11, lambda: pay(self._who("sunil"), self.act, 120_000, "Invoice 2041"))
        yield self._at(-35, 9, self._report)
        yield self._at(-27, 9, self._call)
        yield self._at(-20, 14, self._meet)
        yield self._at(-19, 9, self._minute)
        yield self._at(-9, 9, lambda: approve_minutes(self._who("helen"), self.meeting))
        yield self._at(-8, 10, self._elect)
        yield self._at(-6, 12, partial(self._stand, "petra", "I drove the night round for six years."))
        yield self._at(-4, 16, self._say)
        yield self._at(-3, 9, self._call_members)

    def _at(self, day: int, hour: int, do: Callable[[], object]) -> StoryAct:
        return StoryAct(self._moment(day, hour), do)

    def _moment(self, day: int, hour: int) -> datetime:
        return self.stage.days.at(day, hour, 37)

    def _who(self, name: str) -> Actor:
        """Somebody as they stand now, with the seat they have."""
        return actor_of(self.stage.actors[name].person_id)

    def _person(self, name: str) -> int:
        return self.stage.actors[name].person_id

    def _begin(self) -> None:
        seats = (
            SeatWanted(self._person("sunil"), is_lead=True),
            SeatWanted(self._person("helen"), is_lead=True),
            SeatWanted(self._person("frank")),
            SeatWanted(self._person("winifred"), has_vote=False),
        )
        wanted = GroupWanted(
            "Home Visiting Group",
            "Looks for one way in which all practices can visit patients at home, and watches over it.",
            seats=seats,
        )
        self.group = begin_group(self._who("ruth"), wanted)

    def _propose(self) -> None:
        terms: Any = WantedMandate().load(
            {
                "areas": ["tendering", "collaborative_care"],
                "task": "Specify, tender and watch over one home visiting service",
                "powers": ["recommend", "spend", "open_tender"],
                "item_pence": 250_000,
                "total_pence": 1_500_000,
                "reserved": ["Employ people"],
                "ends_at": self._moment(270, 9).isoformat(),
                "report_days": 90,
                "grace_days": 14,
                "ratify": "none",
                "call_in_days": 10,
            }
        )
        author = self._who("sunil")
        self.decision = propose_mandate(
            author, self.group, terms, "Six of us visit the same street on one day."
        )
        to_discussion(author, self.decision)

    def _open(self) -> None:
        open_vote(
            self._who("sunil"), self.decision, rule_named("simple_majority"), self._moment(_GRANTED, 16)
        )

    def _cast(self, code: str) -> None:
        voter = self._who(self.stage.voters[code])
        practice = self.stage.practices[code]
        cast(voter, self.decision, practice, _STANCES.get(code, "for"), _REASONS.get(code, ""))

    def _close(self) -> None:
        close_due()
        told = told_of(db.session.get_one(Decision, self.decision))
        apply_grant(DecisionClosed(**told, verdict="carried"))

    def _plan(self) -> None:
        lead, date = self._who("sunil"), self.stage.days.date
        self.milestones = set_milestones(
            lead,
            self.group,
            [
                WantedMilestone("Agree what we need", date(-78)),
                WantedMilestone("Ask for bids", date(-55)),
                WantedMilestone("Begin the service", date(120)),
            ],
        )
        give = partial(give_task, lead, self.group)
        self.tasks = [
            give("Count last winter’s visits", TaskOwner(practice="Z99006"), date(12)),
            give("Ask the insurer about visits after dark", TaskOwner(self._person("frank")), date(5)),
            give("Book a room to meet the nurses", TaskOwner(), date(18)),
        ]

    def _spend(self) -> None:
        act = GroupAct(
            "spend", "tendering", 190_000, "A solicitor writes the contract: offer of 3 March, £1,900"
        )
        self.act = do_act(self._who("sunil"), self.group, act).id

    def _report(self) -> None:
        words = (
            "Three suppliers have bid, and six people have scored. The members vote to whom the service goes."
        )
        send_report(
            self._who("helen"), self.group, words, "Ask the small practices first: they know the roads."
        )

    def _call(self) -> None:
        state_rhythm(self._who("sunil"), self.group, 6)
        held = MeetingWanted("business", self.group, self._moment(-20, 13), "Tidemill Hall and online")
        self.meeting = call_meeting(self._who("sunil"), held)
        say_whether(self._who("helen"), self.meeting, "coming")
        say_whether(self._who("winifred"), self.meeting, "coming")
        add_item(self._who("winifred"), self.meeting, "How patients learn of it", "A leaflet is not enough.")

    def _meet(self) -> None:
        lead = self._who("sunil")
        there = dict.fromkeys(("sunil", "helen"), "present") | {
            "winifred": "online",
            "frank": "apologies",
        }
        note_presence(lead, self.meeting, {self._person(name): state for name, state in there.items()})
        say_here(self._who("helen"), self.meeting, "present")
        confirm_presence(self._who("helen"), self.meeting, [self._person("winifred")])
        item, after = items_of(self.meeting)[:2]
        write_up(
            lead, self.meeting, item.id, "Receptions tell patients, and we write to those at home.", "agreed"
        )
        write_up(lead, self.meeting, after.id, "In six weeks, at Heron.", "noted")
        day = self.stage.days.date(8)
        add_action(lead, self.meeting, item.id, "Write the letter", day, person_id=self._person("winifred"))

    def _minute(self) -> None:
        write_minutes(self._who("sunil"), self.meeting, draft_of(meeting_here(self.meeting)))

    def _say(self) -> None:
        words = "The insurer answers two weeks late, so the first visits may begin later."
        say_status(self._who("sunil"), self.group, "at_risk", words)
        change_task(self._who("frank"), self.tasks[1], "blocked", "The insurer’s answer")

    def _elect(self) -> None:
        words = "Four hours a month until the service runs, with a vote in the group."
        wanted = ElectionWanted(1, False, True, False, words, self.stage.days.date(13))
        self.election = begin_election(self._who("helen"), self.group, wanted)

    def _stand(self, name: str, words: str) -> None:
        stand(self._who(name), self.election, words)

    def _call_members(self) -> None:
        held = MeetingWanted("members", None, self._moment(18, 13), "Tidemill Hall and online")
        meeting = call_meeting(self._who("ruth"), held)
        for name in ("sunil", "helen", "marian"):
            say_whether(self._who(name), meeting, "coming")
