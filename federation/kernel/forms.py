"""Forms: what a person typed is kept, checked, and answered in plain English.

``{{ form.title }}`` in a template is the whole NHS form group: label, hint, error message and input. The
markup is in ``templates/macros/forms.html``; the macro is chosen here by the field's class, so plain WTForms
fields get the same look. Every field reads any crafted post (parts missing, doubled, files in place of text)
without failing.

Words of errors: ``required`` is the sentence shown when nothing was given ("Enter a title"); the others begin
with the label ("Voting closes must be a real date").
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple, NoReturn

import wtforms
from flask import current_app, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import StopValidation, ValidationError

from federation.kernel.words import LONDON, MONTHS, clock_time, number

__all__ = [
    "Choice",
    "ChoiceWithHints",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "FractionField",
    "HiddenField",
    "LinesField",
    "LongTextField",
    "MomentField",
    "MoneyField",
    "MultiCheckboxField",
    "PasswordField",
    "Problem",
    "QueryForm",
    "SelectField",
    "TextField",
    "TickField",
    "ValidationError",
    "WholeNumberField",
]

MACROS = "macros/forms.html"
HIDDEN = "had hidden characters in it. They have been taken out: check it and send it again"
TOO_OLD = "This page was open for too long, or in two windows. Check what you typed and send it again"
FILE_NOT_KEPT = "Choose the file again: it could not be kept while something else on this page is put right"


class Problem(NamedTuple):
    """One line of the error summary; ``target`` is the id of the input to go to, or empty."""

    target: str
    text: str


class Choice(NamedTuple):
    """One answer offered: a value (text, whole number or Enum member), its words and a hint under them."""

    value: Any
    label: str
    hint: str = ""


# --- The forms


class Form(FlaskForm):
    """A form that is posted, with the CSRF token.

    A view: ``form = ProposalForm(obj=proposal)``, ``if form.validate_on_submit(): …``, and on failure the
    same template again, with the form passed as ``form``.
    """

    class Meta(FlaskForm.Meta):
        """How WTForms reads and renders our forms."""

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Text from the form, files from the files, JSON never: a field meets what it expects."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
                return None
            files = [field.name for field in form if isinstance(field, wtforms.FileField)]
            sent = request.form
            if not files and all(map(_is_name, sent)):
                return sent
            data: MultiDict[str, Any] = MultiDict(
                item for item in sent.items(multi=True) if _is_name(item[0])
            )
            for name in files:
                data.setlist(name, request.files.getlist(name))
            return data

        def render_field(self, field: wtforms.Field, render_kw: dict[str, Any]) -> Markup:
            """The field's macro, with what the template asked for."""
            return render(field, {**(field.render_kw or {}), **render_kw})

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used. A file chosen beside an error elsewhere must be chosen again."""
        if super().validate(extra_validators):
            return True
        for field in self:
            if isinstance(field, FileField) and field.data is not None and not field.errors:
                field.errors = [FILE_NOT_KEPT]
        return False

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the page; what belongs to no field comes first."""
        found = [Problem("", text) for text in self.form_errors]
        for field in self:
            found.extend(_problems(field))
        return found

    form_errors: list[str]

    def refuse(self, words: str, field: str | None = None) -> None:
        """Add what a rule said later: to the field of that name, or to the page. Fits a ``Refusal``."""
        if field and field in self:
            self[field].errors = [*self[field].errors, words]
        else:
            self.form_errors = [*self.form_errors, words]

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(isinstance(field, wtforms.FileField) for field in self)


