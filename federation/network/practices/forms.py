"""The forms about practices, neighbourhoods and boards."""

from collections.abc import Callable, Sequence
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    HiddenField,
    LinesField,
    LongTextField,
    MultiCheckboxField,
    QueryForm,
    SelectField,
    TextField,
    TickField,
)
from federation.kernel.refusals import Invalid
from federation.network.practices.queries.neighbourhoods import (
    MOST_TO_CHOOSE_FROM,
    neighbourhood_named,
    neighbourhoods,
)

MEMBERSHIP_CHOICES = (
    Choice("full", "Full member", "Votes: it is on the list of practices that may vote"),
    Choice("associate", "Associate", "Reads and discusses, and never votes"),
)
NOWHERE = 0
"""Stands for "in none" where neighbourhoods are chosen from."""

Places = Sequence[tuple[int, str]] | None


class FindPracticesForm(QueryForm):
    """The filter of the list of practices. ``places`` are None when they are too many for a list."""

    q = TextField("Search practices by name, code or postcode", at_most=120)
    neighbourhood = SelectField("Neighbourhood", first="All")
    place = TextField("Neighbourhood", at_most=100)
    membership = SelectField(
        "Membership", [("full", "Full members"), ("associate", "Associates")], first="All"
    )
    gone = TickField("Show practices that closed or left too")

    def __init__(self, places: Places, word: str, **kw: Any) -> None:
        super().__init__(**kw)
        offer_places(self, places, word, "In no {}")


class MembershipForm(Form):
    """How a practice belongs. ``only``: the one class that is offered, where the members decide who has a vote."""

    membership = ChoiceWithHints("Membership", MEMBERSHIP_CHOICES, required="Select full member or associate")
    neighbourhood = SelectField("Neighbourhood", first="None")
    place = TextField("Neighbourhood", at_most=100)

    def __init__(self, places: Places, word: str, only: str | None = None, **kw: Any) -> None:
        super().__init__(**kw)
        self.membership.choices = [one for one in MEMBERSHIP_CHOICES if only in (None, one.value)]
        offer_places(self, places, word, "")


class MoveForm(Form):
    """Where the ticked practices go."""

    neighbourhood = SelectField("Put the ticked practices into", required="Select where the practices belong")
    place = TextField(
        "Put the ticked practices into", required="Enter where the practices belong", at_most=100
    )

    def __init__(self, places: Places, word: str, **kw: Any) -> None:
        super().__init__(**kw)
        offer_places(self, places, "", f"No {word}")


class NeighbourhoodNameForm(Form):
    """The name of a neighbourhood."""

    name = TextField("Name", required="Enter a name", at_most=100)


def offer_places(form: Any, places: Places, word: str, nowhere: str) -> None:
    """Let a neighbourhood be selected, or typed where they are too many."""
    if places is None:
        del form.neighbourhood
        field = form.place
        field.description = "Its name, as it is written in this federation"
    else:
        del form.place
        field = form.neighbourhood
        none = [(NOWHERE, nowhere.format(word[:1].lower() + word[1:]))] if nowhere else []
        field.choices = [Choice(*choice) for choice in (*none, *places)]
    if word:
        field.label.text = word


class BoardsForm(Form):
    """Names of integrated care boards, one a line."""

    boards = LongTextField(
        "Names that your federation gives",
        at_most=15_000,
        hint="One board on each line: its code, a space and its name. They are used in place of the names below",
    )


class RearrangeForm(Form):
    """What is shown before it is done: ``seen`` is the fingerprint of what was shown, empty before."""

    seen = HiddenField()
    plan: Any = None

    def goes_on(self, plan: Callable[[], Any], act: Callable[[str], object]) -> bool:
        """Show what it means (``plan`` has it then), or do it where that was seen. Returns whether it is done."""
        seen = self.seen.data
        self.seen.data = self.seen.typed = ""
        if seen:
            return self.tries(lambda: act(seen)) is not None
        if found := self.tries(plan):
            self.plan = found.answer
            self.seen.data = self.seen.typed = found.answer.digest
        return False


class SplitPlaceForm(RearrangeForm):
    """The names of the parts into which a neighbourhood is split; the page itself asks where each practice goes."""

    names = LinesField(
        "Names of the parts",
        required="Enter two names at least, one on each line",
        at_most=100,
        lines=20,
        hint="One name on each line, two at least. One of them may be the name that it has now",
    )

    def parts(self) -> list[str]:
        """The names that were sent, where there are two at least; what is wrong with them stands at the field."""
        if not self.validate_on_submit():
            return []
        found = list(dict.fromkeys(" ".join(one.split()) for one in self.names.data))
        if len(found) < 2:
            self.refuse("Enter two names at least, one on each line", "names")
            return []
        return found


class MergePlacesForm(RearrangeForm):
    """Neighbourhoods that become one."""

    places = MultiCheckboxField("Which become one?", required="Tick two at least")
    names = TextField("What is it called?", required="Enter a name", at_most=100)

    def __init__(self, places: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.places.choices = [Choice(*one) for one in places]


def places_to_choose() -> list[tuple[int, str]] | None:
    """The neighbourhoods to choose from; None when they are too many for a list."""
    places = neighbourhoods(MOST_TO_CHOOSE_FROM + 1)
    return None if len(places) > MOST_TO_CHOOSE_FROM else places


def chosen_place(form: Any, word: str) -> int | None:
    """The neighbourhood that a form selects or types, or None; :class:`Invalid` where there is no such."""
    if "neighbourhood" in form:
        chosen = form.neighbourhood.data
        return None if chosen in (None, NOWHERE) else int(chosen)
    typed = form.place.data
    if not typed:
        return None
    found = neighbourhood_named(typed)
    if found is None:
        raise Invalid(f"There is no {word} called {typed}", "place")
    return found[0]
