"""Forms: any post is answered in words, what was typed is kept, and every piece of a page renders."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import wtforms
from flask import Flask, render_template
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from wtforms.fields.choices import SelectChoice

from federation.kernel import assets
from federation.kernel.assets import AssetsMissing, init_assets
from federation.kernel.charts import funnel_chart, time_chart
from federation.kernel.forms import (
    FILE_NOT_KEPT,
    HIDDEN,
    Choice,
    ChoiceWithHints,
    DateField,
    EmailField,
    FileField,
    Form,
    FormProblem,
    FractionField,
    HiddenField,
    LinesField,
    LongTextField,
    MomentField,
    MoneyField,
    MultiCheckboxField,
    PasswordField,
    QueryForm,
    SelectField,
    TextField,
    TickField,
    WholeNumberField,
    in_utc,
    read_time,
)
from federation.kernel.indentation import TemplateIndentation
from federation.kernel.measures import FunnelCount
from federation.kernel.shell import BRANDS, PageShell
from federation.kernel.words import init_words
from federation.paths import TEMPLATES

SHELL = PageShell(
    federation_name="Saltmarsh GP Federation",
    nav=(("home", "Home", "/"), ("decisions", "Decisions", "/d")),
    current="decisions",
    person_name="Priya Nair",
    practice_name="Driftwood Surgery",
    switch_url="/switch",
    admin_url="/admin",
    search_url="/search",
    sign_out_url="/out",
    footer=(("Privacy", "/privacy"),),
    demo=True,
    notices=(("success", "Saved <1>."), ("info", "Note.")),
)
MARCH = datetime(2027, 3, 1, 17, tzinfo=UTC)


class Stance(Enum):
    FOR = "for"
    AGAINST = "against"


class Everything(Form):
    title = TextField("Title", required="Enter a title", hint="In one line")
    why = LongTextField("Why", at_most=50)
    options = LinesField("Options", at_most=10, lines=3)
    email = EmailField(required="Enter an email address")
    password = PasswordField(at_least=3, required="Enter your password")
    places = WholeNumberField("Places", at_least=1, at_most=2000, required="Enter how many places")
    cost = MoneyField("Cost", at_least=0)
    share = FractionField("Share needed")
    review = DateField("Review", at_least=date(2026, 1, 1), at_most=lambda: date(2030, 1, 1))
    closes = MomentField("Voting closes", required="Enter when voting closes", at_least=MARCH)
    stance = ChoiceWithHints(
        "Vote",
        [Choice(Stance.FOR, "For", "We want this"), Choice(Stance.AGAINST, "Against", "We do not")],
        required="Select how you vote",
    )
    aims = MultiCheckboxField("Aims", [Choice(1, "Aim 1"), Choice(2, "Aim 2")])
    practice = SelectField("Practice", [(7, "Skylark"), (8, "Heron")], first="Select a practice")
    leave = TickField("Leave them out", legend="Before you save", required="Tick to confirm")
    file = FileField("Practices file", endings=(".csv",), megabytes=1)
    note = HiddenField("Note", at_most=5)
    plain = wtforms.StringField("Plain", validators=[wtforms.validators.DataRequired("Enter plain")])
    plain_pick = wtforms.RadioField("Plain radios", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    plain_list = wtforms.FieldList(wtforms.StringField("Entry"), min_entries=1)


GOOD: dict[str, Any] = {
    "title": "Share visits",
    "email": "Name@Example.com",
    "password": " abc ",
    "places": "1,200",
    "closes-day": "27",
    "closes-month": "November",
    "closes-year": "2027",
    "closes-time": "5pm",
    "stance": "for",
    "leave": "1",
    "plain": "x",
    "plain_pick": "a",
}


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="for these tests", WTF_CSRF_ENABLED=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(TemplateIndentation)
    CSRFProtect(app)
    init_assets(app)
    init_words(app)
    app.jinja_env.globals["request_id"] = lambda: "CALLED12"
    return app


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def posted(app: Flask, changes: dict[str, Any] | None = None, form: type[Form] = Everything) -> Any:
    """The form after a post of what is good, changed."""
    data = {name: value for name, value in {**GOOD, **(changes or {})}.items() if value is not None}
    with app.test_request_context(method="POST", data=data) as context:
        made = form()
        made.validate_on_submit()
    context.request.environ["wsgi.input"].close()
    return made


def errors(app: Flask, **changes: Any) -> list[tuple[str, str]]:
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    return [tuple(problem) for problem in posted(app, named).problems]


def test_a_good_post_is_read(app: Flask) -> None:
    form = posted(app, {"aims": ["2", "1"], "practice": "8", "cost": "£1,250.50", "share": "2/3"})
    assert form.problems == []
    assert form.email.data == "Name@example.com"
    assert form.password.data == " abc "
    assert form.places.data == 1200
    assert form.cost.data == 125050
    assert form.share.data == Fraction(2, 3)
    assert form.review.data is None
    assert form.closes.data == datetime(2027, 11, 27, 17, tzinfo=UTC)
    assert form.stance.data is Stance.FOR
    assert form.aims.data == [1, 2]
    assert form.practice.data == 8
    assert form.leave.data is True
    assert form.file.data is None


def test_an_empty_post_says_only_what_is_required(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Everything(title="from the database")
        assert not form.validate_on_submit()
    assert form.title.data == ""
    assert form.problems == [
        FormProblem("title", "Enter a title"),
        FormProblem("email", "Enter an email address"),
        FormProblem("password", "Enter your password"),
        FormProblem("places", "Enter how many places"),
        FormProblem("closes-day", "Enter when voting closes"),
        FormProblem("stance", "Select how you vote"),
        FormProblem("leave", "Tick to confirm"),
        FormProblem("plain", "Enter plain"),
        FormProblem("plain_pick", "Not a valid choice."),
    ]


@pytest.mark.parametrize(
    ("changes", "target", "text"),
    [
        ({"title": "x" * 201}, "title", "Title must be 200 characters or less. It has 201"),
        ({"title": "a\0b"}, "title", f"Title {HIDDEN}"),
        ({"title": "a\u202eb"}, "title", f"Title {HIDDEN}"),
        ({"title": "\x1b[31m"}, "title", f"Title {HIDDEN}"),
        ({"title": " \u200b\ufeff \n"}, "title", "Enter a title"),
        ({"why": "y" * 51}, "why", "Why must be 50 characters or less. It has 51"),
        ({"options": "a\nb\nc\nd"}, "options", "Options must have 3 lines or less. It has 4"),
        ({"options": "a\n" + "b" * 11}, "options", "Line 2 of Options must be 10 characters or less"),
        ({"email": "nobody"}, "email", "Email address must be in the correct format, like name@example.com"),
        ({"email": "a@b@c"}, "email", "Email address must be in the correct format, like name@example.com"),
        ({"password": "ab"}, "password", "Password must be 3 characters or more"),
        ({"password": "x" * 1001}, "password", "Password must be 1,000 characters or less"),
        ({"places": "1.5"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "1e3"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "1_000"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "1,00"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "١٢"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "²"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "9" * 5000}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "nan"}, "places", "Places must be a whole number, like 12 or 1,000"),
        ({"places": "0"}, "places", "Places must be between 1 and 2,000"),
        ({"places": "-3"}, "places", "Places must be between 1 and 2,000"),
        ({"cost": "12.5"}, "cost", "Cost must be an amount of money, like 1,250 or 1,250.50"),
        ({"cost": "-1"}, "cost", "Cost must be an amount of money, like 1,250 or 1,250.50"),
        ({"share": "0.75"}, "share", "Share needed must be a fraction like 2/3, or a percentage like 75%"),
        ({"share": "1/0"}, "share", "Share needed must be a fraction like 2/3, or a percentage like 75%"),
        ({"share": "1/2/3"}, "share", "Share needed must be a fraction like 2/3, or a percentage like 75%"),
        ({"share": "101%"}, "share", "Share needed must be between 0% and 100%"),
        ({"share": "3/2"}, "share", "Share needed must be between 0% and 100%"),
        ({"stance": "FOR"}, "stance", "Select how you vote"),
        ({"stance": "Stance.FOR"}, "stance", "Select how you vote"),
        ({"stance": ""}, "stance", "Select how you vote"),
        ({"aims": ["1", "3"]}, "aims", "Aims: select one of the answers offered"),
        ({"practice": "9"}, "practice", "Practice: select one of the answers offered"),
        ({"leave": "0"}, "leave", "Tick to confirm"),
        ({"note": "longer"}, "", "Note must be 5 characters or less. It has 6"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_at_its_input(
    app: Flask, changes: dict[str, Any], target: str, text: str
) -> None:
    assert posted(app, changes).problems == [FormProblem(target, text)]


OPTIONAL = ("why", "options", "cost", "share", "review-day", "aims", "practice", "note", "file")


@pytest.mark.parametrize("name", [*GOOD, *OPTIONAL])
def test_a_file_in_place_of_text_and_doubled_values_fail_no_field(app: Flask, name: str) -> None:
    for value in ((BytesIO(b"x"), "x.txt"), (BytesIO(b""), "\0.csv"), ["", "x", "2", "\ud7ff"]):
        with app.test_request_context(method="POST", data={**GOOD, name: value}):
            form = Everything()
            form.validate_on_submit()
            assert form.problems or name in OPTIONAL or isinstance(value, list)
            rendered_alone(app, form)


def rendered_alone(app: Flask, form: Form) -> str:
    source = "{% import 'macros/forms.html' as forms %}{{ forms.error_summary(form) }}{{ forms.open(form) }}"
    source += "{% for field in form %}{{ field }}{% endfor %}</form>"
    return app.jinja_env.from_string(source).render(form=form)


def test_crafted_names_and_json_fail_nothing(app: Flask) -> None:
    data = {
        **GOOD,
        "plain_list-²": "x",
        f"plain_list-{'9' * 5000}": "x",
        "closes-": "x",
        "": "x",
        "closes": "x",
        "closes-day-": "y",
    }
    assert posted(app, data).problems == []
    for body in ("5", "[1, 2]", '{"title": {"a": 1}}', "null", "{"):
        with app.test_request_context(method="POST", data=body, content_type="application/json"):
            form = Everything()
            assert not form.validate_on_submit()
            assert FormProblem("title", "Enter a title") in form.problems


def test_what_was_typed_is_kept(app: Flask) -> None:
    form = posted(
        app,
        {
            "title": "a\0 <b>",
            "places": "12.5",
            "share": "lots",
            "closes-day": "31",
            "closes-month": "Feb",
            "stance": None,
        },
    )
    with app.test_request_context():
        html = rendered_alone(app, form)
    for kept in (
        'value="a &lt;b&gt;"',
        'value="12.5"',
        'value="lots"',
        'value="31"',
        'value="Feb"',
        'value="5pm"',
    ):
        assert kept in html
    assert "abc" not in html, "a password is not shown again"


def test_text_is_normalised(app: Flask) -> None:
    form = posted(
        app, {"title": "  Cafe\u0301 \t au\r\nlait ", "why": " a\r\nb\u2028c ", "options": " a  b \n\n c"}
    )
    assert form.title.data == "Caf\u00e9 au lait"
    assert form.why.data == "a\nb\nc"
    assert form.options.data == ["a b", "c"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("5pm", "17:00"), ("5 PM", "17:00"), ("5.30pm", "17:30"), ("5:30 p.m.", "17:30"), ("17:00", "17:00"),
        ("17.05", "17:05"), ("1700", "17:00"), ("0905", "09:05"), ("9.30am", "09:30"), ("9:30", "09:30"),
        ("12am", "00:00"), ("12pm", "12:00"), ("12.04pm", "12:04"), ("noon", "12:00"), ("12 noon", "12:00"),
        ("midday", "12:00"), ("midnight", "00:00"), ("12 midnight", "00:00"), ("00:00", "00:00"),
        ("", None), ("5", None), ("17", None), ("13pm", None), ("0am", None), ("24:00", None),
        ("9.60am", None),
        ("9.5am", None), ("5 noon", None), ("１７：００", None), ("five", None), ("5pm tomorrow", None),
        ("170000", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, at: str | None) -> None:
    found = read_time(text)
    assert (found.strftime("%H:%M") if found else None) == at


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 11, 27, 17), datetime(2026, 11, 27, 17, tzinfo=UTC)),
        (datetime(2026, 7, 1, 17), datetime(2026, 7, 1, 16, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (datetime(2027, 3, 28, 2, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_english_clocks_twice_a_year(local: datetime, utc: datetime) -> None:
    assert in_utc(local) == utc


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2/3", Fraction(2, 3)),
        ("75%", Fraction(3, 4)),
        ("66.67%", Fraction(6667, 10000)),
        (" 75 per cent ", Fraction(3, 4)),
        ("2 \u2044 3", Fraction(2, 3)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
    ],
)
def test_fractions_are_exact_and_shown_as_they_would_be_typed(app: Flask, text: str, value: Fraction) -> None:
    form = posted(app, {"share": text})
    assert form.share.data == value
    with app.test_request_context():
        again = Everything(share=value)
        assert posted(app, {"share": again.share.shown}).share.data == value


def test_values_are_shown_as_they_would_be_typed(app: Flask, context: None) -> None:
    form = Everything(
        closes=datetime(2026, 7, 1, 8, 30, tzinfo=UTC), review=date(2027, 5, 28), cost=125005, places=1200,
        stance=Stance.AGAINST, aims=[2], practice=8, leave=True, options=["a", "b"],
    )  # fmt: skip
    assert form.closes.shown_parts() == {"day": "1", "month": "7", "year": "2026", "time": "9.30am"}
    assert form.review.shown_parts() == {"day": "28", "month": "5", "year": "2027"}
    assert [form.cost.shown, form.places.shown, form.options.shown] == ["1,250.05", "1,200", "a\nb"]
    assert (form.stance.data, form.aims.data, form.practice.data) == (Stance.AGAINST, [2], 8)
    html = rendered_alone(app, form)
    assert html.count(" checked") == 3
    assert '<option value="8" selected>' in html


def test_choices_may_be_set_by_the_view(app: Flask) -> None:
    with app.test_request_context(method="POST", data={**GOOD, "practice": "12"}):
        form = Everything()
        form.practice.choices = [Choice(12, "Tidemill")]
        assert form.validate_on_submit()
        assert form.practice.data == 12


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ((BytesIO(b"x"), "list.xlsx"), "Practices file must be a CSV file"),
        ((BytesIO(b""), "list.csv"), "Practices file is an empty file. Choose another"),
        ((BytesIO(b"x" * 1_000_001), "list.csv"), "Practices file must be smaller than 1 MB"),
    ],
)
def test_files_are_checked(app: Flask, file: Any, text: str) -> None:
    assert posted(app, {"file": file}).problems == [FormProblem("file", text)]


def test_a_file_is_read_and_must_be_chosen_again_beside_an_error(app: Flask) -> None:
    data = {**GOOD, "file": (BytesIO(b"a,b"), "List.CSV")}
    with app.test_request_context(method="POST", data=data):
        form = Everything()
        assert form.validate_on_submit()
        assert form.file.data.read() == b"a,b"
    form = posted(app, {"file": (BytesIO(b"a,b"), "list.csv"), "title": ""})
    assert form.problems == [FormProblem("title", "Enter a title"), FormProblem("file", FILE_NOT_KEPT)]


def test_a_rule_may_add_its_words(app: Flask) -> None:
    form = posted(app)
    form.refuse("Voting closes too soon", "closes")
    form.refuse("The roll has changed")
    form.refuse("Of no field", "nothing")
    assert form.problems == [
        FormProblem("", "The roll has changed"),
        FormProblem("", "Of no field"),
        FormProblem("closes-day", "Voting closes too soon"),
    ]


def test_a_stale_page_is_said_and_the_text_kept(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        with app.test_request_context(method="POST", data=GOOD):
            form = Everything()
            assert not form.validate_on_submit()
            assert [problem.target for problem in form.problems] == [""]
            html = rendered_alone(app, form)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert 'value="Share visits"' in html
    assert html.count('name="csrf_token"') == 2, "once by open(), once by the loop of this test"


class Address(wtforms.Form):
    town = wtforms.StringField("Town", validators=[wtforms.validators.DataRequired("Enter a town")])


class Loose(Form):
    least = WholeNumberField("Least", at_least=5)
    most = WholeNumberField("Most", at_most=5)
    place = wtforms.FormField(Address, "Place")
    names = wtforms.FieldList(
        wtforms.StringField("Name", validators=[wtforms.validators.DataRequired("Enter a name")]),
        "Names",
        min_entries=2,
    )


def test_bounds_of_one_side_and_fields_inside_fields(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"least": "4", "most": "6", "names-0": "Heron"}):
        form = Loose()
        assert not form.validate_on_submit()
        assert form.problems == [
            FormProblem("least", "Least must be 5 or more"),
            FormProblem("most", "Most must be 5 or less"),
            FormProblem("place-town", "Enter a town"),
            FormProblem("names-1", "Enter a name"),
        ]
        html = rendered_alone(app, form)
    assert html.count('class="nhsuk-input') == 5
    assert '<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Place</legend>' in html


class Search(QueryForm):
    q = TextField("Search decisions")
    result = MultiCheckboxField("Result", [("carried", "Carried (29)"), ("tied", "Tied (2)")])


def test_a_query_form_reads_the_address(app: Flask) -> None:
    with app.test_request_context("/?q=parking&result=tied&result=carried"):
        form = Search()
        assert form.validate()
        assert (form.q.data, form.result.data) == ("parking", ["carried", "tied"])
        assert "csrf_token" not in form
    with app.test_request_context("/"):
        assert Search().q.data == ""


def rendered(app: Flask, method: str = "GET", data: Any = None) -> str:
    with app.test_request_context(method=method, data=data):
        form = Everything()
        form.validate_on_submit()
        return render_template(
            "styleguide.html",
            page=SHELL,
            form=form,
            now=datetime(2026, 11, 24, 13, 42, tzinfo=UTC),
            closes=datetime(2026, 11, 27, 17, tzinfo=UTC),
            rows=[("Join <the> pilot", "Not carried", "pink", 11240, "For 4, against 6")],
            text="One\n\n- two",
            over_time=time_chart([(f"Month {number}", 3 + number % 4) for number in range(1, 15)], "Stays"),
            beside=funnel_chart(
                "proportion",
                [FunnelCount("Quayside", 30, 200), FunnelCount("Saltpan", 40, 100)],
                ("Practice", "Reviews", "Late"),
            ),
        )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_piece_of_a_page_renders(app: Flask, method: str) -> None:
    html = rendered(app, method)
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for targets in re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]*)"', html):
        assert set(targets.split()) <= set(ids)
    for problem in re.findall(
        r'<li><a href="#([^"]*)">', html.partition("error-summary__list")[2].partition("</ul>")[0]
    ):
        assert problem in ids
    assert not re.search(r"\sstyle=|<script|\son[a-z]+=|\srequired", html)
    assert ("<title>Error: Every piece" in html) is (method == "POST")
    assert "Every piece of a page - Saltmarsh GP Federation</title>" in html
    assert "Saved &lt;1&gt;." in html


def test_radio_hints_never_share_the_id_of_the_groups(app: Flask) -> None:
    class Rule(Form):
        rule = ChoiceWithHints("Rule", [Choice("a", "A", "x"), Choice("b", "B", "y")], hint="Of the group")

    with app.test_request_context():
        html = str(Rule().rule())
    assert re.findall(r' id="([^"]*)"', html) == ["rule-hint", "rule", "rule-1-hint", "rule-2", "rule-2-hint"]


def test_how_a_field_looks_is_said_in_the_template(app: Flask, context: None) -> None:
    form = Everything()
    html = str(form.why(size="m", rows=9, hint="Other", autocomplete="off"))
    assert '<label class="nhsuk-label nhsuk-label--m" for="why">Why</label>' in html
    assert ' rows="9"' in html and ' autocomplete="off"' in html and ">Other</div>" in html
    html = str(form.title(heading=True, caption="Step 1", width=20, suffix="visits"))
    assert '<h1 class="nhsuk-label-wrapper"><label class="nhsuk-label nhsuk-label--l"' in html
    assert "nhsuk-input--width-20" in html and ">visits</div>" in html
    assert "nhsuk-u-visually-hidden" in str(form.title(size="hidden"))
    html = str(form.title(label="Name of the proposal"))
    assert ">Name of the proposal</label>" in html and "Title" not in html and " label=" not in html
    assert ' inputmode="numeric"' in str(form.places())
    assert 'type="email"' in str(form.email()) and ' autocomplete="email"' in str(form.email())
    for bad in ("style", "onclick", "a b"):
        with pytest.raises(ValueError, match="attribute"):
            form.title(**{bad: "x"})


@pytest.mark.parametrize("number", [400, 403, 404, 409, 413, 429, 500, 503])
@pytest.mark.parametrize("shell", [PageShell(), SHELL])
def test_error_pages_say_a_way_on(app: Flask, number: int, shell: PageShell) -> None:
    with app.test_request_context():
        plain = render_template(f"errors/{number}.html", page=shell)
        said = render_template(f"errors/{number}.html", page=shell, words="Because <of> this.")
    assert f'<a href="{shell.home_url}">Go to the home page</a>' in plain
    assert ("Because &lt;of&gt; this." in said) is (number != 404)
    assert ("Sign out" in plain) is shell.signed_in


def test_the_frame_of_a_page(app: Flask) -> None:
    html = rendered(app)
    assert html.count('aria-current="true"') == 1
    assert "Priya Nair, </span>Driftwood Surgery" in html
    assert "Demonstration: every practice and person here is made up." in html
    assert SHELL.at("home").current == "home"
    with app.test_request_context():
        html = render_template("errors/404.html", page=replace(SHELL, brand="plum", admin_url=None))
    assert '<html lang="en" class="app-brand--plum">' in html
    assert BRANDS["plum"] in html
    assert ">Admin<" not in html


def test_every_brand_has_its_colours_in_the_style_sheet() -> None:
    css = assets.read_assets()["app.css"].body.decode()
    for name, colour in BRANDS.items():
        assert f".app-brand--{name} {{ --app-brand: {colour};" in css or (
            not name and f"--app-brand: {colour};" in css
        )


def test_style_sheets_are_served_for_ever_under_their_content(app: Flask) -> None:
    client = app.test_client()
    for name in ("nhsuk.css", "app.css"):
        url = app.jinja_env.globals["asset_url"](name)  # type: ignore[operator]
        assert re.fullmatch(rf"/static/{name[:-4]}-[0-9a-f]{{12}}\.css", url)
        plain = client.get(url)
        assert plain.status_code == 200 and plain.mimetype == "text/css"
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert b"@font-face" not in plain.data and b"assets.nhs.uk" not in plain.data
        packed = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and len(packed.data) < len(plain.data) / 2
    assert client.get("/static/nhsuk-000000000000.css").status_code == 404
    assert client.get("/static/../forms.py").status_code == 404
    assert app.view_functions["assets.file"].permission == "public"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "css",
    [
        "a{b:url(https://x.example/y)}",
        'a{b:url( "//x.example/y")}',
        '@import "//x.example/y";',
        "a{b:image-set('HTTP://x')}",
    ],
)
def test_a_style_sheet_that_calls_another_host_is_refused(css: str) -> None:
    with pytest.raises(AssetsMissing, match="another host"):
        assets._asset("app.css", css)


def test_without_the_nhs_style_sheet_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_PACKAGE", "no_such_package_here")
    with pytest.raises(AssetsMissing, match="pip install --no-deps wagtail-nhsuk-frontend"):
        init_assets(Flask(__name__))


def test_a_field_hides_nothing_that_a_form_has_of_itself() -> None:
    with pytest.raises(TypeError, match=r"HidingForm\.problems: a form has that"):
        type("HidingForm", (Form,), {"problems": TextField("Which?")})