class QueryForm(Form):
    """A form that only asks: read from the address, no CSRF token, sent with GET."""

    class Meta(Form.Meta):
        """Reads the query string."""

        csrf = False

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """The query string, or nothing when there is none."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.args or None


def _is_name(name: str) -> bool:
    # WTForms' FieldList reads a number out of any name that begins like its own, "options-²" among them.
    return len(name) <= 100 and name.isascii()


def _problems(field: wtforms.Field) -> Iterator[Problem]:
    if field.type == "CSRFTokenField":
        if field.errors:
            yield Problem("", TOO_OLD)
        return
    inner = getattr(field, "entries", None) or getattr(field, "form", None)
    if isinstance(field, _GROUPS):
        for part in inner or ():
            yield from _problems(part)
        if isinstance(field, wtforms.FieldList):
            yield from (Problem(field.id, error) for error in field.errors if isinstance(error, str))
        return
    target = "" if _macro(field) == "hidden" else getattr(field, "focus_id", field.id)
    for error in field.errors:
        yield Problem(target, str(error))


# --- Rendering


@dataclass(slots=True)
class Look:
    """What one field looks like on one page; everything a macro prints, ready."""

    label: str
    size: str
    heading: bool
    caption: str
    hint: str
    before: Any
    prefix: str
    suffix: str
    small: bool
    inline: bool
    group_class: str
    input_class: str
    error: str
    items: "list[Item]"
    """The choices, for radios, checkboxes and lists."""
    parts: list[Markup]
    """Fields inside this one, ready."""
    described_by: str
    """Ids of what describes the field as a whole, the hint and the error among them."""
    attributes: Markup
    """For the input: autocomplete, rows and such, each with a space before it."""


_OWN = frozenset(
    {
        "size",
        "heading",
        "caption",
        "hint",
        "before",
        "described_by",
        "prefix",
        "suffix",
        "width",
        "small",
        "inline",
    }
)
_ATTRIBUTE = re.compile(r"[a-z][a-z-]*\Z")
_WITH_VALUE = Markup(' {}="{}"')


def render(field: wtforms.Field, options: dict[str, Any]) -> Markup:
    """The markup of one field.

    Options: ``size`` of the label (s, m, l, xl, "" for plain, "hidden" for readers of screens), ``heading``
    (the label is the page's h1), ``caption`` above it, ``hint``, ``before`` (markup between label and input,
    with ``described_by`` its id), ``prefix``, ``suffix``, ``width`` (2, 3, 4, 5, 10, 20, "two-thirds"),
    ``small`` and ``inline`` for radios and checkboxes. All others are attributes of the input.
    """
    name = _macro(field)
    macros = current_app.jinja_env.get_template(MACROS).module
    markup: Markup = getattr(macros, name)(field, _look(field, options))
    return markup


def _look(field: wtforms.Field, options: dict[str, Any]) -> Look:
    hint = options.get("hint", field.description)
    described = [options["described_by"]] if options.get("described_by") else []
    if hint:
        described.append(f"{field.id}-hint")
    errors = () if isinstance(field, wtforms.FormField) else field.errors
    error = next((str(error) for error in errors if not isinstance(error, list | tuple | dict)), "")
    if error:
        described.append(f"{field.id}-error")
    own = getattr(field, "attributes", None)
    extra = {**own, **options} if own else options
    width = options.get("width", getattr(field, "width", ""))
    if width:
        width = f" nhsuk-input--width-{width}" if str(width).isdigit() else f" nhsuk-u-width-{width}"
    return Look(
        label=field.label.text,
        size=options.get("size", "l" if options.get("heading") else "s"),
        heading=options.get("heading", False),
        caption=options.get("caption", ""),
        hint=hint,
        before=options.get("before", ""),
        prefix=options.get("prefix", getattr(field, "prefix", "")),
        suffix=options.get("suffix", getattr(field, "suffix", "")),
        small=options.get("small", False),
        inline=options.get("inline", False),
        group_class=" nhsuk-form-group--error" if error else "",
        input_class=width,
        error=error,
        items=_items(field),
        parts=[render(part, part.render_kw or {}) for part in field] if isinstance(field, _GROUPS) else [],
        described_by=" ".join(described),
        attributes=_attributes(extra),
    )


def _attributes(options: dict[str, Any]) -> Markup:
    made = Markup("")
    for name, value in options.items():
        if name in _OWN or value is False or value is None:
            continue
        name = name.rstrip("_").replace("_", "-")
        if not _ATTRIBUTE.match(name) or name == "style" or name.startswith("on"):
            raise ValueError(f"a field may not have the attribute {name!r}")
        made += f" {name}" if value is True else _WITH_VALUE.format(name, value)
    return made


def _items(field: wtforms.Field) -> "list[Item]":
    if isinstance(field, _Chosen):
        return field.items
    if not isinstance(field, wtforms.SelectField | wtforms.SelectMultipleField):
        return []
    return [
        Item(
            field.id if place == 1 else f"{field.id}-{place}",
            str(choice.value),
            str(choice.label),
            "",
            "",
            choice.selected,
        )
        for place, choice in enumerate(field.iter_choices(), 1)
    ]


_GROUPS = (wtforms.FieldList, wtforms.FormField)
_PLAIN: tuple[tuple[type[wtforms.Field], str], ...] = (
    (wtforms.HiddenField, "hidden"),
    (wtforms.PasswordField, "password"),
    (wtforms.TextAreaField, "textarea"),
    (wtforms.FileField, "file"),
    (wtforms.SubmitField, "submit"),
    (wtforms.BooleanField, "tick"),
    (wtforms.FieldList, "group"),
    (wtforms.FormField, "group"),
    (wtforms.RadioField, "radios"),
    (wtforms.SelectMultipleField, "checkboxes"),
    (wtforms.SelectField, "select"),
    (wtforms.Field, "text"),
)


def _macro(field: wtforms.Field) -> str:
    own: str | None = getattr(field, "macro", None)
    return own or next(name for kind, name in _PLAIN if isinstance(field, kind))


# --- Text

_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u2060"))
_LINES = re.compile("\r\n|[\r\u2028\u2029]")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, halves of characters, and marks that turn the direction of writing around."""


