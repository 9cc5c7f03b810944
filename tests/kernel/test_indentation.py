"""What is left of the white space of templates when they are compiled."""

import traceback

import pytest
from jinja2 import DictLoader, Environment, UndefinedError

from federation.kernel.indentation import TemplateIndentation


def made(source: str, name: str = "page.html") -> Environment:
    return Environment(
        loader=DictLoader({name: source}),
        extensions=[TemplateIndentation],
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )


def rendered(source: str, **values: object) -> str:
    return made(source).get_template("page.html").render(**values)


def test_a_line_break_is_the_space_that_it_is_in_html() -> None:
    assert rendered("We agree to\n    share <b>one</b>\n  <i>van</i>\n    {{ more }}", more=2) == (
        "We agree to share <b>one</b> <i>van</i> 2"
    )
    assert rendered('<a class="x"\n    href="/">See</a>') == '<a class="x" href="/">See</a>'


def test_at_the_edges_of_blocks_it_is_nothing() -> None:
    source = "<table>\n  <tr>\n    <td>\n      one\n    </td>\n    <td>two</td>\n  </tr>\n</table>\n<p>\n  three\n</p>\n"
    assert rendered(source) == "<table><tr><td>one</td><td>two</td></tr></table><p>three</p>"


def test_between_what_a_style_may_put_in_a_line_it_stays() -> None:
    assert (
        rendered("<ul>\n  <li>\n    one\n  </li>\n  <li>two</li>\n</ul>")
        == "<ul><li>one</li> <li>two</li></ul>"
    )
    assert (
        rendered("<b>one</b>\n  <button>\n    two\n  </button>\n  three")
        == "<b>one</b> <button>two</button> three"
    )


def test_after_a_statement_it_is_nothing() -> None:
    source = "({% if more %}\n    {{ more }}\n  {%- else %}\n    none\n  {%- endif %}\n  )."
    assert (rendered(source, more=2), rendered(source, more=0)) == ("(2).", "(none).")


def test_words_keep_to_what_they_stood_beside() -> None:
    assert rendered("<p>\n  See <a href='/'>the page</a>.\n  It is (<b>new</b>).\n</p>") == (
        "<p>See <a href='/'>the page</a>. It is (<b>new</b>).</p>"
    )


@pytest.mark.parametrize("name", ["textarea", "pre"])
def test_what_is_shown_with_its_white_space_stays(name: str) -> None:
    source = f"<div>\n  <{name} id='x'>\n  one\n\n    two {{{{ three }}}}\n</{name}>\n</div>"
    assert rendered(source, three="\n  3") == f"<div><{name} id='x'>\n  one\n\n    two \n  3\n</{name}></div>"


def test_what_people_wrote_stays() -> None:
    assert rendered("<p>\n  {{ body }}\n</p>", body="one\n   two") == "<p>one\n   two</p>"


def test_long_expressions_and_statements_and_comments_may_have_lines() -> None:
    source = "<p>\n  {{ {'a': 'one',\n      'b': 'two'}[key] }}\n  {% if key == 'a' and\n      key %}\n    x\n  {% endif %}\n</p>"
    assert rendered(source, key="a") == "<p>one\nx </p>"
    assert rendered("{#- <table>\n  words #}\n<p>one</p>") == "<p>one</p>"


def test_texts_of_letters_stay_as_they_are() -> None:
    source = "Dear all,\n\n    one\n    two\n"
    environment = made(source, "letter.txt")
    assert environment.get_template("letter.txt").render() == source.rstrip("\n")


def test_errors_name_the_line_of_the_file() -> None:
    source = "<table>\n  <tr>\n    <td>\n      words\n      and words\n      {{ nothing.at_all }}\n    </td>\n  </tr>\n</table>"
    with pytest.raises(UndefinedError) as error:
        rendered(source)
    lines = [frame.lineno for frame in traceback.extract_tb(error.tb) if frame.filename == "<template>"]
    assert lines == [6]
