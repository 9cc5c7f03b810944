"""Every address of a plugin, asked for by everybody: what is theirs, another federation's, and what does not exist."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any, Final, NamedTuple

from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from federation.kernel.endpoints import permission_of
from federation.kernel.policy import GUEST, policy
from federation.plugin.door import door
from federation.testing.asking import WalkAnswer, WalkClient
from federation.testing.furnished import SHARED, FurnishedFederations
from federation.testing.keeping import KeptFile, Rows
from federation.testing.world import World, new_program_token, new_session, session_cookie

MISSING: Final = 900_000_001
MISSING_SLUG: Final = "no-such-federation"
_MISSING_WORD: Final = "no-such-thing"
_MOST: Final = 40
WALKERS: Final = ("admin", "chair", "rep1", "rep2", "member", "lay", "observer")
"""One of every role, and a second representative."""


_NOTES = "people_security_event"


class WalkAddress(NamedTuple):
    """One address: its rule, how it was asked for, and whose things it names."""

    rule: str
    endpoint: str
    method: str
    path: str
    whose: str


class WalkSight(NamedTuple):
    """One answer to one person. ``missing`` is the answer to the same address with what does not exist."""

    name: str
    asked: WalkAddress
    answer: WalkAnswer
    missing: WalkAnswer | None

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.asked.method} {self.asked.path} ({self.asked.whose}): {self.answer.status}"
        )


class UnknownExample(LookupError):
    """An address names something of which the walk knows no example."""


@dataclass
class Walk:
    """All answers, the addresses that wrote while they were read, and the arguments without an example."""

    seen: list[WalkSight] = field(default_factory=list)
    wrote: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class Walker:
    """Sends requests as people of the furnished federations."""

    def __init__(self, made: FurnishedFederations) -> None:
        self.made = made
        self.client = WalkClient(made.app)
        self.kept = KeptFile(made.url)
        self.tokens: dict[tuple[int, int], tuple[str, str]] = {}
        self._rows: Rows = {}

    def sign_in(self, world: World, name: str) -> tuple[str, str]:
        """The cookie and the bearer token of a person."""
        key = world.people[name], world.federation_id
        if key not in self.tokens:
            with self.made.app.app_context():
                cookie = session_cookie(self.made.app, new_session(key[0]))
                self.tokens[key] = "=".join(cookie), new_program_token(*key)
        return self.tokens[key]

    def ask(self, world: World, name: str, method: str, path: str) -> WalkAnswer:
        """Ask as a person, with a session for pages and a token for programs."""
        more: dict[str, Any] = {"json": {}} if path.startswith("/api/") and method != "GET" else {}
        return self.client.send(method, path, *self.sign_in(world, name), **more)

    def look(self) -> None:
        """Take the database as it is now for what was there before."""
        if not self._rows or self.kept.was_written():
            self.kept.note()
            self._rows = self.kept.dump()

    def has_changed(self) -> bool:
        """Whether anything was written since the last look, but for the security log, which notes files taken away."""
        if not self.kept.was_written():
            return False
        before = self._rows
        self.look()
        return {**self._rows, _NOTES: []} != {**before, _NOTES: []}

    def close(self) -> None:
        """Let go of the database."""
        self.kept.close()


class WalkedAddresses:
    """The addresses of a plugin on two furnished federations."""

    def __init__(self, made: FurnishedFederations) -> None:
        self.made = made
        self.raw = made.connect()
        self.adapter = made.app.url_map.bind("localhost")

    def rules(self) -> list[Rule]:
        """The rules of the feature's own blueprints, but for the pages of guests, which nobody's session opens."""
        mine = door(self.made.app).blueprints
        rules = self.made.app.url_map.iter_rules()
        own = [rule for rule in rules if mine.get(rule.endpoint.rpartition(".")[0]) == self.made.name]
        return [rule for rule in own if not self._is_for_guests(rule)]

    def _is_for_guests(self, rule: Rule) -> bool:
        needed = (permission_of(self.made.app, rule.endpoint, method) for method in rule.methods or ())
        return any(policy.secret_of(one) == GUEST for one in needed)

    def of(self, rule: Rule) -> Iterator[tuple[WalkAddress, str]]:
        """What to ask for on a rule, each with the address that names what does not exist in its place."""
        own, other = self.values(rule, self.made.here), self.values(rule, self.made.there)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if not own:
                yield self._asked(rule, method, {}, "own"), ""
            for values in islice(_combined(own), _MOST):
                yield self._asked(rule, method, values, "own"), ""
            first = {name: values[0] for name, values in own.items()}
            for name, foreign in other.items():
                gone = MISSING if isinstance(foreign[0], int) else _MISSING_WORD
                for value in [one for one in foreign if one not in own[name]][:_MOST]:
                    missing = self._path(rule, method, {**first, name: gone})
                    values = {**first, name: value}
                    yield self._asked(rule, method, values, "of another federation"), missing

    def _asked(self, rule: Rule, method: str, values: Mapping[str, Any], whose: str) -> WalkAddress:
        return WalkAddress(rule.rule, rule.endpoint, method, self._path(rule, method, values), whose)

    def _path(self, rule: Rule, method: str, values: Mapping[str, Any]) -> str:
        given = {"federation": self.made.here.slug, **values}
        return str(self.adapter.build(rule.endpoint, given, method))

    def values(self, rule: Rule, world: World) -> dict[str, list[Any]]:
        """Examples of every argument of a rule, from what a federation has."""
        return {name: self._examples(rule, name, world) for name in sorted(rule.arguments - {"federation"})}

    def _examples(self, rule: Rule, name: str, world: World) -> list[Any]:
        converter = rule._converters[name]
        if given := self.made.arguments.get(name):
            return list(given)
        if isinstance(converter, AnyConverter):
            return sorted(converter.items)
        found = (
            self._numbers(name, world)
            if isinstance(converter, IntegerConverter)
            else self._words(name, world)
        )
        if not found:
            raise UnknownExample(
                f"{rule.rule}: no example of <{name}>. Let the plugin's demo make one, or name some in a fixture "
                f'federation_arguments: {{"{name}": (…,)}}'
            )
        return found

    def _numbers(self, name: str, world: World) -> list[int]:
        if "practice" in name:
            return list(world.practices.values())
        if "person" in name:
            return [person for one, person in world.people.items() if one not in SHARED]
        if "decision" in name:
            return [row[0] for row in self.made.decisions(world)]
        return self._ids(name, world) or self._found(name, world)

    def _ids(self, name: str, world: World) -> list[int]:
        """Numbers of the rows to which columns of this name point; of other tables one, for a page that looks for the
        wrong kind of thing. Where no column has the name, numbers of all rows."""
        meant = {
            key.column.table.name
            for table in self.made.tables
            for key in table.foreign_keys
            if key.parent.name == name and key.column.name == "id"
        }
        found = self._column("id", world)
        numbers = [
            number
            for table, of_table in found
            for number in (of_table if not meant or table in meant else of_table[:1])
        ]
        return list(dict.fromkeys(numbers))

    def _found(self, name: str, world: World) -> list[int]:
        """Things that the search finds, where the feature keeps them in no table of its own."""
        kinds = {one.kind for one in self.made.feature.search if one.argument == name}
        rows = self.raw.execute(
            "SELECT kind, ref_id FROM kernel_search WHERE federation_id = ? ORDER BY id",
            (world.federation_id,),
        )
        return [number for kind, number in rows.fetchall() if kind in kinds]

    def _words(self, name: str, world: World) -> list[str]:
        if "practice" in name:
            return list(world.practices)
        words = (word for _, found in self._column(name, world) for word in found if isinstance(word, str))
        return list(dict.fromkeys(words))

    def _column(self, column: str, world: World) -> Iterable[tuple[str, list[Any]]]:
        """What stands in columns of a name, table by table."""
        for table in self.made.tables:
            if {column, "federation_id"} <= set(table.columns.keys()):
                rows = self.raw.execute(
                    f'SELECT DISTINCT "{column}" FROM "{table.name}" WHERE federation_id = ? ORDER BY 1 LIMIT 8',
                    (world.federation_id,),
                ).fetchall()
                yield table.name, [row[0] for row in rows]


def _combined(own: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for values in product(*own.values()):
        yield dict(zip(own, values, strict=True))


def walked(made: FurnishedFederations) -> Walk:
    """Ask for everything, as everybody; and for the federations where the plugin is off or that are others'."""
    walker, addresses, found = Walker(made), WalkedAddresses(made), Walk()
    for rule in addresses.rules():
        try:
            asked = list(addresses.of(rule))
        except UnknownExample as unknown:
            found.unknown.append(str(unknown))
            continue
        for name in WALKERS:
            gone: dict[tuple[str, str], WalkAnswer] = {}
            for one, missing in asked:
                key = one.method, missing
                if missing and key not in gone:
                    gone[key] = walker.ask(made.here, name, *key)
                _ask(walker, found, name, one, gone.get(key))
            _ask_elsewhere(walker, found, name, asked[0][0])
    walker.close()
    addresses.raw.close()
    return found


