"""What each answer must be: the table of permissions is the oracle, together with what each thing is."""

import re
from collections.abc import Mapping
from typing import Any, Final

from federation.belonging.permissions import SpeakingFor
from federation.decisions.permissions import DecisionMatter, ForPractice, OwnedTask, ProposingIn
from federation.kernel.policy import BY_KEY, BY_LINK, GUEST, PUBLIC, SIGNED_IN, Actor, Permission
from federation.mandates.permissions import ActingIn, CallingFor
from federation.meetings.permissions import AskingFor, MeetingOf
from federation.network.permissions import NamedGroup, SeatGivenUp, SeatTaken
from federation.purchasing.permissions import NeedsOf, RoundOf
from federation.tendering.permissions import TenderOf
from federation.workstreams.permissions import ItemOfGroup, TaskOfGroup, WorkOfGroup
from tests.walks.cells import OWN, Cell
from tests.walks.furnishing import WAITING, Furnished
from tests.walks.judging import JUDGING, who_judges

SIGN_IN, UNAUTHORISED, FORBIDDEN, ABSENT, ADMITTED = "to sign in", "401", "403", "404", "admitted"
Table = Mapping[str, Permission]

_COMMENTS_OF: Final = "discussion"
_FILE_OF_COMMENT: Final = "comment"
_READ_BY: Final = {"group": "all", "results_group": "results", "kept_group": "seated"}
"""Who reads what the groups write."""
_ALSO_ABSENT: Final = {
    # pages of something that only some decisions have
    "decisions.effects",
    # what a practice got of a delivery in which it has no share
    "purchasing.receipt",
    "api_purchasing.ReceiptsView",
    "decisions.effects_csv",
    "decisions.roll",
    "decisions.votes_csv",
    "decisions.answer_objection",
    "decisions.accept_resolution",
    "decisions.cast_vote",
    "decisions.receipt",
    "decisions.version",
    "decisions.comment_history",
    "decisions.stand_aside",
    "decisions.difference",
    "api_decisions.VersionView",
    "api_decisions.AnswerView",
    "api_decisions.AcceptView",
    "api_decisions.BallotView",
    # a role of another person, an invitation that was accepted, an aim that was retired
    "network_people.end_role",
    "network_people.end_role_now",
    "network_people.confirm_role",
    "network_people.refuse_role",
    "network_people.refuse_role_now",
    "network_people.make_chair",
    "network_people.make_chair_now",
    "network_people.withdraw_invitation",
    "network_people.withdraw_invitation_now",
    "network_people.resend_invitation",
    "api_network.RoleView",
    "api_network.ChairView",
    "api_network.ConfirmView",
    "api_network.RefuseView",
    "api_network.InvitationView",
}
"""Endpoints that may also say that there is no such thing, of an own thing in another state."""
_NEVER: Final = {
    "people.demo_sign_in",
    "people.demo_mailbox",
    "people.demo_letter",
    "people.sign_in_with",
    "people.leave_for",
    "people.come_back",
    "people.connect_organisation",
    "metrics",
}
"""Outside a demonstration, and where no organisation's sign-in service and no token for figures is set, these do not exist."""
_OF_ONE_PERSON: Final = {"people.end_sign_in": "member", "people.end_token": "member"}
"""Things of the person alone: everybody else's do not exist."""
_OF_WHO_SENT_IT: Final = "admin"
_OF_WHO_ADDED: Final = {
    "meetings.remove",
    "meetings.papers",
    "meetings.remove_paper",
    "api_meetings.ItemFilesView",
    "api_meetings.ItemFileView",
}
"""Acts on an item of an agenda that an administrator put there: of that one, and of who leads."""
BY_ONESELF: Final = re.compile(r"/(vote|stand-aside)/me$|/objections/(me|of)/")
"""Voting for oneself, or as somebody who does: those do who have a vote in the group that keeps its vote to itself."""
KEPT_VOTE: Final = "kept"


