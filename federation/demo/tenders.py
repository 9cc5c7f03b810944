"""Two tenders of Saltmarsh: one of the Home Visiting Group, from the first vote to the contract, in which a practice has an
interest; and one of the Buying Group that is open for bids."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.opening import open_vote
from federation.demo import tender_texts as texts
from federation.demo.telling import StoryAct, StoryStage
from federation.kernel.db import db
from federation.kernel.files.sent import SentFile
from federation.kernel.policy import GUEST, Actor, OneThing
from federation.kernel.tenancy import current
from federation.network.for_plugins import actor_of
from federation.network.models import InvitedGuest, NetworkGroup
from federation.tendering.awarding.actions.awarding import apply_award, propose_award
from federation.tendering.awarding.actions.concluding import answer_challenge, note_challenge, sign_contract
from federation.tendering.bidding.actions.asking import ask, reply
from federation.tendering.bidding.actions.drafting import add_file, save_draft
from federation.tendering.bidding.actions.inviting import TENDER, invite_bidder
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.bidding.actions.submitting import hand_in
from federation.tendering.evaluating.actions.moderating import agree_score, confirm_score
from federation.tendering.evaluating.actions.scoring import lock_scores, score_bid
from federation.tendering.evaluating.queries.moderation import quality_agreed
from federation.tendering.evaluating.queries.scores import GivenScore
from federation.tendering.models import TenderBidder
from federation.tendering.preparing.actions.applying import apply_sharing, apply_start
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender

_ASIDE: Final = "Z99005"
_DEADLINE: Final = 12


def tender_acts(stage: StoryStage) -> Iterator[StoryAct]:
    """Every act of both stories."""
    yield from _HomeVisits(stage, texts.VISITS).acts()
    yield from _BloodTests(stage, texts.BLOOD).acts()


class _TenderTelling:
    """What both have: days, people, votes and bids."""

    def __init__(self, stage: StoryStage, asked: texts.AskedTender) -> None:
        self.stage = stage
        self.asked = asked
        self.tender = self.question = self.challenge = 0
        self.votes: tuple[int, ...] = ()
        self.bidders: dict[str, Actor] = {}
        self.bids: dict[str, int] = {}

    def _at(self, day: float, hour: int, do: Callable[[], object], minute: int = 53) -> StoryAct:
        return StoryAct(self._moment(int(day), hour, minute), do)

    def _moment(self, day: int, hour: int, minute: int = 53) -> datetime:
        return self.stage.days.at(day, hour, minute)

    def _who(self, name: str) -> Actor:
        """Somebody as they stand now, with the seat they have."""
        return actor_of(self.stage.actors[name].person_id)

    def _lead(self) -> Actor:
        return self._who(self.asked.lead)

    def _begin(self, closes: int) -> None:
        group = db.session.scalars(select(NetworkGroup.id).where(NetworkGroup.name == self.asked.group)).one()
        content = self.asked.content(self.stage.days, self._moment(closes, _DEADLINE, 0))
        self.tender = begin_tender(self._lead(), group, self.asked.title, content, True).id

    def _declare(self, *names: str) -> None:
        for name in names:
            declare_interest(self._who(name), self.tender, False)

    def _both_votes(self) -> None:
        lead = self._lead()
        start = propose_start(lead, self.tender, self.asked.reasons)
        self.votes = (start, propose_sharing(lead, self.tender, self.asked.way, self.asked.shared_because))

    def _voted(
        self, opened: int, closes: int, apply: tuple[Callable[[DecisionClosed], None], ...], aside: str = ""
    ) -> Iterator[StoryAct]:
        """What is proposed is opened, voted on and carried. ``aside``: the code of a practice that stands aside."""

        def begin() -> None:
            for number in self.votes:
                open_vote(self._lead(), number, rule_named("simple_majority"), self._moment(closes, 16))

        def close() -> None:
            close_due()
            for number, does in zip(self.votes, apply, strict=True):
                does(DecisionClosed(**told_of(db.session.get_one(Decision, number)), verdict="carried"))

        yield self._at(opened, 10, begin)
        for place, code in enumerate(sorted(self.stage.voters)):
            if code != aside:
                yield self._at(
                    opened + 1 + place * (closes - opened - 2) // 12, 15, partial(self._cast, code), place
                )
        yield self._at(closes, 17, close)

    def _cast(self, code: str) -> None:
        voter = self._who(self.stage.voters[code])
        for number in self.votes:
            stance, why = self.asked.stances.get(code, ("for", ""))
            cast(voter, number, self.stage.practices[code], stance, why)

    def _name(self, openers: tuple[str, ...], scorers: tuple[str, ...]) -> None:
        lead = self._lead()
        for part, names in (("opener", openers), ("scorer", scorers)):
            for name in names:
                name_part(lead, self.tender, self.stage.actors[name].person_id, part)
        self._declare(*openers, *scorers)

    def _invite(self) -> None:
        lead = self._lead()
        for supplier in self.asked.suppliers:
            made = invite_bidder(lead, self.tender, supplier.email, supplier.person, supplier.name)
            person = db.session.scalars(
                select(InvitedGuest.person_id)
                .join(TenderBidder, TenderBidder.guest_id == InvitedGuest.id)
                .where(TenderBidder.id == made.id)
            ).one()
            self.bidders[supplier.name] = Actor(
                person,
                supplier.person,
                supplier.email,
                current(),
                frozenset({GUEST}),
                only=OneThing(TENDER, self.tender),
            )

    def _bid(self, supplier: texts.Supplier) -> None:
        bidder = self.bidders[supplier.name]
        save_draft(bidder, supplier.pence, supplier.answers)
        add_file(bidder, SentFile("Safeguarding policy.pdf", texts.SAFEGUARDING))
        self.bids[supplier.name] = hand_in(bidder, True).id

    def _ask(self, supplier: texts.Supplier, question: str) -> None:
        self.question = ask(self.bidders[supplier.name], question)


class _HomeVisits(_TenderTelling):
    """From the first vote to the contract."""

    def acts(self) -> Iterator[StoryAct]:
        first, second, third = self.asked.suppliers
        yield self._at(-93, 9, partial(self._begin, -57))
        yield self._at(-93, 11, self._interests)
        yield self._at(-93, 14, self._both_votes)
        yield from self._voted(-90, -79, (apply_start, apply_sharing), _ASIDE)
        yield self._at(-76, 9, lambda: self._name(texts.OPENERS, texts.SCORERS))
        yield self._at(-76, 10, self._invite)
        yield self._at(-72, 11, lambda: self._ask(first, texts.QUESTION))
        yield self._at(-71, 15, lambda: reply(self._who("helen"), self.tender, self.question, texts.ANSWER))
        for place, supplier in enumerate((third, first, second)):
            yield self._at(-66 + 3 * place, 14, partial(self._bid, supplier))
        for place, name in enumerate(texts.OPENERS):
            yield self._at(-57, _DEADLINE, partial(self._open, name, "quality"), 3 + place)
        for place, name in enumerate(texts.SCORERS):
            yield self._at(-54 + place, 18, partial(self._score, name, place))
        yield self._at(-46, 16, self._agree)
        for place, name in enumerate(texts.OPENERS):
            yield self._at(-43, 13, partial(self._open, name, "price"), 10 + place)
        yield self._at(-43, 15, self._award)
        yield from self._voted(-40, -28, (apply_award,), _ASIDE)
        yield self._at(-25, 11, self._challenge)
        yield self._at(-22, 11, self._answer)
        yield self._at(-8, 11, self._sign)

    def _interests(self) -> None:
        self._declare("helen", "frank", "winifred")
        declare_interest(self._who("petra"), self.tender, True, texts.INTEREST)

    def _open(self, name: str, what: str) -> None:
        open_half(self._who(name), self.tender, what, quality_agreed if what == "price" else None)

    def _score(self, name: str, place: int) -> None:
        scorer = self._who(name)
        for supplier in self.asked.suppliers:
            given = texts.GIVEN[supplier.name]
            scores = {key: GivenScore(*texts.scored(key, points[place])) for key, points in given.items()}
            score_bid(scorer, self.tender, self.bids[supplier.name], scores)
        lock_scores(scorer, self.tender)

    def _agree(self) -> None:
        for supplier, key, halves, reason in texts.AGREED:
            agree_score(self._lead(), self.tender, self.bids[supplier], key, halves, reason)
            confirm_score(self._who("imran"), self.tender, self.bids[supplier], key)

    def _award(self) -> None:
        best = self.asked.suppliers[0].name
        self.votes = (propose_award(self._lead(), self.tender, self.bids[best]),)

    def _challenge(self) -> None:
        bid = self.bids[self.asked.suppliers[2].name]
        self.challenge = note_challenge(self._who("helen"), self.tender, bid, texts.CHALLENGE)

    def _answer(self) -> None:
        answer_challenge(self._lead(), self.tender, self.challenge, texts.CHALLENGE_ANSWER)

    def _sign(self) -> None:
        date = self.stage.days.date
        sign_contract(self._lead(), self.tender, date(120), date(850), date(480))


class _BloodTests(_TenderTelling):
    """Voted and open: one bid has come, sealed."""

    def acts(self) -> Iterator[StoryAct]:
        first = self.asked.suppliers[0]
        yield self._at(-37, 9, partial(self._begin, 11))
        yield self._at(-37, 12, partial(self._declare, "frank", "gareth"))
        yield self._at(-36, 14, self._both_votes)
        yield from self._voted(-33, -19, (apply_start, apply_sharing))
        yield self._at(-16, 9, lambda: self._name(("marian", "hannah"), ("naomi", "lucia", "winifred")))
        yield self._at(-9, 9, self._invite)
        yield self._at(-6, 11, lambda: self._ask(first, texts.BLOOD_QUESTION))
        yield self._at(-5, 15, self._reply)
        yield self._at(-2, 14, partial(self._bid, first))

    def _reply(self) -> None:
        reply(self._who("gareth"), self.tender, self.question, texts.BLOOD_ANSWER)