def cleaned(text: str) -> tuple[str, bool]:
    """The text in order (NFC, one kind of line end, trimmed), and whether hidden characters were in it."""
    text = _LINES.sub("\n", text).translate(_DROPPED)
    plain = _REFUSED.sub("", text)
    return unicodedata.normalize("NFC", plain).strip(), len(plain) != len(text)


class _Question(wtforms.Field):
    """What all our fields share: the text typed, the sentence for nothing given, and no error said twice."""

    macro: ClassVar[str] = "text"
    input_type: ClassVar[str] = "text"
    attributes: ClassVar[dict[str, Any]] = {}
    errors: list[str]
    typed: str | None

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: str = "",
        hint: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kw)
        self.required = required
        self.typed = None

    @property
    def name_of_it(self) -> str:
        """The label, as the beginning of an error message."""
        return str(self.label.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.data in (None, "", [])

    @property
    def shown(self) -> str:
        """What stands in the input: as typed, or the value in words."""
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.as_text(self.data)

    def as_text(self, value: Any) -> str:
        """A value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed and read it."""
        self.typed = _first(valuelist)
        self.data = self.read(self.typed)

    def read(self, text: str) -> Any:
        """The value of what was typed; ``ValueError`` with a sentence when there is none."""
        return text

    def pre_validate(self, form: Form) -> None:
        """Stop at what cannot be read; stop quietly at nothing given, unless something is required."""
        if self.process_errors:
            raise StopValidation()
        if self.is_empty:
            raise StopValidation(self.required or None)


def _first(values: Sequence[Any]) -> str:
    return values[0] if values and isinstance(values[0], str) else ""


class TextField(_Question):
    """One line of text. ``data`` is a ``str``, empty when nothing was given."""

    data: str
    many_lines: ClassVar[bool] = False

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 200,
        at_least: int = 0,
        **kw: Any,
    ) -> None:
        kw.setdefault("default", "")
        super().__init__(label, validators, **kw)
        self.at_most = at_most
        self.at_least = at_least

    def process_data(self, value: str | None) -> None:
        """Nothing is the empty text."""
        self.data = value or ""

    def read(self, text: str) -> str:
        """The text in order; hidden characters are taken out and said."""
        clean, hidden = cleaned(text)
        if not self.many_lines:
            clean = " ".join(clean.split())
        self.typed = self.data = clean
        if hidden:
            raise ValueError(f"{self.name_of_it} {HIDDEN}")
        return clean

    def pre_validate(self, form: Form) -> None:
        """Length, after what every field checks."""
        super().pre_validate(form)
        if len(self.data) > self.at_most:
            raise StopValidation(
                f"{self.name_of_it} must be {number(self.at_most)} characters or less. "
                f"It has {number(len(self.data))}"
            )
        if len(self.data) < self.at_least:
            raise StopValidation(f"{self.name_of_it} must be {number(self.at_least)} characters or more")


