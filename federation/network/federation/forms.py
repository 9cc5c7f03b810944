"""The forms about a federation itself."""

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    LongTextField,
    TextField,
    TickField,
)
from federation.network.federation.actions.describing import LONGEST_AIM, LONGEST_PURPOSE
from federation.network.federation.actions.settling import LONGEST_NAME
from federation.network.place_words import OFFERED

_OWN = "own"
_SLATE = "slate"
_COLOURS = (
    (_SLATE, "Slate"),
    ("green", "Green"),
    ("plum", "Plum"),
    ("brown", "Brown"),
    ("navy", "Navy"),
    ("grey", "Grey"),
)


class NewFederationForm(Form):
    """A federation to be made."""

    name = TextField(
        "Name of the federation", required="Enter the name of the federation", at_most=LONGEST_NAME
    )
    slug = TextField(
        "Short name",
        required="Enter a short name",
        at_most=40,
        hint="It stands in addresses and cannot be changed: 3 to 40 small letters, digits and hyphens. "
        "For example saltmarsh",
    )


class PurposeForm(Form):
    """The purpose of the federation."""

    purpose = LongTextField(
        "Purpose",
        at_most=LONGEST_PURPOSE,
        hint="Why the practices work together, in words that a new partner understands",
    )


class AimForm(Form):
    """One aim."""

    words = TextField(
        "Aim",
        required="Enter the aim",
        at_most=LONGEST_AIM,
        hint="One sentence. For example: Same-day help for every patient who needs it",
    )


class FederationSettingsForm(Form):
    """How the federation is called and how it calls things."""

    name = TextField(
        "Name of the federation", required="Enter the name of the federation", at_most=LONGEST_NAME
    )
    word = ChoiceWithHints(
        "What do you call a part of the federation?",
        [*(Choice(word, word) for word in OFFERED), Choice(_OWN, "Another word")],
        required="Select what you call a part of the federation",
    )
    own_word = TextField(
        "Your own word", at_most=30, hint="Only if you selected another word. For example: Cluster"
    )
    impact_questions = TickField(
        "Ask the four impact questions with each proposal",
        legend="Proposals",
        hint="What will it enhance, restore and replace, and what might it turn into?",
    )
    ballot_links = TickField(
        "Let the link in a letter be enough to cast a vote",
        legend="Letters",
        hint="The link opens one vote to one representative until it closes. Without it, everybody signs in to cast",
    )
    brand = ChoiceWithHints(
        "Colour of the header", [Choice(key, title) for key, title in _COLOURS], required="Select a colour"
    )

    def field_for(self, part: str) -> str:
        """The word is refused where it is typed."""
        return "own_word" if part == "word" else part

    @property
    def chosen_word(self) -> str:
        """The word that was chosen or typed."""
        return self.own_word.data if self.word.data == _OWN else str(self.word.data)

    @property
    def chosen_brand(self) -> str:
        """The key of the colour (see :data:`federation.kernel.shell.BRANDS`)."""
        return "" if self.brand.data == _SLATE else str(self.brand.data)

    @classmethod
    def of(
        cls, name: str, word: str, impact_questions: bool, brand: str, ballot_links: bool
    ) -> "FederationSettingsForm":
        """The form with what holds now."""
        offered = word in OFFERED
        return cls(
            data={
                "name": name,
                "word": word if offered else _OWN,
                "own_word": "" if offered else word,
                "impact_questions": impact_questions,
                "brand": brand or _SLATE,
                "ballot_links": ballot_links,
            }
        )
