"""The markup of a field: everything a macro prints, made ready here."""

import re
from dataclasses import dataclass
from typing import Any

import wtforms
from flask import current_app
from markupsafe import Markup

from federation.kernel.forms.choices import ChoiceItem, ChoiceQuestion

MACROS = "macros/forms.html"


@dataclass(slots=True)
class FieldLook:
    """One field on one page: everything that its macro prints, ready."""

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
    items: list[ChoiceItem]
    """The choices, for radios, checkboxes and lists."""
    parts: list[Markup]
    """Fields inside this one, ready."""
    described_by: str
    """Ids of what describes the field as a whole, the hint and the error among them."""
    attributes: Markup
    """For the input: autocomplete, rows and such, each with a space before it."""


_OWN = frozenset(
    {
        "label",
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
    name = macro_of(field)
    macros = current_app.jinja_env.get_template(MACROS).module
    markup: Markup = getattr(macros, name)(field, _look(field, options))
    return markup


def _look(field: wtforms.Field, options: dict[str, Any]) -> FieldLook:
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
    return FieldLook(
        label=options.get("label", field.label.text),
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
        parts=[render(part, part.render_kw or {}) for part in field] if isinstance(field, GROUPS) else [],
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


def _items(field: wtforms.Field) -> list[ChoiceItem]:
    if isinstance(field, ChoiceQuestion):
        return field.items
    if not isinstance(field, wtforms.SelectField | wtforms.SelectMultipleField):
        return []
    return [
        ChoiceItem(
            field.id if place == 1 else f"{field.id}-{place}",
            str(choice.value),
            str(choice.label),
            "",
            "",
            choice.selected,
        )
        for place, choice in enumerate(field.iter_choices(), 1)
    ]


GROUPS = (wtforms.FieldList, wtforms.FormField)
"""Fields that hold other fields."""

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


def macro_of(field: wtforms.Field) -> str:
    """The name of the macro that draws the field: its own, or the one for its kind of plain field."""
    own: str | None = getattr(field, "macro", None)
    return own or next(name for kind, name in _PLAIN if isinstance(field, kind))