class LongTextField(TextField):
    """Several lines of text; ``rows`` at rendering says how high it starts."""

    macro = "textarea"
    many_lines = True

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, at_most: int = 20_000, **kw: Any
    ) -> None:
        super().__init__(label, validators, at_most=at_most, **kw)


class LinesField(_Question):
    """Several short texts, one a line. ``data`` is a list of ``str`` without empty ones."""

    macro = "textarea"
    data: list[str]

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 200,
        lines: int = 100,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.at_most = at_most
        self.lines = lines

    def process_data(self, value: Iterable[str] | None) -> None:
        """Nothing is the empty list."""
        self.data = list(value or ())

    def as_text(self, value: Iterable[str]) -> str:
        """One a line."""
        return "\n".join(value)

    def read(self, text: str) -> list[str]:
        """The lines in order; what is wrong is said with its line."""
        clean, hidden = cleaned(text)
        self.typed = clean
        lines = [" ".join(line.split()) for line in clean.split("\n")]
        self.data = [line for line in lines if line]
        if hidden:
            raise ValueError(f"{self.name_of_it} {HIDDEN}")
        if len(self.data) > self.lines:
            raise ValueError(
                f"{self.name_of_it} must have {number(self.lines)} lines or less. "
                f"It has {number(len(self.data))}"
            )
        for place, line in enumerate(lines, 1):
            if len(line) > self.at_most:
                raise ValueError(
                    f"Line {place} of {self.name_of_it} must be {number(self.at_most)} characters or less"
                )
        return self.data


class HiddenField(TextField):
    """A text the page carries itself."""

    macro = "hidden"

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, validators, widget=wtforms.widgets.HiddenInput(), **kw)


class EmailField(TextField):
    """An email address; ``data`` is normalised."""

    input_type = "email"
    attributes: ClassVar[dict[str, Any]] = {
        "autocomplete": "email",
        "spellcheck": "false",
        "autocapitalize": "none",
    }

    def __init__(
        self, label: str = "Email address", validators: Sequence[Any] = (), *, at_most: int = 254, **kw: Any
    ) -> None:
        super().__init__(label, validators, at_most=at_most, **kw)

    def pre_validate(self, form: Form) -> None:
        """Form only; nothing is asked of another machine."""
        from email_validator import EmailNotValidError, validate_email

        super().pre_validate(form)
        try:
            self.data = validate_email(
                self.data, check_deliverability=False, globally_deliverable=False
            ).normalized
        except EmailNotValidError:
            raise StopValidation(
                f"{self.name_of_it} must be in the correct format, like name@example.com"
            ) from None


class PasswordField(_Question):
    """A password: not shown again, not changed in any way, spaces kept."""

    macro = "password"
    data: str

    def __init__(
        self,
        label: str = "Password",
        validators: Sequence[Any] = (),
        *,
        at_most: int = 1_000,
        at_least: int = 0,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, default="", **kw)
        self.at_most = at_most
        self.at_least = at_least

    def pre_validate(self, form: Form) -> None:
        """Length only."""
        super().pre_validate(form)
        if not self.at_least <= len(self.data) <= self.at_most:
            bound = (
                f"{number(self.at_least)} characters or more"
                if len(self.data) < self.at_least
                else f"{number(self.at_most)} characters or less"
            )
            raise StopValidation(f"{self.name_of_it} must be {bound}")


