"""Somebody with a browser: goes, reads, types, and has every page checked on the way."""

import os
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Locator, Page

from federation.kernel.mail import mailbox
from federation.worker import run_once

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = Axe()
_WIDTHS = (320, 375, 768, 1100)
_LISTEN = """
document.addEventListener('securitypolicyviolation', event =>
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""
checked: dict[str, int] = {"pages": 0, "widths": 0}
"""How many pages were checked, for the figures at the end."""
_SCREENSHOTS = (
    Path(__file__).parents[2] / "var" / "screenshots"
    if os.environ.get("FEDERATION_SCREENSHOTS") == "1"
    else None
)


@dataclass
class Site:
    """A served product."""

    app: Flask
    url: str
    folder: Path

    def deliver(self) -> None:
        """Send the mail that is waiting, as the worker does."""
        run_once(self.app)

    def letters_to(self, address: str) -> list[str]:
        """The text of each letter in the mailbox to an address, in no order."""
        found = []
        for path in mailbox().glob("*.eml"):
            letter: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in str(letter["To"]):
                found.append(str(letter["Subject"]) + "\n\n" + letter.get_content())
        return found

    def link_in_mail(self, address: str, part: str) -> str:
        """The one address in the letters to somebody that has ``part`` in it."""
        found = {
            link
            for text in self.letters_to(address)
            for link in re.findall(r"http://\S+", text)
            if part in link
        }
        assert len(found) == 1, found
        return str(found.pop())


class Visitor:
    """A browser of one person. ``problems`` gathers what no page may do."""

    def __init__(self, browser: Browser, site: Site, name: str, width: int) -> None:
        self.site, self.name, self.width = site, name, width
        self.problems: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, accept_downloads=True
        )
        self.context.add_init_script(_LISTEN)
        self.context.route("**/*", self._route)
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"{name}: {self.page.url}: {error}"))
        self.page.on("response", self._answered)
        self.may_fail: tuple[int, ...] = ()
        self.seen: set[str] = set()

    def _route(self, route: Any) -> None:
        if route.request.url.startswith((self.site.url, "data:")):
            route.continue_()
            return
        self.problems.append(f"{self.name}: {self.page.url} asked for {route.request.url}")
        route.abort()

    def _heard(self, message: Any) -> None:
        comes_back = re.search(r"the server responded with a status of (409|422) ", message.text)
        if message.type in ("error", "warning") and not (
            comes_back or (self.may_fail and "Failed to load resource" in message.text)
        ):
            self.problems.append(f"{self.name}: {self.page.url}: {message.text}")

    def _answered(self, response: Any) -> None:
        comes_back = response.request.method == "POST" and response.status in (409, 422)
        if response.status >= 400 and not comes_back and response.status not in self.may_fail:
            self.problems.append(f"{self.name}: {response.url}: {response.status}")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()

    def go(self, path: str, shot: str = "") -> Page:
        """Open an address and look at the page."""
        self.page.goto(path)
        return self.look(shot)

    def follow(self, link: str, shot: str = "") -> Page:
        """Click a link, also one that looks like a button, by its words and look at the page."""
        self.page.locator("a", has_text=link).first.click()
        return self.look(shot)

    def press(self, button: str, shot: str = "") -> Page:
        """Press a button by its words and look at the page that follows."""
        self.page.get_by_role("button", name=button).first.click()
        return self.look(shot)

    def fill(self, **fields: str) -> None:
        """Type into fields by the name they have in the form."""
        for name, value in fields.items():
            self.page.fill(f"[name='{name.replace('__', '-')}']", value)

    def choose(self, label: str) -> None:
        """Select a radio or tick a box by its words."""
        self.page.get_by_label(label, exact=True).check()

    @property
    def heading(self) -> str:
        """The page's one heading, without its caption."""
        return " ".join(self.page.locator("h1").inner_text().split())

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def find(self, words: str) -> Locator:
        """Something on the page by its words."""
        return self.page.get_by_text(words)

    def look(self, shot: str = "") -> Page:
        """Check the page: headings, accessibility, and that nothing has to be scrolled sideways."""
        self.page.wait_for_load_state()
        self.check_accessibility()
        self._check_width(self.width)
        if shot:
            self.keep(shot)
        return self.page

    def check_accessibility(self) -> None:
        """Run axe with all rules of WCAG 2.2 AA and best practice."""
        place = f"{self.name}: {self.page.url} ({self.width})"
        if self.page.locator("h1").count() != 1:
            self.problems.append(f"{place}: {self.page.locator('h1').count()} h1")
        found = _AXE.run(
            self.page, options={"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
        )
        checked["pages"] += 1
        for violation in found.response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.problems.append(f"{place}: {violation['id']}: {violation['help']}: {nodes}")

    def _check_width(self, width: int) -> None:
        checked["widths"] += 1
        whole = self.page.evaluate("document.documentElement.scrollWidth")
        if whole > width:
            self.problems.append(f"{self.name}: {self.page.url}: {whole} wide at {width}")

    def check_widths(self) -> None:
        """Nothing has to be scrolled sideways at any usual width."""
        for width in _WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._check_width(width)
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def keep(self, name: str) -> None:
        """Keep a picture of the page, where pictures are asked for."""
        if _SCREENSHOTS is not None:
            _SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=_SCREENSHOTS / f"{name}-{self.width}.png", full_page=True)
