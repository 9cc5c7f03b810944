"""Casts ballots one after the other and says ``ACK`` after each; run under strace by a test.

python -m tests.assurance.traced PLAN ACKNOWLEDGEMENTS [off]
"""

import pickle
import sys

from sqlalchemy import event

from federation.kernel.db import db
from tests.assurance.crew import append_line, pageless
from tests.assurance.tasks import cast_all


def main(plan: str, acknowledgements: str, synchronous: str = "") -> None:
    """Cast as planned; ``off`` is the negative control: the database does not wait for the disk."""
    with open(plan, "rb") as file:
        settings, casts = pickle.load(file)
    with pageless(settings).app_context():
        if synchronous:
            event.listen(
                db.engine,
                "connect",
                lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"),
            )
        for cast in casts:
            (answer,) = cast_all([cast])
            assert not isinstance(answer, str)
            append_line(acknowledgements, "ACK")


if __name__ == "__main__":
    main(*sys.argv[1:])