# --- Numbers

_WHOLE = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})")
_MONEY = re.compile(r"(?P<pounds>[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.(?P<pence>[0-9]{2}))?")
_PARTS = re.compile(r"([0-9]{1,6})\s*[/\u2044]\s*([0-9]{1,6})")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(?:%|percent|per cent)", re.I)


class _Number(_Question):
    attributes: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "spellcheck": "false"}
    width = "10"

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: Any = None,
        at_most: Any = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.at_least = at_least
        self.at_most = at_most

    def pre_validate(self, form: Form) -> None:
        """Bounds, both included."""
        super().pre_validate(form)
        low, high = self.at_least, self.at_most
        too_low = low is not None and self.data < low
        too_high = high is not None and self.data > high
        if (too_low or too_high) and low is not None and high is not None:
            raise StopValidation(
                f"{self.name_of_it} must be between {self.as_text(low)} and {self.as_text(high)}"
            )
        if too_low:
            raise StopValidation(f"{self.name_of_it} must be {self.as_text(low)} or more")
        if too_high:
            raise StopValidation(f"{self.name_of_it} must be {self.as_text(high)} or less")


class WholeNumberField(_Number):
    """A whole number, commas allowed. ``data`` is an ``int`` or None."""

    data: int | None

    def read(self, text: str) -> int | None:
        """Digits of this script only: "1,000" is a number, "1.0" and "1e3" are not."""
        self.data = None
        self.typed = text = _line(text)
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"{self.name_of_it} must be a whole number, like 12 or 1,000")
        return int(text.replace(",", ""))

    def as_text(self, value: int) -> str:
        """With commas."""
        return number(value)


class MoneyField(_Number):
    """Pounds and pence. ``data`` is a whole number of pence, or None."""

    data: int | None
    prefix = "£"
    attributes: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "spellcheck": "false"}

    def read(self, text: str) -> int | None:
        """ "1,234.50" or "£1,234" in pence."""
        self.data = None
        self.typed = text = _line(text).removeprefix("£").strip()
        if not text:
            return None
        found = _MONEY.fullmatch(text)
        if not found:
            raise ValueError(f"{self.name_of_it} must be an amount of money, like 1,250 or 1,250.50")
        return int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)

    def as_text(self, value: int) -> str:
        """Pounds, and pence unless there are none."""
        pounds, pence = divmod(value, 100)
        return f"{pounds:,}.{pence:02}" if pence else f"{pounds:,}"


class FractionField(_Number):
    """A share, exactly: "2/3", "75%" or "66.67%". ``data`` is a ``Fraction`` or None.

    0 to 1 unless told otherwise, both included.
    """

    data: Fraction | None
    attributes: ClassVar[dict[str, Any]] = {"spellcheck": "false"}

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: Fraction | None = Fraction(0),
        at_most: Fraction | None = Fraction(1),
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, at_least=at_least, at_most=at_most, **kw)

    def read(self, text: str) -> Fraction | None:
        """What was written and nothing near it: 66.67% is 6667/10000, not two thirds."""
        self.data = None
        self.typed = text = _line(text)
        if not text:
            return None
        if found := _PARTS.fullmatch(text):
            if int(found[2]):
                return Fraction(int(found[1]), int(found[2]))
        elif found := _PERCENT.fullmatch(text):
            return Fraction(found[1]) / 100
        raise ValueError(f"{self.name_of_it} must be a fraction like 2/3, or a percentage like 75%")

    def as_text(self, value: Fraction) -> str:
        """A percentage when two places say it exactly, else a fraction."""
        if 10_000 % value.denominator == 0:
            return f"{int(value * 10_000) / 100:.2f}".rstrip("0").rstrip(".") + "%"
        return f"{value.numerator}/{value.denominator}"


def _line(text: str) -> str:
    return " ".join(cleaned(text)[0].split())


