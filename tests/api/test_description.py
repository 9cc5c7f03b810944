"""The description (OpenAPI 3.1) is true: what it promises is answered, and nothing makes the server fail."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy, fixed_dictionaries, sampled_from
from schemathesis import Case, HookContext
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from federation.kernel.endpoints import endpoints
from federation.kernel.files.sent import SentFile
from federation.testing.world import World
from tests.api.programs import Program, in_hours
from tests.api.test_whole_decision import TEXT
from tests.papers import PDF

Asks = Callable[..., Program]
EXAMPLES = 4
"""Of what fits the schema, and as many again of what does not: 8 for each operation and role."""
NOT_ASKED = ("positive_data_acceptance",)
"""What fits the schema may still be refused (422) in the domain's words: there is no such preset."""


def test_every_endpoint_is_described(served: Flask) -> None:
    answer = served.test_client().get("/api/openapi.json")
    assert (answer.status_code, answer.content_type, answer.json["openapi"]) == (
        200,
        "application/json",
        "3.1.0",
    )
    described = {
        (path, method)
        for path, item in answer.json["paths"].items()
        for method in item
        if method != "parameters"
    }
    there = {
        (re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule), method.lower())
        for rule, methods, *_ in endpoints(served)
        if rule.startswith("/api/v1/")
        and not rule.endswith("/calendar.ics")  # phones read it, without a token
        for method in methods.split(",")
    }
    assert described == there and len(there) > 60
    for path, item in answer.json["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                assert operation["summary"], (path, method)
                assert {"401", "403", "404"} <= set(operation["responses"]), (path, method)


def things(asks: Asks, besides: str) -> dict[str, list[Any]]:
    """Something of everything that an address can name, in every state, but not the asking person."""
    author, chair, third = asks("rep1"), asks("chair"), asks("rep3")
    chair.done("POST", "/aims", {"words": "Fair shares"}, 201)
    options = {"options": [{"title": "Hall"}, {"title": "Barn"}]}
    numbers = [
        author.done("POST", "/decisions", TEXT | (options if place == 4 else {}), 201)["id"]
        for place in range(6)
    ]
    _draft, talked, going, objected, choice, over = numbers
    author.done("POST", f"/decisions/{talked}/discussion")
    file = author.done("POST", f"/decisions/{talked}/files", SentFile("costs.pdf", PDF), 201)["id"]
    comment = author.done("POST", f"/decisions/{talked}/comments", {"words": "So?"}, 201)["id"]
    for number, rule in (
        (going, {"preset": "simple_majority", "visibility": "live"}),
        (objected, {"preset": "consent"}),
        (choice, {"rule": {"method": "approval"}}),
        (
            over,
            {
                "rule": {
                    "method": "majority",
                    "tie": "casting_vote",
                    "threshold": {"fraction": "1/2", "strict": True},
                }
            },
        ),
    ):
        author.done("POST", f"/decisions/{number}/open", rule | {"closes_at": in_hours(1)})
    receipt = author.done(
        "PUT", f"/decisions/{going}/ballots/Z99001", {"stance": "for", "reason": "Yes."}, 201
    )["receipt"]
    third.done("PUT", f"/decisions/{objected}/ballots/Z99003", {"stance": "object", "reason": "No."}, 201)
    author.done("PUT", f"/decisions/{over}/ballots/Z99001", {"stance": "for"}, 201)
    third.done("PUT", f"/decisions/{over}/ballots/Z99003", {"stance": "against"}, 201)
    chair.done("POST", f"/decisions/{over}/close", {"reason": "Done."})
    action = author.done(
        "POST",
        f"/decisions/{over}/actions",
        {"title": "Go", "owner": "rep1@saltmarsh.example", "due_on": "2100-01-01"},
        201,
    )
    group = chair.done("POST", "/groups", {"name": "Dunes", "purpose": "Dunes."}, 201)
    seat = chair.done("POST", f"/groups/{group['id']}/seats", {"practice": "Z99002"}, 201)["id"]
    called = {"kind": "business", "starts_at": in_hours(24 * 10), "place": "The hall"}
    meeting = chair.done("POST", "/meetings", called, 201)
    key = chair.done("POST", "/rules", {"title": "Ours", "rule": {"method": "advisory"}}, 201)["key"]
    people = [person for person in chair.get("/people")["items"] if person["name"] != besides.title()]
    return {
        "federation": ["saltmarsh"],
        "decision_id": numbers,
        "comment_id": [comment],
        "file_id": [file],
        "action_id": [action["id"]],
        "person_id": [person["id"] for person in people],
        "role_id": [person["roles"][0]["id"] for person in people],
        "number": [1, 2],
        "key": [key],
        "group_id": [group["id"]],
        "seat_id": [seat],
        "act_id": [1],
        "report_id": [1],
        "milestone_id": [1],
        "meeting_id": [meeting["id"]],
        "item_id": [1],
        "paper_id": [1],
        "task_id": [1],
        "work_id": [1],
        "round_id": [1],
        "remark_id": [1],
        "attached_id": [1],
        "hours_id": [1],
        "need_id": [1],
        "course_id": [1],
        "programme_id": [1],
        "change_id": [1],
        "finish_id": [1],
        "offer_id": [1],
        "contract_id": [1],
        "tender_id": [1],
        "election_id": [1],
        "brief_id": [1],
        "quarter": ["2026-Q3"],
        "year": [2026],
        "question_id": [1],
        "token": ["no-such-link"],
        "bid_id": [1],
        "criterion": ["c1"],
        "challenge_id": [1],
        "practice_code": ["Z99001"],
        "figure_key": ["decisions-taking_part"],
        "setting_key": ["decisions-first_reminder"],
        "code": ["Z99001", "Z99003", receipt],
        "week": ["2026-W40"],
        "month": ["2026-10"],
        "seq": [chair.get("/record/checkpoints")["items"][0]["seq"]],
    }


def not_for(case: Case, status: int) -> list[Any]:
    """Checks that do not apply: what was wrong is the address or the token, put right here, or the length; or a number
    was to be a text of digits, which in an address is a number again. A link that opens nothing is answered first."""
    wrong = {
        place.name for place, part in case.meta.components.items() if part.mode is GenerationMode.NEGATIVE
    }
    refusal = [CHECKS.get_one("negative_data_rejection")]
    asked = [str(value) for value in dict(case.query or {}).values()]
    digits = (
        "BODY" not in wrong and bool(asked) and all(value.isascii() and value.isdigit() for value in asked)
    )
    return refusal if status in (410, 413) or digits or not {"QUERY", "BODY"} & wrong else []


def among(
    known: dict[str, list[Any]], context: HookContext, _strategy: object
) -> SearchStrategy[dict[str, Any]]:
    """Addresses that name something known: to invent others takes as long as everything else, and they lead nowhere."""
    names = context.operation.path_parameters.schema["properties"]
    return fixed_dictionaries({name: sampled_from(known[name]) for name in names})


class DrawnCases:
    """What is sent to every operation, drawn once for all roles: to draw it takes longer than to send it."""

    def __init__(self, served: Flask, known: dict[str, list[Any]]) -> None:
        self._schema = schemathesis.openapi.from_wsgi("/api/openapi.json", served)
        self._schema.hook("before_generate_path_parameters")(partial(among, known))
        self._known = known
        self._drawn: list[tuple[Case, dict[str, Any]]] = []
        for found in self._schema.get_all_operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._draw(found.ok().as_strategy(generation_mode=mode))

    def _draw(self, strategy: SearchStrategy[Case]) -> None:
        def keep(case: Case) -> None:
            self._drawn.append((case, dict(case.path_parameters)))

        run = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(case=strategy)(keep))
        run()

    def on(self, served: Flask, known: dict[str, list[Any]]) -> Iterator[Case]:
        """Everything, with addresses that name the same things as where it was drawn, by their places among those known."""
        self._schema.app = served
        for case, drawn in self._drawn:
            for name, value in drawn.items():
                case.path_parameters[name] = known[name][self._known[name].index(value)]
            yield case


@pytest.fixture(scope="module")
def drawn() -> list[DrawnCases]:
    """The cases, once they are drawn."""
    return []


@pytest.mark.parametrize("role", ["rep1", "chair"])
def test_whatever_is_sent(
    served: Flask, world: World, asks: Asks, role: str, drawn: list[DrawnCases]
) -> None:
    with served.app_context():
        world.add("chair", "administrator")
    known = things(asks, role)
    token = asks(role).token
    statuses: dict[int, int] = {}
    if not drawn:
        drawn.append(DrawnCases(served, known))
    excluded = [CHECKS.get_one(name) for name in NOT_ASKED]
    for case in drawn[0].on(served, known):
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        case.validate_response(
            answer,
            excluded_checks=excluded + not_for(case, answer.status_code),
            headers={"Authorization": f"Bearer {token}"},
        )
    print(role, sorted(statuses.items()))
    assert not [status for status in statuses if status >= 500], statuses
    assert statuses.get(200, 0) > 100 and statuses.get(422, 0) > 100, statuses
