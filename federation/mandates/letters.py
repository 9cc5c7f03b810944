"""Letters about mandates: to everybody who sits in the group, and they cannot be switched off."""

from collections.abc import Mapping, Sequence

from federation.kernel import outbox
from federation.kernel.policy import Actor
from federation.kernel.words import day, moment, money
from federation.mandates.mail_kinds import ACTED
from federation.mandates.models import GroupBudget, GroupMandate, MandateAct
from federation.mandates.queries.recalls import RecallStanding
from federation.mandates.queries.standing import StandingMandate
from federation.network.for_plugins import address_of, mail, people
from federation.network.groups.queries import people_seated

_GRANTED = (
    "The members have given the {group} a mandate. It says what the group may do in their name, for how much money and until "
    "when:\n\n{url}\n"
)
_STOPPED = "The members have taken back the mandate of the {group}. The group does nothing more in their name:\n\n{url}\n"
_DONE = (
    "The {group} has done this in the members’ name:\n\n{words}{money}\n\n{by} wrote it down. If your practice does not "
    "agree, it can call this in until {until}:\n\n{url}\n"
)
_HELD = (
    "{practice} has called in what the {group} has done:\n\n{words}\n\nIts reason: {reason}\n\nNothing more is done about it "
    "until the members have decided:\n\n{url}\n"
)

_ASKED = (
    "{practice} asks that the members recall the mandate of the {group}.\n\nIts reason: {reason}\n\nPractices that ask for it: "
    "{signed} of the {needed} that are needed. With the last one the vote opens by itself:\n\n{url}\n"
)
_OPENED = "\nThe vote has opened:\n\n{url}\n"
_PENDING = (
    "The members have taken back the mandate of the {group}. This is not finished, and you saw to it:\n\n{things}\n\nNothing "
    "more is done or paid under that mandate. Say within 14 days what becomes of it:\n\n{url}\n"
)
_LATE = (
    "The report of the {group} to the members was due on {due}. If it is not in before {stops}, the group may do nothing in "
    "their name until it reports:\n\n{url}\n"
)
_SUSPENDED = (
    "The report of the {group} to the members was due on {due}. It is not in, so the group may do nothing in their name. It can "
    "act again when it reports:\n\n{url}\n"
)
_BUDGET = (
    "The members have shared out the money for groups: {name}. Your group’s envelope is {pence}. Within its mandate and its "
    "envelope it decides by itself:\n\n{url}\n"
)


def tell_budget(budget: GroupBudget) -> None:
    """Money is shared out: to everybody who sits in a group that has an envelope."""
    url = address_of("mandates.budget")
    for one in budget.terms["envelopes"]:
        text = _BUDGET.format(name=budget.terms["name"], pence=money(one["pence"]), url=url)
        _post(one["group"], f"budget:{budget.id}:{one['group']}", f"Money for the {one['name']}", text)


def tell_granted(mandate: GroupMandate, group: str) -> None:
    """A mandate is in force."""
    _post(
        mandate.group_id,
        f"mandate:{mandate.id}:granted",
        f"A mandate for the {group}",
        _GRANTED.format(group=group, url=address_of("mandates.mandate", mandate_id=mandate.id)),
    )


def tell_stopped(mandate: GroupMandate, group: str) -> None:
    """A mandate was taken back."""
    _post(
        mandate.group_id,
        f"mandate:{mandate.id}:stopped",
        f"The mandate of the {group} has ended",
        _STOPPED.format(group=group, url=address_of("mandates.mandate", mandate_id=mandate.id)),
    )


def tell_done(act: MandateAct, group: str, by: Actor) -> None:
    """A group has acted, and every practice can call it in: to those who represent one, as far as they want it."""
    if act.call_in_until is None:
        return
    text = _DONE.format(
        group=group,
        words=act.words,
        money=f"\n\nMoney promised: {money(act.pence)}" if act.pence else "",
        by=by.name,
        until=moment(act.call_in_until),
        url=address_of("mandates.act", act_id=act.id),
    )
    people_here = {one.id for one in people("representative")} - {by.person_id}
    mail(f"mandates.act:{act.id}", people_here, f"The {group} has acted for the members", text, ACTED)


def tell_held(act: MandateAct, group: str, practice: str, reason: str) -> None:
    """An act was called in: to everybody who sits in the group."""
    url = address_of("mandates.act", act_id=act.id)
    text = _HELD.format(practice=practice, group=group, words=act.words, reason=reason, url=url)
    _post(act.group_id, f"act:{act.id}:held", f"{practice} has called in an act of the {group}", text)


def tell_late(mandate: StandingMandate) -> None:
    """The report of a group is late, or it may do nothing until it reports: to everybody who sits in it."""
    due = mandate.report_due_at or mandate.ends_at
    words = _SUSPENDED if mandate.state == "suspended" else _LATE
    text = words.format(
        group=mandate.group,
        due=day(due),
        stops=day(mandate.suspends_at) if mandate.suspends_at else "",
        url=address_of("mandates.new_report", group_id=mandate.group_id),
    )
    subject = f"The report of the {mandate.group} is late"
    _post(mandate.group_id, f"mandate:{mandate.id}:{mandate.state}:{due:%Y-%m-%d}", subject, text)


def tell_recall(mandate: StandingMandate, standing: RecallStanding, name: int, decision: int | None) -> None:
    """A practice asks for the recall of a mandate, or the vote on it has opened: to everybody who sits in the group."""
    url = address_of("mandates.recall", group_id=mandate.group_id)
    signer = standing.signers[-1]
    text = _ASKED.format(
        practice=signer.practice,
        group=mandate.group,
        reason=signer.reason,
        signed=standing.signed,
        needed=standing.needed,
        url=url,
    )
    subject = f"{signer.practice} asks for the recall of the mandate of the {mandate.group}"
    if decision is not None:
        text += _OPENED.format(url=address_of("decisions.show", decision_id=decision))
    _post(mandate.group_id, f"recall:{name}:signed", subject, text)


def tell_pending(mandate: StandingMandate, pending: Mapping[int, Sequence[str]]) -> None:
    """A mandate was taken back: to each who saw to something that is not finished."""
    url = address_of("mandates.unfinished", group_id=mandate.group_id)
    outbox.add_many(
        "mail",
        [
            (
                f"mail:mandate:{mandate.id}:pending:{person}",
                {
                    "person": person,
                    "subject": f"What is not finished in the {mandate.group}",
                    "text": _PENDING.format(
                        group=mandate.group, things="\n".join(f"- {one}" for one in things), url=url
                    ),
                },
            )
            for person, things in sorted(pending.items())
        ],
    )


def _post(group_id: int, key: str, subject: str, text: str) -> None:
    outbox.add_many(
        "mail",
        [
            (f"mail:{key}:{person}", {"person": person, "subject": subject, "text": text})
            for person in people_seated(group_id)
        ],
    )
