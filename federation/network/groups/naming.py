"""What a group is called and is for: how it is kept, and that no two groups go by the same name or code."""

from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from federation.kernel.db import db
from federation.kernel.held import plain_text
from federation.kernel.refusals import Invalid
from federation.network.groups.words import READS_TITLES
from federation.network.models import GroupWording, NetworkGroup

LONGEST_NAME: Final = 120
LONGEST_PURPOSE: Final = 2_000
LONGEST_CODE: Final = 8


def words_of(name: str, purpose: str, reads: str) -> tuple[str, str]:
    """What a group is to be called and is for, as they are kept. Raises ``Invalid``."""
    name = " ".join(plain_text(name, "name", "Enter a name").split())
    purpose = plain_text(purpose, "purpose", "Say what the group is for")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"The name must have {LONGEST_NAME} characters or less", "name")
    if len(purpose) > LONGEST_PURPOSE:
        raise Invalid(f"What it is for must have {LONGEST_PURPOSE:,} characters or less", "purpose")
    if reads not in READS_TITLES:
        raise Invalid("Select who reads what the group writes", "reads")
    return name, purpose


def name_then(group_id: Any, at: Any) -> ColumnElement[Any]:
    """What a group was called at a time (columns of a statement, or values); what it is called now where that is null."""
    now = select(NetworkGroup.name).where(NetworkGroup.id == group_id).scalar_subquery()
    if at is None:
        return now
    then = (
        select(GroupWording.name)
        .where(GroupWording.group_id == group_id, GroupWording.replaced_at > at)
        .order_by(GroupWording.id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(then, now)


def check_free(name: str, group_id: int = 0) -> None:
    """Raises ``Invalid`` where another group has this name, or had it: what that group decided is known by it."""
    if _taken((func.lower(NetworkGroup.name) == name.lower()) & (NetworkGroup.id != group_id)):
        raise Invalid("There is a group of this name already", "name")
    had = select(GroupWording.id).where(
        func.lower(GroupWording.name) == name.lower(), GroupWording.group_id != group_id
    )
    if db.session.scalar(had.limit(1)) is not None:
        raise Invalid("Another group had this name before", "name")


def _taken(same: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(NetworkGroup.id).where(same)) is not None


def code_of(typed: str, name: str) -> str:
    """The code that was typed, or the initials of the name; with a number where another group has those."""
    code = typed.strip().upper()
    if code:
        if not (code.isascii() and code.isalnum() and code[0].isalpha() and len(code) <= LONGEST_CODE):
            raise Invalid(f"A code has up to {LONGEST_CODE} letters and digits, a letter first", "code")
        if _taken(NetworkGroup.code == code):
            raise Invalid(f"There is a group with the code {code} already", "code")
        return code
    letters = "".join(word[0] for word in name.upper().split() if word[0].isascii() and word[0].isalpha())
    first, number = letters[: LONGEST_CODE - 3] or "GROUP", 1
    code = first
    while _taken(NetworkGroup.code == code):
        number += 1
        code = f"{first}{number}"
    return code
