"""The forms of writing and discussing proposals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import wtforms

from federation.decisions.proposals.texts import (
    IMPACT_QUESTIONS,
    MOST_COLUMNS,
    MOST_OPTIONS,
    ConsideredOption,
    Draft,
    DraftOption,
    Effects,
    TableFlaw,
    flaws,
    in_order,
)
from federation.decisions.proposals.texts.draft import LONGEST_NOTE, LONGEST_TEXT, LONGEST_TITLE
from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    Form,
    HiddenField,
    LongTextField,
    MultiCheckboxField,
    TextField,
    cleaned,
)

SPARE_ROWS = 2
SPARE_COLUMNS = 2


class _FormRow(wtforms.Form):
    """Fields inside the form, rendered as all others are."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False


class ConsideredRow(_FormRow):
    """An option that was looked at."""

    title = TextField("Name of the option", at_most=LONGEST_TITLE)
    text = LongTextField("What it means", at_most=LONGEST_NOTE)


class OptionRow(_FormRow):
    """One of several things to choose among."""

    id = HiddenField("Letter", at_most=1)
    title = TextField("Name of the option", at_most=LONGEST_TITLE)
    text = LongTextField("What it means", at_most=LONGEST_NOTE)


class ProposalForm(Form):
    """A proposal. ``based_on`` is the version that the writer began with."""

    based_on = HiddenField("Version", at_most=10)
    title = TextField(
        "Title", required="Enter a title", at_most=LONGEST_TITLE, hint="What is proposed, in one line"
    )
    body = LongTextField(
        "Text to be decided",
        at_most=LONGEST_TEXT,
        hint="This text alone is decided. Keep reasons out of it. Leave an empty line between paragraphs.",
    )
    reasons = LongTextField(
        "Why", at_most=LONGEST_TEXT, hint="The reasons. Do not include anything about a patient."
    )
    considered = wtforms.FieldList(wtforms.FormField(ConsideredRow), max_entries=MOST_OPTIONS)
    aims = MultiCheckboxField("Which of our aims does it serve?")
    impact_enhanced = LongTextField(IMPACT_QUESTIONS[0][1], at_most=LONGEST_NOTE)
    impact_restored = LongTextField(IMPACT_QUESTIONS[1][1], at_most=LONGEST_NOTE)
    impact_replaced = LongTextField(IMPACT_QUESTIONS[2][1], at_most=LONGEST_NOTE)
    impact_mutated = LongTextField(IMPACT_QUESTIONS[3][1], at_most=LONGEST_NOTE)
    options = wtforms.FieldList(wtforms.FormField(OptionRow), max_entries=MOST_OPTIONS)
    kind = ChoiceWithHints(
        "What kind of matter is it?", hint="It decides which rule is suggested when it is put to the vote."
    )

    @property
    def impact_fields(self) -> list[wtforms.Field]:
        """The four questions."""
        return [self[f"impact_{key}"] for key, _ in IMPACT_QUESTIONS]

    def offer(self, kinds: Iterable[tuple[str, str]], aims: Iterable[tuple[int, str]]) -> None:
        """Set what can be chosen."""
        self.kind.choices = [Choice(key, title) for key, title in kinds]
        self.aims.choices = [Choice(number, f"Aim {number}: {words}") for number, words in aims]

    def fill(self, draft: Draft, version: int) -> None:
        """Show a version as it was saved."""
        self.based_on.data, self.title.data, self.kind.data = str(version), draft.title, draft.kind or None
        self.body.data, self.reasons.data, self.aims.data = draft.body, draft.reasons, draft.aims
        for key, _ in IMPACT_QUESTIONS:
            self[f"impact_{key}"].data = draft.impact.get(key, "")
        for one in draft.considered:
            self.considered.append_entry(one._asdict())
        for option in draft.options:
            self.options.append_entry(option._asdict())

    def spare(self, more: str = "") -> None:
        """Make sure of empty rows to write in: two options looked at, two to choose among once there is one.

        ``more`` is "considered" or "options": a row was asked for.
        """
        for rows in (self.considered, self.options):
            wanted = len(rows.entries) + (rows.short_name == more)
            if rows.short_name == more or rows is self.considered:
                wanted = max(wanted, SPARE_ROWS)
            while len(rows.entries) < min(wanted, MOST_OPTIONS):
                rows.append_entry()

    def number_rows(self) -> None:
        """Let the label of each row say which it is."""
        for name, rows in (("Option", self.considered), ("Choice", self.options)):
            for place, row in enumerate(rows.entries, 1):
                row.form.title.label.text = f"{name} {place}: name"
                row.form.text.label.text = f"{name} {place}: what it means"

    @property
    def version(self) -> int | None:
        """The version that the writer began with."""
        return int(self.based_on.data) if self.based_on.data.isdecimal() else None

    @property
    def draft(self) -> Draft:
        """The draft that was typed."""
        return Draft(
            title=self.title.data,
            body=self.body.data,
            reasons=self.reasons.data,
            options=tuple(
                DraftOption(row.form.id.data, row.form.title.data, row.form.text.data) for row in self.options
            ),
            considered=tuple(
                ConsideredOption(row.form.title.data, row.form.text.data) for row in self.considered
            ),
            aims=tuple(self.aims.data),
            impact={key: self[f"impact_{key}"].data for key, _ in IMPACT_QUESTIONS},
            kind=self.kind.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether what was typed can be saved; at each field one flaw of the draft is said."""
        valid = super().validate(extra_validators)
        kinds = [(key, title) for key, title, _ in self.kind.choices]
        found = flaws(in_order(self.draft), kinds, [number for number, *_ in self.aims.choices])
        for name, words in found:
            field = self._field(name)
            if field is None:
                self.refuse(words, name)
            elif not field.errors:
                self.refuse_at(field, words)
        return valid and not found

    def _field(self, name: str) -> Any:
        rows, _, rest = name.partition("-")
        if not rest:
            return self[name] if name in self and name not in ("options", "considered") else None
        place, _, part = rest.partition("-")
        written = [row for row in self[rows].entries if row.form.title.data or row.form.text.data]
        return written[int(place)].form[part]


class EffectsForm(Form):
    """A pasted table; the typed one is read by :func:`typed_table`."""

    based_on = HiddenField("Version", at_most=10)
    pasted = LongTextField(
        "Paste a table",
        at_most=2_000_000,
        hint="From a spreadsheet or a CSV file. The first line has the titles of the columns. "
        "The first cell of each line is the practice: its code or its name.",
    )

    @property
    def version(self) -> int | None:
        """The version that the writer began with."""
        return int(self.based_on.data) if self.based_on.data.isdecimal() else None

    def take(self, found: Sequence[TableFlaw]) -> None:
        """Say at the pasted table what is wrong with it, line by line."""
        self.pasted.errors = []
        for flaw in found:
            self.refuse_at(self.pasted, str(flaw))


class EffectsGrid:
    """A small table to type in: titles, and a row for each practice."""

    def __init__(
        self, columns: Sequence[str], rows: Mapping[str, Sequence[str]], practices: Sequence[tuple[str, str]]
    ):
        self.width = min(max(len(columns) + 1, SPARE_COLUMNS), MOST_COLUMNS)
        self.columns = [*columns, *[""] * (self.width - len(columns))]
        self.rows = [
            (code, name, [*rows.get(code, ()), *[""] * (self.width - len(rows.get(code, ())))])
            for code, name in practices
        ]


def typed_table(
    sent: Mapping[str, str], practices: Sequence[tuple[str, str]]
) -> tuple[EffectsGrid, Effects | None]:
    """Read the grid: as it was typed, and as a table without empty columns and rows."""
    columns = [_cell(sent.get(f"column-{at}", "")) for at in range(MOST_COLUMNS)]
    rows = {
        code: [_cell(sent.get(f"cell-{code}-{at}", "")) for at in range(MOST_COLUMNS)]
        for code, _ in practices
    }
    used = [at for at in range(MOST_COLUMNS) if columns[at] or any(cells[at] for cells in rows.values())]
    kept = {code: tuple(cells[at] for at in used) for code, cells in rows.items()}
    kept = {code: cells for code, cells in kept.items() if any(cells)}
    titles = tuple(columns[at] for at in used)
    return EffectsGrid(titles, kept, practices), Effects(titles, kept) if used else None


def _cell(text: str) -> str:
    return " ".join(cleaned(text)[0].split())


class ConfirmForm(Form):
    """A page that asks once more before something cannot be undone."""


class ReplacesForm(Form):
    """Which earlier decision a proposal takes the place of."""

    number = TextField(
        "Number of the decision that it replaces",
        at_most=20,
        hint="For example, 2025/14. Leave it empty if it replaces none.",
    )