# --- Choices


class Item(NamedTuple):
    """One choice as it is rendered."""

    id: str
    value: str
    label: str
    hint: str
    hint_id: str
    checked: bool


def _wire(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


class _Chosen(_Question):
    choices: Sequence[Choice]

    def __init__(
        self,
        label: str = "",
        choices: Iterable[Choice | tuple[Any, str]] = (),
        validators: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        self.given: list[str] = []
        self.choices = [Choice(*choice) for choice in choices]
        super().__init__(label, validators, **kw)

    def _found(self) -> list[Any]:
        return [choice[0] for choice in self.choices if _wire(choice[0]) in self.given]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was sent; it is compared when asked, so a view may set the choices late."""
        self.given = [value for value in valuelist if isinstance(value, str) and value]

    def pre_validate(self, form: Form) -> None:
        """One of the choices, or the sentence for none."""
        if self.process_errors:
            raise StopValidation()
        if not self.given:
            raise StopValidation(self.required or None)
        offered = {_wire(choice[0]) for choice in self.choices}
        if not offered.issuperset(self.given):
            raise StopValidation(self.required or f"{self.name_of_it}: select one of the answers offered")

    @property
    def items(self) -> list[Item]:
        """The choices with their ids: the first has the field's own, which the error summary goes to."""
        items = []
        for place, (value, label, *hint) in enumerate(self.choices, 1):
            wire = _wire(value)
            own = self.id if place == 1 else f"{self.id}-{place}"
            items.append(
                Item(own, wire, label, hint[0] if hint else "", f"{self.id}-{place}-hint", wire in self.given)
            )
        return items


class ChoiceWithHints(_Chosen):
    """Radios. ``data`` is the value of the choice made (of the type it was given with), or None."""

    macro = "radios"

    def process_data(self, value: Any) -> None:
        """Chosen beforehand."""
        self.given = [] if value is None else [_wire(value)]

    @property
    def data(self) -> Any:
        """The choice made."""
        found = self._found()
        return found[0] if found else None

    @data.setter
    def data(self, value: Any) -> None:
        self.process_data(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The first one sent."""
        super().process_formdata(valuelist[:1])


class SelectField(ChoiceWithHints):
    """A list to select from, for more choices than radios bear; ``first`` stands for none of them."""

    macro = "select"

    def __init__(
        self,
        label: str = "",
        choices: Iterable[Choice | tuple[Any, str]] = (),
        validators: Sequence[Any] = (),
        *,
        first: str = "Select one",
        **kw: Any,
    ) -> None:
        super().__init__(label, choices, validators, **kw)
        self.first = first


class MultiCheckboxField(_Chosen):
    """Checkboxes. ``data`` is the list of the values ticked, in the order of the choices."""

    macro = "checkboxes"

    def process_data(self, value: Iterable[Any] | None) -> None:
        """Ticked beforehand."""
        self.given = [_wire(one) for one in value or ()]

    @property
    def data(self) -> list[Any]:
        """What is ticked."""
        return self._found()

    @data.setter
    def data(self, value: Iterable[Any] | None) -> None:
        self.process_data(value)


class TickField(_Question):
    """One checkbox. ``data`` is True or False; ``legend`` is a heading above it."""

    macro = "tick"
    data: bool

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, legend: str = "", **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.legend = legend

    @property
    def is_empty(self) -> bool:
        """Not ticked."""
        return not self.data

    def process_data(self, value: Any) -> None:
        """Ticked beforehand or not."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Whatever is sent, is a tick; an unticked box sends nothing."""
        self.data = _first(valuelist) not in ("", "0", "false")


# --- Dates

_MONTH_NUMBERS = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3]: place for name, place in _MONTH_NUMBERS.items()} | {"sept": 9}
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[.:]\s*(?P<minute>[0-9]{2}))?\s*(?P<half>am|pm|a\.m\.?|p\.m\.?|noon|midday|midnight)?",
    re.I,
)
_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}


