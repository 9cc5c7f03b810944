"""The Buying Group of Saltmarsh: its mandate, gloves bought together from needs to savings, a round that is open, contracts, and
outside money that is put to the members."""

from collections.abc import Callable, Iterator
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
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.mandates.actions.granting import apply_grant, propose_mandate
from federation.mandates.terms import WantedMandate
from federation.network.for_plugins import actor_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.actions.contracts import WantedContract, keep_contract
from federation.purchasing.actions.finishing import say_received
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import place_order
from federation.purchasing.actions.projects import WantedProject, propose_project
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.purchasing.actions.specifications import apply_vote, propose_version, write_version
from federation.purchasing.queries.deliveries import deliveries_of, noted_for
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.rules import ProjectMoney

_BOX: Final = ("Examination gloves", "box of 100")
_NEEDS: Final = {
    "Z99001": (620, 435, "Cressing Medical"),
    "Z99002": (900, 410, "Cressing Medical"),
    "Z99003": (480, 460, "Northgate Clinical"),
    "Z99004": (260, 520, ""),
    "Z99005": (710, 425, "Cressing Medical"),
    "Z99006": (1080, 405, "Northgate Clinical"),
    "Z99008": (540, None, ""),
    "Z99009": (400, 480, "Cressing Medical"),
    "Z99010": (680, 420, "Northgate Clinical"),
    "Z99012": (590, 405, ""),
}
"""Boxes in a year, the price of one now (None: not known), and from whom. Two practices need none."""
_TEXT: Final = (
    "Nitrile examination gloves, powder free, in four sizes.\n\n"
    "- Boxes of 90 to 100\n- Delivered to each practice once a quarter\n"
    "- Faulty boxes are taken back within 30 days"
)
_EVIDENCE: Final = {
    "works": "Practices know what they use, and nobody has run out this year.",
    "lacks": "Twelve practices pay ten prices. The smallest pay most.",
    "usage": "About 55 boxes for each 1,000 patients in a year, by the answers of ten practices.",
    "market": "Three suppliers deliver here. Prices fall from 5,000 boxes on.",
    "quality": "One batch was recalled two years ago. Reception was not told for a week.",
}


def purchase_acts(stage: StoryStage) -> Iterator[StoryAct]:
    """Every act of the story, in its order."""
    return _PurchaseTelling(stage).acts()


