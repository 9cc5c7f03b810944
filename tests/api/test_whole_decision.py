"""A whole decision by programs, with the tokens of an author, the chair and representatives."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.api.programs import PROBLEM, Program, in_hours

Asks = Callable[..., Program]
pytestmark = pytest.mark.both_databases

TEXT = {
    "title": "Share home visits by patients",
    "body": "We agree to share home visits in proportion to patients from 1 April 2027.",
    "reasons": "Winter was hard.",
    "options": [],
    "considered": [{"title": "Do nothing", "text": "Visits stay uneven."}],
    "impact": {"enhanced": "Fairness."},
    "effects": {"columns": ["Visits a week"], "rows": {"Z99001": ["12"], "Z99002": ["17"]}},
}


def test_from_a_proposal_to_what_follows(asks: Asks) -> None:
    author, second, third, chair, lay = (asks(name) for name in ("rep1", "rep2", "rep3", "chair", "lay"))
    made = author("POST", "/decisions", TEXT)
    assert (made.status_code, made.json["state"], sorted(made.json)) == (
        201,
        "draft",
        ["id", "state", "version"],
    )
    number = made.json["id"]
    assert made.headers["Location"] == f"/api/v1/federations/saltmarsh/decisions/{number}"
    at = f"/decisions/{number}"
    assert second("GET", at).status_code == 404

    assert author.done("PATCH", at, {"reasons": "Winter was very hard.", "based_on": 1}) == {
        "id": number,
        "state": "draft",
        "version": 2,
    }
    stale = author("PATCH", at, {"reasons": "Or not.", "based_on": 1})
    assert (stale.status_code, stale.json["version"]) == (409, 2)
    assert author.done("POST", f"{at}/discussion") == {"id": number, "state": "discussion"}
    comment = lay.done("POST", f"{at}/comments", {"words": "And at weekends?"}, 201)["id"]
    author.done("POST", f"{at}/comments", {"words": "Those too.", "answer_to": comment}, 201)
    thread = second.get(f"{at}/comments")["items"]
    assert [(one["words"], [answer["words"] for answer in one["answers"]]) for one in thread] == [
        ("And at weekends?", ["Those too."])
    ]

    opened = author.done("POST", f"{at}/open", {"preset": "simple_majority", "closes_at": in_hours(24)})
    assert (opened["state"], opened["roll"]) == (
        "open",
        {"practices": 3, "weight": 3, "patients": 36630, "recused": 0},
    )
    assert (
        author("POST", f"{at}/open", {"preset": "simple_majority", "closes_at": in_hours(24)}).status_code
        == 409
    )

    first = author("PUT", f"{at}/ballots/Z99001", {"stance": "against", "reason": "Too dear."})
    assert (first.status_code, sorted(first.json)) == (
        201,
        ["cast_at", "choice", "reason", "receipt", "stance"],
    )
    changed = author("PUT", f"{at}/ballots/Z99001", {"stance": "for", "reason": "Our partners agreed."})
    assert (changed.status_code, changed.json["stance"]) == (200, "for")
    second.done("PUT", f"{at}/ballots/Z99002", {"stance": "for"}, 201)
    third.done("PUT", f"{at}/ballots/Z99003", {"stance": "against", "reason": "Our area is far."}, 201)
    assert [(one["version"], one["stance"]) for one in author.get(f"{at}/ballots/Z99001")["items"]] == [
        (2, "for"),
        (1, "against"),
    ]

    seen = author.get(at)
    assert (seen["state"], seen["voted"], seen["needed"], seen["still_needed"]) == ("open", 3, 2, 0)
    assert (
        seen["verdict"],
        seen["results"],
        [(own["practice"], own["stance"]) for own in seen["own_ballots"]],
    ) == (None, None, [("Z99001", "for")])
    assert seen["rule"]["name"] == "simple_majority" and len(seen["tests"]) == 2

    closed = chair.done("POST", f"{at}/close", {"reason": "Everybody has voted."})
    assert (closed["state"], closed["verdict"]["verdict"]) == ("closed", "carried")
    late = third("PUT", f"{at}/ballots/Z99003", {"stance": "for"})
    assert (late.status_code, late.content_type) == (409, PROBLEM)

    read = lay.get(at)
    assert (read["state"], read["number"], read["close_reason"]) == (
        "closed",
        opened["number"],
        "Everybody has voted.",
    )
    assert read["verdict"] | {"notes": []} == {
        "verdict": "carried",
        "words": read["verdict"]["words"],
        "tests": [
            {
                "met": True,
                "have": "3 of 3",
                "need": "at least 2",
                "words": "All 3 practices voted. At least 2 were needed.",
            },
            {
                "met": True,
                "have": "2 of 3",
                "need": "more than 50%",
                "words": "2 of 3 votes for or against were for: 66.7%. More than 50% was needed.",
            },
        ],
        "tally": read["results"],
        "roll": {"practices": 3, "weight": 3, "patients": 36630, "recused": 0},
        "chosen": [],
        "notes": [],
    }
    assert [(row["practice"], row["stance"], row["reason"]) for row in lay.get(f"{at}/ballots")["items"]] == [
        ("Z99001", "for", "Our partners agreed."),
        ("Z99002", "for", ""),
        ("Z99003", "against", "Our area is far."),
    ]

    author.done(
        "PUT",
        f"{at}/outcome",
        {"words": "We begin in April.", "owner": "rep2@saltmarsh.example", "review_on": "2100-04-01"},
        204,
    )
    action = author(
        "POST",
        f"{at}/actions",
        {
            "title": "Write the rota",
            "owner": "rep3@saltmarsh.example",
            "due_on": "2100-01-01",
            "practice": "Z99003",
        },
    )
    assert (action.status_code, action.json["practice"], action.json["state"]) == (
        201,
        "Quayside Practice",
        "not_started",
    )
    path = action.headers["Location"].removeprefix("/api/v1/federations/saltmarsh")
    assert third.done("PATCH", path, {"state": "done", "note": "It is out."})["state"] == "done"
    assert author.done("PATCH", path, {"title": "Write the whole rota"})["note"] == "It is out."
    again = lay.get(at)
    assert (
        again["outcome"]["words"],
        again["outcome"]["review_on"],
        [one["title"] for one in again["actions"]],
    ) == ("We begin in April.", "2100-04-01", ["Write the whole rota"])

    other = second.get(f"/receipts/{changed.json['receipt']}")
    assert {name: value for name, value in other.items() if value is not None} == {
        "decision_id": number,
        "number": other["number"],
        "title": other["title"],
        "counts": True,
    }
    receipt = author.get(f"/receipts/{changed.json['receipt']}")
    assert (receipt["decision_id"], receipt["counts"], receipt["stance"], receipt["practice"]) == (
        number,
        True,
        "for",
        "Driftwood Surgery",
    )
    entry = lay.get(f"/record?after={receipt['entry']['seq'] - 1}&limit=1")["items"][0]
    assert (entry["action"], entry["hash"]) == ("ballot.cast", receipt["entry"]["hash"])
    assert [row["id"] for row in lay.get("/register?result=carried")["decisions"]] == [number]
    assert [row["id"] for row in lay.get("/decisions?q=weekends+rota")["items"]] == []
    assert [
        row["id"] for row in lay.get("/decisions?q=home+visits&state=closed&verdict=carried")["items"]
    ] == [number]


def test_a_vote_closes_at_its_time_without_a_job(asks: Asks, travel: Callable[[timedelta], None]) -> None:
    author, other = asks("rep1"), asks("rep2")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    author.done("POST", f"/decisions/{number}/open", {"preset": "advisory", "closes_at": in_hours(1)})
    other.done("PUT", f"/decisions/{number}/ballots/Z99002", {"stance": "abstain"}, 201)
    travel(timedelta(hours=2))
    assert other("PUT", f"/decisions/{number}/ballots/Z99002", {"stance": "for"}).status_code == 409
    read = other.get(f"/decisions/{number}")
    assert (read["state"], read["verdict"]["verdict"], read["closed_at"]) == (
        "closed",
        "advised",
        read["closes_at"],
    )
    assert [row["state"] for row in other.get("/decisions?state=closed")["items"]] == ["closed"]
    assert other.get("/decisions?state=open")["items"] == []


def test_a_vote_opens_at_a_time_that_is_set(asks: Asks, travel: Callable[[timedelta], None]) -> None:
    author, other = asks("rep1"), asks("rep2")
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    at, ballot = f"/decisions/{number}", f"/decisions/{number}/ballots/Z99002"
    opens, closes = in_hours(2), in_hours(30)
    how = {"preset": "simple_majority", "opens_at": opens, "closes_at": closes}
    set_ = author.done("POST", f"{at}/open", how)
    assert (set_["state"], set_["number"], set_["roll"]["practices"]) == ("scheduled", None, 3)
    read = other.get(at)
    assert (read["state"], read["opens_at"], read["roll"], read["rule"]["method"]) == (
        "scheduled",
        set_["opens_at"],
        None,
        "majority",
    )
    assert [row["opens_at"] for row in other.get("/decisions?state=scheduled")["items"]] == [read["opens_at"]]
    assert other("PUT", ballot, {"stance": "for"}).status_code == 409
    assert other("DELETE", f"{at}/open").status_code == 403
    assert author.done("DELETE", f"{at}/open") == {"id": number, "state": "discussion"}
    assert author("DELETE", f"{at}/open").status_code == 409
    assert author("POST", f"{at}/open", how | {"opens_at": in_hours(31)}).json["errors"].keys() == {
        "closes_at"
    }
    author.done("POST", f"{at}/open", how)
    travel(timedelta(hours=3))
    assert other.get(at)["state"] == "scheduled"
    assert author("DELETE", f"{at}/open").status_code == 409
    other.done("PUT", ballot, {"stance": "for"}, 201)
    read = other.get(at)
    assert (read["state"], read["voted"], read["roll"]["practices"]) == ("open", 1, 3)


def test_a_consent_round_and_a_casting_vote(asks: Asks) -> None:
    author, second, third, chair = (asks(name) for name in ("rep1", "rep2", "rep3", "chair"))
    number = author.done("POST", "/decisions", TEXT, 201)["id"]
    at = f"/decisions/{number}"
    author.done("POST", f"{at}/open", {"preset": "consent", "closes_at": in_hours(1)})
    unreasoned = third("PUT", f"{at}/ballots/Z99003", {"stance": "object"})
    assert (unreasoned.status_code, list(unreasoned.json["errors"])) == (422, ["reason"])
    third.done("PUT", f"{at}/ballots/Z99003", {"stance": "object", "reason": "It harms the smallest."}, 201)
    second.done("PUT", f"{at}/ballots/Z99002", {"stance": "consent"}, 201)
    author.done("POST", f"{at}/objections/Z99003/answer", {"words": "We add a minimum."}, 204)
    assert [(one["practice"], one["answer"]) for one in chair.get(f"{at}/objections")["items"]] == [
        ("Z99003", "We add a minimum.")
    ]
    assert second("POST", f"{at}/objections/Z99003/accept").status_code == 403
    third.done("POST", f"{at}/objections/Z99003/accept", status=204)
    assert chair.done("POST", f"{at}/close", {"reason": "Done."})["verdict"]["verdict"] == "carried"

    tied = author.done("POST", "/decisions", TEXT, 201)["id"]
    at = f"/decisions/{tied}"
    author.done("POST", f"{at}/ballots/Z99001/stand-aside", {"reason": "We would be paid."})
    rule = {
        "method": "majority",
        "threshold": {"fraction": "1/2", "strict": True},
        "tie": "casting_vote",
        "title": "Ours",
    }
    opened = author.done("POST", f"{at}/open", {"rule": rule, "closes_at": in_hours(1), "visibility": "live"})
    assert (opened["roll"]["practices"], opened["roll"]["recused"], opened["rule"]["visibility"]) == (
        2,
        1,
        "live",
    )
    second.done("PUT", f"{at}/ballots/Z99002", {"stance": "for"}, 201)
    third.done("PUT", f"{at}/ballots/Z99003", {"stance": "against"}, 201)
    assert author.get(at)["results"]["stances"]["for"] == {"practices": 1, "weight": 1, "patients": 16480}
    assert chair.done("POST", f"{at}/close", {"reason": "Done."})["verdict"]["verdict"] == "tied"
    assert second("POST", f"{at}/casting-vote", {"stance": "for", "reason": "Mine."}).status_code == 403
    decided = chair.done(
        "POST", f"{at}/casting-vote", {"stance": "for", "reason": "The way it is helps nobody."}
    )
    assert decided["verdict"]["verdict"] == "carried"
    assert author.get(at)["casting_vote"] == {
        "stance": "for",
        "reason": "The way it is helps nobody.",
        "by": "Chair",
    }


def test_one_option_among_several(asks: Asks) -> None:
    author, second = asks("rep1"), asks("rep2")
    options = [{"title": "Tidemill Hall"}, {"title": "Chalk Hill Barn", "text": "Cheaper."}]
    number = author.done("POST", "/decisions", TEXT | {"options": options}, 201)["id"]
    assert [one["id"] for one in author.get(f"/decisions/{number}")["options"]] == ["a", "b"]
    author.done(
        "POST", f"/decisions/{number}/open", {"rule": {"method": "approval"}, "closes_at": in_hours(1)}
    )
    second.done("PUT", f"/decisions/{number}/ballots/Z99002", {"stance": "b"}, 201)
    assert second("PUT", f"/decisions/{number}/ballots/Z99002", {"stance": "for"}).json["errors"].keys() == {
        "stance"
    }
    withdrawn = author.done("POST", f"/decisions/{number}/withdraw", {"reason": "The hall burnt down."})
    assert withdrawn == {"id": number, "state": "withdrawn"}
    assert author.get(f"/decisions/{number}")["withdrawn_reason"] == "The hall burnt down."
