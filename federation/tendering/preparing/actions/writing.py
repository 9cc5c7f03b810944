"""Writing a tender, version by version: everything that is fixed before any bid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel import record, search
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import LONDON
from federation.network.locking import one_at_a_time
from federation.network.models import NetworkGroup
from federation.tendering.models import Tender, TenderInterest, TenderVersion
from federation.tendering.preparing.actions.declaring import ask_the_group
from federation.tendering.preparing.actions.running import (
    LONGEST_TITLE,
    group_tenders,
    short_text,
    tender_run,
)
from federation.tendering.preparing.rules.content import (
    TenderContent,
    content_fingerprint,
    content_json,
    content_problems,
)

LONGEST_NEED: Final = 20_000
LONGEST_WORDS: Final = 1_500
LONGEST_NAME: Final = 120
MOST_VERSIONS: Final = 200
_TOO_LATE: Final = (
    "The members have voted, and bids can come: what is asked stays as it is. To ask something else, cancel this tender and "
    "begin another one."
)


class BegunTender(NamedTuple):
    """The number of a tender as a row, and as people know it: 2026/3."""

    id: int
    number: str


def begin_tender(
    actor: Actor, group_id: int, title: str, content: TenderContent, clear: bool = False
) -> BegunTender:
    """Begin a tender of a group with its first version. ``clear``: whoever begins it says that neither they nor their practice
    have an interest in it. Everybody who sits in the group is asked the same."""
    group = group_tenders(actor, group_id)
    title = short_text(title, "title", "Say what is tendered", LONGEST_TITLE)
    content = checked_content(content)
    with unit_of_work() as session:
        one_at_a_time()
        now = held(NetworkGroup, group_id).now
        _refuse_problems(content_problems(content, now))
        year = now.astimezone(LONDON).year
        last = db.session.scalar(select(func.max(Tender.number)).where(Tender.year == year))
        row = Tender(
            group_id=group_id,
            year=year,
            number=int(last or 0) + 1,
            title=title,
            opened_by=actor.person_id,
            opened_at=now,
        )
        session.add(row)
        session.flush()
        number = f"{row.year}/{row.number}"
        record.append(
            actor.person_id,
            "tender.begun",
            f"tender:{row.id}",
            group=group_id,
            number=number,
            text=record.digest(title),
        )
        _write(actor, row, 1, content, now)
        if clear:
            session.add(
                TenderInterest(
                    tender_id=row.id, person_id=actor.person_id, conflict=False, words="", declared_at=now
                )
            )
            record.append(
                actor.person_id,
                "tender.interest",
                f"tender:{row.id}",
                conflict=False,
                text=record.digest(""),
            )
        ask_the_group(row, group.name, content.closes_at, [actor.person_id] if clear else [])
        return BegunTender(row.id, number)


def write_tender(actor: Actor, tender_id: int, content: TenderContent) -> int:
    """Write the next version. Returns its number; those before it stay, and so does the one that the members voted."""
    authorize(actor, "tendering.run")
    content = checked_content(content)
    with unit_of_work():
        row, now = held(Tender, tender_id)
        found = tender_run(actor, tender_id)
        if found.stage not in ("drafting", "started"):
            raise Refusal(_TOO_LATE)
        _refuse_problems(content_problems(content, now))
        if row.closes_at is not None and content.closes_at < row.closes_at:
            raise Invalid("The members have voted a time, and no version has an earlier one", "closes_at")
        if found.newest >= MOST_VERSIONS:
            raise Refusal(f"A tender has {MOST_VERSIONS} versions at most.")
        if content_fingerprint(content_json(content)) == found.fingerprint and found.version == found.newest:
            raise Refusal("Nothing differs from the version before.")
        _write(actor, row, found.newest + 1, content, now)
        return found.newest + 1


def checked_content(content: TenderContent) -> TenderContent:
    """It with every text in order. Raises ``Invalid`` at the field of what is too long, missing, or tells of a patient."""
    criteria = [
        replace(
            one,
            key=f"c{place}",
            title=short_text(one.title, "criteria", "Name each criterion", LONGEST_NAME),
            words=_long(one.words, "criteria", LONGEST_WORDS),
        )
        for place, one in enumerate(content.criteria, 1)
    ]
    lots = [
        replace(
            one,
            title=short_text(one.title, "lots", "Name each lot", LONGEST_NAME),
            words=_long(one.words, "lots", LONGEST_WORDS),
        )
        for one in content.lots
    ]
    return replace(
        content,
        need=_long(content.need, "need", LONGEST_NEED, "Say what is needed"),
        advised_by=short_text(
            content.advised_by, "advised_by", "Say who advised you on the rules", LONGEST_NAME
        ),
        criteria=tuple(criteria),
        lots=tuple(lots),
        scale=tuple(
            short_text(one, "scale", "Say what each mark means", LONGEST_NAME) for one in content.scale
        ),
        social_value=_long(content.social_value, "social_value", LONGEST_WORDS),
    )


def _write(actor: Actor, row: Tender, number: int, content: TenderContent, now: datetime) -> None:
    kept = content_json(content)
    version = TenderVersion(
        tender_id=row.id,
        number=number,
        content=kept,
        fingerprint=content_fingerprint(kept),
        written_by=actor.person_id,
        written_at=now,
    )
    db.session.add(version)
    db.session.flush()
    record.append(
        actor.person_id,
        "tender.written",
        f"tender:{row.id}",
        version=number,
        fingerprint=version.fingerprint,
    )
    search.index("tender", row.id, f"{row.year}/{row.number} {row.title}", content.need)


def _refuse_problems(problems: Iterator[tuple[str, str]]) -> None:
    if found := list(problems):
        raise Invalid.many(found)


def _long(typed: str, field: str, longest: int, missing: str = "") -> str:
    text = plain_text(typed.replace("\r\n", "\n"), field, missing)
    if len(text) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return text
