"""Filling an empty database with the demonstration, once, in one transaction."""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from federation.decisions.models import OwnRule, SuggestedRule
from federation.demo import earlier, now, recent, rules, saltmarsh, thistledown
from federation.demo.anew import refuse_beside_others
from federation.demo.days import StoryDays
from federation.demo.groups import group_acts
from federation.demo.of_plugins import tell_plugin
from federation.demo.purchases import purchase_acts
from federation.demo.story import StoryMember
from federation.demo.telling import StoryStage, tell
from federation.demo.tenders import tender_acts
from federation.demo.travel import StoryClock, travelling
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.policy import Actor
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.network.arrival import place_of
from federation.network.federation.actions.creating import create_federation
from federation.network.federation.actions.describing import add_aim, describe
from federation.network.federation.actions.settling import settle
from federation.network.members.actions.inviting import begin
from federation.network.members.actions.roles import recorded
from federation.network.models import Federation, Membership, Practice
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.network.practices.actions.neighbourhoods import add_neighbourhood
from federation.network.practices.actions.practices import place_practices, set_membership
from federation.network.practices.actions.totals import catch_up
from federation.people.models import Person
from federation.people.passwords import hash_password
from federation.plugin.door import door

PASSWORD = "salt-and-samphire"  # noqa: S105 - public on purpose
"""Everybody's password in the demonstration; printed, and worth nothing anywhere else."""
_FIRST_DAY = -690
_MAIL_SINCE = -13
"""From this day on, what happened is announced by mail when the demonstration is first served."""


def fill(app: Flask) -> str:
    """Fill the database, unless the demonstration is there already; what to print: the sign-ins and
    the password."""
    if app.config["SETTINGS"]["production"]:
        raise Refusal("The demonstration is never filled into a production database: its password is public.")
    there = db.session.scalar(select(Federation.id).where(Federation.slug == saltmarsh.SLUG))
    if there is not None:
        refuse_beside_others(saltmarsh.SLUG)
        return "The demonstration is there already.\n\n" + _sign_ins(app)
    refuse_beside_others()
    db.session.rollback()
    password, base = hash_password(PASSWORD), app.config["SETTINGS"]["base_url"]
    with unit_of_work() as session, travelling(session) as clock:
        days = StoryDays(time_now())
        _saltmarsh(days, clock, password, base)
        _thistledown(days, clock, password, base)
        _forget_old_mail(days)
    return _sign_ins(app)


def _saltmarsh(days: StoryDays, clock: StoryClock, password: str, base: str) -> None:
    clock.set(days.at(_FIRST_DAY))
    federation_id = create_federation(saltmarsh.SLUG, saltmarsh.NAME)
    with federation_scope(federation_id):
        _practices(days, (*saltmarsh.PRACTICES, saltmarsh.ASSOCIATE, saltmarsh.CLOSED))
        actors = _people(federation_id, saltmarsh.SLUG, saltmarsh.MEMBERS, password)
        codes = _settle(actors["ruth"], actors["marian"], saltmarsh)
        set_membership(
            actors["ruth"],
            codes[saltmarsh.ASSOCIATE[0]],
            "associate",
            _neighbourhood(codes[saltmarsh.ASSOCIATE[0]]),
        )
        _close_a_practice(days, saltmarsh.CLOSED[0])
        _own_rules()
        stage = StoryStage(days, actors, codes, saltmarsh.VOTERS, "marian", f"{base}/f/{saltmarsh.SLUG}")
        tell(
            stage,
            clock,
            (*earlier.STORIES, *recent.STORIES, *now.STORIES),
            (*group_acts(stage), *purchase_acts(stage), *tender_acts(stage)),
        )
        _offer(federation_id, saltmarsh.SLUG, saltmarsh.MEMBERS)
        clock.set(days.now)
        _plugins()


def _thistledown(days: StoryDays, clock: StoryClock, password: str, base: str) -> None:
    clock.set(days.at(-90))
    federation_id = create_federation(thistledown.SLUG, thistledown.NAME)
    with federation_scope(federation_id):
        _practices(days, thistledown.PRACTICES)
        actors = _people(
            federation_id, thistledown.SLUG, thistledown.MEMBERS, password, {"bethan": saltmarsh.SLUG}
        )
        codes = _settle(actors["nora"], actors["edwin"], thistledown)
        tell(
            StoryStage(days, actors, codes, thistledown.VOTERS, "edwin", f"{base}/f/{thistledown.SLUG}"),
            clock,
            thistledown.STORIES,
        )
        _offer(federation_id, thistledown.SLUG, thistledown.MEMBERS)