class Part(NamedTuple):
    """One input of a date."""

    name: str
    label: str
    value: str
    width: int
    wrong: bool


class DateField(_Question):
    """Day, month and year in three inputs, posted as ``NAME-day`` and so on. ``data`` is a ``date`` or None.

    A month may be typed as a number or a name. ``at_least`` and ``at_most`` are dates, or functions of one.
    """

    macro = "date"
    data: Any
    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        at_least: date | Callable[[], date] | None = None,
        at_most: date | Callable[[], date] | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.at_least = at_least
        self.at_most = at_most
        self.typed_parts: dict[str, str] | None = None
        self.wrong: tuple[str, ...] = ()

    def process(
        self, formdata: Any, data: Any = wtforms.utils.unset_value, extra_filters: Any = None
    ) -> None:
        """Read the parts; a post that has none of them gives nothing."""
        self.raw_data: list[str] = []
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        self.typed_parts = {
            part: _line(_first(formdata.getlist(f"{self.name}-{part}")))[:40] for part in self.parts
        }
        try:
            self.data = self.read_parts(**self.typed_parts)
        except ValueError as error:
            self.data = None
            self.process_errors.append(str(error))

    def read_parts(self, day: str, month: str, year: str) -> Any:
        """The date; ``ValueError`` with the sentence to show."""
        return self._date({"day": day, "month": month, "year": year})

    def _date(self, typed: dict[str, str]) -> date | None:
        missing = [part for part, text in typed.items() if not text]
        if len(missing) == len(typed):
            return None
        if missing:
            self._fail(missing, f"must include a {' and '.join(missing)}")
        day = int(typed["day"]) if re.fullmatch("[0-9]{1,2}", typed["day"]) else 0
        month = (
            int(typed["month"])
            if re.fullmatch("[0-9]{1,2}", typed["month"])
            else _MONTH_NUMBERS.get(typed["month"].lower(), 0)
        )
        if not re.fullmatch("[0-9]{4}", typed["year"]):
            self._fail(
                ["year"],
                "must have a year of 4 numbers" if typed["year"].isdecimal() else "must be a real date",
            )
        if not 1 <= month <= 12:
            self._fail(["month"], "must be a real date")
        try:
            found = date(int(typed["year"]), month, day)
        except ValueError:
            self._fail(["day"], "must be a real date")
        if not 1800 <= found.year <= 2200:
            self._fail(["year"], "must have a year between 1800 and 2200")
        return found

    def _fail(self, parts: Sequence[str], text: str) -> NoReturn:
        self.wrong = tuple(parts)
        raise ValueError(f"{self.name_of_it} {text}")

    def pre_validate(self, form: Form) -> None:
        """Bounds, both included."""
        super().pre_validate(form)
        low = self.at_least() if callable(self.at_least) else self.at_least
        high = self.at_most() if callable(self.at_most) else self.at_most
        if low is not None and self.data < low:
            raise StopValidation(f"{self.name_of_it} must be {self.in_words(low)} or later")
        if high is not None and self.data > high:
            raise StopValidation(f"{self.name_of_it} must be {self.in_words(high)} or earlier")

    def in_words(self, value: Any) -> str:
        """A bound, in an error message."""
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def shown_parts(self) -> dict[str, str]:
        """What stands in each input."""
        if self.typed_parts is not None:
            return self.typed_parts
        if self.data is None:
            return dict.fromkeys(self.parts, "")
        return self.parts_of(self.data)

    def parts_of(self, value: Any) -> dict[str, str]:
        """A value as it would be typed."""
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    @property
    def date_inputs(self) -> list[Part]:
        """The inputs, for the macro. With an error that is of no part, all are marked."""
        shown = self.shown_parts()
        wrong = self.wrong or (self.parts if self.errors else ())
        return [
            Part(part, part.capitalize(), shown[part], _WIDTHS[part], part in wrong) for part in self.parts
        ]

    @property
    def focus_id(self) -> str:
        """The input to go to: the first that is wrong."""
        return f"{self.id}-{self.wrong[0] if self.wrong else self.parts[0]}"


