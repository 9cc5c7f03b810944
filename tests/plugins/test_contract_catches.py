"""The contract finds what is wrong: a good plugin, spoilt in one place at a time, fails the test that is for it."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from federation.scaffold.writing import write


class Fault(NamedTuple):
    """What is spoilt: a file, what stands there, what is put in its place; and the test that must fail.

    Faults of one round do not touch each other: one plugin has them all.
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


GOOD = "lending_well"
SAID = dict[tuple[str, str], str]
"""What failed, by test and plugin, with what was said of it; what passed says nothing."""


def _name(number: int) -> str:
    return f"lending_{number}"


SPOILT = {_name(number): number for number in sorted({fault.round for fault in FAULTS.values()})}


def _add_plugin(folder: Path, name: str) -> Path:
    """Write a plugin into a folder of packages as an installation would; its package."""
    write(name, folder / "sources", ("pages", "decision", "panel"))
    package = (folder / "sources" / name / f"federation_{name}").rename(folder / f"federation_{name}")
    about = folder / f"{name}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[federation.plugins]\n{name} = federation_{name}\n")
    return package


def _spoil(package: Path, fault: Fault, name: str) -> None:
    path = package / fault.file.replace("lending", name)
    before, right = path.read_text(), fault.right.replace("lending", name)
    assert right in before, fault
    path.write_text(before.replace(right, fault.wrong.replace("lending", name), 1))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> SAID:
    """What the contract says of the good plugin and of the spoilt ones, each asked what it should fail."""
    folder = tmp_path_factory.mktemp("contract")
    (folder / "sources").mkdir()
    _add_plugin(folder, GOOD)
    chosen = [f"({GOOD} and ({_tests(FAULTS.values())}))"]
    for name, number in SPOILT.items():
        faults = [fault for fault in FAULTS.values() if fault.round == number]
        package = _add_plugin(folder, name)
        for fault in faults:
            _spoil(package, fault, name)
        chosen.append(f"({name} and ({_tests(faults)}))")
    (folder / "test_all.py").write_text(_ALL.format(names=[GOOD, *SPOILT]))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"),
            *("--junitxml=said.xml", "test_all.py"),
            *("-k", f"({' or '.join(chosen)}) and not postgresql and not 320"),
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 1, done.stdout[-5000:] + done.stderr[-3000:]
    return _read(folder / "said.xml")


_ALL = """
import pytest
from federation.testing.contract import *


@pytest.fixture(scope="session", params={names})
def federation_plugin(request):
    return request.param
"""


def _tests(faults: Iterable[Fault]) -> str:
    return " or ".join({fault.test for fault in faults})


def _read(report: Path) -> SAID:
    found: SAID = {}
    for case in ElementTree.parse(report).iter("testcase"):
        test, _, given = case.get("name", "").partition("[")
        (plugin,) = {GOOD, *SPOILT} & set(given.rstrip("]").split("-"))
        parts = [f"{one.tag}: {one.get('message')}\n{one.text}" for one in case if one.tag != "properties"]
        found[test, plugin] = "\n".join(parts)
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(said: SAID, name: str) -> None:
    fault = FAULTS[name]
    found = said[fault.test, _name(fault.round)]
    if found.startswith("skipped"):
        pytest.skip("there is no browser here")
    assert found.startswith(("failure", "error"))
    assert fault.words.replace("lending", _name(fault.round)) in found


def test_a_good_plugin_passes(said: SAID) -> None:
    """Without a fault the same tests pass."""
    of_good = {test: found for (test, plugin), found in said.items() if plugin == GOOD}
    assert set(of_good) == {fault.test for fault in FAULTS.values()}
    assert {test: found for test, found in of_good.items() if found and not found.startswith("skipped")} == {}
