"""NHS numbers are told from telephone numbers, codes and figures."""

import pytest
from flask import Flask
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField

from federation.kernel import forms
from federation.kernel.api_fields import WordsField
from federation.kernel.patient_data import birth_in, is_nhs_number, nhs_number_in, objection_to


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943\u00a0476\u00a05919",
        "943\u2011476\u20115919",
        "Mr X (943 476 5919), born 12/03/1950",
        "943 476 5919 12 March",
        "id9434765919.",
        "a\n943 476 5919\nb",
        "943 476 5918 and 943 476 5919",
        "401 023 2137",
        "943.476.5919",
        "943  476  5919",
        "943/476/5919",
        "943_476_5919",
        "943 - 476 - 5919",
        "943\\476\\5919",
        "943 476\n5919",
        "943\t476\t5919",
        "943\u2003476\u20035919",
        "943\u200b476\u200b5919",
        "９４３ ４７６ ５９１９",
        "٩٤٣٤٧٦٥٩١٩",
        "9 4 3 4 7 6 5 9 1 9",
        "9-4-3-4-7-6-5-9-1-9",
        "943—476—5919",
        "NHS no.: 943 476 5919",
    ],
)
def test_nhs_numbers_are_found(text: str) -> None:
    assert nhs_number_in(text) in ("5919", "2137")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9434765918",
        "94347659190",
        "09434765919",
        "01943 476 5919",
        "+44 943 476 5919",
        "020 7946 0958",
        "07700 900123",
        "A81001",
        "12,350 visits by 123,500 patients",
        "943 47 65919",
        "0.9434765919",
        "1111111111",
        "0000000000",
        "£9,434,765,919",
        "2026/31",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert nhs_number_in(text) is None
    assert objection_to(text) is None


@pytest.mark.parametrize(
    ("digits", "valid"),
    [("4010232137", True), ("4010232138", False), ("401023213", False), ("401023213x", False)],
)
def test_the_last_digit_checks_the_others(digits: str, valid: bool) -> None:
    assert is_nhs_number(digits) is valid


def test_a_remainder_of_ten_is_no_number() -> None:
    assert not any(is_nhs_number(f"000000040{last}") for last in range(10))


def test_the_number_is_not_repeated() -> None:
    words = objection_to("943 476 5919")
    assert words is not None
    assert ("943" in words, "5919" in words) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "dob 12/03/1950",
        "D.O.B. 12.03.50",
        "DOB: 1950-03-12",
        "Date of birth: 12 March 1950",
        "date of birth was the 12th of March 1950",
        "She was born on 12 March 1950.",
        "born 12-3-50",
        "Born: March 12th, 1950",
        "birthdate\n12 Mar 1950",
        "Ｄate of birth １２/０３/１９５０",
    ],
)
def test_dates_called_dates_of_birth_are_found(text: str) -> None:
    words = objection_to(text)
    assert words is not None and words.startswith("This looks like a date of birth (the date after “")
    assert "1950" not in words and "12" not in words


@pytest.mark.parametrize(
    "text",
    [
        "Voting closes on 12 March 2027.",
        "This plan was born of long talks; we begin on 1 April 2027.",
        "The Birthday Club meets on Mondays.",
        "Born in 1950",
        "born to lead: 12 practices of 50",
        "Patients born before the war, list size 12,350",
        "Ask for the date of birth at the desk.",
        "dob",
    ],
)
def test_other_dates_and_births_are_let_through(text: str) -> None:
    assert birth_in(text) is None
    assert objection_to(text) is None


NUMBER = "943.476 5919"
NOT_WORDS = {"SecretField", "EmailField", "SheetText"}
"""Fields of text that hold a code or an address, or a sheet, whose cells are looked at one by one (``tests/plugins``)."""


def _forms(kind: type[forms.Form]) -> set[type[forms.Form]]:
    return {kind, *(one for below in kind.__subclasses__() for one in _forms(below))}


def _texts(field: UnboundField) -> list[UnboundField]:
    """The fields of text in a field, in those of its parts too."""
    inner = next((one for one in field.args if isinstance(one, UnboundField | type)), None)
    if isinstance(inner, UnboundField):
        return _texts(inner)
    if isinstance(inner, type):
        return [
            text for part in vars(inner).values() if isinstance(part, UnboundField) for text in _texts(part)
        ]
    return [field] if issubclass(field.field_class, (forms.TextField, forms.LinesField)) else []


def test_every_field_of_words_is_looked_at(app: Flask) -> None:
    """All forms of the product and of the plugins, field by field."""
    asked = 0
    for form in _forms(forms.Form):
        if not form.__module__.startswith("federation"):
            continue
        for name, field in vars(form).items():
            if not isinstance(field, UnboundField):
                continue
            for text in _texts(field):
                if text.field_class.__name__ in NOT_WORDS:
                    continue
                one = type(
                    "One", (forms.Form,), {"words": UnboundField(text.field_class, *text.args, **text.kwargs)}
                )
                with app.test_request_context(method="POST", data={"words": NUMBER}):
                    found = one(MultiDict({"words": NUMBER}), meta={"csrf": False})
                    assert not found.validate(), f"{form.__name__}.{name}"
                    said = found.words.errors[0]
                    short = text.kwargs.get("at_most", 200) < len(NUMBER)
                    assert short or said.startswith("This looks like an NHS number (it ends in 5919)"), (
                        form,
                        name,
                        said,
                    )
                    asked += 1
    assert asked > 30


def test_every_text_of_a_program_is_looked_at() -> None:
    with pytest.raises(ValidationError, match="it ends in 5919"):
        WordsField().deserialize(NUMBER)
    assert WordsField(ours=True).deserialize(NUMBER) == NUMBER
