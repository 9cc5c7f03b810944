"""How two versions of a text differ, word by word, for people to read.

The comparison is Myers' (*An O(ND) Difference Algorithm and Its Variations*, 1986), which unlike the standard
library's has a bound: it gives up after a number of changes, and the texts are then compared by paragraphs.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

MOST_CHANGED_WORDS = 500
MOST_CHANGED_PARAGRAPHS = 200
_WORDS = re.compile(r"\w+(?:[’'.,/-]\w+)*\s*|[^\w\s]+\s*|\s+")
_PARAGRAPHS = re.compile(r"[^\n]+\n*|\n+")
_LINES = re.compile(r"\n+")


class TextPiece(NamedTuple):
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


class TextChange(NamedTuple):
    """One part of a proposal that differs: its title and its text as paragraphs of pieces."""

    title: str
    paragraphs: tuple[tuple[TextPiece, ...], ...]


def compare(
    old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]
) -> tuple[list[TextChange], list[str]]:
    """Two versions, each as (title, text) of the same parts: what differs, and which written parts do not."""
    changes, same = [], []
    for (title, before), (_, after) in zip(old, new, strict=True):
        if before == after:
            same += [title] if after else []
        else:
            changes.append(TextChange(title, paragraphs_of(difference(before, after))))
    return changes, same


def difference(old: str, new: str) -> tuple[TextPiece, ...]:
    """The new text with what went and what came. Changes of nothing but spaces and line ends do not show."""
    if old == new:
        return _pieces([("same", [new])])
    runs = _runs(_WORDS.findall(old), _WORDS.findall(new), MOST_CHANGED_WORDS)
    if runs is None:
        runs = _runs(_PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new), MOST_CHANGED_PARAGRAPHS)
    if runs is None:
        runs = [("removed", [old]), ("added", [new])]
    return _pieces(_joined(runs))


def is_same(pieces: Iterable[TextPiece]) -> bool:
    """Whether no word went or came."""
    return all(piece.kind == "same" for piece in pieces)


def paragraphs_of(pieces: Iterable[TextPiece]) -> tuple[tuple[TextPiece, ...], ...]:
    """The pieces, one group a line of the text."""
    lines: list[list[TextPiece]] = [[]]
    for kind, text in pieces:
        for place, line in enumerate(_LINES.split(text)):
            if place:
                lines.append([])
            if line:
                lines[-1].append(TextPiece(kind, line))
    return tuple(tuple(line) for line in lines if line)


_Kind = Literal["same", "removed", "added"]
_Run = tuple[_Kind, list[str]]
_Group = tuple[list[str], list[str], list[str]]
"""What went, what came, and what stayed after it."""


def _runs(old: Sequence[str], new: Sequence[str], most: int) -> list[_Run] | None:
    keys: dict[str, int] = {}
    before = [keys.setdefault(token.rstrip(), len(keys)) for token in old]
    after = [keys.setdefault(token.rstrip(), len(keys)) for token in new]
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    stays = _common(before[start : len(before) - end], after[start : len(after) - end], most)
    if stays is None:
        return None
    pairs = [(x + start, y + start) for x, y in stays]
    return [
        ("same", _kept(old[:start], new[:start])),
        *_between(old[: len(old) - end], new[: len(new) - end], start, pairs),
        ("same", _kept(old[len(old) - end :], new[len(new) - end :])),
    ]


def _kept(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Words that stayed, as they are now; with the space behind them when only the old text had one."""
    return [after if after[-1:].isspace() else before for before, after in zip(old, new, strict=True)]


def _shared(first: Sequence[int], second: Sequence[int]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _between(
    old: Sequence[str], new: Sequence[str], start: int, pairs: Sequence[tuple[int, int]]
) -> list[_Run]:
    runs: list[_Run] = []
    x = y = start
    for next_x, next_y in (*pairs, (len(old), len(new))):
        runs.append(("removed", list(old[x:next_x])))
        runs.append(("added", list(new[y:next_y])))
        runs.append(("same", _kept(old[next_x : next_x + 1], new[next_y : next_y + 1])))
        x, y = next_x + 1, next_y + 1
    return runs


def _common(old: Sequence[int], new: Sequence[int], most: int) -> list[tuple[int, int]] | None:
    """Places in both that stay the same, for the fewest changes; None when there are more than ``most``."""
    most = min(most, len(old) + len(new))
    reach = [0] * (2 * most + 3)
    middle = most + 1
    trail: list[list[int]] = []
    for edits in range(most + 1):
        trail.append(reach[middle - edits - 1 : middle + edits + 2])
        for line in range(-edits, edits + 1, 2):
            below, above = reach[middle + line - 1], reach[middle + line + 1]
            x = above if line == -edits or (line != edits and below < above) else below + 1
            y = x - line
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reach[middle + line] = x
            if x >= len(old) and y >= len(new):
                return _walk_back(trail, len(old), len(new))
    return None


def _walk_back(trail: Sequence[Sequence[int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, middle = trail[edits], edits + 1
        line = x - y
        below, above = reach[middle + line - 1], reach[middle + line + 1]
        came_down = line == -edits or (line != edits and below < above)
        from_line = line + 1 if came_down else line - 1
        from_x = above if came_down else below
        from_y = from_x - from_line if edits else 0
        from_x = from_x if edits else 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Runs in order of reading: changes side by side put together.

    A word or two that stayed between larger changes is given up: nobody can read text that flickers.
    """
    groups: list[_Group] = [([], [], [])]
    for kind, tokens in runs:
        removed, added, same = groups[-1]
        if kind == "same":
            same.extend(tokens)
        elif tokens and same:
            groups.append((tokens, [], []) if kind == "removed" else ([], tokens, []))
        elif tokens:
            (removed if kind == "removed" else added).extend(tokens)
    _slide(groups)
    kept: list[_Group] = []
    for removed, added, same in groups:
        if kept and _flickers(kept[-1], (removed, added, same)):
            last = kept[-1]
            kept[-1] = (last[0] + last[2] + removed, last[1] + last[2] + added, same)
        else:
            kept.append((removed, added, same))
    ordered: list[_Run] = []
    for removed, added, same in kept:
        ordered += [("removed", removed), ("added", added), ("same", same)]
    return ordered


def _slide(groups: list[_Group]) -> None:
    """Move what only came, or only went, to the end of what reads alike: "New words.", not ". New words"."""
    groups.insert(0, ([], [], []))
    for (_, _, before), (removed, added, same) in pairwise(groups):
        run = removed or added
        if removed and added:
            continue
        while run and len(same) > 1 and run[0].rstrip() == same[0].rstrip():
            before.append(run.pop(0))
            run.append(same.pop(0))


def _flickers(last: _Group, following: _Group) -> bool:
    between, before, after = len(last[2]), len(last[0]) + len(last[1]), len(following[0]) + len(following[1])
    return between <= 2 and min(before, after) > between


def _pieces(runs: Iterable[_Run]) -> tuple[TextPiece, ...]:
    pieces: list[TextPiece] = []
    for kind, tokens in runs:
        text = "".join(tokens)
        if not text:
            continue
        if kind == "added" and pieces and pieces[-1].kind == "removed":
            pieces[-1] = TextPiece("removed", pieces[-1].text.rstrip() + " ")
        pieces.append(TextPiece(kind, text))
    return tuple(pieces)
