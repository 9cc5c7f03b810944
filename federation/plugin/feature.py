"""What a feature is: one value that can be listed, documented and checked at boot without running anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from federation.kernel.policy import Permission

Section = Literal["home", "decisions", "groups", "shared_work", "practices", "our_federation"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision may be about, for example ``Subject("decisions.rule", "A rule for our votes")``."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page that a feature adds to one of the six sections."""

    section: Section
    title: str
    endpoint: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What an administrator reads before switching a feature on."""

    author: str = ""
    brings: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Work that recurs. ``run`` (``module:function``) is called within each federation in turn, without arguments,
    and must be safe to run many times at once."""

    name: str
    run: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a feature writes into the record: the name of the act and the words that follow a person's name, for example
    ``Act("diagnostics.survey_opened", "opened a survey")``."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of thing that search and record lead to: its name there, what people call one, and the page that shows
    it (``endpoint`` with its number as ``argument``)."""

    kind: str
    title: str
    endpoint: str
    argument: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Something a feature adds to another's page: a template and its values, never HTML. ``things``: how many of
    what it shows need the person, which their first page counts with its own."""

    template: str
    values: Mapping[str, Any]
    things: int = 0


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason why an act may not go on."""

    words: str


@dataclass(frozen=True, slots=True)
class PersonalRecord:
    """Something kept about a person: what it is, in words, and its content."""

    title: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Feature:
    """A room of the house. ``name`` is one word used everywhere: blueprint, table prefix, template folder, entry point.

    Code is named as ``module:attribute`` and loaded when an app is made, so that a feature's value costs nothing to read.
    ``pages`` are modules that add their pages to its blueprints, or their endpoints to its interface for programs, so that
    whatever makes a blueprint need not import them.
    ``proofs`` are functions without arguments, called within a federation, that yield each
    :class:`~federation.kernel.proof.Flaw` in which the feature's rows differ from the record.
    """

    name: str
    title: str
    summary: str
    package: str
    blueprints: tuple[str, ...] = ()
    api: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    nav: tuple[NavItem, ...] = ()
    permissions: tuple[Permission, ...] = ()
    settings: str | None = None
    about: About = field(default_factory=About)
    subjects: tuple[Subject, ...] = ()
    acts: tuple[Act, ...] = ()
    jobs: tuple[Job, ...] = ()
    proofs: tuple[str, ...] = ()
    search: tuple[Found, ...] = ()
    demo: str | None = None
    needs: tuple[str, ...] = ()
    always_on: bool = False

    @property
    def folder(self) -> Path:
        """Where the package lies, found without importing it."""
        from importlib.util import find_spec

        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError(f"{self.package} is not a package that can be found")
        return Path(next(iter(spec.submodule_search_locations)))
