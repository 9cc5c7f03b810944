"""The cells of the matrix: every rule of the app, with its address filled in for each thing that it may name.

An argument that is not known here fails the walk, so that a new page comes with its things.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from federation.kernel.endpoints import permission_of
from tests.walks.furnishing import MISSING, MISSING_CODE, Furnished
from tests.walks.judging import JUDGING

OWN, SIBLING, NOWHERE = "own", "sibling", "missing"


class Value(NamedTuple):
    """One value of one argument: whose it is, and its name among the things of that federation."""

    name: str
    value: Any
    whose: str = OWN


@dataclass(frozen=True)
class Cell:
    """One address and method."""

    rule: str
    endpoint: str
    method: str
    needed: str
    path: str
    values: dict[str, Value] = field(hash=False, compare=False)
    is_plain: bool = True
    """Whether it names the usual things or foreign ones: cells for those too who are stopped at the door."""
    is_switched_off: bool = False
    """Whether it is of a plugin: none is switched on in the federations of the walk."""

    @property
    def is_program(self) -> bool:
        """Whether it is of the interface for programs."""
        return self.path.startswith("/api/")

    @property
    def is_own(self) -> bool:
        """Whether everything it names is of the federation walked."""
        return all(
            value.whose == OWN
            for name, value in self.values.items()
            if (self.endpoint, name) != ("api_decisions.CoAuthorView", "person_id")
        )

    @property
    def is_here(self) -> bool:
        """Whether it lies in the federation walked."""
        return "federation" in self.values and self.values["federation"].whose == OWN

    @property
    def label(self) -> str:
        """The cell in words, for a failure."""
        return f"{self.method} {self.rule} " + " ".join(
            f"{name}={value.whose}:{value.name}" for name, value in self.values.items()
        )


class Unknown(AssertionError):
    """A rule names something that the walk knows nothing about."""


class Cells:
    """All cells of an app on two furnished federations."""

    def __init__(self, app: Flask, own: Furnished, sibling: Furnished) -> None:
        self.app, self.own, self.sibling = app, own, sibling
        self._addresses = app.url_map.bind("localhost")

    def __iter__(self) -> Iterator[Cell]:
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            yield from self.of(rule)

    def of(self, rule: Rule) -> Iterator[Cell]:
        """The cells of one rule: each argument in turn takes all its values, the others their usual one."""
        choices = {name: self.values_of(name, rule) for name in sorted(rule.arguments, key=rule.rule.index)}
        off = self._is_switched_off(rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            needed = permission_of(self.app, rule.endpoint, method)
            for number, values in enumerate(_combinations(choices)):
                path = self._path(rule, values)
                plain = number == 0 or any(
                    value.whose != OWN for name, value in values.items() if name != "federation"
                )
                yield Cell(rule.rule, rule.endpoint, method, needed or "", path, values, plain, off)

    def _is_switched_off(self, rule: Rule) -> bool:
        plugin = self.app.extensions["switchable"].get(rule.endpoint.partition(".")[0])
        return plugin is not None and plugin not in self.own.things["plugins"]

    def _path(self, rule: Rule, values: dict[str, Value]) -> str:
        given = {name: value.value for name, value in values.items()}
        if name := _IN_QUERY.get(rule.endpoint):
            given[name] = self.own.things[name]
        return str(self._addresses.build(rule.endpoint, given, sorted(rule.methods or ("GET",))[0]))

    def values_of(self, name: str, rule: Rule) -> list[Value]:
        """All values that the argument takes on this rule, the usual one first."""
        if self._is_switched_off(rule) and name != "federation":
            converter = rule._converters[name]
            word = min(converter.items) if isinstance(converter, AnyConverter) else "nothing"
            return [Value("none", MISSING if converter.regex == r"\d+" else word, NOWHERE)]
        found = _ARGUMENTS.get(f"{rule.endpoint}:{name}") or _ARGUMENTS.get(name)
        if found is None:
            raise Unknown(
                f"{rule.rule}: the walk does not know {name}; say in tests/walks/cells.py what it may be"
            )
        return found(self.own, self.sibling, rule)


def _combinations(choices: dict[str, list[Value]]) -> Iterator[dict[str, Value]]:
    usual = {name: values[0] for name, values in choices.items()}
    seen = set()
    for name, values in choices.items():
        for value in values:
            one = {**usual, name: value}
            key = tuple(found.value for found in one.values())
            if key not in seen:
                seen.add(key)
                yield one
    foreign = {
        name: next((value for value in values if value.whose == SIBLING), values[0])
        for name, values in choices.items()
    }
    if not choices:
        yield {}
    elif tuple(found.value for found in foreign.values()) not in seen:
        yield foreign


_IN_QUERY = {"home_feed.calendar_file": "key", "home_feed.group_calendar_file": "key"}
"""Endpoints with a secret behind the question mark, and its name among the things."""
_Values = Callable[[Furnished, Furnished, Rule], list[Value]]


def _federation(own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("own", own.slug), Value("none", "no-such-federation", NOWHERE)]


def _decision(own: Furnished, sibling: Furnished, rule: Rule) -> list[Value]:
    usual = next((name for part, name in _USUAL_DECISIONS if re.search(part, rule.rule)), "open")
    names = sorted(own.decisions, key=lambda name: name != usual)
    return [
        *(Value(name, own.decisions[name]) for name in names),
        *(Value(name, sibling.decisions[name], SIBLING) for name in (usual, "draft")),
        Value("none", MISSING, NOWHERE),
    ]


_USUAL_DECISIONS = (
    (
        r"/comments/|/edit|/withdraw|/co-?authors|/check|/when|/rule|/replaces|/versions|/effects|/open$|/difference|/papers|/files",
        "discussion",
    ),
    (r"/objections", "consent"),
    (r"/outcome|/actions", "closed"),
    (r"/casting-vote", "tied"),
    (r"/delete|/discussion$", "draft"),
)


def _thing(key: str, missing: Any = MISSING) -> _Values:
    def values(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
        return [
            Value(key, own.things[key]),
            Value(key, sibling.things[key], SIBLING),
            Value("none", missing, NOWHERE),
        ]

    return values


def _things(key: str, other: str) -> _Values:
    """A thing, and another of its kind that some of those may not have who have the first."""

    def values(own: Furnished, sibling: Furnished, rule: Rule) -> list[Value]:
        return [*_thing(key)(own, sibling, rule), Value(other, own.things[other])]

    return values


def _upload(own: Furnished, sibling: Furnished, rule: Rule) -> list[Value]:
    kind = (
        "list_sizes"
        if "list-sizes" in rule.rule
        else "neighbourhoods"
        if "neighbourhoods" in rule.rule
        else "practices"
    )
    return _thing(f"upload:{kind}")(own, sibling, rule)


def _comment(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        *(Value(name, number) for name, number in own.things["comments"].items()),
        Value("by_author", sibling.things["comments"]["by_author"], SIBLING),
        Value("none", MISSING, NOWHERE),
    ]


def _file(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        *(Value(name, number) for name, number in own.things["files"].items()),
        *(Value(name, number, SIBLING) for name, number in sibling.things["files"].items()),
        Value("none", MISSING, NOWHERE),
    ]


def _practice(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        *(Value(f"practice{number}", own.practice(number)) for number in (1, 2, 7, 9)),
        Value("practice1", sibling.practice(1), SIBLING),
        Value("none", MISSING, NOWHERE),
    ]


def _code(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        *(Value(f"practice{number}", own.codes[number - 1]) for number in (1, 2, 7, 9)),
        Value("practice1", sibling.codes[0], SIBLING),
        Value("none", MISSING_CODE, NOWHERE),
    ]


def _receipt(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        Value("receipt_of_rep1", own.things["receipt_of_rep1"]),
        Value("receipt", own.things["receipt"]),
        Value("receipt", sibling.things["receipt"], SIBLING),
        Value("none", "ZZZZZZZZ", NOWHERE),
    ]


def _person(own: Furnished, sibling: Furnished, rule: Rule) -> list[Value]:
    first = "invited" if "invitation" in rule.rule else "executive" if "chair" in rule.rule else "member"
    names = [first, *(name for name in ("member", "invited", "author") if name != first)]
    return [
        *(Value(name, own.people[name]) for name in names),
        Value("member", sibling.people["member"], SIBLING),
        Value("none", MISSING, NOWHERE),
    ]


def _membership(own: Furnished, sibling: Furnished, rule: Rule) -> list[Value]:
    name = "executive" if "chair" in rule.rule else "member"
    return [
        Value(name, own.things["membership"][name]),
        Value(name, sibling.things["membership"][name], SIBLING),
        Value("none", MISSING, NOWHERE),
    ]


def _rule_key(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        Value("rule", own.things["rule"]),
        Value("rule", sibling.things["rule"], SIBLING),
        Value("none", "no_such_rule", NOWHERE),
    ]


def _kind_key(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("everyday", "everyday"), Value("none", "no_such_kind", NOWHERE)]


def _version(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("2", 2), Value("none", MISSING, NOWHERE)]


def _first(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("1", 1), Value("none", MISSING, NOWHERE)]


def _among(*words: str) -> _Values:
    return lambda _own, _sibling, _rule: [Value(word, word) for word in words]


def _aim(own: Furnished, sibling: Furnished, _rule: Rule) -> list[Value]:
    return [
        Value("aim", own.things["aims"][0]),
        Value("aim", sibling.things["aims"][-1], SIBLING),
        Value("none", 9_998, NOWHERE),
    ]


def _kind(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value(kind, kind) for kind in ("practices", "list_sizes", "neighbourhoods")]


def _link(key: str) -> _Values:
    def values(own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
        return [Value(key, own.things[key]), Value("none", "no-such-link", NOWHERE)]

    return values


def _static(own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("style", own.things["style"]), Value("none", "nothing.css", NOWHERE)]


def _plugin(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("garden", "garden"), Value("none", "nothing", NOWHERE)]


def _figure(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("figure", "decisions-taking_part"), Value("none", "no-figure", NOWHERE)]


def _setting(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("setting", "decisions-first_reminder"), Value("none", "no-setting", NOWHERE)]


def _way(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value(way, way) for way in ("off", "on")]


def _checkpoint(own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    """Numbers of entries are each federation's own, so there is none of a sibling's to ask for."""
    return [Value("checkpoint", own.things["checkpoint"]), Value("none", MISSING, NOWHERE)]


def _letter(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("none", "0123456789abcdef", NOWHERE)]


def _service(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("none", "nobody", NOWHERE)]


def _bid_link(own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    """One that opens something alone: each that opens nothing is counted, so that reading would write."""
    return [Value("bid_link", own.things["bid_link"])]


def _nothing(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("none", MISSING, NOWHERE)]


def _criterion(_own: Furnished, _sibling: Furnished, _rule: Rule) -> list[Value]:
    return [Value("c1", "c1"), Value("none", "c99", NOWHERE)]


_ARGUMENTS: dict[str, _Values] = {
    "federation": _federation,
    "decision_id": _decision,
    "comment_id": _comment,
    "file_id": _file,
    "practice_id": _practice,
    "code": _code,
    "decisions.receipt:code": _receipt,
    "decisions.cast_by_link:token": _link("ballot_link"),
    "decisions.receipt_by_link:token": _link("ballot_link"),
    "decisions.receipt_by_link:code": _receipt,
    "api_decisions.ReceiptView:code": _receipt,
    "action_id": _thing("action"),
    "group_id": _thing("group"),
    "mandate_id": _thing("mandate"),
    "belonging.answer_suspension:decision_id": _thing("suspension"),
    "api_belonging.SuspensionAnswerView:decision_id": _thing("suspension"),
    "act_id": _thing("act"),
    "report_id": _thing("report"),
    "milestone_id": _thing("milestone"),
    "meeting_id": _thing("meeting"),
    "meetings.new_item:meeting_id": _things("meeting", "group_meeting"),
    "meetings.answer:meeting_id": _things("meeting", "group_meeting"),
    "workstreams.statuses:group_id": _things("group", "kept_group"),
    "workstreams.tasks:group_id": _things("group", "results_group"),
    "item_id": _thing("item"),
    "paper_id": _thing("item_paper"),
    "meetings.vote:item_id": _thing("vote_item"),
    "api_meetings.RoomVoteView:item_id": _thing("vote_item"),
    "meetings.action_done:action_id": _thing("meeting_action"),
    "meetings.version:number": _first,
    "meetings.approve_now:number": _first,
    "meetings.move:way": _among("up", "down"),
    "meetings.answer:state": _among("coming", "apologies"),
    "meetings.here:state": _among("present", "online"),
    "meetings.note:state": _among("present", "apologies"),
    "task_id": _thing("task"),
    "work_id": _thing("work"),
    "remark_id": _thing("remark"),
    "attached_id": _thing("work_file"),
    "hours_id": _thing("hours"),
    "workstreams.discussion:group_id": _things("group", "results_group"),
    "workstreams.files:group_id": _things("group", "results_group"),
    "workstreams.items:group_id": _things("group", "results_group"),
    "workstreams.new_item:group_id": _things("group", "kept_group"),
    "round_id": _thing("round"),
    "purchasing.order:round_id": _thing("ordered_round"),
    "purchasing.new_delivery:round_id": _thing("ordered_round"),
    "purchasing.new_bill:round_id": _thing("ordered_round"),
    "purchasing.receipt:round_id": _thing("ordered_round"),
    "purchasing.finish_order:round_id": _thing("ordered_round"),
    "purchasing.finish_answer:round_id": _thing("ordered_round"),
    "purchasing.late_answer:round_id": _thing("ordered_round"),
    "api_purchasing.LateAnswerView:round_id": _thing("ordered_round"),
    "api_purchasing.ReceiptsView:round_id": _thing("ordered_round"),
    "api_purchasing.FinishAnswerView:round_id": _thing("ordered_round"),
    "delivery_id": _thing("delivery"),
    "change_id": _thing("late"),
    "finish_id": _thing("finish"),
    "offer_id": _thing("offer"),
    "order_id": _thing("order"),
    "contract_id": _thing("contract"),
    "purchasing.spec_version:number": _first,
    "tender_id": _thing("tender"),
    "tendering.tender:tender_id": _things("tender", "open_tender"),
    **{f"{endpoint}:tender_id": _thing("judged_tender") for endpoint in JUDGING},
    **{f"{endpoint}:bid_id": _thing("bid") for endpoint in JUDGING},
    **{f"{endpoint}:person_id": _thing("scorer") for endpoint in JUDGING},
    "criterion": _criterion,
    "challenge_id": _thing("challenge"),
    "tendering.tender_version:number": _first,
    "tendering.end_somebody:person_id": _thing("named_person"),
    "figure_key": _figure,
    "setting_key": _setting,
    "seat_id": _thing("seat"),
    "election_id": _thing("election"),
    "network.confirm_seat:seat_id": _thing("waiting_seat"),
    "network.confirm_seat_now:seat_id": _thing("waiting_seat"),
    "network.refuse_seat_now:seat_id": _thing("waiting_seat"),
    "api_network.ConfirmSeatView:seat_id": _thing("waiting_seat"),
    "api_network.RefuseSeatView:seat_id": _thing("waiting_seat"),
    "person_id": _person,
    "membership_id": _membership,
    "role_id": _membership,
    "key": _rule_key,
    "decisions.rename_kind:key": _kind_key,
    "decisions.retire_kind:key": _kind_key,
    "decisions.retire_kind_now:key": _kind_key,
    "number": _version,
    "network.aim:number": _aim,
    "network.retire_aim:number": _aim,
    "network.retire_aim_now:number": _aim,
    "api_network.AimView:number": _aim,
    "upload_id": _upload,
    "neighbourhood_id": _thing("neighbourhood"),
    "seq": _thing("saved"),
    "network.checkpoint:seq": _checkpoint,
    "api_network.CheckpointView:seq": _checkpoint,
    "kind": _kind,
    "sign_in_id": _thing("sign_in"),
    "token_id": _thing("token"),
    "token": _bid_link,
    "tendering.remove_bid_file:file_id": _nothing,
    "tendering.read_bid_file:file_id": _nothing,
    "bid_id": _nothing,
    "question_id": _thing("bid_question"),
    **{
        f"{endpoint}:tender_id": _thing("open_tender")
        for endpoint in (
            "tendering.invite_to_bid",
            "tendering.more_time",
            "tendering.answer_question",
            "api_tendering.InvitationsToBidView",
            "api_tendering.MoreTimeView",
            "api_tendering.TenderAnswerView",
        )
    },
    "people.accept_invitation:token": _link("invitation"),
    "people.choose_password:token": _link("password_link"),
    "people.confirm_address:token": _link("address_link"),
    "people.confirm_address_now:token": _link("address_link"),
    "people.stop_mail:token": _link("stop_link"),
    "people.stop_mail_page:token": _link("stop_link"),
    "plugin": _plugin,
    "failure_id": _thing("failure"),
    "way": _way,
    "bed_id": _thing("bed"),
    "assets.file:name": _static,
    "people.demo_letter:name": _letter,
    "service": _service,
}