def _ask(walker: Walker, found: Walk, name: str, one: WalkAddress, gone: WalkAnswer | None) -> None:
    here = walker.made.here
    if one.method != "GET" and one.whose == "own":
        return
    walker.sign_in(here, name)
    walker.look()
    answer = walker.ask(here, name, one.method, one.path)
    if one.method == "GET" and walker.has_changed():
        found.wrote.append(f"{name}: GET {one.path}")
    found.seen.append(WalkSight(name, one, answer, gone))


def _ask_elsewhere(walker: Walker, found: Walk, name: str, one: WalkAddress) -> None:
    """The same address in a federation where the person has no place, and in one where the plugin is off."""
    made = walker.made
    root = f"/{made.here.slug}/"
    gone = walker.ask(made.here, name, one.method, one.path.replace(root, f"/{MISSING_SLUG}/", 1))
    path = one.path.replace(root, f"/{made.off.slug}/", 1)
    if not made.feature.always_on:
        asked = one._replace(path=path, whose="switched off")
        found.seen.append(WalkSight(name, asked, walker.ask(made.off, name, one.method, path), None))
    stranger = one._replace(path=path, whose="of a federation that is not theirs")
    found.seen.append(WalkSight(name, stranger, walker.ask(made.here, name, one.method, path), gone))
    if name not in SHARED:
        path = one.path.replace(root, f"/{made.there.slug}/", 1)
        stranger = one._replace(path=path, whose="of a federation that is not theirs")
        found.seen.append(WalkSight(name, stranger, walker.ask(made.here, name, one.method, path), gone))
