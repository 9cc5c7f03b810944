"""A federation of any size: as many practices, people and decisions as asked for. ``python -m
benchmarks.seed URL SIZE``.

Prints what a client needs as JSON: cookie, tokens, and the addresses to ask for.
"""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarks.register import LONG_AGO, WORDS, fill_register
from federation.app import create_app, upgrade_database
from federation.decisions import rules
from federation.decisions.discussion import actions as discussion
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions import opening
from federation.kernel.clock import database_now
from federation.kernel.config import read_settings
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.tenancy import federation_scope, insert_many
from federation.network.arrival import place_of
from federation.network.federation.actions.creating import create_federation
from federation.network.federation.actions.describing import add_aim
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.models import Membership, Practice
from federation.network.practices.actions.totals import catch_up
from federation.people.models import Person, ProgramToken, SignIn
from federation.people.secrets import fingerprint, new_token

SLUG = "bench"
VOTERS = 16
SEATS = 8
COMMENTS = 20
LAST = 10
"""Rows on the last page of each list: as many as the smallest federation has at all."""


def seed(app: Flask, size: int) -> dict[str, Any]:
    """Fill an empty database; what a client needs to know."""
    federation = create_federation(SLUG, "Bench Federation", notice_hours=0, quorum="0")
    people = _people(size)
    with federation_scope(federation):
        practices = _practices(size)
        _memberships(people, practices)
        admin = _actor(people[-1], federation)
        author = _actor(people[0], federation)
        with unit_of_work():
            for number in range(1, 5):
                add_aim(admin, f"Aim number {number} of this federation")
        fill_register(size, people)
        open_id = _open_vote(app, author, people, federation)
        group_id = _open_vote_of_group(app, admin, people[:SEATS], federation)
        voters = [(f"P{number % size:05d}", people[number % size]) for number in range(VOTERS)]
        tokens = [[code, _token(person, federation)] for code, person in voters]
    return {
        "cookie": _cookie(app, people[0]),
        "tokens": tokens,
        "decision": open_id,
        "group": f"/api/v1/federations/{SLUG}/decisions/{group_id}/ballots/",
        "seated": [["me", token] for _, token in tokens[:SEATS]],
        "pages": _pages(size, practices, people, open_id),
        "ballot": f"/api/v1/federations/{SLUG}/decisions/{open_id}/ballots/",
    }


