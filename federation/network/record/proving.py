"""Proving a federation: its chain, the guards of its tables, and what each feature computes again from its rows."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain as one_after_another

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.chain import checkpoints_in
from federation.kernel.checkpoints import disagreeing, kept
from federation.kernel.db import db
from federation.kernel.guards import missing_guards
from federation.kernel.proof import RecordFlaw
from federation.kernel.refusals import Refusal
from federation.kernel.seal.keeping import seal_flaws
from federation.network.models import Federation
from federation.network.record.queries.checkpoints import keys_before
from federation.plugin.door import door, load
from federation.plugin.installed import units
from federation.plugin.migrate import behind


def prove(say: Callable[[str], None], texts: Sequence[str] = (), keys: Sequence[str] = ()) -> bool:
    """Say everything in the federation chosen that is not as its record says, a line each; whether all is well.

    ``texts`` are files or letters with checkpoints, ``keys`` the public keys that the installation had before.
    """
    _at_one_moment()
    given = [one for text in texts for one in checkpoints_in(text)]
    if texts and not given:
        raise Refusal("No checkpoint was found in the files named.")
    well = True
    for flaw in one_after_another(disagreeing(given, keys, keys_before()), flaws(keys)):
        say(str(flaw))
        well = False
    if well:
        agree = f", {len(given)} checkpoints agree" if given else ""
        say(f"OK, {db.session.scalar(select(record.RecordHead.seq))} entries{agree}")
    return well


def flaws(keys: Sequence[str] = ()) -> Iterator[RecordFlaw]:
    """Everything in the federation chosen that is not as its record says."""
    _, broken = record.verify()
    if broken is not None:
        yield RecordFlaw(f"Entry {broken.seq}", broken.why)
    yield from kept(keys, keys_before())
    yield from missing_guards(db.session.connection(), _guards_of_plugins())
    yield from seal_flaws()
    settings = db.session.scalar(select(Federation.settings).where(Federation.id == tenancy.current()))
    on = (settings or {}).get("plugins", ())
    for feature in door().features.values():
        if feature.always_on or feature.name in on:
            for proof in feature.proofs:
                yield from load(proof)()


def _guards_of_plugins() -> list[dict[str, dict[str, str]]]:
    """The guards that plugins brought, whose tables are up to date."""
    theirs = units(door().plugins.values())
    old = behind(db.session(), theirs)
    return [unit.guards for unit in theirs if unit.name not in old]


def _at_one_moment() -> None:
    """Read everything as it is now, so that what is written meanwhile raises no alarm. SQLite does so by itself."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
