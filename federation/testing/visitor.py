"""Somebody with a browser: goes, reads, types, and has every page checked on the way."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from federation.testing.markup import without_words

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS: Final = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
_FIND: Final = "options => axe.run(options).then(found => found.violations)"
"""Of what axe finds, what is wrong alone comes back: the rest, which nobody reads, is as long as the page."""
_AXE: Final = f"window.loadAxe = () => {{\n{AXE_SCRIPT}\n}};"
"""Sent to a browser once, not with every page, and read by a page only if it is looked at: half a megabyte takes as long to
send as a page to load."""
_NAMES: Final = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""First the Chromium that has no window to draw: it takes two thirds of the time of the others."""
_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AimEnabled,"
    "HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding,RenderDocument,SpareRendererForSitePerProcess",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""Without what an address bar would show: to draw it takes longer than most pages, and once for each visitor. A page is
shown in the frame and the process of the one before. No request leaves the machine."""
_COMES_BACK: Final = re.compile(r"the server responded with a status of (409|422) ")
"""What a browser says of a form that comes back with what is wrong."""
_LISTEN: Final = """
document.addEventListener('securitypolicyviolation', event =>
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
"""
_LOOKS_UP: Final = 0.02
"""Seconds after which a server sees that it is to stop: at its usual half a second each test that serves waits for it."""
_PATIENCE: Final = 120_000
"""Milliseconds after which what a page does not show is missing: a busy machine takes many seconds for a page."""
WIDE: Final = 1100
WIDTHS: Final = (320, 375, 768, WIDE)
"""Widths of a window, in pixels."""
CHECKED: Final = {"pages": 0, "alike": 0, "widths": 0}
"""How many pages were checked, how many of these by another of the same markup, and how many widths of pages."""
_MARKUP: Final = set[tuple[int, str]]()
"""The markup that was found good, by the width of the window."""


def browser_path() -> str:
    """What ``FEDERATION_TEST_BROWSER`` names (empty: none), else the first Chromium or Chrome found."""
    named = os.environ.get("FEDERATION_TEST_BROWSER")
    if named is not None:
        return named
    return next((path for path in map(shutil.which, _NAMES) if path), "")


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield made
        made.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the app answers meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["SETTINGS"]["base_url"] = address = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(_LOOKS_UP,), daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visitor:
    """A browser of one person, called by a name, who is signed in if there is a cookie. ``problems`` gathers what no page
    may do; ``may_fail`` are the statuses that are expected for a while."""

    def __init__(
        self, browser: Browser, url: str, name: str, width: int = WIDE, cookie: tuple[str, str] | None = None
    ) -> None:
        self.url, self.name, self.width = url, name, width
        self.problems: list[str] = []
        self.may_fail: tuple[int, ...] = ()
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=url, accept_downloads=True
        )
        self.context.add_init_script(_LISTEN)
        self.context.add_init_script(_AXE)
        self.context.on("request", self._asked)
        self.context.set_default_timeout(_PATIENCE)
        if cookie is not None:
            self.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("response", self._answered)

    def _note(self, words: str, where: str = "") -> None:
        self.problems.append(f"{self.name}: {where or self.page.url} ({self.width} wide): {words}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:")):
            self._note(f"asked for {request.url}")

    def _heard(self, message: Any) -> None:
        expected = self.may_fail and "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not (_COMES_BACK.search(message.text) or expected):
            self._note(message.text)

    def _answered(self, response: Any) -> None:
        comes_back = response.request.method == "POST" and response.status in (409, 422)
        if response.status >= 400 and not comes_back and response.status not in self.may_fail:
            self._note(str(response.status), response.url)

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
        """Type into fields by the name they have in the form; ``__`` stands for ``-``."""
        for name, value in fields.items():
            self.page.fill(f"[name='{name.replace('__', '-')}']", value)

    def choose(self, label: str) -> None:
        """Select a radio or tick a box by its words."""
        self.page.get_by_label(label, exact=True).check()

    @property
    def heading(self) -> str:
        """The page's one heading."""
        return " ".join(self.page.locator("h1").inner_text().split())

    def text(self) -> str:
        """The text of the page."""
        return self.page.locator("main").inner_text()

    def look(self, shot: str = "") -> Page:
        """Check the page: one heading, accessibility (WCAG 2.2 AA), nothing to be scrolled sideways. ``shot`` names a
        picture of it, for those who want pictures."""
        self.page.wait_for_load_state()
        self.check_accessibility()
        self._check_width(self.width)
        if shot:
            self.keep(shot)
        return self.page

    def check_accessibility(self) -> None:
        """One heading, and axe with all rules of WCAG 2.2 AA and best practice. A page that differs in words alone from
        one that was found good is good."""
        CHECKED["pages"] += 1
        markup = self.width, without_words(self.page.content())
        if markup in _MARKUP:
            CHECKED["alike"] += 1
            return
        known = len(self.problems)
        if (headings := self.page.locator("h1").count()) != 1:
            self._note(f"{headings} h1")
        self.page.evaluate("() => { loadAxe(); }")
        for violation in self.page.evaluate(_FIND, _OPTIONS):
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self._note(f"{violation['id']}: {violation['help']}: {nodes}")
        if len(self.problems) == known:
            _MARKUP.add(markup)

    def _check_width(self, width: int) -> None:
        CHECKED["widths"] += 1
        whole = self.page.evaluate("document.documentElement.scrollWidth")
        if whole > width:
            self._note(f"{whole} wide at {width}")

    def check_widths(self) -> None:
        """Nothing has to be scrolled sideways at any usual width."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._check_width(width)
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def keep(self, shot: str) -> None:
        """Keep a picture of the page in the folder that ``FEDERATION_SCREENSHOTS`` names, if it does."""
        if folder := os.environ.get("FEDERATION_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"{shot}-{self.width}.png", full_page=True)
