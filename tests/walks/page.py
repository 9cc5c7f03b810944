"""What a page consists of, read with the standard library's parser."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

_LABELLED = {"input", "select", "textarea"}
_UNLABELLED_KINDS = {"hidden", "submit", "button"}


@cache
def read_page(html: bytes) -> "Page":
    """A page's parts; pages that are equal without their one-time tokens are read once."""
    return Page(html.decode())


class Form:
    """A form: where it leads and what it holds."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.names: set[str] = set()


class Page(HTMLParser):
    """One page's parts; ``faults`` are what no page may have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.headings = 0
        self.title = ""
        self.lang = ""
        self.labels: list[str] = []
        self.inputs: list[str] = []
        self.pointers: list[str] = []
        self._in_title = self._in_form = False
        self.feed(html)
        self._check()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of a tag."""
        given = {name: value or "" for name, value in attrs}
        self._forbid(tag, given)
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.pointers += given.get(name, "").split()
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "h1":
            self.headings += 1
        elif tag == "title":
            self._in_title = not self.title
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
            self._in_form = True
        elif tag == "label":
            self._label(given)
        if tag in _LABELLED:
            self._input(tag, given)
        if tag == "button" and self._in_form and "name" in given:
            self.forms[-1].names.add(given["name"])

    def handle_endtag(self, tag: str) -> None:
        """Note the end of what has one."""
        if tag == "title":
            self._in_title = False
        elif tag == "form":
            self._in_form = False

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._in_title:
            self.title += data

    def _forbid(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("script", "style", "iframe", "object", "embed", "base"):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{name}= on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "link" and given.get("href") == "data:,":
            return
        self.faults += [
            f"{name}={value}"
            for name, value in given.items()
            if name in ("src", "href", "action") and re.match(r"(?i)\s*(javascript|data):|//", value)
        ]

    def _label(self, given: dict[str, str]) -> None:
        if "for" in given:
            self.labels.append(given["for"])
        else:
            self.faults.append("a label for nothing")

    def _input(self, tag: str, given: dict[str, str]) -> None:
        if self._in_form and "name" in given:
            self.forms[-1].names.add(given["name"])
        if "hidden" in given or (tag == "input" and given.get("type") in _UNLABELLED_KINDS):
            return
        if "aria-label" not in given and "aria-labelledby" not in given:
            self.inputs.append(given.get("id", f"<{tag} name={given.get('name')}>"))

    def _check(self) -> None:
        if self.headings != 1:
            self.faults.append(f"{self.headings} h1")
        if not self.title.strip():
            self.faults.append("no title")
        if self.lang != "en":
            self.faults.append(f"lang={self.lang!r}")
        self.faults += [f"id {name} {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [
            f"label for {name}, which is not there" for name in self.labels if name not in self.ids
        ]
        self.faults += [f"no label for {name}" for name in self.inputs if name not in self.labels]
        self.faults += [
            f"points to {name}, which is not there" for name in self.pointers if name not in self.ids
        ]
        self.faults += [
            f"link to #{link[1:]}, which is not there"
            for link in self.links
            if link.startswith("#") and link[1:] not in self.ids
        ]
        self.faults += [
            f"form to {form.action or 'itself'} without its token"
            for form in self.forms
            if form.method == "post" and "csrf_token" not in form.names
        ]
