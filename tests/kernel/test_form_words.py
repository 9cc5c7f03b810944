"""What forms say: errors name what is asked for shortly, examples lie ahead, years and addresses as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from federation.kernel.addresses import read_address
from federation.kernel.clock import machine_now
from federation.kernel.forms import ChoiceWithHints, DateField, EmailField, Form, LongTextField, MomentField
from federation.kernel.words import LONDON, day


class Asking(Form):
    closes = MomentField(
        "When does voting close?", called="The closing date", required="Enter when voting closes"
    )
    opens = MomentField("When does voting open? (optional)")
    review = DateField("Date of review (optional)", example=timedelta(days=28))
    begins = MomentField("When does it begin?", hint="In the evening is usual.", example=timedelta(days=3))
    why = LongTextField("Why is it so?", at_most=5)
    email = EmailField()
    pick = ChoiceWithHints("Which?", [])


def asked(app: Flask, **sent: str) -> Asking:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(
        method="POST", data={name.replace("__", "-"): text for name, text in sent.items()}
    ):
        form = Asking()
        form.validate()
        return form


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("closes", "The closing date must be a real date"),
        ("opens", "Your answer must be a real date"),
        ("review", "Date of review must be a real date"),
    ],
)
def test_an_error_names_what_is_asked_for_and_not_the_question(app: Flask, name: str, words: str) -> None:
    parts = {f"{name}__day": "31", f"{name}__month": "2", f"{name}__year": "2027", f"{name}__time": "5pm"}
    assert asked(app, **parts)[name].errors[0] == words


def test_a_text_too_long_is_not_called_by_its_question(app: Flask) -> None:
    assert asked(app, why="Too long").why.errors == ["Your answer must be 5 characters or less. It has 8"]


@pytest.mark.parametrize(("typed", "year"), [("26", 2026), ("2026", 2026), ("00", 2000), ("99", 2099)])
def test_a_year_of_two_numbers_is_of_this_century(app: Flask, typed: str, year: int) -> None:
    form = asked(app, review__day="1", review__month="3", review__year=typed)
    assert (form.review.data, form.review.errors) == (date(year, 3, 1), [])


@pytest.mark.parametrize("typed", ["2", "126", "02026"])
def test_other_years_are_refused(app: Flask, typed: str) -> None:
    form = asked(app, review__day="1", review__month="3", review__year=typed)
    assert form.review.errors == ["Date of review must have a year of 4 numbers"]


def test_an_example_lies_ahead(app: Flask) -> None:
    form = asked(app)
    then = [(machine_now() + timedelta(days=days)).astimezone(LONDON) for days in (28, 3)]
    assert form.review.description == f"For example, {day(then[0])}"
    assert form.begins.description == f"In the evening is usual. For example, {day(then[1])}, 5pm"
    assert all(one > datetime.now(UTC) for one in then)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("me@nhs", "Email address must have all of the address after the @, like name@example.com"),
        ("me@nhs.", "Email address must be in the correct format, like name@example.com"),
        ("me", "Email address must be in the correct format, like name@example.com"),
        ("me@a@b", "Email address must be in the correct format, like name@example.com"),
    ],
)
def test_an_address_without_its_end_is_refused_with_words(app: Flask, typed: str, words: str) -> None:
    assert read_address(typed) is None
    assert asked(app, email=typed).email.errors == [words]


def test_an_address_is_read_alike_everywhere() -> None:
    assert read_address(" me@NHS.example ") == "me@nhs.example"
