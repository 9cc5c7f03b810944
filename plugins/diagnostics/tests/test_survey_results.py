"""Results: worked out once, read by everybody, compared, taken away, and made proposals of."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from federation_diagnostics.actions.surveys import close_early
from federation_diagnostics.models import Survey
from federation_diagnostics.queries.results import SurveyResults, results_of
from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.questionnaire import DIMENSIONS, ITEMS
from federation_diagnostics.rules.report import report
from federation_diagnostics.views.figures import HEADINGS
from sqlalchemy import select
from surveying import LATER, REPRESENTATIVES, answered, closed, opened, staffed

from federation.testing import both_databases
from federation.toolkit import NotFound, session

Travel = Callable[[timedelta], None]
EVERYBODY = ("admin", "chair", "rep1", "member", "lay", "observer")


@pytest.fixture
def here(federation_world: Any) -> Iterator[Any]:
    """Within the federation."""
    with federation_world.scope():
        yield federation_world


def read(survey_id: int, base: int | None = None) -> SurveyResults:
    found = results_of(survey_id, base)
    assert isinstance(found, SurveyResults)
    return found


@both_databases
def test_what_is_kept_is_what_the_rules_say_of_the_same_answers(here: Any) -> None:
    names = staffed(here, 8)
    numbers = [place % 4 + 2 for place in range(len(names))]
    survey_id = closed(here, names, numbers, comments={"keep": "The locum list"})
    codes = dict(zip(REPRESENTATIVES, here.practices, strict=True))
    first = next(iter(here.practices))
    answers = [
        PersonAnswers(
            codes.get(name, first),
            dict.fromkeys(ITEMS, number),
            {one.key: "same" for one in DIMENSIONS},
            {"keep": "The locum list"},
        )
        for name, number in zip(names, numbers, strict=True)
    ]
    invited = {code: 10 if code == first else 1 for code in here.practices}
    expected = report(answers, invited)
    survey = session.scalars(select(Survey)).one()
    assert survey.digest == expected.digest
    found = read(survey_id)
    assert found.report.dimensions == expected.dimensions
    assert found.report.practices == expected.practices
    assert found.comments == tuple((one.prompt, one.words) for one in expected.comments)
    again = closed(here, list(reversed(names)), reversed(numbers), LATER, comments={"keep": "The locum list"})
    assert read(again).report.practices == expected.practices
    assert {one.change.words for one in read(again).report.dimensions if one.change} == {"No change"}


@both_databases
def test_any_earlier_survey_is_the_base_and_the_last_by_default(here: Any) -> None:
    names = staffed(here, 8)
    low, high = [2, 3] * 7 + [2], [4, 3] * 7 + [4]
    one = closed(here, names, low, "Network health, March 2026")
    two = closed(here, names, high, "Network health, July 2026")
    three = closed(here, names, high, "Network health, October 2026")
    assert [(found.base.wave if found.base else None) for found in map(read, (one, two, three))] == [
        None,
        "March 2026",
        "July 2026",
    ]
    by_default, by_choice = read(three).report.dimensions[0], read(three, one).report.dimensions[0]
    assert by_default.change is not None
    assert by_choice.change is not None
    assert (by_default.change.words, by_choice.change.words) == ("No change", "Up 0.8")
    for wrong in (three, 999, two + 100):
        with pytest.raises(NotFound):
            results_of(three, wrong)
    with pytest.raises(NotFound):
        results_of(one, two)


def test_everybody_reads_the_same(here: Any, federation_client: Any) -> None:
    names = staffed(here, 8)
    closed(here, names, [2, 3] * 7 + [2], "Network health, March 2026")
    survey_id = closed(here, names, [4, 3] * 7 + [4], comments={"change": "Fewer meetings <b>now</b>"})
    path = here.address(f"diagnostics/surveys/{survey_id}")
    for name in EVERYBODY:
        client = federation_client(name)
        page = client.get(path).text
        for words in (
            "15 of 15 people answered (100%), from all 6 practices",
            "In short",
            "<strong>3.4</strong> (was 2.6)",
            "Since March 2026",
            "Up 0.8",
            "This is not the Source 4 Networks tool",
            "Fewer meetings &lt;b&gt;now&lt;/b&gt;",
            "This survey closed early: “All have answered.”",
        ):
            assert words in page, (name, words)
        assert ("Make this a proposal" in page) == (name in ("chair", "rep1", "member"))
        for more in ("dimensions/vision", "practices", "comments", "print", "figures.csv"):
            assert client.get(f"{path}/{more}").status_code == 200
    how = federation_client("lay").get(here.address("diagnostics/how-figures-are-worked-out")).text
    assert "1.96" in how


def test_the_charts_place_marks_in_percent(here: Any, federation_client: Any) -> None:
    names = staffed(here, 8)
    closed(here, names, [2] * 15, "Network health, March 2026")
    survey_id = closed(here, names, [4, 3] * 7 + [4])
    page = federation_client("lay").get(here.address(f"diagnostics/surveys/{survey_id}")).text
    assert '<circle class="app-ring" cx="25.0%" cy="13" r="6"/><circle class="app-fill" cx="60.0%"' in page
    assert "style=" not in page.partition("<main")[2]


def test_figures_to_take_away(here: Any, federation_client: Any) -> None:
    names = staffed(here, 8)
    survey_id = closed(here, names, [4, 2] * 7 + [4])
    answer = federation_client("lay").get(here.address(f"diagnostics/surveys/{survey_id}/figures.csv"))
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == HEADINGS
    assert {len(row) for row in rows} == {len(HEADINGS)}
    assert [row[0] for row in rows[1:5]] == ["Dimension", "Statement", "Statement", "Statement"]
    assert len(rows) == 1 + 8 + 24
    assert rows[2][HEADINGS.index("Agree, %")] == "53"


def test_few_answers_show_no_figure(here: Any, federation_client: Any) -> None:
    survey_id = closed(here, REPRESENTATIVES[:4], [1, 2, 4, 5], comments={"keep": "Secret"})
    path = here.address(f"diagnostics/surveys/{survey_id}")
    for page in (path, f"{path}/dimensions/vision", f"{path}/practices", f"{path}/comments", f"{path}/print"):
        text = federation_client("lay").get(page).text
        assert "Secret" not in text
        assert "% agree" not in text
    assert "Results are shown from 5 answers on" in federation_client("lay").get(path).text


def test_a_survey_that_nobody_answered(here: Any, federation_client: Any) -> None:
    nobody = closed(here, [], [])
    names = staffed(here, 8)
    after = closed(here, names, [3] * 15, LATER)
    for survey_id, words in ((nobody, "0 of 7 people answered (0%)"), (after, "Not compared")):
        path = here.address(f"diagnostics/surveys/{survey_id}")
        assert words in federation_client("lay").get(path).text
        for page in ("/dimensions/vision", "/practices", "/comments", "/print", "/figures.csv"):
            assert federation_client("lay").get(f"{path}{page}").status_code == 200


def test_practices_are_held_back(here: Any, federation_client: Any) -> None:
    names = staffed(here, 5)
    survey_id = closed(here, names, [place % 3 + 2 for place in range(len(names))])
    page = federation_client("lay").get(here.address(f"diagnostics/surveys/{survey_id}/practices")).text
    assert page.count("Not shown. Fewer than 5 of its people answered.") == 5
    assert page.count("Purpose and vision: <strong>") == 1
    assert "7 of 7" in page


def test_comments_come_page_by_page(here: Any, federation_client: Any) -> None:
    names = staffed(here, 20)
    survey_id = opened(here)
    for place, name in enumerate(names):
        answered(
            here, survey_id, {name: 3}, comments={"keep": f"Comment {place:02}", "change": f"Wish {place:02}"}
        )
    close_early(here.actor("chair"), survey_id, "Enough.")
    path = here.address(f"diagnostics/surveys/{survey_id}/comments")
    client = federation_client("lay")
    seen, page = [], path
    while page:
        text = client.get(page).text
        found = re.findall("<li><p>([^<]*)", text)
        assert len(found) <= 20
        seen += found
        page = (
            text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
            if 'rel="next"' in text
            else ""
        )
    assert len(seen) == 54
    assert seen == sorted(seen, key=lambda line: ("Wish" in line, line))
    for odd in ("?from=-1", "?from=x", "?from=99999", "?from=²"):
        assert "Comment 00" in client.get(path + odd).text


@both_databases
def test_pages_cost_the_same_for_few_and_for_many(
    here: Any, federation_client: Any, federation_statements: Any
) -> None:
    """The same number of statements with 5 people and with 300."""

    def costs(survey_id: int) -> dict[str, int]:
        found = {}
        path = here.address(f"diagnostics/surveys/{survey_id}")
        pages = ["", "/dimensions/vision", "/practices", "/comments", "/print", "/figures.csv", "/answer"]
        for page in pages:
            client = federation_client("rep1")
            with federation_statements() as run:
                assert client.get(f"{path}{page}").status_code == 200
            found[page] = len(run)
        return found

    few = closed(here, REPRESENTATIVES[:5], [3] * 5, comments={"keep": "Few"})
    costs(few)  # what a process asks once
    few_costs = costs(few)
    with here.scope():
        names = staffed(here, 293)
        survey_id = opened(here, title=LATER)
        _many_answers(here, survey_id, len(names))
        close_early(here.actor("chair"), survey_id, "Enough.")
        session.rollback()
    many_costs = costs(survey_id)
    assert read_within(here, survey_id).report.answered == 300
    # The second survey is compared with the first: one statement more on pages with a comparison.
    compared = {"", "/dimensions/vision", "/practices", "/print", "/figures.csv"}
    assert many_costs == {page: cost + (page in compared) for page, cost in few_costs.items()}
    assert max(many_costs.values()) <= 12


def read_within(world: Any, survey_id: int) -> SurveyResults:
    with world.scope():
        return read(survey_id)


def _many_answers(world: Any, survey_id: int, many: int) -> None:
    """As if so many had sent: writing 300 drafts takes longer than it teaches."""
    from federation_diagnostics.models import SurveyAnswer, SurveyInvitation
    from sqlalchemy import update

    from federation.toolkit import insert_many, unit_of_work

    with unit_of_work():
        rows = session.execute(
            select(SurveyInvitation.practice_id).where(SurveyInvitation.survey_id == survey_id).limit(many)
        ).all()
        answers = {"year_ago": {}, "comments": {"keep": "A comment"}}
        insert_many(
            SurveyAnswer,
            [
                {
                    "id": 1_000 + place,
                    "survey_id": survey_id,
                    "practice_id": row.practice_id,
                    "answers": {**answers, "items": dict.fromkeys(ITEMS, place % 5 + 1)},
                }
                for place, row in enumerate(rows)
            ],
        )
        session.execute(
            update(SurveyInvitation).where(SurveyInvitation.survey_id == survey_id).values(answered=True)
        )
        session.get_one(Survey, survey_id).answered = many
