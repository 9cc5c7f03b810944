"""What must not be known is nowhere: in no page, table, JSON or search of anybody who may not know it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from federation.testing.statements import statements
from tests.walks.furnishing import DRAFT, KEPT, REASON
from tests.walks.test_matrix import in_lines
from tests.walks.walk import Seen, Walk
from tests.walks.walker import Walker

_READERS = ("chair", "rep7", "observer")
"""People of practices that have no ballot in the vote that waits for its close."""


def _is_by_link(path: str) -> bool:
    """Whether the address itself is a secret, of a letter or a calendar: whoever has it reads as the person whose it is."""
    return (
        re.match(r"/f/[^/]+/ballot/|/api/v1/federations/[^/]+/(groups/\d+/)?calendar\.ics\?key=", path)
        is not None
    )


def _found(walk: Walk, word: str) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for seen in walk.seen:
        if word.encode() in seen.answer.body:
            found.setdefault(seen.one.name, []).append(seen)
    return found


def _where(found: dict[str, list[Seen]], but: Iterable[str]) -> list[str]:
    return [f"{name}: {seen.path}" for name, those in found.items() if name not in but for seen in those]


def test_drafts_are_their_writers(walk: Walk) -> None:
    found = _found(walk, DRAFT)
    assert not _where(found, ("author", "coauthor")), in_lines(_where(found, ("author", "coauthor")))
    for name in ("author", "coauthor"):
        paths = {seen.path for seen in found[name]}
        assert len(paths) > 8
        assert any(path.endswith("/search?q=bogbeanroot") for path in paths)
        assert any(path.startswith("/api/") for path in paths)


def test_reasons_wait_for_the_close(walk: Walk) -> None:
    """The reasons of ballots: seen by the practice that gave them alone."""
    for number, people in ((1, ("rep1", "member")), (4, ("author",))):
        word = f"{REASON} again" if number == 1 else f"{REASON} {number}"
        everywhere = _found(walk, word)
        found = {
            name: kept
            for name, those in everywhere.items()
            if (kept := [seen for seen in those if not _is_by_link(seen.path)])
        }
        by_link = {seen.path for those in everywhere.values() for seen in those if _is_by_link(seen.path)}
        assert bool(by_link) == (number == 1)
        assert not _where(found, people), in_lines(_where(found, people))
        assert set(found) == set(people)
        assert {path.path.startswith("/api/") for path in found[people[0]]} == {True, False}
    assert not _found(walk, f"{REASON} changed")
    asked = f"/search?q={REASON}"
    echoes = [
        seen
        for those in _found(walk, REASON).values()
        for seen in those
        if asked not in seen.path and not _is_by_link(seen.path)
    ]
    assert {seen.one.name for seen in echoes} == {"rep1", "member", "author"}


def test_secrets_are_told_to_nobody(walk: Walk, walker: Walker) -> None:
    """Hashes of passwords, sessions, links, tokens and codes, and what keeps ballots from being guessed."""
    columns = (
        ("people_person", "password_hash"),
        ("people_sign_in", "token_hash"),
        ("people_link", "token_hash"),
        ("people_token", "token_hash"),
        ("people_second_factor", "secret"),
        ("people_begun_factor", "secret"),
        ("people_recovery_code", "code_hash"),
        ("people_half_sign_in", "token_hash"),
        ("decisions_ballot", "nonce"),
        ("decisions_ballot_link", "token_hash"),
        ("decisions_ballot_link", "standing"),
    )
    secrets = {
        row[0].encode()
        for table, column in columns
        for row in walker.kept.raw.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    }
    secrets |= {secret.encode() for one in walker for secret in (one.session, one.token) if secret}
    assert len(secrets) > 80
    pattern = re.compile(b"|".join(re.escape(secret) for secret in secrets))
    bodies = {seen.answer.body: seen for seen in walk.seen}
    told = [f"{seen.one.name}: {seen.path}" for body, seen in bodies.items() if pattern.search(body)]
    assert not told, in_lines(told)


def test_receipts_are_the_practice_s(walk: Walk, walker: Walker) -> None:
    code = walker.world.things["receipt_of_rep1"]
    asked = (f"/receipt?code={code}", f"/receipt/{code}", f"/receipts/{code}")
    told = {
        seen.one.name
        for those in _found(walk, code).values()
        for seen in those
        if not seen.path.endswith(asked) and not _is_by_link(seen.path)
    }
    assert told == {"rep1", "member"}


@dataclass
class Compared:
    """What three people read, before and after the ballots of a vote are changed in the database. An address for which
    nothing is read from the table of ballots cannot depend on what stands there: it is asked for once."""

    walk: Walk
    walker: Walker
    before: dict[tuple[str, str], bytes]
    reads_ballots: set[tuple[str, str]]

    def look_around(self) -> None:
        """Ask for all that they can read, and see what is read from the database for it."""
        with statements(self.walker.app) as run:
            for name in _READERS:
                for path in self._readable(name):
                    run.clear()
                    self.before[name, path] = self._read(name, path)
                    if any("decisions_ballot" in statement for statement in run):
                        self.reads_ballots.add((name, path))

    def _read(self, name: str, path: str) -> bytes:
        return self.walker.get(self.walker.called(name), path).plain

    def _readable(self, name: str) -> list[str]:
        return sorted(
            {
                seen.path
                for seen in self.walk.seen
                if seen.one.name == name
                and seen.answer.status == 200
                and (seen.cell is None or seen.cell.is_own)
                and not seen.path.endswith("/print")  # it says when it was printed
                and not _is_by_link(seen.path)
            }
        )

    def differ(self, decision: str, change: str) -> set[tuple[str, str]]:
        """Who reads something else, and where, once the ballots are changed."""
        raw = self.walker.kept.raw
        triggers = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'decisions_ballot'"
        ).fetchall()
        for (name,) in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        try:
            sql = f"UPDATE decisions_ballot SET {change} WHERE decision_id = ?"
            assert raw.execute(sql, (self.walker.world.decisions[decision],)).rowcount > 0
            return {key for key in self.reads_ballots if self._read(*key) != self.before[key]}
        finally:
            self.walker.kept.put_back(lambda: None)


@pytest.fixture(scope="module")
def compared(walk: Walk, walker: Walker) -> Compared:
    walker.put_back()
    found = Compared(walk, walker, {}, set())
    found.look_around()
    return found


_ENTRY = (
    "(SELECT id FROM decisions_roll_entry e WHERE e.decision_id = decisions_ballot.decision_id "
    "AND e.code = '{}')"
)
_OTHER = "CASE stance WHEN 'for' THEN 'against' ELSE 'for' END"


def test_nothing_depends_on_how_and_why_they_voted(compared: Compared) -> None:
    """Nothing that others read changes by a byte when the ballots of the open vote say something else."""
    differ = compared.differ("open", f"stance = {_OTHER}, reason = 'quite another reason'")
    assert len(compared.before) > 300
    assert len(compared.reads_ballots) > 100
    assert not differ, in_lines(differ)


def test_nothing_depends_on_who_voted_and_when(compared: Compared) -> None:
    """Another practice voted, at another time: only whoever holds the receipt is told the time."""
    old, new = _ENTRY.format("Z99002"), _ENTRY.format("Z99008")
    entry = f"CASE roll_entry_id WHEN {old} THEN {new} ELSE roll_entry_id END"
    differ = compared.differ("open", f"cast_at = '2026-01-01 09:00:00.000000', roll_entry_id = {entry}")
    differ = {(name, path) for name, path in differ if "/receipt" not in path}
    assert not differ, in_lines(differ)


def test_a_live_vote_is_seen(compared: Compared) -> None:
    """The same change of a vote whose results are live is seen by all: the comparison can fail."""
    assert {name for name, _ in compared.differ("live", f"stance = {_OTHER}")} == set(_READERS)


def test_what_a_group_keeps_to_itself_is_read_by_those_who_sit_in_it(walk: Walk) -> None:
    """All that is said in its open vote; how and why somebody voted is told to whoever did."""
    found = {
        name: [seen for seen in those if not _is_by_link(seen.path)]
        for name, those in _found(walk, KEPT).items()
    }
    seated = {"rep8", "rep1", "observer"}
    assert not _where(found, seated), in_lines(_where(found, seated))
    for name in seated:
        paths = {seen.path for seen in found[name]}
        assert len(paths) > 4 and any(path.startswith("/api/") for path in paths)
    reason = f"{KEPT} grows".encode()
    assert {name for name, those in found.items() if any(reason in seen.answer.body for seen in those)} == {
        "rep1"
    }
