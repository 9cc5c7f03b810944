"""A product that is served for journeys, and the letters that leave it."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from federation.testing.letters import letters_to
from federation.worker import run_once


@dataclass
class Site:
    """A served product."""

    app: Flask
    url: str
    folder: Path

    def deliver(self) -> None:
        """Send the mail that is waiting, as the worker does."""
        run_once(self.app)

    def link_in_mail(self, address: str, part: str) -> str:
        """The one address in the letters to somebody that has ``part`` in it."""
        links: set[str] = {link for text in letters_to(address) for link in re.findall(r"http://\S+", text)}
        found = [link for link in links if part in link]
        assert len(found) == 1, found
        return found[0]
