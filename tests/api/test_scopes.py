"""Which token may do what: every endpoint of the interface for programs with every scope, and nothing else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from federation.kernel.endpoints import endpoints
from federation.kernel.scopes import SCOPES, in_order, used_by
from federation.testing.world import World
from tests.api.programs import PROBLEM, Program, in_hours, program
from tests.api.test_tenancy import BODIES, MISSING, filled
from tests.api.test_whole_decision import TEXT

Asks = Callable[..., Program]
_D = "/decisions/<decision_id>"
ACTS = {
    "propose": {
        ("POST", "/decisions"),
        ("PATCH", _D),
        ("DELETE", _D),
        ("POST", f"{_D}/coauthors"),
        ("DELETE", f"{_D}/coauthors/<person_id>"),
        ("POST", f"{_D}/files"),
        ("DELETE", f"{_D}/files/<file_id>"),
        ("POST", f"{_D}/comments"),
        ("PATCH", f"{_D}/comments/<comment_id>"),
        ("DELETE", f"{_D}/comments/<comment_id>"),
        ("POST", f"{_D}/comments/<comment_id>/files"),
        ("DELETE", f"{_D}/comments/<comment_id>/files/<file_id>"),
        ("POST", f"{_D}/discussion"),
        ("POST", f"{_D}/objections/<code>/answer"),
        ("PUT", f"{_D}/outcome"),
        ("POST", f"{_D}/actions"),
        ("PATCH", "/actions/<action_id>"),
        ("POST", "/rules/suggestions"),
        ("POST", "/floors/proposals"),
        ("POST", "/agreed/<setting_key>/proposals"),
        ("POST", "/areas"),
        ("POST", "/groups/<group_id>/status"),
        ("POST", "/groups/<group_id>/milestones"),
        ("PATCH", "/milestones/<milestone_id>"),
        ("POST", "/groups/<group_id>/tasks"),
        ("PATCH", "/tasks/<task_id>"),
        ("POST", "/groups/<group_id>/work"),
        ("PATCH", "/work/<work_id>"),
        ("POST", "/work/<work_id>/proposal"),
        ("POST", "/work/<work_id>/discussion"),
        ("POST", "/groups/<group_id>/discussion"),
        ("PATCH", "/said/<remark_id>"),
        ("DELETE", "/said/<remark_id>"),
        ("POST", "/groups/<group_id>/files"),
        ("DELETE", "/groups/<group_id>/files/<attached_id>"),
        ("POST", "/tasks/<task_id>/hours"),
        ("PUT", "/tasks/<task_id>/words"),
        ("PUT", "/work/<work_id>/words"),
        ("PUT", "/milestones/<milestone_id>/words"),
        ("DELETE", "/hours/<hours_id>"),
        ("POST", "/groups/<group_id>/elections"),
        ("POST", "/elections/<election_id>/candidates"),
        ("DELETE", "/elections/<election_id>/candidates"),
        ("POST", "/elections/<election_id>/vote"),
        ("POST", "/groups/<group_id>/mandate"),
        ("POST", "/membership/rules"),
        ("POST", "/neighbourhoods/split"),
        ("POST", "/neighbourhoods/merge"),
        ("POST", "/membership/admissions"),
        ("POST", "/membership/leave/<code>/confirm"),
        ("POST", "/membership/closing/<code>/objection"),
        ("POST", "/membership/suspensions"),
        ("POST", "/membership/liftings"),
        ("POST", "/groups/<group_id>/mandate/withdrawal"),
        ("POST", "/groups/<group_id>/unfinished"),
        ("POST", "/mandates/budget"),
        ("POST", "/mandates/budget/moves"),
        ("POST", "/meetings"),
        ("POST", "/meetings/asked/call"),
        ("POST", "/tendering/tenders/<tender_id>/interests"),
        ("PUT", "/meetings/<meeting_id>/attendance"),
        ("POST", "/meetings/<meeting_id>/here"),
        ("POST", "/meetings/<meeting_id>/attendance/corrections"),
        ("POST", "/meetings/<meeting_id>/minutes"),
        ("POST", "/meetings/<meeting_id>/items"),
        ("POST", "/purchasing/rounds"),
        ("POST", "/purchasing/rounds/<round_id>/call-off"),
        ("POST", "/purchasing/rounds/<round_id>/specification"),
        ("POST", "/purchasing/rounds/<round_id>/propose"),
        ("POST", "/purchasing/rounds/<round_id>/offers"),
        ("POST", "/purchasing/rounds/<round_id>/offers/<offer_id>/back"),
        ("POST", "/purchasing/rounds/<round_id>/late/<change_id>"),
        ("POST", "/purchasing/contracts"),
        ("POST", "/purchasing/contracts/<contract_id>/renew"),
        ("POST", "/purchasing/contracts/<contract_id>/end"),
        ("POST", "/tendering/tenders"),
        ("POST", "/tendering/tenders/<tender_id>/cancel"),
        ("POST", "/tendering/tenders/<tender_id>/invitations"),
        ("POST", "/tendering/tenders/<tender_id>/more-time"),
        ("PUT", "/tendering/tenders/<tender_id>/questions/<question_id>"),
        ("POST", "/tendering/tenders/<tender_id>/parts"),
        ("POST", "/tendering/tenders/<tender_id>/sharing"),
        ("POST", "/tendering/tenders/<tender_id>/start"),
        ("POST", "/tendering/tenders/<tender_id>/versions"),
        ("PUT", "/tendering/tenders/<tender_id>/scores/<bid_id>"),
        ("POST", "/tendering/tenders/<tender_id>/scores/lock"),
        ("POST", "/tendering/tenders/<tender_id>/checks/<bid_id>"),
        ("POST", "/tendering/tenders/<tender_id>/scorers/<person_id>/aside"),
        ("POST", "/tendering/tenders/<tender_id>/scorers/<person_id>/aside/confirm"),
        ("PUT", "/tendering/tenders/<tender_id>/agreed/<bid_id>/<criterion>"),
        ("POST", "/tendering/tenders/<tender_id>/agreed/<bid_id>/<criterion>/confirm"),
        ("POST", "/tendering/tenders/<tender_id>/award"),
        ("POST", "/tendering/tenders/<tender_id>/allocation/changes"),
        ("DELETE", "/tendering/tenders/<tender_id>/allocation/changes/<number>"),
        ("POST", "/tendering/tenders/<tender_id>/allocation/changes/<number>/confirm"),
        ("POST", "/tendering/tenders/<tender_id>/allocation/changes/<number>/propose"),
        ("POST", "/tendering/tenders/<tender_id>/challenges"),
        ("POST", "/tendering/tenders/<tender_id>/challenges/<challenge_id>/answer"),
        ("POST", "/tendering/tenders/<tender_id>/contract"),
        ("POST", "/purchasing/projects"),
        ("POST", "/meetings/<meeting_id>/items/<item_id>/files"),
        ("DELETE", "/meetings/<meeting_id>/items/<item_id>/files/<paper_id>"),
        ("POST", "/meetings/<meeting_id>/move"),
        ("POST", "/meetings/<meeting_id>/stand-ins"),
        ("PUT", "/groups/<group_id>/meetings/rhythm"),
        ("PATCH", ""),
        ("POST", "/aims"),
        ("PATCH", "/aims/<number>"),
        ("DELETE", "/aims/<number>"),
    },
    "cast": {
        ("POST", "/groups/<group_id>/own-seats"),
        ("POST", "/groups/<group_id>/seats/<seat_id>/give-up"),
        ("PUT", "/purchasing/rounds/<round_id>/needs/<code>"),
        ("POST", "/purchasing/rounds/<round_id>/order"),
        ("POST", "/purchasing/rounds/<round_id>/ask"),
        ("POST", "/purchasing/rounds/<round_id>/deliveries"),
        ("POST", "/purchasing/rounds/<round_id>/invoices"),
        ("POST", "/purchasing/rounds/<round_id>/late"),
        ("POST", "/purchasing/rounds/<round_id>/receipts"),
        ("POST", "/purchasing/rounds/<round_id>/finish"),
        ("POST", "/purchasing/rounds/<round_id>/finish/<finish_id>"),
        ("POST", "/meetings/<meeting_id>/approve"),
        ("POST", "/meetings/<meeting_id>/attendance/confirm"),
        ("POST", "/meetings/asked"),
        ("DELETE", "/meetings/asked/<code>"),
        ("POST", "/membership/suspensions/<decision_id>/answer"),
        ("POST", "/membership/leave"),
        ("DELETE", "/membership/leave/<code>"),
        ("POST", "/groups/<group_id>/acts"),
        ("POST", "/groups/<group_id>/escalations"),
        ("POST", "/acts/<act_id>/payments"),
        ("POST", "/groups/<group_id>/reports"),
        ("POST", "/reports/<report_id>/objections"),
        ("POST", "/acts/<act_id>/call-in"),
        ("POST", "/groups/<group_id>/recall"),
        ("DELETE", "/groups/<group_id>/recall/<code>"),
        ("PUT", f"{_D}/ballots/<code>"),
        ("POST", f"{_D}/ballots/<code>/stand-aside"),
        ("POST", f"{_D}/objections/<code>/accept"),
    },
    "administer": {
        ("POST", f"{_D}/open"),
        ("POST", "/meetings/<meeting_id>/items/<item_id>/vote"),
        ("DELETE", f"{_D}/open"),
        ("POST", f"{_D}/withdraw"),
        ("POST", f"{_D}/close"),
        ("POST", f"{_D}/casting-vote"),
        ("POST", "/tendering/tenders/<tender_id>/openings"),
        ("POST", "/tendering/tenders/<tender_id>/price-openings"),
        ("POST", "/tendering/thresholds"),
        ("POST", "/groups"),
        ("PATCH", "/groups/<group_id>"),
        ("DELETE", "/groups/<group_id>"),
        ("POST", "/groups/<group_id>/seats"),
        ("DELETE", "/groups/<group_id>/seats/<seat_id>"),
        ("POST", "/groups/<group_id>/seats/<seat_id>/confirm"),
        ("POST", "/groups/<group_id>/seats/<seat_id>/refuse"),
        ("POST", "/people"),
        ("POST", "/people/<person_id>/invitation"),
        ("DELETE", "/people/<person_id>/invitation"),
        ("POST", "/people/<person_id>/roles"),
        ("DELETE", "/people/<person_id>/roles/<role_id>"),
        ("POST", "/people/<person_id>/roles/<role_id>/chair"),
        ("POST", "/people/<person_id>/roles/<role_id>/confirm"),
        ("POST", "/people/<person_id>/roles/<role_id>/refuse"),
        ("PATCH", "/practices/<code>"),
        ("POST", "/practices/<code>/leave"),
        ("DELETE", "/practices/<code>/leave"),
        ("POST", "/rules"),
        ("PUT", "/rules/<key>"),
        ("DELETE", "/rules/<key>"),
    },
}
"""Every act that the interface has; whatever else there is only reads."""
THINGS = {
    "decision_id": MISSING,
    "comment_id": MISSING,
    "file_id": MISSING,
    "action_id": MISSING,
    "person_id": MISSING,
    "role_id": MISSING,
    "group_id": MISSING,
    "election_id": MISSING,
    "act_id": MISSING,
    "report_id": MISSING,
    "milestone_id": MISSING,
    "meeting_id": MISSING,
    "item_id": MISSING,
    "paper_id": MISSING,
    "round_id": MISSING,
    "change_id": MISSING,
    "finish_id": MISSING,
    "offer_id": MISSING,
    "contract_id": MISSING,
    "tender_id": MISSING,
    "question_id": MISSING,
    "bid_id": MISSING,
    "criterion": "c1",
    "challenge_id": MISSING,
    "task_id": MISSING,
    "work_id": MISSING,
    "remark_id": MISSING,
    "attached_id": MISSING,
    "hours_id": MISSING,
    "seat_id": MISSING,
    "number": MISSING,
    "code": "Q11111",
    "key": "nothing",
    "figure_key": "nothing",
    "setting_key": "nothing",
    "seq": MISSING,
}


def operations(app: Flask) -> set[tuple[str, str]]:
    """Every method and path of the product's own features below a federation, where tokens are sent."""
    root, found = "/api/v1/federations/<", set()
    for rule, methods, endpoint, _ in endpoints(app):
        if rule.endswith("/calendar.ics"):  # phones read it, by a key of its own and without a token
            continue
        if rule.startswith(root) and not app.extensions["switchable"].get(endpoint.partition(".")[0]):
            path = re.sub(r"<[^:>]+:(\w+)>", r"<\1>", rule).removeprefix("/api/v1/federations/<federation>")
            found |= {(method, path) for method in methods.split(",")}
    return found