def _practices(days: StoryDays, rows: Sequence[tuple[str, str, int, str]]) -> None:
    for code, name, patients, _ in rows:
        db.session.add(
            Practice(
                code=code,
                name=name,
                list_size=patients,
                list_size_on=days.date(-30).replace(day=1),
                membership="full",
                address=["1 Example Street", "Saltmarsh"],
            )
        )
    catch_up()


def _people(
    federation_id: int,
    slug: str,
    members: Sequence[StoryMember],
    password: str,
    elsewhere: dict[str, str] | None = None,
) -> dict[str, Actor]:
    actors = {}
    for member in members:
        email = address(member, (elsewhere or {}).get(member.key, slug))
        for place in member.places:
            role, _, code = place.partition(" ")
            begun = begin(email, member.name, role, None if code in ("", "chair") else code)
            if code == "chair":
                db.session.execute(
                    update(Membership).where(Membership.id == begun.membership_id).values(is_chair=True)
                )
            recorded(None, "membership.started", begun.person_id, begun.membership_id)
            if code == "chair":
                recorded(None, "membership.chair", begun.person_id, begun.membership_id)
        db.session.execute(update(Person).where(Person.id == begun.person_id).values(password_hash=password))
        found = place_of(begun.person_id, member.name, email, federation_id)
        if found is not None:
            actors[member.key] = found
    return actors


def address(member: StoryMember, slug: str) -> str:
    """The person's made-up address, which no mail ever reaches."""
    name = member.name.removeprefix("Dr ").lower().replace(" ", ".")
    return f"{name}@{slug}.example"


def _settle(administrator: Actor, chair: Actor, federation: Any) -> dict[str, int]:
    """Purpose, aims, neighbourhoods; the practices' numbers by code."""
    settle(administrator, federation.NAME, "Neighbourhood", federation is saltmarsh, "")
    describe(chair, federation.PURPOSE)
    for words in federation.AIMS:
        add_aim(chair, words)
    codes = {row.code: row.id for row in db.session.execute(select(Practice.code, Practice.id))}
    parts = {name: add_neighbourhood(administrator, name) for name in federation.NEIGHBOURHOODS}
    place_practices(administrator, {codes[code]: parts[part] for code, _, _, part in federation.PRACTICES})
    if federation is saltmarsh:
        place_practices(
            administrator,
            {codes[code]: parts[part] for code, _, _, part in (federation.ASSOCIATE, federation.CLOSED)},
        )
    return codes


def _neighbourhood(practice_id: int) -> int | None:
    return db.session.scalar(select(Practice.neighbourhood_id).where(Practice.id == practice_id))


def _close_a_practice(days: StoryDays, code: str) -> None:
    db.session.execute(update(Practice).where(Practice.code == code).values(closed_on=days.date(-600)))
    catch_up()


def _own_rules() -> None:
    for summary, rule in rules.OWN:
        db.session.add(OwnRule(key=rule.name, title=rule.title, summary=summary, rule=rule.to_dict()))
    for kind, key in rules.SUGGESTED.items():
        db.session.add(SuggestedRule(kind=kind, rule_key=key))
    db.session.flush()


def _offer(federation_id: int, slug: str, members: Sequence[StoryMember]) -> None:
    """The people whom the sign-in page offers."""
    people = [{"email": address(member, slug), "note": member.note} for member in members if member.note]
    row = db.session.scalars(select(Federation).where(Federation.id == federation_id)).one()
    row.settings = {**row.settings, "demo": True, "demo_people": people}


def _plugins() -> None:
    """Switch on the plugins that are installed, and fill them."""
    db.session.flush()
    for name, one in door().plugins.items():
        switch_from_terminal(name, True)
        if one.feature.demo:
            tell_plugin(name)


def _forget_old_mail(days: StoryDays) -> None:
    """Drop the letters about what happened long ago."""
    db.session.flush()
    db.session.execute(
        update(OutboxRow)
        .where(OutboxRow.due_at < days.at(_MAIL_SINCE), OutboxRow.done_at.is_(None))
        .values(done_at=OutboxRow.due_at)
        .execution_options(synchronize_session=False)
    )


def _sign_ins(app: Flask) -> str:
    address_of_product = app.config["SETTINGS"]["base_url"]
    lines = [
        f"Everything in it is made up. Sign in at {address_of_product}/sign-in with one button, or with",
        "",
    ]
    for federation in (saltmarsh, thistledown):
        lines.append(f"  {federation.NAME}")
        lines += [
            f"    {address(member, federation.SLUG):<36} {member.note}"
            for member in federation.MEMBERS
            if member.note
        ]
    return "\n".join([*lines, "", f"Everybody’s password: {PASSWORD}"])
