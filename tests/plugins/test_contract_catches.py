"""The contract finds what is wrong: a good plugin, spoilt in one place at a time, fails the test that is for it."""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

import federation
from tests.plugins.environment import Environment

ROOT = Path(federation.__file__).parents[1]


class Fault(NamedTuple):
    """What is spoilt: a file, what stands there, what is put in its place; and the test that must fail.

    Faults of one round do not touch each other, and are looked for together.
    """

    file: str
    right: str
    wrong: str
    test: str
    words: str = ""
    round: int = 1


FAULTS = {
    "imports the product's inside": Fault(
        "hooks.py",
        "from typing import Any\n",
        "from typing import Any\n\nimport federation.kernel.words\n",
        "test_files_keep_the_contract",
        "import from federation.toolkit",
    ),
    "a page that writes": Fault(
        "views.py",
        "    names = {one.id: one.name for one in practices()}\n",
        "    names = {one.id: one.name for one in practices()}\n"
        "    with actions.unit_of_work():\n        entry.title += '!'\n",
        "test_reading_changes_nothing",
    ),
    "another answer for what is others'": Fault(
        "queries.py",
        "    if entry is None:\n        raise NotFound()\n",
        "    if entry is None:\n"
        "        raise NotFound() if entry_id < 100_000_000 else RuntimeError('no such entry')\n",
        "test_what_is_others_answers_as_what_is_not_there",
        "told apart",
    ),
    "a page that nobody can open": Fault(
        "views.py",
        '@blueprint.get("/<int:entry_id>")',
        '@blueprint.get("/nothing")\n@permission("lending.read")\ndef nothing() -> str:\n'
        '    """Nothing."""\n    raise actions.Refusal("Not today.")\n\n\n@blueprint.get("/<int:entry_id>")',
        "test_every_page_opens_for_somebody",
        "/lending/nothing",
    ),
    "a verdict that is done each time it is told": Fault(
        "actions.py",
        "    if not entry.is_adopted:\n",
        "    entry.words += '!'\n    if not entry.is_adopted:\n",
        "test_a_fact_told_twice_is_taken_twice",
        "changed something again",
    ),
    "a fact that it cannot take": Fault(
        "hooks.py",
        "    match event:\n        case DecisionClosed",
        "    event.decision_id\n    match event:\n        case DecisionClosed",
        "test_facts_are_taken",
        "has no attribute",
        2,
    ),
    "a panel of markup": Fault(
        "hooks.py",
        'return [Panel(template, {"entries": entries})] if entries else []',
        'return ["<p>Entries</p>"]',
        "test_panels_are_panels",
        "must return a list of Panel",
    ),
    "an objection without words": Fault(
        "hooks.py",
        "@hookimpl\ndef panels",
        "@hookimpl\ndef objections(act: Any) -> list[Any]:\n"
        '    """What speaks against an act."""\n    from federation.toolkit import Objection\n\n'
        '    return [Objection("")]\n\n\n@hookimpl\ndef panels',
        "test_objections_are_objections",
        "between 1 and 500",
    ),
    "personal data that JSON cannot hold": Fault(
        "hooks.py",
        '"at": entry.added_at.isoformat()',
        '"at": entry.added_at',
        "test_personal_data_is_told_of_everybody",
    ),
    "personal data forgotten": Fault(
        "hooks.py",
        '    """What a person added here."""\n',
        '    """What a person added here."""\n    return []\n',
        "test_personal_data_is_not_forgotten",
        "say in the hook personal_data",
        2,
    ),
    "a column without a migration": Fault(
        "models.py",
        "    words: Mapped[str]",
        "    room: Mapped[str | None] = mapped_column(String(40))\n    words: Mapped[str]",
        "test_tables_are_what_the_models_say",
        "room",
        3,
    ),
    "a table that stays when it should go": Fault(
        "migrations/versions/0001_first_table.py",
        "    op.drop_table(TABLE)\n",
        "    pass\n",
        "test_tables_come_and_go_and_come_again",
    ),
    "a filter for the whole app": Fault(
        "views.py",
        "\n\n@blueprint.get",
        "\n\n@blueprint.record\ndef everywhere(state: Any) -> None:\n"
        "    state.app.after_request(lambda answer: answer)\n\n\n@blueprint.get",
        "test_nothing_is_registered_for_the_whole_app",
        "for the whole app",
        4,
    ),
    "a page that is not there": Fault(
        "__init__.py",
        '"lending.show"',
        '"lending.shown"',
        "test_links_lead_somewhere",
        "lending.shown",
    ),
    "nothing told to administrators": Fault(
        "__init__.py",
        '        cannot=("change votes", "see patient records"),\n',
        "",
        "test_administrators_are_told_everything",
        "say something under cannot",
    ),
    "a form field without a label": Fault(
        "templates/lending/new.html",
        "{{ form.title }}",
        '<input name="title">',
        "test_every_page_can_be_used_by_everybody",
        "label",
        2,
    ),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with a new plugin."""
    environment = Environment(tmp_path_factory.mktemp("contract"))
    environment.pip("install", "-e", ROOT)
    environment.run("federation", "plugin", "new", "lending", "--with", "pages,decision,panel")
    environment.pip("install", "-e", "lending")
    return environment


@pytest.fixture(scope="module")
def rounds(good: Environment) -> dict[int, str]:
    """What pytest says of each round."""
    return {number: _spoilt(good, number) for number in (1, 2, 3, 4)}


def _spoilt(good: Environment, number: int) -> str:
    """Spoil the plugin, run the tests that should fail, put the plugin back."""
    faults = [fault for fault in FAULTS.values() if fault.round == number]
    package, kept = good.folder / "lending" / "federation_lending", good.folder / "kept"
    shutil.copytree(package, kept)
    for fault in faults:
        path = package / fault.file
        before = path.read_text()
        assert fault.right in before, fault
        path.write_text(before.replace(fault.right, fault.wrong, 1))
    tests = " or ".join(fault.test for fault in faults)
    done = good.run(
        *(
            "python",
            "-m",
            "pytest",
            "-q",
            "-rfEs",
            "-p",
            "no:cacheprovider",
            "--federation-plugin",
            "lending",
        ),
        *("-k", f"({tests}) and not postgresql and not 320"),
        ok=False,
    )
    shutil.rmtree(package)
    kept.rename(package)
    return done.stdout


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(rounds: dict[int, str], name: str) -> None:
    fault = FAULTS[name]
    said = rounds[fault.round]
    if fault.test == "test_every_page_can_be_used_by_everybody" and "SKIPPED" in said:
        pytest.skip("there is no browser here")
    assert re.search(rf"^(FAILED|ERROR) .*::{fault.test}\b", said, re.M), said[-3000:]
    assert fault.words in said, said[-3000:]


def test_a_good_plugin_passes(good: Environment) -> None:
    """Without a fault the same tests pass."""
    tests = " or ".join({fault.test for fault in FAULTS.values()})
    good.run(
        *("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--federation-plugin", "lending"),
        *("-k", f"({tests}) and not postgresql and not 320"),
    )
