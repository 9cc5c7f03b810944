"""How far a way through the product is: pages seen, buttons pressed, fields filled, leg by leg."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from federation.testing.visitor import Visitor


@dataclass
class Leg:
    """A part of the way, and what it took. Seconds are the machine's, with every page checked; nothing asserts them."""

    title: str
    pages: int = 0
    presses: int = 0
    fields: int = 0
    seconds: float = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        """Pages, presses, fields."""
        return self.pages, self.presses, self.fields

    def __str__(self) -> str:
        return f"{self.title}: {self.pages} pages, {self.presses} presses, {self.fields} fields, {self.seconds:.1f} s"


class Walker:
    """A visitor whose pages, presses and fields are counted."""

    def __init__(self, who: Visitor) -> None:
        self.who = who
        self.now = Leg("before")
        who.page.on("framenavigated", self._arrived)

    def _arrived(self, frame: Any) -> None:
        self.now.pages += frame == self.who.page.main_frame

    @contextmanager
    def leg(self, title: str) -> Iterator[Leg]:
        """What is done meanwhile is one leg."""
        begun = time.perf_counter()
        self.now = Leg(title)
        yield self.now
        self.now.seconds = time.perf_counter() - begun

    def press(self, button: str, shot: str = "") -> None:
        """Press a button and look at the page that follows."""
        self.now.presses += 1
        self.who.press(button, shot)

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        self.now.fields += len(fields)
        self.who.fill(**fields)

    def tick(self, selector: str) -> None:
        """Tick a box or choose an answer."""
        self.now.fields += 1
        self.who.page.check(selector)

    def attach(self, name: str, content: bytes) -> None:
        """Choose a file."""
        self.now.fields += 1
        self.who.page.set_input_files(
            "[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
        )
