"""Letters to those who are named to score or to open."""

from datetime import datetime
from typing import Final

from federation.network.for_plugins import address_of, mail
from federation.tendering.mail_kinds import TENDERS
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.preparing.words import PART_TITLES

_NAMED: Final = (
    "The {group} has named you in tender {number}: {title}.\n\nWhat you do: {part}. {hint}.\n\n"
    "Say first whether you, or your practice, have an interest in it:\n\n{url}\n"
)


def tell_named(found: ShownTender, person_id: int, part: str, at: datetime) -> None:
    """Somebody is named to score or to open."""
    title, hint = PART_TITLES[part]
    text = _NAMED.format(
        group=found.group,
        number=found.number,
        title=found.title,
        part=title,
        hint=hint,
        url=address_of("tendering.declare", tender_id=found.id),
    )
    key = f"tendering.named:{found.id}:{part}:{at.isoformat()}"
    mail(key, [person_id], f"Tender {found.number}: {title.lower()}", text, TENDERS)
