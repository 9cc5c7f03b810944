"""Whoever holds the database cannot change a vote, a verdict, a text or a role unseen: the rows are proved by the record.

Each tampering is done with all guards taken away and put back, so that it is the rows that tell, and is then undone.
"""

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.voting.actions import casting as voting
from federation.decisions.voting.receipts import fingerprint_without_way
from federation.kernel.db import unit_of_work
from federation.network.members.actions.erasing import erase_person
from federation.people.models import Person
from tests.assurance.proven import Proven, proven

pytestmark = pytest.mark.both_databases

TAMPERINGS = {
    "ballots of an open vote flipped": (
        "UPDATE decisions_ballot SET stance = CASE stance WHEN 'for' THEN 'against' ELSE 'for' END"
        " WHERE decision_id = {open}",
        {"the ballot that it records is missing or was changed", "no entry holds the ballot"},
    ),
    "who cast a ballot rewritten": (
        "UPDATE decisions_ballot SET cast_by = {admin} WHERE decision_id = {open} AND version = 1",
        {"the ballot that it records is missing or was changed", "no entry holds the ballot"},
    ),
    "a ballot said to be cast by a link": (
        "UPDATE decisions_ballot SET by_link = NOT by_link WHERE decision_id = {open} AND version = 1",
        {"the ballot that it records is missing or was changed", "no entry holds the ballot"},
    ),
    "a ballot said to be cast by a program": (
        "UPDATE decisions_ballot SET by_program = NOT by_program WHERE decision_id = {closed} AND version = 2",
        {"the ballot that it records is missing or was changed", "no entry holds the ballot"},
    ),
    "whether an open vote takes ballots by a link": (
        "UPDATE decisions_decision SET full_sign_in = NOT full_sign_in WHERE id = {open}",
        {"whether it takes votes by the link of a letter was changed"},
    ),
    "ballots deleted": (
        "DELETE FROM decisions_ballot WHERE decision_id = {open}",
        {"the ballot that it records is missing or was changed", "it says 2"},
    ),
    "the later version of a ballot deleted": (
        "DELETE FROM decisions_ballot WHERE decision_id = {closed} AND version = 2",
        {"the ballot that it records is missing or was changed"},
    ),
    "a ballot of nobody's added": (
        "INSERT INTO decisions_ballot (federation_id, id, decision_id, roll_entry_id, version, stance, reason,"
        " cast_by, cast_at, receipt, nonce) SELECT federation_id, id + 900, decision_id, roll_entry_id, version + 5,"
        " 'for', '', cast_by, cast_at, 'Q' || receipt, nonce FROM decisions_ballot WHERE decision_id = {open}"
        " AND version = 1",
        {"no entry holds the ballot"},
    ),
    "a ballot moved to another practice": (
        "UPDATE decisions_roll_entry SET practice_id = practice_id + 100, code = 'X' || code, name = 'X'"
        " WHERE decision_id = {open} AND code = 'Z99001'",
        {"the list of practices that may vote", "no entry holds the ballot"},
    ),
    "the weight of a practice x 10": (
        "UPDATE decisions_roll_entry SET weight = weight * 10 WHERE decision_id = {open} AND code = 'Z99001'",
        {"the list of practices that may vote, or a weight", "the sum of its list"},
    ),
    "a recusal taken back": (
        "UPDATE decisions_roll_entry SET recused_at = NULL, recused_by = NULL, recusal_reason = NULL"
        " WHERE decision_id = {open}",
        {"stood aside, and the list does not say so", "the sum of its list"},
    ),
    "the verdict rewritten": (
        "UPDATE decisions_decision SET verdict = 'not_carried' WHERE id = {closed}",
        {"the result was changed", "counted again, do not give its result"},
    ),
    "the words of the verdict rewritten": (
        "UPDATE decisions_decision SET how = '9 to 0' WHERE id = {closed}",
        {"the result was changed"},
    ),
    "the casting vote rewritten": (
        "UPDATE decisions_casting_vote SET stance = 'for' WHERE decision_id = {tied}",
        {"casting vote", "counted again, do not give its result"},
    ),
    "the decided text rewritten": (
        "UPDATE decisions_version SET body = 'We share nothing.' WHERE decision_id = {closed}",
        {"the text that is decided", "version 1 of the text"},
    ),
    "the table of effects rewritten": (
        "UPDATE decisions_effect SET cells = '[\"1\"]' WHERE decision_id = {open} AND code = 'Z99001'",
        {"version 1 of the text, or its table"},
    ),
    "the rule of an open vote rewritten": (
        "UPDATE decisions_decision SET rule = (SELECT rule FROM decisions_decision WHERE id = {consent})"
        " WHERE id = {open}",
        {"the rule was changed"},
    ),
    "the deadline moved": (
        "UPDATE decisions_decision SET closes_at = federation_now() WHERE id = {open}",
        {"the time at which voting closes was changed"},
    ),
    "a closed vote opened again": (
        "UPDATE decisions_decision SET state = 'open', verdict = NULL, result = NULL WHERE id = {closed}",
        {"it should be “closed”, and is “open”", "the result was changed"},
    ),
    "marked as replaced": (
        "UPDATE decisions_decision SET superseded_by_id = {tied} WHERE id = {closed}",
        {"marked as replaced by a decision that did not"},
    ),
    "the outcome rewritten": (
        "UPDATE decisions_decision SET outcome = 'Nothing happens.' WHERE id = {closed}",
        {"the outcome was changed"},
    ),
    "an accepted answer taken back": (
        "UPDATE decisions_resolution SET accepted_at = NULL, accepted_by = NULL",
        {"whether the answer to an objection is accepted was changed"},
    ),
    "an administrator inserted": (
        "INSERT INTO network_membership (federation_id, id, person_id, role, practice_id, is_chair, started_at)"
        " SELECT federation_id, 900, person_id, 'administrator', NULL, is_chair, started_at FROM network_membership"
        " WHERE role = 'observer'",
        {"Role 900 (administrator, person", "no entry gave this role"},
    ),
    "a role moved to another person": (
        "UPDATE network_membership SET person_id = {admin} WHERE role = 'executive'",
        {"the role that it gave was changed"},
    ),
    "the chair changed": (
        "UPDATE network_membership SET is_chair = (role = 'administrator')",
        {"whether it is the chair’s was changed"},
    ),
    "record and head deleted": (
        "DELETE FROM kernel_record; DELETE FROM kernel_record_head",
        {"The record: it is empty", "no entry gave this role", "no entry holds the ballot"},
    ),
    "the purpose rewritten": (
        "UPDATE network_federation SET purpose = 'To obey.'",
        {"the purpose of the federation was changed without an entry"},
    ),
}


