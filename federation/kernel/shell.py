"""The frame of every page: the federation's name, the account row, the navigation and the footer."""

from dataclasses import dataclass, replace
from typing import Literal

NoticeKind = Literal["success", "info"]

BRANDS = {
    "": "#23404f",
    "green": "#1d4d3a",
    "plum": "#4d2a4f",
    "brown": "#54392b",
    "navy": "#22345c",
    "grey": "#3a4147",
}
"""The colours a federation may choose for its header; white text on each has a contrast above 8 to 1."""


@dataclass(frozen=True, slots=True)
class PageShell:
    """The frame of one page, with ready addresses: ``layout.html`` builds none.

    ``Shell()`` alone is the frame of somebody who is not signed in, and of error pages.
    """

    federation_name: str = "Federation"
    home_url: str = "/"
    nav: tuple[tuple[str, str, str], ...] = ()
    """Six at most: key, title, address."""
    current: str = ""
    """Key of the navigation item that this page belongs to."""
    person_name: str = ""
    practice_name: str = ""
    """The practice the person acts for, or the body: "Federation office"."""
    switch_url: str = ""
    admin_url: str | None = None
    search_url: str | None = None
    sign_out_url: str = ""
    """A page that asks "Sign out?", with a button: signing out is a POST."""
    footer: tuple[tuple[str, str], ...] = ()
    """Title, address."""
    demo: bool = False
    """Every practice and person here is made up; the page says so."""
    notices: tuple[tuple[NoticeKind, str], ...] = ()
    """What has just happened, said once at the top."""
    brand: str = ""
    """A key of ``BRANDS``."""

    @property
    def signed_in(self) -> bool:
        """Whether there is an account row."""
        return bool(self.sign_out_url)

    @property
    def theme_color(self) -> str:
        """The colour of the browser's own bar on a phone."""
        return BRANDS[self.brand]

    def at(self, current: str) -> "PageShell":
        """The same frame with another item of the navigation marked."""
        return replace(self, current=current)
