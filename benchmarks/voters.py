"""Voters who cast over and over while things go wrong, and remember what was acknowledged and what they were shown.

``python -m benchmarks.voters URL PRACTICES`` fills an empty database with an open vote, and prints who may cast where.
"""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from federation.app import create_app, upgrade_database
from federation.decisions import rules
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions import opening
from federation.kernel.config import read_settings
from federation.kernel.days import time_now
from federation.testing.world import make_world, new_program_token

PATIENCE = 300.0
"""Seconds within which a server that comes back answers, on a busy machine."""


class FaithfulVoter(threading.Thread):
    """Casts and changes the ballot of a practice until told to stop, each time with a reason of its own.

    ``acknowledged`` are the reasons of ballots that were answered with 200 or 201, ``attempted`` those that got another answer
    or none, ``shown`` what the product said last that the practice had cast, the oldest first."""

    def __init__(self, port: int, path: str, token: str) -> None:
        super().__init__(daemon=True)
        self._port, self._path, self._token = port, path, token
        self._go, self._idle, self._end = threading.Event(), threading.Event(), threading.Event()
        self.acknowledged: list[str] = []
        self.attempted: set[str] = set()
        self.shown: list[str] = []
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        number = 0
        while not self._end.is_set():
            if not self._go.wait(0.05):
                self._idle.set()
                continue
            self._idle.clear()
            number += 1
            reason = f"Ballot {number}"
            self.attempted.add(reason)
            stance = "for" if number % 2 else "against"
            status = self._ask("PUT", {"stance": stance, "reason": reason})[0]
            self.answers[status] += 1
            if status in (200, 201):
                self.acknowledged.append(reason)
                self.attempted.discard(reason)
            else:
                time.sleep(0.05)

    def _ask(self, method: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """The status and the body of an answer; 0 where none came."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
            connection.request(method, self._path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()

    def go(self) -> None:
        """Cast from now on."""
        self._idle.clear()
        self._go.set()

    def rest(self) -> None:
        """Cast no more for now; returns once the last answer is there."""
        self._go.clear()
        self._idle.wait(PATIENCE)

    def end(self) -> None:
        """Be done."""
        self._end.set()
        self._go.clear()

    def flaws(self) -> list[str]:
        """Read what was cast, and say what of it is not as it was acknowledged or shown."""
        until = time.monotonic() + PATIENCE
        while (found := self._ask("GET"))[0] != 200:
            if time.monotonic() > until:
                return [f"nothing could be read any more: {found[0]}"]
            time.sleep(0.1)
        cast = [one["reason"] for one in reversed(found[1]["items"])]
        wrong = [f"{one} was acknowledged and is gone" for one in self.acknowledged if one not in set(cast)]
        if cast[: len(self.shown)] != self.shown:
            wrong.append("what was shown before has changed")
        known = set(self.acknowledged) | self.attempted
        wrong += [
            f"{one} was never sent, or twice" for one in cast if one not in known or cast.count(one) > 1
        ]
        self.shown = cast
        return wrong


def open_vote(practices: int) -> dict[str, Any]:
    """A federation with a vote that is open for ten days: where ballots go, and the code and token of each practice."""
    world = make_world("faults", practices)
    with world.scope():
        author = world.actor("rep1")
        vote = proposals.start(author, Draft(title="Share home visits", body="Each practice visits in turn."))
        proposals.to_discussion(author, vote)
        rule = rules.PRESETS["simple_majority"].rule
        opening.open_vote(author, vote, rule, time_now() + timedelta(days=10))
    tokens = [
        [code, new_program_token(world.people[f"rep{number}"], world.federation_id)]
        for number, code in enumerate(world.practices, 1)
    ]
    return {"ballot": f"/api/v1/federations/{world.slug}/decisions/{vote}/ballots/", "tokens": tokens}


def main() -> None:
    """Make the tables, fill them, say how to cast."""
    upgrade_database(sys.argv[1])
    with create_app({**read_settings(), "database_url": sys.argv[1]}).app_context():
        print(json.dumps(open_vote(int(sys.argv[2]))))


if __name__ == "__main__":
    main()
