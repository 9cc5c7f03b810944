"""Which tests ``make quick`` finds near to a change."""

import pytest

from tests.near import Near, chosen, rules_tests


@pytest.fixture(scope="module")
def near() -> Near:
    return Near()


@pytest.mark.parametrize(
    ("changed", "among"),
    [
        ("tests/decisions/test_voting.py", "tests/decisions/test_voting.py"),
        ("federation/decisions/voting/actions/closing.py", "tests/decisions/test_voting.py"),
        ("federation/kernel/search.py", "tests/kernel/test_search.py"),
        ("tests/people/provider.py", "tests/people/test_organisations.py"),
        ("templates/decisions/register.html", "tests/decisions/test_register.py"),
        (
            "plugins/diagnostics/federation_diagnostics/rules/report.py",
            "plugins/diagnostics/tests/rules/test_diagnostics_report.py",
        ),
    ],
)
def test_what_is_near(near: Near, changed: str, among: str) -> None:
    assert among in near.of(changed)


@pytest.mark.parametrize(
    "changed", ["README.md", "docs/plugins.md", "config/production.example.toml", "Makefile"]
)
def test_what_no_test_is_near_to(near: Near, changed: str) -> None:
    assert near.of(changed) == []


def test_the_tests_of_rules_always_run(near: Near) -> None:
    assert chosen([], near) == rules_tests()
    assert {"tests/decisions/rules", "tests/network/rules", "plugins/diagnostics/tests/rules"} <= set(
        rules_tests()
    )
    assert chosen(["tests/decisions/rules/test_rules_laws.py"], near) == rules_tests()
