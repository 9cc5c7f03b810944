"""No clock decides a test: on a busy machine everything takes longer, and is as right as ever.

A time that was measured may be printed, and may end a wait that would go on for ever; it may not be asserted. What
speed has to be asserted is counted (statements, calls, rows), or measured in ``benchmarks``.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import pytest

ROOT = Path(__file__).parents[1]
CLOCKS = {
    "clock_gettime",
    "clock_gettime_ns",
    "default_timer",
    "elapsed",
    "getrusage",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "process_time",
    "process_time_ns",
    "thread_time",
    "thread_time_ns",
    "time_ns",
    "timeit",
}
_OF_MODULES = {("time", "time"), ("os", "times")}
_FOLDERS = ("tests", "federation/testing", "plugins/*/tests")


def files() -> list[Path]:
    return sorted(path for folder in _FOLDERS for top in ROOT.glob(folder) for path in top.rglob("*.py"))


def measured(source: str) -> list[int]:
    """The lines of a module that assert something measured."""
    if not any(word in source for word in (*CLOCKS, "time.time", "os.times")):
        return []
    parts = [Part(node) for node in ast.parse(source).body]
    shared: set[str] = set()
    before = -1
    while before != (before := len(shared) + sum(len(part.names) for part in parts)):
        for part in parts:
            part.learn(shared)
    return sorted({line for part in parts for line in part.asserted(shared)})


class Part:
    """A function, class or statement of a module. ``names`` are its variables that hold what a clock said; functions
    that return it, and attributes, are known in the whole module."""

    def __init__(self, node: ast.stmt) -> None:
        self.node = node
        self.names: set[str] = set()

    def learn(self, shared: set[str]) -> None:
        """Find what else holds a time, from what is known to."""
        for node in ast.walk(self.node):
            for target in self._told(node, shared):
                if isinstance(target, ast.Name):
                    self.names.add(target.id)
                else:
                    shared.add(target if isinstance(target, str) else target.attr)

    def _told(self, node: ast.AST, shared: set[str]) -> Iterator[ast.Name | ast.Attribute | str]:
        """To what a piece of code passes a time on."""
        match node:
            case ast.Assign(targets=targets, value=value) if self._holds(value, shared):
                yield from (one for target in targets for one in _written(target))
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ) if self._holds(value, shared):
                yield from _written(target)
            case ast.Call(func=ast.Attribute(value=target, attr="append" | "add" | "extend" | "put")):
                yield from _written(target) if any(self._holds(one, shared) for one in node.args) else ()
            case ast.FunctionDef(name=name):
                inner = (one.value for one in ast.walk(node) if isinstance(one, (ast.Return, ast.Yield)))
                if any(value is not None and self._holds(value, shared) for value in inner):
                    yield name

    def _holds(self, node: ast.AST, shared: set[str]) -> bool:
        """Whether an expression is, or is made of, a time that was measured."""
        return any(
            _is_clock(one)
            or (isinstance(one, ast.Name) and (one.id in self.names or one.id in shared))
            or (isinstance(one, ast.Attribute) and one.attr in shared)
            for one in ast.walk(node)
        )

    def asserted(self, shared: set[str]) -> Iterator[int]:
        """The lines that let a time decide."""
        for node in ast.walk(self.node):
            match node:
                case ast.Assert(test=test) if self._holds(test, shared):
                    yield node.lineno
                case ast.If(test=test) if self._holds(test, shared):
                    yield from (one.lineno for one in ast.walk(node) if _fails(one))


def _is_clock(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in CLOCKS
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return name in CLOCKS or (module, name) in _OF_MODULES
        case ast.Attribute(attr=name):
            return name in CLOCKS
    return False


def _written(target: ast.AST) -> Iterator[ast.Name | ast.Attribute]:
    match target:
        case ast.Name() | ast.Attribute():
            yield target
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _written(part)
        case ast.Subscript(value=value) | ast.Starred(value=value):
            yield from _written(value)


def _fails(node: ast.AST) -> bool:
    """Whether code makes a test fail on purpose. (``TimeoutError`` ends a wait.)"""
    match node:
        case ast.Raise(exc=ast.Name(id="AssertionError") | ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="pytest"), attr="fail" | "skip" | "xfail")):
            return True
    return False


def test_nothing_that_was_measured_is_asserted() -> None:
    found = {str(path.relative_to(ROOT)): measured(path.read_text()) for path in files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_rule_looks_at_all_kinds_of_tests() -> None:
    names = {str(path.relative_to(ROOT)) for path in files()}
    assert {
        "tests/test_no_clock_decides.py",
        "tests/browser/legs.py",
        "federation/testing/postgres.py",
        "plugins/diagnostics/tests/rules/test_diagnostics_report.py",
    } <= names


@pytest.mark.parametrize(
    "code",
    [
        "began = time.time()\nwork()\nassert time.time() - began < 5",
        "began = perf_counter()\nspent = perf_counter() - began\nassert spent < GOAL",
        "spent = []\nfor _ in range(3):\n    spent.append(process_time() - began)\nassert min(spent) < 1",
        "def took():\n    return monotonic() - began\nassert sum(took() for _ in range(9)) < 2",
        "assert client.get('/').elapsed.total_seconds() < 1",
        "leg.seconds = time.perf_counter() - begun\nassert leg.seconds < 10",
        "times['a'] = time.thread_time()\nassert times['a'] < 1",
        "if time.monotonic() - begun > 5:\n    pytest.fail('slow')",
        "if time.monotonic() - begun > 5:\n    raise AssertionError('slow')",
        "for spent in [timeit(work)]:\n    assert spent < 1",
        "if (spent := time.process_time() - begun) > 5:\n    pytest.fail(str(spent))",
    ],
)
def test_what_the_rule_finds(code: str) -> None:
    assert measured(f"def test_it():\n{indent(code, '    ')}\n")


@pytest.mark.parametrize(
    "code",
    [
        "end = time.monotonic() + 30\nwhile not ready():\n    if time.monotonic() > end:\n        raise TimeoutError",
        "begun = time.perf_counter()\nwork()\nprint(time.perf_counter() - begun)",
        "now = datetime.now(UTC)\nassert row.at <= now",
        "time.sleep(0.1)\nassert asked == [1]",
    ],
)
def test_what_the_rule_leaves_alone(code: str) -> None:
    assert measured(f"def test_it():\n{indent(code, '    ')}\n") == []
