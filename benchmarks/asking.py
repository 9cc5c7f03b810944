"""The requests of which the figures are made."""

import json
from typing import Any

from benchmarks.load import request

WELL = {200, 201}


def pages(path: str, cookie: str, connections: int = 4) -> list[list[str]]:
    """A page, asked for over several connections."""
    return [[request("GET", path, {"Cookie": cookie})] for _ in range(connections)]


def ballots(
    known: dict[str, Any], voters: int, where: str = "ballot", who: str = "tokens"
) -> list[list[str]]:
    """Each voter casts, and changes it the next time."""
    return [
        [
            request(
                "PUT",
                f"{known[where]}{code}",
                {"Authorization": f"Bearer {token}"},
                json.dumps({"stance": stance, "reason": "It is fair to small practices."}),
            )
            for stance in ("for", "against")
        ]
        for code, token in known[who][:voters]
    ]
