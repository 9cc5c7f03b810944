"""The forms on the way of a file into the federation."""

from collections.abc import Callable, Iterable
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    MultiCheckboxField,
    QueryForm,
    SelectField,
    TextField,
    TickField,
    ValidationError,
)
from federation.kernel.words import plural
from federation.network.imports.rules import ImportSelection, PickablePlace, parse_areas, parse_codes
from federation.network.imports.rules import PickablePlaces as PlacesOfFile
from federation.network.practices.forms import MEMBERSHIP_CHOICES, Places, offer_places

LARGEST_FILE = 25
"""Megabytes of a file; the real ones have 4 at most."""
_PROBLEMS_SHOWN = 5


class UploadForm(Form):
    """A file to look at."""

    file = FileField("File", required="Choose a file", endings=(".csv", ".txt"), megabytes=LARGEST_FILE)


class PickForm(Form):
    """Which practices of the file are meant."""

    icb = MultiCheckboxField("Integrated care boards")
    sub_icb = MultiCheckboxField("Sub-ICB locations")
    area = MultiCheckboxField("Postcode areas")
    districts = TextField(
        "Postcode districts", at_most=2_000, hint="Part of a postcode area. For example SK8, SK9"
    )
    codes = LongTextField(
        "ODS codes",
        at_most=200_000,
        hint="Paste a list, or a column of a spreadsheet. Practices on it are picked wherever they are",
    )
    everything = TickField("Every open GP practice in the file")

    def __init__(self, places: PlacesOfFile, name_of: Callable[[str], str], **kw: Any) -> None:
        super().__init__(**kw)
        self.icb.choices = _by_name(_board(place, name_of(place.code)) for place in places.icbs)
        self.sub_icb.choices = _by_name(_part(place, name_of(place.board)) for place in places.sub_icbs)
        self.area.choices = [_area(place) for place in places.postcode_areas]
        self.everything.label.text = f"Every open GP practice in the file ({places.practices:,})"

    def validate(self, extra_validators: Any = None) -> bool:
        """Every code and district can be read, and something is picked."""
        if not super().validate(extra_validators):
            return False
        _, wrong = parse_areas(self.districts.data)
        if wrong:
            self.refuse(f"“{wrong[0]}” is not a postcode district. One looks like SK8", "districts")
        problems = parse_codes(self.codes.data).problems
        for problem in problems[:_PROBLEMS_SHOWN]:
            self.refuse(f"Line {problem.line:,}: “{problem.text}” is not an ODS code. {problem.why}", "codes")
        if len(problems) > _PROBLEMS_SHOWN:
            self.refuse(f"{len(problems) - _PROBLEMS_SHOWN:,} more cannot be read", "codes")
        if self.selection.is_everything and not self.everything.data and not problems and not wrong:
            self.refuse(
                "Pick the practices: by place, by postcode, by a list of codes, or every one in the file"
            )
        if self.everything.data and not self.selection.is_everything:
            self.refuse("Either pick practices, or tick every open GP practice, not both", "everything")
        return not self.problems

    @property
    def selection(self) -> ImportSelection:
        """The picks as a selection."""
        return selection_of(self.choice)

    @property
    def choice(self) -> dict[str, Any]:
        """The picks as they are kept beside the file and typed again."""
        return {
            "icb": self.icb.data,
            "sub_icb": self.sub_icb.data,
            "area": self.area.data,
            "districts": self.districts.data,
            "codes": self.codes.data,
            "everything": self.everything.data,
        }


def selection_of(choice: dict[str, Any]) -> ImportSelection:
    """The selection that a kept choice stands for."""
    districts, _ = parse_areas(choice.get("districts", ""))
    return ImportSelection.of(
        choice.get("icb", ()),
        choice.get("sub_icb", ()),
        (*choice.get("area", ()), *districts),
        parse_codes(choice.get("codes", "")).codes,
    )


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.label.casefold())