def test_each_change_of_a_row_is_found_and_named(app: Flask) -> None:
    vote: Proven = proven()
    assert vote.found() == []
    names = {
        "open": vote.open,
        "closed": vote.closed,
        "tied": vote.tied,
        "consent": vote.consent,
        "admin": vote.world.people["admin"],
    }
    for kind, (statement, words) in TAMPERINGS.items():
        found = vote.after([one.format(**names) for one in statement.split("; ")])
        missing = {part for part in words if not any(part in line for line in found)}
        assert not missing, (kind, found)
        assert not [line for line in found if "against" in line or "Z99001 " in line], (kind, found)
    assert vote.found() == []


def test_ballots_from_before_the_record_held_how_they_were_cast_raise_no_alarm(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(voting, "ballot_fingerprint", fingerprint_without_way)
        vote: Proven = proven()
    home = vote.world.practices["Z99003"]
    with vote.world.scope():
        voting.cast(vote.world.actor("rep3"), vote.open, home, "for", "Because.")
    assert vote.found() == []
    flipped = "UPDATE decisions_ballot SET {} WHERE decision_id = {}"
    assert vote.after([flipped.format("stance = 'abstain'", vote.closed)]) != []
    assert (
        vote.after(
            [
                flipped.format("by_link = NOT by_link", vote.open)
                + f" AND cast_by = {vote.world.people['rep3']}"
            ]
        )
        != []
    )


def test_somebody_who_was_erased_raises_no_alarm(app: Flask) -> None:
    vote: Proven = proven()
    with unit_of_work() as session:
        session.execute(update(Person).values(password_hash="x").execution_options(synchronize_session=False))
    erase_person("rep3@saltmarsh.example")
    assert vote.found() == []