def _people(size: int) -> list[int]:
    with unit_of_work() as session:
        rows = [
            Person(
                email=f"p{number}@bench.example",
                name=f"Person {number:05d}",
                created_at=LONG_AGO,
                password_hash="-",
            )
            for number in range(size + 1)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def _practices(size: int) -> list[int]:
    with unit_of_work() as session:
        insert_many(
            Practice,
            [
                {
                    "code": f"P{number:05d}",
                    "name": f"Practice {number:05d}",
                    "membership": "full",
                    "list_size": 2000 + 37 * number % 18000,
                    "list_size_on": date(2026, 10, 1),
                    "address": [],
                    "postcode": "",
                    "phone": "",
                    "icb": "",
                    "sub_icb": "",
                }
                for number in range(size)
            ],
        )
        catch_up()
        return list(session.scalars(select(Practice.id).order_by(Practice.code)))


def _memberships(people: list[int], practices: list[int]) -> None:
    common = {"is_chair": False, "started_at": LONG_AGO}
    with unit_of_work():
        insert_many(
            Membership,
            [
                {"person_id": person, "practice_id": practice, "role": "representative", **common}
                for person, practice in zip(people, practices, strict=False)
            ],
        )
        insert_many(
            Membership,
            [
                {"person_id": people[-1], "practice_id": None, "role": role, **common}
                for role in ("administrator", "executive")
            ],
        )


def _actor(person: int, federation: int) -> Actor:
    found = place_of(person, "Somebody", "somebody@bench.example", federation)
    assert found is not None
    return found


def _open_vote(app: Flask, author: Actor, people: list[int], federation: int) -> int:
    decision = proposals.start(
        author,
        Draft(
            title="Share home visits by patients, with a minimum for small practices",
            body=WORDS * 2,
            reasons=WORDS * 8,
            aims=(1, 2),
        ),
    )
    proposals.to_discussion(author, decision)
    others = [_actor(person, federation) for person in people[:8]]
    thread = None
    for number in range(COMMENTS):
        said = discussion.comment(
            others[number % len(others)], decision, f"{WORDS}({number})", thread if number % 3 else None
        )
        thread = said if number % 3 == 0 else thread
    now = db.session.scalar(select(database_now()))
    assert now is not None
    opening.open_vote(author, decision, rules.PRESETS["double_majority"].rule, now + timedelta(days=10))
    return decision


def _open_vote_of_group(app: Flask, admin: Actor, people: list[int], federation: int) -> int:
    """A vote of a group in which these people sit."""
    seats = [SeatWanted(person, is_lead=person == people[0]) for person in people]
    group = begin_group(admin, GroupWanted("Home Visiting Group", "Decides how we visit.", seats=seats))
    lead = _actor(people[0], federation)
    decision = proposals.start(lead, Draft(title="Visit before noon", body=WORDS), group_id=group)
    proposals.to_discussion(lead, decision)
    now = db.session.scalar(select(database_now()))
    assert now is not None
    opening.open_vote(lead, decision, rules.PRESETS["simple_majority"].rule, now + timedelta(days=10))
    return decision


def _token(person: int, federation: int) -> str:
    token = new_token()
    with unit_of_work() as session:
        session.add(
            ProgramToken(
                token_hash=fingerprint(token),
                person_id=person,
                federation_id=federation,
                title="bench",
                scopes="read propose cast administer",
                created_at=LONG_AGO,
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )
    return token


def _cookie(app: Flask, person: int) -> str:
    token = new_token()
    with unit_of_work() as session:
        session.add(
            SignIn(
                person_id=person,
                token_hash=fingerprint(token),
                device="bench",
                started_at=LONG_AGO,
                seen_at=datetime(2100, 1, 1, tzinfo=UTC),
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
                confirmed_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True, 'seen': 4_102_444_800})}"


def _pages(size: int, practices: list[int], people: list[int], decision: int) -> dict[str, str]:
    """Every list with its first and its last page, and the pages of a decision."""
    base = f"/f/{SLUG}"
    cut = size - LAST - 1
    last_practices = f"?after={practices[cut]}" if cut >= 0 else ""
    last_people = f"?after={people[cut + 1]}" if cut >= 0 else ""
    last_roll = f"?after=P{cut:05d}" if cut >= 0 else ""
    last_record = f"?before={LAST + 1}"
    return {
        "decision": f"{base}/decisions/{decision}",
        "register": f"{base}/decisions/",
        "register, last page": f"{base}/decisions/?page=end",
        "practices": f"{base}/practices/",
        "practices, last page": f"{base}/practices/{last_practices}",
        "people": f"{base}/people/",
        "people, last page": f"{base}/people/{last_people}",
        "record": f"{base}/our-federation/record",
        "record, last page": f"{base}/our-federation/record{last_record}",
        "home": f"{base}/",
        "decisions now": f"{base}/decisions/now",
        "actions": f"{base}/decisions/actions",
        "our federation": f"{base}/our-federation/",
        "a practice": f"{base}/practices/{practices[0]}",
        "search": f"{base}/search?q=spring",
        "list of the practices that may vote": f"{base}/decisions/{decision}/roll",
        "list of the practices that may vote, last page": f"{base}/decisions/{decision}/roll{last_roll}",
    }


def main() -> None:
    """Make the tables, fill them, say how to ask."""
    url, size = sys.argv[1], int(sys.argv[2])
    upgrade_database(url)
    app = create_app({**read_settings(), "database_url": url})
    with app.app_context():
        print(json.dumps(seed(app, size)))


if __name__ == "__main__":
    main()