class MomentField(DateField):
    """A date and a time in England, with ``NAME-time`` too. ``data`` is a ``datetime`` in UTC, or None.

    The time is read leniently: "5pm", "5.30 pm", "17:00", "9.30am", "noon", "midnight" (as that day begins).
    When clocks go back an hour happens twice: the first of the two is meant. When they go forward an hour is
    missing: the first minute after it is taken.
    """

    data: datetime | None
    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year", "time")

    def read_parts(self, day: str, month: str, year: str, time: str = "") -> datetime | None:
        """Date and time together; either alone is not enough."""
        if not time and not (day or month or year):
            return None
        found = self._date({"day": day, "month": month, "year": year})
        if found is None:
            self._fail(["day"], "must include a date")
        if not time:
            self._fail(["time"], "must include a time, like 5pm or 9.30am")
        at = read_time(time)
        if at is None:
            self._fail(["time"], "must have a time like 5pm, 9.30am or 12 noon")
        return in_utc(datetime.combine(found, at))

    def in_words(self, value: datetime) -> str:
        """A bound, in an error message."""
        local = value.astimezone(LONDON)
        return f"{super().in_words(local)}, {clock_time(local)}"

    def parts_of(self, value: datetime) -> dict[str, str]:
        """As it would be typed in England."""
        local = value.astimezone(LONDON)
        return {**super().parts_of(local), "time": clock_time(local)}


def read_time(text: str) -> time | None:
    """A time of day as people write it, or None. A bare "5" is none: it could be two times."""
    text = text.strip().lower()
    if text in _WORDS:
        return _WORDS[text]
    found = _TIME.fullmatch(text) or _TIME.fullmatch(re.sub(r"\A([0-9]{2})([0-9]{2})\Z", r"\1:\2", text))
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half in _WORDS:
        return _WORDS[half] if (hour, minute) == (12, 0) else None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found["minute"] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def in_utc(local: datetime) -> datetime:
    """A time on English clocks as UTC: the first of two in autumn, the first after the gap in spring."""
    moment = local.replace(tzinfo=LONDON, fold=0)
    while moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        moment = (moment.replace(tzinfo=None, second=0, microsecond=0) + timedelta(minutes=1)).replace(
            tzinfo=LONDON
        )
    return moment.astimezone(UTC)


# --- Files


class FileField(wtforms.FileField):
    """One file. ``data`` is a ``FileStorage`` or None. ``endings`` such as (".csv",)."""

    macro = "file"
    data: FileStorage | None
    errors: list[str]

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: str = "",
        hint: str = "",
        endings: Sequence[str] = (),
        megabytes: int = 10,
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kw)
        self.required = required
        self.endings = tuple(ending.lower() for ending in endings)
        self.megabytes = megabytes

    @property
    def attributes(self) -> dict[str, Any]:
        """What the browser offers first; it is checked again here."""
        return {"accept": ",".join(self.endings)} if self.endings else {}

    def process_data(self, value: Any) -> None:
        """A file is never there beforehand."""
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The file sent, if one was chosen."""
        file = valuelist[0] if valuelist else None
        self.data = file if isinstance(file, FileStorage) and file.filename else None

    def pre_validate(self, form: Form) -> None:
        """Its name and size; what is in it is for the reader of it to judge."""
        if self.data is None:
            raise StopValidation(self.required or None)
        if self.endings and not (self.data.filename or "").lower().endswith(self.endings):
            kinds = " or ".join(ending.lstrip(".").upper() for ending in self.endings)
            raise StopValidation(f"{self.label.text} must be a {kinds} file")
        size = self.data.stream.seek(0, 2)
        self.data.stream.seek(0)
        if size == 0:
            raise StopValidation(f"{self.label.text} is an empty file. Choose another")
        if size > self.megabytes * 1_000_000:
            raise StopValidation(f"{self.label.text} must be smaller than {self.megabytes} MB")