def _board(place: PickablePlace, name: str) -> Choice:
    """By its name; one whose name is not known by its code, with towns to know it by."""
    if name:
        return Choice(place.code, f"{name} ({place.code}), {plural(place.practices, 'practice')}")
    return Choice(
        place.code, f"{place.code} (name not known), {plural(place.practices, 'practice')}{_towns(place)}"
    )


def _part(place: PickablePlace, board: str) -> Choice:
    """A sub-ICB location, after the board that it lies in."""
    within = board or place.board
    return Choice(
        place.code,
        f"{within}: {place.code}, {plural(place.practices, 'practice')}",
        f"Towns: {', '.join(place.towns)}",
    )


def _area(place: PickablePlace) -> Choice:
    return Choice(place.code, f"{place.code}, {plural(place.practices, 'practice')}{_towns(place)}")


def _towns(place: PickablePlace) -> str:
    return f": {', '.join(place.towns)}" if place.towns else ""


class SaveForm(Form):
    """The answers before a check is saved. ``seen`` is the fingerprint of what was shown."""

    seen = HiddenField(at_most=64)
    older = TickField("Use this older file all the same")
    leave = TickField("Leave out the lines that cannot be read")

    def says_lines(self, lines: int) -> None:
        """Put the number of lines into the words."""
        several = f"the {lines:,} lines that" if lines != 1 else "the line that"
        self.leave.label.text = f"Leave out {several} cannot be read"


class SavePracticesForm(SaveForm):
    """Also how new practices join. ``only``: the one class that is offered, where the members decide who has a vote."""

    membership = ChoiceWithHints(
        "New practices join as", MEMBERSHIP_CHOICES, required="Select full member or associate"
    )
    neighbourhood = SelectField("Neighbourhood", first="None")
    place = TextField("Neighbourhood", at_most=100)

    def __init__(self, places: Places, word: str, only: str | None = None, **kw: Any) -> None:
        super().__init__(**kw)
        self.membership.choices = [one for one in MEMBERSHIP_CHOICES if only in (None, one.value)]
        offer_places(self, places, word, "")
        if self.membership.data is None and self.membership.raw_data is None:
            self.membership.data = only or "full"


class ColumnsForm(QueryForm):
    """Which columns of a file hold the codes and the neighbourhoods."""

    code_column = SelectField("Column with the ODS code", required="Select a column")
    name_column = SelectField("Column with the names", required="Select a column")

    def __init__(self, headers: tuple[str, ...], code: str | None, name: str | None, **kw: Any) -> None:
        super().__init__(**kw)
        self.code_column.choices = self.name_column.choices = [Choice(header, header) for header in headers]
        if not self.code_column.given and code:
            self.code_column.data = code
        if not self.name_column.given and name:
            self.name_column.data = name


class SavePlacesForm(SaveForm):
    """Also the columns that were chosen."""

    code_column = HiddenField(at_most=500)
    name_column = HiddenField(at_most=500)


class SheetText(LongTextField):
    """The lines of a spreadsheet. What stands in them is looked at cell by cell, so that what is wrong is said with its
    line, and so that numbers beside each other are not taken for one."""

    def pre_validate(self, form: Any) -> None:
        """Length alone."""
        if len(self.data) > self.at_most:
            raise ValidationError(f"{self.name_of_it} must be {self.at_most:,} characters or less")


class SheetForm(Form):
    """The lines of a spreadsheet, typed or from a file. ``seen`` is the fingerprint of what was shown."""

    seen = HiddenField(at_most=64)
    file = FileField("File", endings=(".csv", ".txt"), megabytes=1)
    lines = SheetText("Lines", at_most=1_000_000)

    def take_in(self) -> bytes:
        """The lines that were sent; those of a file, where one was chosen."""
        if self.file.data is not None:
            with self.file.data.stream as stream:
                return stream.read()
        return self.lines.data.encode()