class Oracle:
    """Says which answers a cell may have for a person."""

    def __init__(self, table: Table, world: Furnished) -> None:
        self.table, self.world = table, world

    def expects(self, cell: Cell, name: str, actor: Actor | None, signed_in: bool) -> frozenset[str]:
        """``actor``: the person in the federation walked; None where they have no place in it."""
        if cell.needed == PUBLIC:
            return _public(cell, signed_in)
        if self.opens_by_link(cell):
            return _by_link(cell)
        if not signed_in:
            return frozenset({UNAUTHORISED if cell.is_program else SIGN_IN})
        if cell.needed == SIGNED_IN:
            return self._own_account(cell, name)
        if cell.is_switched_off:
            return frozenset({ABSENT})
        if actor is None or cell.values["federation"].whose != OWN:
            return frozenset({ABSENT})
        permission = self.table[cell.needed]
        if not actor.roles & permission.roles:
            return frozenset({FORBIDDEN})
        if self.hidden(cell, actor):
            found = cell.values.get("decision_id")
            first = cell.needed == "decisions.cast" or (
                found and found.whose == OWN and self.sees(actor, found.name)
            )
            return frozenset(
                {ABSENT, FORBIDDEN} if first and not self._may(permission, actor, cell) else {ABSENT}
            )
        if not self._may(permission, actor, cell):
            return frozenset({FORBIDDEN, ABSENT})
        if "upload_id" in cell.values and name != _OF_WHO_SENT_IT:
            return frozenset({ABSENT})
        return frozenset({ADMITTED, ABSENT} if cell.endpoint in _ALSO_ABSENT else {ADMITTED})

    def opens_by_link(self, cell: Cell) -> bool:
        """Whether the secret in its address opens it, whoever is signed in."""
        return cell.needed not in (PUBLIC, SIGNED_IN) and self.table[cell.needed].roles in (
            {BY_LINK},
            {BY_KEY},
            {GUEST},
        )

    def stops_at_the_door(self, cell: Cell, actor: Actor | None, in_a_federation: bool) -> bool:
        """Whether the answer comes before anything is looked for: a few things of each kind are enough."""
        if cell.needed in (PUBLIC, SIGNED_IN):
            return False
        if actor is None:
            return not in_a_federation
        return not actor.roles & self.table[cell.needed].roles

    def hidden(self, cell: Cell, actor: Actor) -> bool:
        """Whether nothing is there for this person: another federation's, missing, or a draft of others."""
        if not cell.is_own:
            return True
        decision = cell.values.get("decision_id")
        if BY_ONESELF.search(cell.rule) and (decision is None or decision.name != KEPT_VOTE):
            return True
        file = cell.values.get("file_id")
        if decision is None:
            return file is not None and file.name != _FILE_OF_COMMENT and not self.sees(actor, file.name)
        if file is not None and self._is_elsewhere(cell):
            return True
        if "comment_id" in cell.values and decision.name != _COMMENTS_OF:
            return True
        return not self.sees(actor, decision.name)

    def _is_elsewhere(self, cell: Cell) -> bool:
        """Whether the file is not one of the proposal, or of the comment, that the address names."""
        file, comment = cell.values["file_id"].name, cell.values.get("comment_id")
        if comment is None:
            return file != cell.values["decision_id"].name
        return (file, comment.name) != (_FILE_OF_COMMENT, "by_author")

    def sees(self, actor: Actor, decision: str) -> bool:
        """Whether the person may read this decision."""
        read, matter = self.table["decisions.read"], self.world.matters[decision]
        if matter.group_id is not None and not actor.sits_in(matter.group_id):
            return False
        return read.when is None or read.when(actor, matter)

    def _may(self, permission: Permission, actor: Actor, cell: Cell) -> bool:
        """Whether the person may do this to this thing."""
        if cell.needed == "decisions.cast" and BY_ONESELF.search(cell.rule):
            return actor.sits_in(self._matter(KEPT_VOTE).group_id or 0)
        if cell.needed == "network.confirm_seats" and cell.method == "POST":
            sits = "executive" in actor.roles or actor.votes_in(self.world.things["group"])
            return sits and not actor.belongs_to(self.world.practice(WAITING))
        if cell.endpoint in JUDGING and (names := who_judges(cell.endpoint, cell.method, cell.needed)):
            return actor.person_id in {self.world.people[name] for name in names}
        if cell.endpoint == "decisions.replaces":
            matter = self._matter(cell.values["decision_id"].name)
            return any(
                self._allows(name, actor, matter) for name in ("decisions.edit", "decisions.put_to_vote")
            )
        if cell.endpoint == "api_decisions.BallotView" and cell.method == "GET" and cell.is_own:
            return any(seat.practice_id == self._practice(cell.values["code"].name) for seat in actor.seats)
        if cell.endpoint in _OF_WHO_ADDED:
            return self._allows("meetings.run", actor, MeetingOf(None))
        if cell.endpoint in ("api_meetings.StandInView", "api_meetings.PresenceCorrectionView"):
            return actor.person_id == self.world.people["rep1"] or self._allows(
                "meetings.run", actor, MeetingOf(None)
            )
        if cell.endpoint in ("meetings.stand_in", "meetings.correct_there"):
            mine = actor.person_id == cell.values["person_id"].value
            return mine or self._allows("meetings.run", actor, MeetingOf(None))
        if cell.needed == "tendering.open":
            return bool(actor.person_id == self.world.things["named_person"])
        if cell.endpoint in ("meetings.vote", "api_meetings.RoomVoteView"):
            return self._allows("decisions.put_to_vote", actor, self._matter("discussion"))
        if cell.endpoint == "meetings.action_done":
            return actor.belongs_to(self.world.practice(1)) or self._allows(
                "meetings.run", actor, MeetingOf(None)
            )
        thing = self._thing(cell)
        return thing is None or permission.when is None or permission.when(actor, thing)

    def _allows(self, name: str, actor: Actor, thing: Any) -> bool:
        permission = self.table[name]
        return bool(actor.roles & permission.roles) and (
            permission.when is None or permission.when(actor, thing)
        )

    def _thing(self, cell: Cell) -> Any:
        """What the permission's test is asked about."""
        decision, practice = (
            cell.values.get("decision_id"),
            cell.values.get("practice_id") or cell.values.get("code"),
        )
        if cell.needed == "decisions.cast":
            if practice is None or not practice.name.startswith(("practice", "none")):
                return None
            return ForPractice(self._practice(practice.name) if practice.whose == OWN else 0)
        if cell.needed == "meetings.ask":
            if practice is not None and practice.name.startswith("practice"):
                return AskingFor(self._practice(practice.name))
            return AskingFor(self.world.practice(1)) if cell.is_program else None
        if cell.needed.startswith("meetings."):
            whose = cell.values.get("meeting_id")
            of_group = "group_id" in cell.values or (whose is not None and whose.name == "group_meeting")
            return MeetingOf(self.world.things["group"] if of_group else None)
        if cell.needed == "network.give_up_seats":
            return SeatGivenUp(None, self.world.practice(8))
        if cell.needed == "network.take_seats":
            return SeatTaken(self.world.practice(1)) if cell.is_program else None
        if cell.needed == "network.word_groups":
            return NamedGroup(self.world.things["group"])
        if cell.needed == "purchasing.answer" and practice is not None:
            return NeedsOf(self._practice(practice.name) if practice.name.startswith("practice") else 0)
        if cell.needed == "purchasing.answer" and cell.is_program:
            return NeedsOf(self.world.practice(1))
        if cell.needed in ("purchasing.run", "purchasing.order", "purchasing.prices"):
            return RoundOf(self.world.things["group"])
        if cell.needed == "tendering.run":
            return TenderOf(self.world.things["group"])
        if cell.needed == "mandates.act":
            return ActingIn(self.world.things["group"])
        if cell.needed == "workstreams.task":
            return TaskOfGroup(self.world.things["group"], self.world.people["author"], None)
        if cell.needed == "workstreams.give":
            return TaskOfGroup(self.world.things["group"], self.world.people["author"], None)
        if cell.needed == "workstreams.retell":
            return self.world.people["author"]
        if cell.needed == "workstreams.raise":
            return ItemOfGroup(self.world.things["group"], self.world.people["author"])
        if cell.needed.startswith("workstreams."):
            named = cell.values.get("group_id")
            name = named.name if named is not None and named.name in _READ_BY else "group"
            return WorkOfGroup(self.world.things[name], _READ_BY[name])
        if cell.needed in ("belonging.leave", "belonging.confirm"):
            if decision is not None:
                return SpeakingFor(self.world.practice(7))
            if practice is not None and practice.name.startswith("practice"):
                return SpeakingFor(self._practice(practice.name))
            return SpeakingFor(self.world.practice(1)) if cell.is_program else None
        if cell.needed == "mandates.call_in":
            if practice is not None and practice.name.startswith("practice"):
                return CallingFor(self._practice(practice.name))
            return CallingFor(self.world.practice(1)) if cell.is_program else None
        if cell.needed == "decisions.propose" and decision is None:
            return ProposingIn(None)
        if cell.needed == "decisions.edit_comment":
            comment = cell.values["comment_id"]
            return self._writer(comment.name) if comment.whose == OWN else None
        if cell.needed == "decisions.act":
            return OwnedTask(self.world.people["author"])
        if "action_id" in cell.values:
            return self.world.matters["closed"]
        return self._matter(decision.name) if decision else None

    def _matter(self, name: str) -> DecisionMatter:
        return self.world.matters[name]

    def _practice(self, name: str) -> int:
        return self.world.practice(int(name.removeprefix("practice")))

    def _writer(self, comment: str) -> int:
        return self.world.people["rep1" if comment == "by_rep1" else "author"]

    def _own_account(self, cell: Cell, name: str) -> frozenset[str]:
        if owner := _OF_ONE_PERSON.get(cell.endpoint):
            return frozenset({ADMITTED if name == owner and cell.is_own else ABSENT})
        if cell.endpoint in _NEVER:
            return frozenset({ABSENT})
        if cell.endpoint == "network.new_federation" and name not in ("admin", "outsider"):
            return frozenset({FORBIDDEN})
        if cell.endpoint == "people.switch_now":
            return frozenset({ADMITTED, ABSENT})
        return frozenset({ADMITTED})


def _public(cell: Cell, signed_in: bool) -> frozenset[str]:
    if cell.endpoint in ("people.front", "people.sign_out") and cell.method == "GET" and not signed_in:
        return frozenset({SIGN_IN})
    if cell.endpoint in _NEVER or (cell.endpoint == "assets.file" and not cell.is_own):
        return frozenset({ABSENT})
    return frozenset({ADMITTED})


def _by_link(cell: Cell) -> frozenset[str]:
    """The link is of the first practice: its own receipt is there, others' are not."""
    if not cell.is_own:
        return frozenset({ADMITTED, ABSENT})
    code = cell.values.get("code")
    return frozenset({ADMITTED} if code is None or code.name == "receipt_of_rep1" else {ABSENT})


def kind_of(status: int, location: str) -> str:
    """An answer in the oracle's words; a server error is none of them."""
    if (
        status in (301, 302, 303, 307, 308)
        and location.rpartition("localhost")[2] == "/sign-in"
        and status == 302
    ):
        return SIGN_IN
    if status >= 500:
        return f"error {status}"
    return {401: UNAUTHORISED, 403: FORBIDDEN, 404: ABSENT}.get(status, ADMITTED)
