"""The value of a feature: one thing that can be listed, documented and checked at boot without running anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from federation.kernel.policy import Permission
from federation.plugin.agreed import AgreedSetting
from federation.plugin.imports import ImportKind
from federation.plugin.mail_choices import MailKind


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision may be about, for example ``Subject("decisions.rule", "A rule for our votes")``.

    ``terms`` names the marshmallow schema (``module:Schema``) of the data that the feature acts on once it is carried, and
    ``lines`` a function (``module:function``) that takes such data as the schema loads it and returns what members read of
    it: pairs of plain words. They stand under ``heading`` in the text that is decided, and nobody writes over them. Where
    there are no ``lines``, title and text are the feature's alone: ``propose(…, fixed=True)``. ``by_silence``: the members
    have agreed before, by a vote, that here silence is enough, whatever number their floors ask for. ``by_itself``: its votes
    open by themselves, and nobody takes them back."""

    name: str
    title: str
    terms: str | None = None
    lines: str | None = None
    heading: str = "What happens by itself if this is carried"
    by_silence: bool = False
    by_itself: bool = False


OUR_HEADINGS: Final = {
    "members": "Our people and practices",
    "decide": "How we decide",
    "money": "Our money and figures",
    "more": "More about us",
}
"""The headings of the page of the federation, by the names that pages give, in order."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page that a feature adds to a section of the navigation, or to ``administration``, by the key of the section.

    ``heading``: under which of ``OUR_HEADINGS`` a page of ``our_federation`` stands; none: under the last one."""

    section: str
    title: str
    endpoint: str
    summary: str = ""
    heading: str = ""


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
    and must be safe to run many times at once.

    ``due`` (``module:function``) returns a statement over all federations that selects the ``federation_id`` of those in which
    there may be something to do; ``run`` is then called within these alone. A federation too many costs time, one that is
    missing is forgotten. ``EVERYWHERE``: ``run`` is called once, for the whole installation."""

    name: str
    run: str
    due: str = ""


EVERYWHERE: Final = "everywhere"
"""``Job.due`` of what is done once for the whole installation."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that members read of themselves: of so many things so many, for each practice and for all together.

    ``counts`` (``module:function``) takes two moments, the first and the one after the last, and returns a statement that
    selects ``practice_id``, ``part`` and ``whole`` of each practice that has something to count. ``events`` takes the same
    and returns (moment, part, whole) of each thing that happened. ``part`` and ``whole`` are the headings of the two
    numbers. Of fewer than ``least`` things no share is shown. ``total`` takes the same and selects both numbers of all."""

    name: str
    title: str
    words: str
    part: str
    whole: str
    counts: str
    events: str
    least: int = 5
    total: str = ""

    @property
    def key(self) -> str:
        """The name as it stands in addresses: ``lending-used`` of ``lending.used``."""
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Calculation:
    """What scripts can calculate with ``federation calculate NAME``. ``run`` (``module:function``) takes what was given
    (:class:`~federation.kernel.given.Given`) and returns what JSON can hold; it needs neither federation nor database."""

    name: str
    run: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a feature writes into the record: the name of the act and the words that follow a person's name, for example
    ``Act("diagnostics.survey_opened", "opened a survey")``. ``detail`` names the part of an entry's data that holds
    sentences to show beside them."""

    name: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncedFact:
    """An event that a feature announces (``module:class``), and the words that follow "when". ``about`` is the kind of the
    thing that it is about, whose number is the event's field of that name with ``_id``."""

    event: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RecordedThing:
    """A kind of thing that the record speaks of: the word before the colon of its subjects, what one is called there
    (``{}`` stands for its number), and the page that shows it (with its number as ``argument``, where it has one of its
    own). ``shown_by`` are acts of which one makes it known to everybody: before, only whom the search leads to it is led
    there."""

    kind: str
    words: str
    endpoint: str = ""
    argument: str = ""
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of thing that search and record lead to: its name there, what people call one, and the page that shows
    it (``endpoint`` with its number as ``argument``).

    ``read`` (``module:function``) makes hits readable: called with them and the person's number, it returns a
    :class:`FoundLine` for each by its ``ref_id``; what it leaves out is not shown. ``in_passing``: it comes after all
    that is not said in passing."""

    kind: str
    title: str
    endpoint: str
    argument: str
    read: str = ""
    in_passing: bool = False


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of the search page: title and address, in a few words what it is, its state as a tag, when it came to
    that, and how, in a sentence."""

    title: str
    url: str
    about: str
    status: str = ""
    at: datetime | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class FileOwner:
    """A kind of thing that files belong to, for example ``FileOwner("lending.loan", "federation_lending.hooks:reads_loan")``.

    ``reads`` (``module:function``) is asked whenever one of its files is opened: called with ``reader``, the person
    (:class:`~federation.kernel.policy.Actor`), and ``owner_id``, the thing's number, it returns whether they may read it. It
    takes ``file_id`` too, the file's number, where that matters. ``of_group``: the thing is a group, so that who reads what
    the group writes stays as it is once there is a file."""

    name: str
    reads: str
    of_group: bool = False


@dataclass(frozen=True, slots=True)
class ThreadOwner:
    """A kind of thing that people talk about, for example ``ThreadOwner("lending.loan", "federation_lending.hooks:reads_loan")``.

    ``reads`` (``module:function``) is called with ``reader``, the person (:class:`~federation.kernel.policy.Actor`), and
    ``owner_id``, the thing's number, and returns whether they may read it and what is said about it. ``of_group``: the thing
    is a group, so that who reads what the group writes stays as it is once something was said."""

    name: str
    reads: str
    of_group: bool = False


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """What administrators can narrow the security log to: a key for the address, a title, events with the words that
    follow a person's name, and how the acts of the record begin that belong there."""

    key: str
    title: str
    events: tuple[tuple[str, str], ...] = ()
    acts: tuple[str, ...] = ()


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
    ``addresses`` are the first words of addresses that one of the product's own features has below a federation;
    ``groups/*/acts`` are those of its own below the things of another (``*`` is any word).
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
    events: tuple[AnnouncedFact, ...] = ()
    jobs: tuple[Job, ...] = ()
    mail: tuple[MailKind, ...] = ()
    things: tuple[RecordedThing, ...] = ()
    search: tuple[Found, ...] = ()
    files: tuple[FileOwner, ...] = ()
    threads: tuple[ThreadOwner, ...] = ()
    security: tuple[SecurityGroup, ...] = ()
    proofs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    agreed: tuple[AgreedSetting, ...] = ()
    imports: tuple[ImportKind, ...] = ()
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