def needed(operation: tuple[str, str]) -> str:
    """The scope that an operation needs."""
    return next((scope for scope, acts in ACTS.items() if operation in acts), "read")


def test_every_act_is_listed_under_its_scope(served: Flask) -> None:
    acts = {operation for operation in operations(served) if operation[0] != "GET"}
    assert acts == ACTS["propose"] | ACTS["cast"] | ACTS["administer"]
    assert sum(map(len, ACTS.values())) == len(acts)


@pytest.mark.parametrize("name", ["rep1", "chair", "admin", "member"])
def test_every_endpoint_with_every_scope(served: Flask, world: World, name: str) -> None:
    """What a token of all scopes is answered, a token with the scope needed is answered too; every other is refused."""
    with served.app_context():
        full = program(served, world, name)
        one_each = {scope: program(served, world, name, [scope]) for scope in SCOPES}
        none = program(served, world, name, [])
    refused = 0
    for method, path in sorted(operations(served)):
        scope, body = needed((method, path)), BODIES.get((method, path))
        at = filled(path, THINGS)
        if (method, path) in (
            ("PATCH", ""),
            ("POST", "/people"),
            ("POST", "/groups"),
            ("POST", "/aims"),
            ("POST", "/meetings/asked"),
            ("POST", "/rules"),
            ("POST", "/decisions"),
            ("POST", "/rules/suggestions"),
        ):
            body = {}
        usual = full(method, at, body)
        for held, asker in {**one_each, "none": none}.items():
            answer = asker(method, at, body)
            if held == scope:
                assert (answer.status_code, answer.data) == (usual.status_code, usual.data), (
                    held,
                    method,
                    path,
                )
                continue
            assert answer.status_code == 403, (held, method, path, answer.text)
            if usual.status_code == 403 and not usual.json.get("scope"):
                continue
            refused += 1
            assert answer.content_type == PROBLEM and answer.json["scope"] == scope
            assert answer.json["detail"] == f"This token does not have the scope {scope}."
            assert answer.headers["WWW-Authenticate"] == f'Bearer error="insufficient_scope", scope="{scope}"'
    assert refused > 100


