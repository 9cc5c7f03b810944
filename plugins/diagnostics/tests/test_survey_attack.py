"""An attacker who holds a whole copy of the database, and knows all that can be answered, finds nobody's answers.

The copy has every table, each row with its place and the marks of the database itself. Two ways are tried: to work out,
from every possible content of a form, what would be kept of it; and to bring people and answers into the same order.
"""

import hashlib
import hmac
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import inspect, text
from surveying import opened, staffed

from federation.plugin.migrate import owner_engine
from federation.testing import both_databases

_MARKS = {
    "sqlite": ("rowid AS _place", "rowid"),
    "postgresql": ("ctid::text AS _place, xmin::text::bigint AS _mark", "ctid"),
}
Copy = Mapping[str, Sequence[Mapping[str, Any]]]


def copied(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, with its place, in the order in which rows lie."""
    engine, found = owner_engine(url), {}
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            if table.startswith("kernel_search_fts"):
                continue
            columns, order = _MARKS[connection.dialect.name]
            if table == "kernel_idempotency" and connection.dialect.name == "sqlite":
                columns, order = "0 AS _place", "federation_id, name"
            rows = connection.execute(text(f'SELECT {columns}, t.* FROM "{table}" t ORDER BY {order}'))
            found[table] = [dict(row._mapping) for row in rows]
    engine.dispose()
    return found


def guesses(path: str, content: Mapping[str, str]) -> list[bytes]:
    """Ways in which a program might write down a form before it makes a fingerprint of it."""
    fields = urlencode(sorted(content.items()))
    return [
        f"{head}{fields}{tail}".encode()
        for head, tail in product(
            ("", f"{path}?\n", f"{path}\n", f"POST {path}?\n", f"POST {path}\n"), ("", "\n")
        )
    ]


def by_content(copy: Copy, path: str, contents: Sequence[Mapping[str, str]]) -> set[str]:
    """Fingerprints in the copy that can be worked out from a content, with anything in the copy as the key."""
    kept = {
        value
        for rows in copy.values()
        for row in rows
        for value in row.values()
        if isinstance(value, str) and len(value) in (40, 64, 128)
    }
    keys = {str(value).encode() for row in copy["kernel_idempotency"] for value in row.values()} | {
        b"",
        *(str(row["id"]).encode() for row in copy["people_person"]),
    }
    found = set()
    for content in contents:
        for guess in guesses(path, content):
            tried = [hashlib.sha256(guess), hashlib.sha512(guess), hashlib.sha1(guess)]
            tried += [hmac.new(key, guess, hashlib.sha256) for key in keys]
            found |= {made.hexdigest() for made in tried} & kept
    return found


def orders(rows: Sequence[Mapping[str, Any]], about: str) -> Iterator[tuple[str, list[Any]]]:
    """Each order in which rows can be brought, as the values of a column in that order."""
    yield "place", [row[about] for row in rows]
    for column in rows[0]:
        values = [row[column] for row in rows]
        if (
            column != about
            and all(value is not None for value in values)
            and len(set(map(str, values))) == len(values)
        ):
            yield column, [row[about] for row in sorted(rows, key=lambda row: str(row[column]).zfill(30))]


def by_order(copy: Copy, answered: Sequence[int]) -> list[float]:
    """How alike each order of people is to each order of answers (Spearman's rho), over all tables that name people."""
    truth = {person: place for place, person in enumerate(answered)}
    answers = [
        {**row, "_of": (row["answers"] if isinstance(row["answers"], str) else str(row["answers"]))}
        for row in copy["diagnostics_answer"]
    ]
    found = []
    for rows in copy.values():
        for name in rows[0] if rows else ():
            theirs = [row for row in rows if isinstance(row[name], int) and row[name] in truth]
            if {row[name] for row in theirs} != set(truth) or len(theirs) != len(truth):
                continue
            for _, people in orders(theirs, name):
                for _, those in orders(answers, "_of"):
                    ranks = {who: place for place, who in enumerate(people)}
                    found.append(_rho([ranks[_author(one, answered)] for one in those]))
    return found


def _author(answer: str, answered: Sequence[int]) -> int:
    """Whose answer it is in truth: everybody has written their own number into the comment."""
    return next(person for person in answered if f"own words {person}." in answer)


def _rho(ranks: Sequence[int]) -> float:
    many = len(ranks)
    return 1 - 6 * sum((rank - place) ** 2 for place, rank in enumerate(ranks)) / (many * (many**2 - 1))


@both_databases
def test_nobody_is_found(
    federation_world: Any, federation_client: Any, federation_work: Any, federation_database_url: str
) -> None:
    world = federation_world
    with world.scope():
        names = staffed(world, 12)
        survey_id = opened(world)
    random.Random(7).shuffle(names)
    path = world.address(f"diagnostics/surveys/{survey_id}/answer")
    contents: list[dict[str, str]] = []
    for place, name in enumerate(names):
        client = federation_client(name)
        own = {"vision_shared": str(place % 5 + 1)}
        words = {"keep": f"own words {world.people[name]}."}
        for part, content in (("vision", own), ("comments", words), ("check", {})):
            sent = {**content, "csrf_token": f"x~key-of-{place:02}-{part[:2]}"[:14]}
            assert client.post(f"{path}/{part}", data=sent).status_code in (302, 303)
            contents.append(content)
    federation_work()
    copy = copied(federation_database_url)
    people = [world.people[name] for name in names]
    assert len(copy["diagnostics_answer"]) == len(names) == 19
    assert len(copy["kernel_idempotency"]) == 3 * len(names)
    _check_columns(copy)
    every = [*contents, *({"vision_shared": str(number)} for number in range(6))]
    for part in ("vision", "comments", "check"):
        assert by_content(copy, f"{path}/{part}", every) == set()
    alike = by_order(copy, people)
    assert len(alike) > 20
    assert max(map(abs, alike)) < 0.9, "the chance of that is less than one in a million"
    _would_be_found(copy, path, contents, people)


def _check_columns(copy: Copy) -> None:
    assert set(copy["kernel_idempotency"][0]) - {"_place", "_mark"} == {
        "federation_id", "name", "request", "day", "answer",
    }  # fmt: skip
    assert len({str(row["day"]) for row in copy["kernel_idempotency"]}) <= 2


def _would_be_found(
    copy: Copy, path: str, contents: Sequence[Mapping[str, str]], people: Sequence[int]
) -> None:
    """The same attack finds everybody where a fingerprint has no key, and where rows lie in the order of sending."""
    plain = [
        {
            "id": place,
            "person_id": person,
            "request": hashlib.sha256(f"{path}/vision?\n{urlencode(content)}\n".encode()).hexdigest(),
        }
        for place, (person, content) in enumerate(zip(people, contents[::3], strict=True))
    ]
    assert len(by_content({**copy, "plain": plain}, f"{path}/vision", contents)) == 5
    rows = sorted(
        copy["diagnostics_answer"], key=lambda row: people.index(_author(str(row["answers"]), people))
    )
    assert max(by_order({**copy, "diagnostics_answer": rows, "plain": plain}, people)) == 1


@pytest.mark.parametrize("many", [19])
def test_chance_is_what_is_allowed(many: int) -> None:
    """An order drawn at random is hardly ever as alike as the attack must be to count."""
    drawn = random.Random(11)
    places = list(range(many))
    assert sum(abs(_rho(drawn.sample(places, many))) > 0.9 for _ in range(20_000)) == 0
