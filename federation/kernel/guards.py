"""The guards that the database itself keeps, by name and content, so that one that is gone or was bent is noticed.

``GUARDS`` says what they are after all migrations; a test compares it with a fresh database, and prints what it should be.
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, text

from federation.kernel.proof import RecordFlaw

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL = (
    "SELECT t.tgname, t.tgenabled || t.tgtype || ' ' || c.relname || ' ' || coalesce(pg_get_expr(t.tgqual, t.tgrelid), '')"
    " || ' ' || p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace "
    "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname = 'federation_now' "
    "AND pronamespace = current_schema()::regnamespace"
)


def guards_of(connection: Connection) -> dict[str, str]:
    """The guards that a database has: name, and a fingerprint of what each does."""
    statement = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    return {
        name: hashlib.sha256(" ".join(str(what).split()).encode()).hexdigest()[:16]
        for name, what in connection.execute(text(statement))
    }


def missing_guards(connection: Connection) -> Iterator[RecordFlaw]:
    """Guards that are gone, switched off, or do something else than they should."""
    there = guards_of(connection)
    for name, wanted in GUARDS[connection.dialect.name].items():
        if name not in there:
            yield RecordFlaw(f"The guard {name}", "it is gone from the database")
        elif there[name] != wanted:
            yield RecordFlaw(f"The guard {name}", "it was changed or switched off")


GUARDS: dict[str, dict[str, str]] = {
    "sqlite": {
        "guard_belonging_step_delete": "663ca039646741a1",
        "guard_belonging_step_insert": "23ede97c73a06968",
        "guard_belonging_step_update": "4cf2da35bdaf9bfa",
        "guard_decisions_ballot_delete": "5ea7a5a36cf6a00b",
        "guard_decisions_ballot_insert": "82e9b26fa41d408a",
        "guard_decisions_ballot_update": "a110b462f74af5fd",
        "guard_decisions_casting_vote_delete": "66d3d1d7aa5408ed",
        "guard_decisions_casting_vote_insert": "54254df491f4f0bc",
        "guard_decisions_casting_vote_update": "296a7a7f80a9008a",
        "guard_decisions_decision_delete": "2133b229337ee634",
        "guard_decisions_decision_terms": "24ddeaefa8904180",
        "guard_decisions_decision_update": "2070a79e43ce4e12",
        "guard_decisions_effect_delete": "e5af5bb652e216c9",
        "guard_decisions_effect_insert": "d27bba97005b577e",
        "guard_decisions_effect_update": "c83bd33f1fa6667c",
        "guard_decisions_interest_delete": "bd37097f0637cabf",
        "guard_decisions_interest_insert": "a5bb1d86fc6e7dc0",
        "guard_decisions_interest_update": "6206a0e5c7fd3bed",
        "guard_decisions_resolution_delete": "773b81c29e392709",
        "guard_decisions_resolution_insert": "d112b288b2a947ba",
        "guard_decisions_resolution_update": "c5af52376250f68f",
        "guard_decisions_roll_entry_delete": "0d37715d5808b45c",
        "guard_decisions_roll_entry_fixed": "5e4d8c8975a31b49",
        "guard_decisions_roll_entry_insert": "a67c34e27885b593",
        "guard_decisions_roll_entry_update": "dfd6082b0107138c",
        "guard_decisions_version_delete": "520311d131a32cca",
        "guard_decisions_version_insert": "bc545090152df0be",
        "guard_decisions_version_update": "715a2048cded888d",
        "guard_kernel_checkpoint_delete": "4d3807dd889dcce9",
        "guard_kernel_checkpoint_update": "a6ddf298240f592d",
        "guard_kernel_record_delete": "76f4ab615c083c2b",
        "guard_kernel_record_update": "ea22c45ca6aa305a",
        "guard_kernel_seal_insert": "5c4f597c620ed9c1",
        "guard_kernel_seal_update": "0063511bcc97e41a",
        "guard_mandates_act_delete": "0a87b81dbab05526",
        "guard_mandates_act_envelope": "7949c451654a26ce",
        "guard_mandates_act_insert": "1ca417ca30e6c806",
        "guard_mandates_act_update": "44defeffe0f8691d",
        "guard_mandates_budget_delete": "6c1419ef85df68c2",
        "guard_mandates_budget_insert": "0b24d20a50ea882f",
        "guard_mandates_budget_update": "cfd3fcc8e02634f8",
        "guard_mandates_cause_delete": "738c226050fbd94c",
        "guard_mandates_cause_update": "622ce0803a28fb2d",
        "guard_mandates_mandate_delete": "52ed66a6f6b1242e",
        "guard_mandates_mandate_insert": "b8535a4e73ade6d9",
        "guard_mandates_mandate_update": "eb2e3793f1b556ae",
        "guard_mandates_payment_delete": "902ff17cc7055d94",
        "guard_mandates_payment_update": "f413582d603a1b88",
        "guard_mandates_recall_delete": "780e158a785ad415",
        "guard_mandates_recall_insert": "93bf970288294df7",
        "guard_mandates_recall_update": "9afe0e0fc2a1b9c5",
        "guard_mandates_report_delete": "24a1f0a12cf938fa",
        "guard_mandates_report_insert": "a65bf5e5b9cd1d8d",
        "guard_mandates_report_update": "f09315f5f6bc056c",
        "guard_meetings_item_delete": "997670d0f126a95d",
        "guard_meetings_item_insert": "d6abae45eb927ac3",
        "guard_meetings_item_update": "29913a1a3e884912",
        "guard_meetings_meeting_delete": "3a08a83f28dabf3c",
        "guard_meetings_meeting_update": "ee018b62a50169a3",
        "guard_meetings_minutes_delete": "f9d2d240fce1ef67",
        "guard_meetings_minutes_insert": "6cf8eace3594593e",
        "guard_meetings_minutes_update": "d8baec9c7606d90a",
        "guard_meetings_presence_delete": "ecba7aeae55bad1f",
        "guard_meetings_presence_insert": "cf1d218fb4172ed5",
        "guard_meetings_presence_update": "8b34649024d5b58d",
        "guard_network_file_delete": "6f56183c3f372aa7",
        "guard_network_file_insert": "4e5cb86f31d3624c",
        "guard_network_file_update": "e153572a8eb8e05b",
        "guard_network_group_update": "e1ab1d87e0e4d54d",
        "guard_network_group_wording_delete": "b74e9e3720d7e8f3",
        "guard_network_group_wording_update": "6d23ac62bf494aba",
        "guard_purchasing_spec_delete": "9f44ce1422fc4cbe",
        "guard_purchasing_spec_update": "b83d062db683497f",
        "guard_purchasing_voted_delete": "6e27867e669b268a",
        "guard_purchasing_voted_insert": "526600796363ef52",
        "guard_purchasing_voted_update": "48f417988d012152",
        "guard_network_place_change_delete": "71fe92315c948b05",
        "guard_network_place_change_update": "7dd6df4ffede0b0a",
        "search_delete": "8f192665912d9974",
        "search_insert": "8f8de6088042f7c0",
        "search_update": "9f3002927fc10ad7",
    },
    "postgresql": {
        "federation_now": "2461f8bb8070d8f1",
        "guard_belonging_step_delete": "3b526a81e6342593",
        "guard_belonging_step_insert": "f89f74ced4946e61",
        "guard_belonging_step_update": "79448eeff471cd33",
        "guard_decisions_ballot_delete": "5c30fed5a0775012",
        "guard_decisions_ballot_insert": "de4297c86e39d4f4",
        "guard_decisions_ballot_update": "57bc4b97c6167364",
        "guard_decisions_casting_vote_delete": "ae6212e04a2b6baa",
        "guard_decisions_casting_vote_insert": "c94d8389de402c47",
        "guard_decisions_casting_vote_update": "e65d3a0dd6d4632f",
        "guard_decisions_decision_delete": "d8e007dd2c1f7154",
        "guard_decisions_decision_terms": "a85a9b0ba1701c52",
        "guard_decisions_decision_update": "fc5649c697405d34",
        "guard_decisions_effect_delete": "d411262b433cf970",
        "guard_decisions_effect_insert": "94a869b5b46434db",
        "guard_decisions_effect_update": "c185a7b8ec5ac7b9",
        "guard_decisions_interest_delete": "6581695f7241b85e",
        "guard_decisions_interest_insert": "ef3984ee199fd693",
        "guard_decisions_interest_update": "e321b20790c1ee97",
        "guard_decisions_resolution_delete": "8d0bc424a0de1879",
        "guard_decisions_resolution_insert": "bbde8cf3c2449fa7",
        "guard_decisions_resolution_update": "f4e529c31e267c5f",
        "guard_decisions_roll_entry_delete": "bff2ac3d8c681b7b",
        "guard_decisions_roll_entry_fixed": "9eacec2482751157",
        "guard_decisions_roll_entry_insert": "0728de8ee1da2540",
        "guard_decisions_roll_entry_update": "25f4907d1198b058",
        "guard_decisions_version_delete": "6a3ff5682010e60a",
        "guard_decisions_version_insert": "a2721a8c55cc582a",
        "guard_decisions_version_update": "0103e4fc6ad1a11f",
        "guard_kernel_checkpoint_delete": "ec7f8de13e85908a",
        "guard_kernel_checkpoint_update": "7d311cfd1e072ef0",
        "guard_kernel_record_delete": "16cb3ed7a16caaa8",
        "guard_kernel_record_update": "a55607c62d63a357",
        "guard_kernel_seal_insert": "1d712494fca5d2d5",
        "guard_kernel_seal_update": "b32c6bc216dc7fd4",
        "guard_mandates_act_delete": "80c0f1d8a40171ed",
        "guard_mandates_act_envelope": "ae8edca92fa2a18c",
        "guard_mandates_act_insert": "dcaa766fe5bb92f5",
        "guard_mandates_act_update": "3fb42d1ce12d5dbe",
        "guard_mandates_budget_delete": "ff539544302b1990",
        "guard_mandates_budget_insert": "3abd03c1ed2a74d0",
        "guard_mandates_budget_update": "579c20276f11a1ac",
        "guard_mandates_cause_delete": "f693ad1bbbb58f44",
        "guard_mandates_cause_update": "912d10ec2b203c57",
        "guard_mandates_mandate_delete": "557f0e281b000efd",
        "guard_mandates_mandate_insert": "17f3bb3c8952a57a",
        "guard_mandates_mandate_update": "08cd27df7c2a1b79",
        "guard_mandates_payment_delete": "3c3f22126159a32f",
        "guard_mandates_payment_update": "1f560ea836574ef4",
        "guard_mandates_recall_delete": "63878d242b1b11e2",
        "guard_mandates_recall_insert": "74ebfa3395cd2b72",
        "guard_mandates_recall_update": "4d44d31c0d25edd8",
        "guard_mandates_report_delete": "a4f463130664a83b",
        "guard_mandates_report_insert": "929d31d1e69815a2",
        "guard_mandates_report_update": "d95befcd5f482dd9",
        "guard_meetings_item_delete": "d98e6e181cb9d98d",
        "guard_meetings_item_insert": "613af8108377605e",
        "guard_meetings_item_update": "b3d79f4fb57ac2a4",
        "guard_meetings_meeting_delete": "87c100a267427c6c",
        "guard_meetings_meeting_update": "65c4fd08f23a7bc1",
        "guard_meetings_minutes_delete": "70b5831cc6b31b7c",
        "guard_meetings_minutes_insert": "adca7759a7447403",
        "guard_meetings_minutes_update": "fbaada986a9f66ea",
        "guard_meetings_presence_delete": "e59c72df65e7ce16",
        "guard_meetings_presence_insert": "d7a3ff3e3dd00519",
        "guard_meetings_presence_update": "b0a864f9c0cb10af",
        "guard_network_file_delete": "159aacc347501464",
        "guard_network_file_insert": "537447be03ec488f",
        "guard_network_file_update": "97816cf061ea9775",
        "guard_network_group_update": "fc5c906d9b7c1b4c",
        "guard_network_group_wording_delete": "7acaa41d5df261b7",
        "guard_network_group_wording_update": "952bf01e3a8b9dc5",
        "guard_purchasing_spec_delete": "134ff70e60cab317",
        "guard_purchasing_spec_update": "7359660c0a80df16",
        "guard_purchasing_voted_delete": "ef9c41f400db8947",
        "guard_purchasing_voted_insert": "70b626729cad284f",
        "guard_purchasing_voted_update": "4712bd27225109cc",
        "guard_network_place_change_delete": "ec45ca41129d9972",
        "guard_network_place_change_update": "5e737430f5fce148",
    },
}
