"""The forms with which everything is written that is fixed before any bid."""

from datetime import timedelta
from typing import Any, Final

from federation.kernel.days import time_now
from federation.kernel.form_keys import is_taken_up
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    DateField,
    Form,
    LinesField,
    LongTextField,
    MomentField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from federation.tendering.preparing.actions.running import LONGEST_TITLE
from federation.tendering.preparing.actions.writing import LONGEST_NAME, LONGEST_NEED, LONGEST_WORDS
from federation.tendering.preparing.forms.lines import INTEREST_CHOICES, points_behind
from federation.tendering.preparing.rules.content import (
    MOST_CRITERIA,
    MOST_LOTS,
    SCALE,
    TenderContent,
    TenderCriterion,
    TenderLot,
)
from federation.tendering.preparing.rules.timetable import USUAL_STANDSTILL
from federation.tendering.preparing.words import (
    FORMULA_TITLES,
    REGIME_TITLES,
    TIE_TITLES,
)

_MOST_PENCE: Final = 10**13


class ContentForm(Form):
    """Everything that is fixed before any bid."""

    need = LongTextField(
        "What is needed?",
        required="Say what is needed",
        at_most=LONGEST_NEED,
        hint="For whom, how much, how good, from when. Members vote on exactly these words, and bidders read them",
    )
    regime = ChoiceWithHints(
        "Which rules do you use?",
        [Choice(key, *words) for key, words in REGIME_TITLES.items()],
        required="Select which rules you use",
    )
    advised_by = TextField(
        "Who advised you on the rules?",
        required="Say who advised you on the rules",
        at_most=LONGEST_NAME,
        hint="A solicitor or another person who may say so. We keep what you say, and do not decide the law",
    )
    value_pence = MoneyField(
        "What is it worth in all, with VAT? (optional)",
        at_least=1,
        at_most=_MOST_PENCE,
        hint="For the whole time",
    )
    lots = LinesField(
        "Which lots can be bid for apart? (optional)",
        at_most=LONGEST_NAME + LONGEST_WORDS,
        lines=MOST_LOTS,
        hint="One a line. For example: North: practices beyond the bridge",
    )
    criteria = LinesField(
        "What is quality judged by?",
        required="Name at least one criterion with its points",
        at_most=LONGEST_NAME + LONGEST_WORDS,
        lines=MOST_CRITERIA,
        hint="One a line, with its points at the end. For example: Safe care: how visits are kept safe, 25",
    )
    price_points = WholeNumberField(
        "How many points are for the price?",
        required="Enter how many points are for the price",
        at_least=0,
        at_most=100,
        hint="Quality and price make 100 together",
    )
    price_formula = ChoiceWithHints(
        "How does a price become points?",
        [Choice(key, *words) for key, words in FORMULA_TITLES.items()],
        required="Select how a price becomes points",
    )
    floor = WholeNumberField(
        "How many points for quality must a bid have at least?",
        required="Enter how many points a bid must have at least, or 0",
        at_least=0,
        at_most=100,
        hint="A bid below them cannot win, whatever its price. 0: no least",
    )
    tie = ChoiceWithHints(
        "What decides between two equal bids?",
        [Choice(key, *words) for key, words in TIE_TITLES.items()],
        required="Select what decides between equal bids",
    )
    scale = LinesField(
        "What do 0 to 5 marks mean?",
        required="Say what each of 0 to 5 marks means",
        at_most=LONGEST_NAME,
        lines=len(SCALE),
        hint="Six lines, from 0 to 5",
    )
    social_value = LongTextField(
        "What do you ask for the community? (optional)",
        at_most=LONGEST_WORDS,
        hint="Jobs, training, the environment, care close to home. It counts only where a criterion above names it",
    )
    questions_until = MomentField(
        "Until when can bidders ask? (optional)", called="The time for questions", example=timedelta(days=20)
    )
    closes_at = MomentField(
        "Until when can bids come?",
        required="Enter until when bids can come",
        called="The time for bids",
        example=timedelta(days=30),
    )
    award_by = DateField("By when is the award to be decided? (optional)")
    standstill_days = WholeNumberField(
        "How many working days is the standstill?",
        required="Enter how many working days the standstill is",
        at_least=0,
        at_most=100,
        hint="The time after the award in which bidders may ask why. 8 in the Procurement Act and for NHS services",
    )
    starts_on = DateField("When does the contract start? (optional)")
    ends_on = DateField("When does it end? (optional)")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used; each criterion needs its points."""
        valid = super().validate(extra_validators)
        if is_taken_up():
            return False
        for line in self.criteria.data or []:
            if points_behind(line) < 1 and not self.criteria.errors:
                self.refuse(f"Write a comma and the points behind “{line[:60]}”", "criteria")
                valid = False
        return valid

    @property
    def content(self) -> TenderContent:
        """What was filled in."""
        return TenderContent(
            need=self.need.data,
            regime=self.regime.data,
            advised_by=self.advised_by.data,
            value_pence=self.value_pence.data,
            lots=tuple(TenderLot(*_titled(line)) for line in self.lots.data),
            criteria=tuple(
                TenderCriterion(f"c{place}", *_titled(line.rpartition(",")[0]), points_behind(line))
                for place, line in enumerate(self.criteria.data, 1)
            ),
            scale=tuple(self.scale.data),
            price_points=self.price_points.data or 0,
            price_formula=self.price_formula.data,
            floor=self.floor.data or 0,
            tie=self.tie.data,
            questions_until=self.questions_until.data,
            closes_at=self.closes_at.data or time_now(),
            award_by=self.award_by.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            standstill_days=self.standstill_days.data or 0,
            social_value=self.social_value.data,
        )


class TenderForm(ContentForm):
    """A tender to begin."""

    title = TextField(
        "What is tendered?",
        required="Say what is tendered",
        at_most=LONGEST_TITLE,
        hint="For example: Home visiting service, April 2027 to March 2029",
    )
    clear = ChoiceWithHints(
        "Do you, or your practice, have an interest in who wins?",
        INTEREST_CHOICES,
        required="Say whether you have an interest in who wins",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used; somebody without an interest begins it."""
        valid = super().validate(extra_validators)
        if self.clear.data == "yes":
            self.refuse("Somebody without an interest begins it. Ask another member of the group", "clear")
            return False
        return valid


def content_data(content: TenderContent) -> dict[str, Any]:
    """A content as the form shows it."""
    return {
        **{
            name: getattr(content, name)
            for name in (
                *("need", "regime", "advised_by", "value_pence", "price_points", "price_formula", "floor"),
                *("tie", "questions_until", "closes_at", "award_by", "starts_on", "ends_on"),
                *("standstill_days", "social_value"),
            )
        },
        "scale": list(content.scale),
        "lots": [_joined(one.title, one.words) for one in content.lots],
        "criteria": [f"{_joined(one.title, one.words)}, {one.points}" for one in content.criteria],
    }


def fresh_data() -> dict[str, Any]:
    """What stands in the form of a tender that nobody has written yet."""
    return {
        "regime": "own",
        "price_points": 40,
        "price_formula": "lowest",
        "floor": 0,
        "tie": "quality",
        "standstill_days": USUAL_STANDSTILL,
        "scale": list(SCALE),
    }


def _titled(line: str) -> tuple[str, str]:
    title, _, words = line.partition(":")
    return title.strip(), " ".join(words.split())


def _joined(title: str, words: str) -> str:
    return f"{title}: {' '.join(words.split())}" if words else title
