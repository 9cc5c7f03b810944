"""Naming boards that the product's own list does not know, or calls otherwise."""

from collections.abc import Mapping

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.network.locking import locked
from federation.network.practices.words import named_here


def name_boards(actor: Actor, names: Mapping[str, str]) -> bool:
    """Set the names that the federation gives boards, by code; whether anything changed."""
    authorize(actor, "network.arrange")
    with unit_of_work():
        federation = locked()
        if named_here(federation.settings) == names:
            return False
        federation.settings = {**federation.settings, "boards": dict(names)}
        record.append(
            actor.person_id,
            "boards.named",
            f"federation:{federation.id}",
            codes=sorted(names),
            digest=record.digest(dict(names)),
        )
        return True