class _PurchaseTelling:
    def __init__(self, stage: StoryStage) -> None:
        self.stage = stage
        self.group = self.decision = self.round = self.offer = self.order = self.fridges = 0

    def acts(self) -> Iterator[StoryAct]:
        yield self._at(-125, 10, self._begin)
        yield from self._voted(-124, self._propose_mandate, apply_grant)
        yield self._at(-104, 9, self._ask)
        for place, code in enumerate(sorted(self.stage.voters)):
            yield self._at(-103 + place, 11, partial(self._need, code))
        yield self._at(-88, 10, self._specify)
        yield from self._voted(-86, self._propose_version, apply_vote)
        yield self._at(-80, 11, self._offers)
        yield self._at(-66, 11, self._order)
        yield self._at(-65, 11, self._contracts)
        yield self._at(-50, 10, lambda: note_delivery(self._joe(), self.round, 3100, self._day(-50)))
        for place, (code, missing) in enumerate((("Z99001", 0), ("Z99005", 10), ("Z99012", 0))):
            yield self._at(-49 + place, 12, partial(self._receive, code, missing))
        yield self._at(-40, 12, lambda: self._bill(1_150_000, "Invoice 7713"))
        yield self._at(-20, 14, self._project)
        yield self._at(-8, 9, self._ask_for_fridges)
        for place, code in enumerate(("Z99002", "Z99005", "Z99003", "Z99011")):
            yield self._at(-7 + place, 12, partial(self._need_fridges, code, place))
        yield self._at(-3, 15, self._offer_fridges)

    def _voted(
        self, day: int, propose: Callable[[], int], apply: Callable[[DecisionClosed], None]
    ) -> Iterator[StoryAct]:
        """A proposal that is opened four days later, voted within two weeks, and carried."""

        def begin() -> None:
            self.decision = propose()

        def opened() -> None:
            closes = self.stage.days.at(day + 18, 16, 41)
            open_vote(self._joe(), self.decision, rule_named("simple_majority"), closes)

        def close() -> None:
            close_due()
            apply(DecisionClosed(**told_of(db.session.get_one(Decision, self.decision)), verdict="carried"))

        yield self._at(day, 14, begin)
        yield self._at(day + 4, 10, opened)
        for place, code in enumerate(sorted(self.stage.voters)):
            yield self._at(day + 5 + place, 15, partial(self._cast, code))
        yield self._at(day + 18, 17, close)

    def _at(self, day: int, hour: int, do: Callable[[], object]) -> StoryAct:
        return StoryAct(self.stage.days.at(day, hour, 41), do)

    def _day(self, day: int) -> Any:
        return self.stage.days.date(day)

    def _who(self, name: str) -> Actor:
        """Somebody as they stand now, with the seat they have."""
        return actor_of(self.stage.actors[name].person_id)

    def _joe(self) -> Actor:
        return self._who("joe")

    def _cast(self, code: str) -> None:
        stance = "abstain" if code == "Z99011" else "for"
        cast(self._who(self.stage.voters[code]), self.decision, self.stage.practices[code], stance, "")

    def _begin(self) -> None:
        person = {name: self.stage.actors[name].person_id for name in ("joe", "frank", "gareth")}
        seats = (
            SeatWanted(person["joe"], is_lead=True),
            SeatWanted(person["frank"]),
            SeatWanted(person["gareth"]),
        )
        purpose = "Buys what practices use, in the words that all of them have voted."
        self.group = begin_group(self._who("ruth"), GroupWanted("Buying Group", purpose, seats=seats))

    def _propose_mandate(self) -> int:
        terms: Any = WantedMandate().load(
            {
                "areas": ["purchasing", "tendering"],
                "task": "Buy what practices use, as the members have specified it",
                "powers": ["recommend", "buy", "open_tender"],
                "item_pence": 3_000_000,
                "total_pence": 9_000_000,
                "ends_at": self.stage.days.at(240, 9).isoformat(),
                "report_days": 180,
                "grace_days": 14,
                "ratify": "none",
                "call_in_days": 10,
            }
        )
        number = propose_mandate(
            self._joe(), self.group, terms, "Twelve practices pay ten prices for a glove."
        )
        to_discussion(self._joe(), number)
        return number

    def _ask(self) -> None:
        wanted = WantedRound("Examination gloves", "consumables", self.stage.days.at(-89, 12), [_BOX])
        self.round = open_round(self._joe(), self.group, wanted)

    def _need(self, code: str) -> None:
        many, pence, supplier = _NEEDS.get(code, (0, None, ""))
        lines = [StatedLine(*_BOX, many, pence, supplier)] if many else []
        say_needs(self._who(self.stage.voters[code]), self.round, code, lines)

    def _specify(self) -> None:
        write_version(self._joe(), self.round, _TEXT.replace("90 to 100", "100"), {}, "quantity")
        write_version(self._joe(), self.round, _TEXT, _EVIDENCE, "quantity")

    def _propose_version(self) -> int:
        return propose_version(self._joe(), self.round, "We pay for 6,260 boxes. Together they cost less.")

    def _offers(self) -> None:
        fenmark = WantedOffer("Fenmark Supplies", *_BOX, 372, minimum=5000, breaks=[(6500, 348), (8000, 335)])
        self.offer = write_offer(self._joe(), self.round, fenmark)
        tern = WantedOffer("Tern and Sons Medical", *_BOX, 360, delivery_pence=1800, deliveries=48)
        write_offer(self._joe(), self.round, tern)
        northgate = WantedOffer("Northgate Clinical", _BOX[0], "box of 90", 345)
        write_offer(self._joe(), self.round, northgate)

    def _order(self) -> None:
        self.order = place_order(self._joe(), self.round, self.offer).id

    def _contracts(self) -> None:
        """One for the gloves, and one that somebody must break or let go on soon."""
        kept = WantedContract(
            "Examination gloves for a year",
            "Fenmark Supplies",
            sorted(_NEEDS),
            ["Delivered in the first week of each quarter", "Faulty boxes taken back within 30 days"],
            self._day(-65),
            self._day(300),
        )
        keep_contract(self._joe(), self.group, kept)
        waste = kept._replace(
            title="Clinical waste from all practices",
            supplier="Tern and Sons Medical",
            practices=sorted(self.stage.voters),
            indicators=["Collected twice a week"],
            starts_on=self._day(-400),
            break_on=self._day(25),
            ends_on=self._day(110),
        )
        keep_contract(self._joe(), self.group, waste)

    def _receive(self, code: str, missing: int) -> None:
        [delivery] = deliveries_of(self.order)
        [noted] = noted_for(self.order, [self.stage.practices[code]])
        words = "Ten boxes were wet. We have sent them back." if missing else ""
        who = self._who(self.stage.voters[code])
        say_received(who, self.round, delivery.id, code, noted.packs - missing, words)

    def _project(self) -> None:
        """Outside money whose overhead the members' fees would pay in part."""
        money = ProjectMoney(
            10_000_000, 9_000_000, 2_200_000, salaries_pence=3_000_000, secure_pence=6_000_000
        )
        wanted = WantedProject("Walking groups for a year", "Example Coast Trust", self._day(345), 240, money)
        propose_project(self._who("petra"), wanted, "Forty patients have asked where they could join one.")

    def _bill(self, pence: int, words: str) -> None:
        note_bill(self._joe(), self.round, WantedBill(pence, "quantity", words))

    def _ask_for_fridges(self) -> None:
        items = [("Vaccine fridge", "each"), ("Fridge thermometer", "each")]
        wanted = WantedRound("Vaccine fridges", "consumables", self.stage.days.at(9, 12), items)
        self.fridges = open_round(self._joe(), self.group, wanted)

    def _offer_fridges(self) -> None:
        """One more fridge, and the least amount is reached."""
        polar = WantedOffer(
            "Fenmark Supplies",
            "Vaccine fridge",
            "each",
            114_500,
            vat_percent=20,
            minimum=6,
            breaks=[(10, 106_000)],
        )
        write_offer(self._joe(), self.fridges, polar)

    def _need_fridges(self, code: str, place: int) -> None:
        line = StatedLine("Vaccine fridge", "each", 2 - place % 2, 121_000 if place else None)
        say_needs(self._who(self.stage.voters[code]), self.fridges, code, [line] if place < 3 else [])