def test_a_token_for_reading_changes_nothing(served: Flask, asks: Asks, world: World) -> None:
    """On things that are there, of an administrator and of a representative."""
    author = asks("rep1")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done("POST", f"/decisions/{number}/discussion")
    with served.app_context():
        rep, admin = program(served, world, "rep1", ["read"]), program(served, world, "admin", ["read"])
        voter = program(served, world, "rep1", ["read", "cast"])
        proposer = program(served, world, "rep1", ["read", "propose"])
    opening = {"preset": "simple_majority", "closes_at": in_hours(100)}
    for asker in (rep, voter, proposer):
        assert asker("POST", f"/decisions/{number}/open", opening).json["scope"] == "administer"
    assert rep.get(f"/decisions/{number}")["state"] == "discussion"
    author.done("POST", f"/decisions/{number}/open", opening)
    vote = (f"/decisions/{number}/ballots/Z99001", {"stance": "for", "reason": "Yes."})
    for asker in (rep, proposer):
        assert asker("PUT", *vote).json["scope"] == "cast"
    voter.done("PUT", *vote, 201)
    person = admin.get("/people?q=member")["items"][0]["id"]
    for role in ("administrator", "observer"):
        assert admin("POST", f"/people/{person}/roles", {"role": role}).json["scope"] == "administer"
    assert [role["role"] for role in admin.get(f"/people/{person}")["roles"]] == ["member"]


def test_the_description_names_the_scope_of_each_operation(served: Flask) -> None:
    description: dict[str, Any] = served.test_client().get("/api/openapi.json").json
    root = "/api/v1/federations/{federation}"
    for method, path in operations(served):
        operation = description["paths"][root + re.sub(r"<(\w+)>", r"{\1}", path)][method.lower()]
        assert operation["security"] == [{"token": [needed((method, path))]}], (method, path)
    assert all(f"`{scope}`" in description["info"]["description"] for scope in SCOPES)
    assert description["components"]["schemas"]["Problem"]["properties"]["scope"]["type"] == "string"


def test_what_roles_let_tokens_do(served: Flask) -> None:
    def scopes(role: str) -> tuple[str, ...]:
        return in_order(scope for _, scope in used_by({role}))

    assert {
        role: scopes(role)
        for role in ("administrator", "representative", "member", "lay_partner", "observer")
    } == {
        "administrator": ("propose", "administer"),
        "representative": ("propose", "cast", "administer"),
        "member": ("propose", "administer"),
        "lay_partner": ("propose", "administer"),
        "observer": ("propose", "administer"),
    }
