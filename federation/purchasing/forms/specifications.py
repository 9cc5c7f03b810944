"""The forms with which a group writes what is to be bought, and puts it to the members."""

from federation.kernel.forms import Choice, ChoiceWithHints, Form, LinesField, LongTextField
from federation.purchasing.actions.rounds import MOST_ITEMS
from federation.purchasing.forms.rounds import ItemsForm
from federation.purchasing.rules import EVIDENCE
from federation.purchasing.terms import LONGEST_EVIDENCE, LONGEST_SPEC
from federation.purchasing.words import BASIS_TITLES, EVIDENCE_TITLES


def _part(key: str) -> LongTextField:
    title, hint = EVIDENCE_TITLES[key]
    return LongTextField(f"{title} (optional)", at_most=LONGEST_EVIDENCE, hint=hint)


class SpecForm(ItemsForm):
    """A version of what is to be bought, with its evidence."""

    text = LongTextField(
        "What is to be bought?",
        required="Say what is to be bought",
        at_most=LONGEST_SPEC,
        hint="Amounts, quality, delivery, how long. The members vote on exactly these words",
    )
    items = LinesField(
        "Which items?",
        at_most=200,
        lines=MOST_ITEMS,
        hint="One a line: the item, a comma, the unit. Nothing else can be ordered. If you name none, it is those that practices "
        "were asked about",
    )
    basis = ChoiceWithHints(
        "How are bills split?",
        [Choice(key, *words) for key, words in BASIS_TITLES.items()],
        required="Select how bills are split",
    )
    works = _part("works")
    lacks = _part("lacks")
    usage = _part("usage")
    market = _part("market")
    quality = _part("quality")
    advice = _part("advice")

    @property
    def evidence(self) -> dict[str, str]:
        """The parts that were written."""
        return {part: self[part].data for part in EVIDENCE if self[part].data}


class SpecProposalForm(Form):
    """Putting a version to the members."""

    reasons = LongTextField("Why this? (optional)", at_most=5_000, hint="Every member can read this")
