"""Measure the shape of the code: sizes, names, docstrings, template lines.

``make shape`` prints the table, and what exceeds the limits below it. Migrations and tests are left out.
"""

import ast
import io
import statistics
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE_MAX = 300
FUNCTION_MAX = 50
TEMPLATE_LINE_MAX = 160
LEFT_OUT = ("tests", "migrations", "__pycache__", "node_modules")

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class CodeShape:
    """Sizes in lines; names as ``path:line name``."""

    files: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    public: int = 0
    documented: int = 0
    comments: int = 0

    @property
    def lines(self) -> int:
        return sum(self.files.values())

    @property
    def one_word(self) -> list[str]:
        return sorted(name for name in self.classes if len(words_of(name)) == 1)

    @property
    def shared(self) -> dict[str, list[str]]:
        return {name: places for name, places in sorted(self.classes.items()) if len(places) > 1}


def words_of(name: str) -> list[str]:
    """The words of a name: ``VoteOwed`` -> ``["Vote", "Owed"]``, ``database_now`` -> ``["database", "now"]``."""
    words: list[str] = []
    for part in name.strip("_").split("_"):
        for place, letter in enumerate(part):
            if place == 0 or letter.isupper():
                words.append(letter)
            else:
                words[-1] += letter
    return words


def sources(suffix: str, root: Path = ROOT) -> Iterator[Path]:
    """The product's and its plugins' files with this suffix, in order."""
    for folder in ("federation", "plugins", "templates"):
        for path in sorted((root / folder).rglob(f"*{suffix}")):
            if not any(part in LEFT_OUT for part in path.relative_to(root).parts):
                yield path


def shape_of(paths: Iterator[Path] | Sequence[Path], root: Path = ROOT) -> CodeShape:
    """Read every file once, as text and as a tree."""
    shape = CodeShape()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(root))
        shape.files[name] = len(text.splitlines())
        shape.comments += sum(
            1
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.COMMENT
        )
        _read_definitions(shape, name, ast.parse(text))
    return shape


def _read_definitions(shape: CodeShape, name: str, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            shape.functions[f"{name}:{node.lineno} {node.name}"] = (
                (node.end_lineno or node.lineno) - node.lineno + 1
            )
            if not node.name.startswith("_"):
                shape.public += 1
                shape.documented += ast.get_docstring(node) is not None
        elif (
            isinstance(node, ast.ClassDef) and node.name != "Meta"
        ):  # WTForms' and marshmallow's own word, nested
            shape.classes.setdefault(node.name, []).append(f"{name}:{node.lineno}")


def long_template_lines(paths: Iterator[Path] | Sequence[Path], root: Path = ROOT) -> dict[str, int]:
    """Lines of templates that are too long, as ``path:line`` with their length in characters."""
    return {
        f"{path.relative_to(root)}:{number}": len(line)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > TEMPLATE_LINE_MAX
    }


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "-"


def table(shape: CodeShape, templates: dict[str, int], template_lines: int) -> list[tuple[str, str]]:
    """The rows of the printed table, each a name and a value in words."""
    files, functions = sorted(shape.files.values()), sorted(shape.functions.values())
    classes = sum(map(len, shape.classes.values()))
    shared = sum(map(len, shape.shared.values()))
    one_word = sum(len(shape.classes[name]) for name in shape.one_word)
    return [
        ("files / lines", f"{len(files)} / {shape.lines / 1000:.1f}k"),
        ("file median / max", f"{statistics.median(files):.0f} / {files[-1]}"),
        (
            "function median / p90 / max",
            f"{statistics.median(functions):.0f} / {functions[len(functions) * 9 // 10]} / {functions[-1]}",
        ),
        ("public functions with a docstring", share(shape.documented, shape.public)),
        ("comments per 1,000 lines", f"{1000 * shape.comments / shape.lines:.0f}"),
        ("classes sharing a name with another", f"{shared} of {classes} ({share(shared, classes)})"),
        ("one-word class names", f"{one_word} of {classes} ({share(one_word, classes)})"),
        (
            f"template lines over {TEMPLATE_LINE_MAX} characters",
            f"{len(templates)} of {template_lines}, max {max(templates.values(), default=0)}",
        ),
    ]


def main() -> int:
    """Print the table and what exceeds the limits; 1 where anything does."""
    shape = shape_of(sources(".py"))
    pages = list(sources(".html"))
    templates = long_template_lines(pages)
    template_lines = sum(len(page.read_text(encoding="utf-8").splitlines()) for page in pages)
    for name, value in table(shape, templates, template_lines):
        print(f"{name:<42} {value}")
    too_long = {
        **{name: size for name, size in shape.files.items() if size > FILE_MAX},
        **{name: size for name, size in shape.functions.items() if size > FUNCTION_MAX},
        **templates,
    }
    for name, size in sorted(too_long.items(), key=lambda item: -item[1]):
        print(f"too long: {size:>5}  {name}")
    for name, places in shape.shared.items():
        print(f"shared name: {name}  {', '.join(places)}")
    print(f"one word: {', '.join(shape.one_word)}")
    methods = Counter(path.split("/")[1] for path in shape.files)
    print("files by folder: " + ", ".join(f"{name} {count}" for name, count in methods.most_common()))
    return 1 if too_long or shape.shared else 0


if __name__ == "__main__":
    sys.exit(main())
