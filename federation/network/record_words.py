"""The record in plain words: what each act is called, and where its subject is shown."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from flask import url_for

from federation.kernel.policy import ROLE_TITLES
from federation.kernel.web import here
from federation.plugin.door import door
from federation.plugin.feature import Found

ACTS: Final[Mapping[str, str]] = {
    "federation.created": "made this federation",
    "federation.described": "wrote down the purpose",
    "federation.settings": "changed the settings",
    "federation.checkpoints_to": "changed who gets checkpoints of the record",
    "aim.added": "added an aim",
    "aim.reworded": "changed the words of an aim",
    "aim.retired": "retired an aim",
    "practices.imported": "imported practices from a file",
    "list_sizes.imported": "imported list sizes from a file",
    "neighbourhoods.imported": "imported neighbourhoods from a file",
    "practice.membership": "changed how a practice belongs",
    "practice.placed": "put a practice into another neighbourhood",
    "practices.placed": "put practices into neighbourhoods",
    "practice.left": "marked a practice as having left",
    "practice.returned": "took back that a practice left",
    "neighbourhood.added": "added a neighbourhood",
    "neighbourhood.deleted": "deleted a neighbourhood",
    "neighbourhood.renamed": "renamed a neighbourhood",
    "boards.named": "named integrated care boards",
    "person.invited": "invited somebody",
    "person.accepted": "accepted an invitation",
    "person.second_factor_reset": "took somebody’s authenticator app off their account",
    "person.renamed": "took another name",
    "person.erased": "erased somebody’s account",
    "invitation.shown": "had the link of an invitation shown, to hand on",
    "mail.tested": "sent a test letter",
    "invitation.withdrawn": "took an invitation back",
    "membership.started": "gave somebody a role",
    "membership.ended": "ended somebody’s role",
    "membership.chair": "made somebody the chair",
    "membership.confirmed": "confirmed somebody’s role",
    "membership.refused": "refused somebody’s role",
    "membership.chair_confirmed": "confirmed somebody as the chair",
    "membership.chair_refused": "refused somebody as the chair",
    "token.made": "made a token for programs",
    "token.revoked": "ended a token for programs",
    "proposal.drafted": "began a proposal",
    "proposal.changed": "saved a new version of a proposal",
    "proposal.shown": "opened a proposal for discussion",
    "proposal.deleted": "deleted a draft",
    "proposal.replaces": "said which decision a proposal replaces",
    "proposal.coauthor_added": "added a co-author",
    "proposal.coauthor_removed": "removed a co-author",
    "decision.scheduled": "set the time at which voting opens",
    "decision.called_off": "called off a vote before it opened",
    "decision.not_opened": "could not open a vote at its time",
    "decision.opened": "put a proposal to the vote",
    "decision.closed": "closed a vote",
    "decision.vote_called_off": "called off a vote that was open: it decided nothing",
    "decision.withdrawn": "withdrew a proposal",
    "ballot.cast": "recorded a practice’s vote",
    "casting_vote.given": "gave the casting vote",
    "interest.declared": "declared a practice’s interest",
    "objection.answered": "answered an objection",
    "objection.resolved": "said whether an objection is resolved",
    "outcome.written": "wrote the outcome",
    "action.added": "added an action",
    "action.changed": "changed an action",
    "action.reported": "reported on an action",
    "comment.written": "wrote a comment",
    "comment.changed": "changed a comment",
    "comment.withdrawn": "withdrew a comment",
    "kind.added": "added a kind of matter",
    "kind.renamed": "renamed a kind of matter",
    "kind.retired": "retired a kind of matter",
    "floors.changed": "changed what every vote asks for at least",
    "rule.kept": "added a rule of our own",
    "rule.changed": "changed a rule of our own",
    "rule.suggested": "set the rule suggested for a kind of matter",
    "rule.retired": "retired a rule",
    "plugin.switched_on": "switched a plugin on",
    "plugin.switched_off": "switched a plugin off",
    "plugin.settings": "changed the settings of a plugin",
    "plugin.started_again": "started a plugin again",
    "plugin.stopped": "stopped a plugin that failed or was slow",
    "plugin.run_again": "ran again what a plugin had failed on",
    "plugin.failure_dismissed": "took a plugin’s failure off the list",
    "plugin.purged": "removed a plugin’s data for good",
    "plugin.members_decide": "made switching plugins a decision of the members",
    "plugin.administrators_decide": "let administrators switch plugins",
}
"""Each finishes a sentence that begins with a name. An act that is not here is shown by its own name."""

_COUNTED: Final = (
    ("added", "new"),
    ("changed", "changed"),
    ("closed", "closed"),
    ("reopened", "open again"),
    ("left_out", "left out"),
    ("new_neighbourhoods", "new neighbourhoods"),
)
_IMPORTS: Final = frozenset({"practices.imported", "list_sizes.imported", "neighbourhoods.imported"})
_PAGES: Final[Mapping[str, str]] = {
    "action": "decisions/actions/{}",
    "decision": "decisions/{}",
    "practice": "practices/{}",
    "person": "people/{}",
    "aim": "our-federation/",
    "federation": "our-federation/",
}
_TITLES: Final[Mapping[str, str]] = {
    "action": "Action",
    "decision": "Decision or proposal",
    "practice": "Practice",
    "person": "Person",
    "aim": "Aim",
    "federation": "This federation",
    "neighbourhood": "Neighbourhood",
    "rule": "Rule",
    "token": "Token",
    "plugin": "Plugin",
}


def act_in_words(action: str) -> str:
    """What was done, to follow a name."""
    return ACTS.get(action) or door().acts.get(action, action)


_ROLES: Final[Mapping[str, str]] = {
    "membership.started": "gave {who} the role {role}",
    "membership.joined": "joined with the role {role}, invited as {guest}",
    "membership.ended": "ended the role {role} of {who}",
    "membership.confirmed": "confirmed the role {role} of {who}, {given}",
    "membership.refused": "refused the role {role} of {who}, {given}",
    "membership.chair": "made {who} the chair",
    "membership.chair_confirmed": "confirmed {who} as the chair, {given}",
    "membership.chair_refused": "refused {who} as the chair, {given}",
}


def subjects_within(action: str, data: str) -> set[str]:
    """The subjects that an entry names in its data, whose names its words need."""
    if action not in _ROLES:
        return set()
    known = read_data(data)
    found = {f"practice:{known['practice']}"} if known.get("practice") else set()
    return found | {f"person:{known[key]}" for key in ("given_by", "guest") if known.get(key)}


def role_in_record(action: str, subject: str, data: str, names: Mapping[str, str]) -> str:
    """What was done with a role, with the names of today of whom and of which practice; nothing for other acts."""
    if action not in _ROLES:
        return ""
    known = read_data(data)
    role = ROLE_TITLES.get(known["role"], known["role"])
    if practice := known.get("practice"):
        role += f" of {names.get(f'practice:{practice}') or f'practice {practice}'}"
    giver = known.get("given_by")
    words = _ROLES[action].format(
        who=names.get(subject) or subject_in_words(subject).lower(),
        role=role,
        given=f"given by {names.get(f'person:{giver}') or f'person {giver}'}"
        if giver
        else "given at the terminal",
        guest=names.get(f"person:{known.get('guest')}") or f"person {known.get('guest')}",
    )
    return f"{words}, to be confirmed by a second person" if known.get("waits") else words


def detail_in_words(action: str, data: str) -> str:
    """What an import did, in numbers, and what votes ask for at least; nothing for other acts."""
    if action == "floors.changed":
        return " ".join(read_data(data).get("words", ()))
    if action == "federation.created":
        return _first_floors(read_data(data).get("floors"))
    if action not in _IMPORTS:
        return ""
    counts = read_data(data)
    return ", ".join(f"{counts[key]:,} {words}" for key, words in _COUNTED if counts.get(key))


def _first_floors(floors: Mapping[str, Any] | None) -> str:
    """What votes of a new federation ask for at least."""
    if floors is None:
        return ""
    hours, quorum = floors["notice_hours"], floors["quorum"]
    share = f"more than {quorum['fraction']}" if quorum else "no number"
    return f"Voting is open for {hours} hours at least; {share} of the practices must vote."


def read_data(data: str) -> dict[str, Any]:
    """The data of an entry."""
    found: dict[str, Any] = json.loads(data)
    return found


def subject_in_words(subject: str) -> str:
    """``Decision or proposal 31`` of ``decision:31``; a subject that is not known as it stands."""
    kind, _, number = subject.partition(":")
    title = _TITLES.get(kind)
    if title is None:
        found = _thing_of_plugin(kind)
        return f"{found.title}: {number}" if found else subject
    return title if kind == "federation" else f"{title} {number}"


def page_of(subject: str, root: str) -> str:
    """The address of the page that shows a subject, or nothing."""
    kind, _, number = subject.partition(":")
    if not (number.isascii() and number.isdigit()):
        return ""
    if page := _PAGES.get(kind):
        return root + page.format(number)
    found = _thing_of_plugin(kind, here().plugins)
    values: dict[str, Any] = {found.argument: int(number)} if found else {}
    return url_for(found.endpoint, **values) if found else ""


def _thing_of_plugin(kind: str, among: Collection[str] | None = None) -> Found | None:
    """What a plugin calls one of its things, and the page that shows it; ``among`` names the plugins that are on."""
    plugins = door().plugins if among is None else among
    return next((found for found in door().things_of(plugins) if found.kind == kind), None)
