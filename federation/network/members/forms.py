"""The forms about people of a federation."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.forms import (
    Choice,
    ChoiceWithHints,
    EmailField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    MultiCheckboxField,
    QueryForm,
    SelectField,
    TextField,
    TickField,
)
from federation.kernel.policy import ROLE_TITLES, ROLES
from federation.kernel.refusals import Refusal

_HINTS = {
    "administrator": "Sets the federation up and looks after people. Casts no vote",
    "executive": "Leads: puts proposals to the vote, closes early with a reason",
    "representative": "Casts the vote of their practice",
    "member": "Belongs to a practice: reads and discusses",
    "lay_partner": "A patient or somebody of the community: reads and discusses",
    "observer": "Reads, and does nothing else",
}


def _titled(role: str) -> str:
    return ROLE_TITLES[role].capitalize()


def _role() -> ChoiceWithHints:
    return ChoiceWithHints(
        "Role", [Choice(role, _titled(role), _HINTS[role]) for role in ROLES], required="Select a role"
    )


def _practice() -> SelectField:
    return SelectField("Practice", hint="For representatives and practice members", first="None")


def _code() -> TextField:
    hint = "The ODS code, for representatives and practice members. For example Z99001"
    return TextField("Code of the practice", at_most=12, hint=hint)


class RoleForm(Form):
    """A role, and the practice of it: chosen from a list, or its code where they are many."""

    role = _role()
    practice = _practice()
    code = _code()

    def __init__(self, practices: Sequence[tuple[str, str]] | None, **kw: Any) -> None:
        super().__init__(**kw)
        _offer(self, practices)

    @property
    def of_practice(self) -> str | None:
        """The code of the practice, or None."""
        return self.practice.data if "practice" in self else self.code.data.upper() or None

    def refuse(self, words: str | Refusal, field: str | None = None) -> None:
        """What is said of the practice stands where it was given."""
        super().refuse(words, "code" if field == "practice" and "practice" not in self else field)


class InviteForm(RoleForm):
    """Who is invited; all fields stand here in the order of the page, which errors follow."""

    email = EmailField("Email address", required="Enter an email address")
    name = TextField("Full name", required="Enter a name", at_most=120)
    role = MultiCheckboxField(
        "Roles",
        [Choice(role, _titled(role), _HINTS[role]) for role in ROLES],
        required="Select a role",
        hint="Select one or more. For a role at a practice, say which practice",
    )
    practice = _practice()
    code = _code()


class InviteManyForm(Form):
    """A list of people, pasted or as a file; ``seen`` is the fingerprint of what was shown."""

    seen = HiddenField(at_most=64)
    leave = TickField("Leave out the lines that cannot be used")
    lines = LongTextField(
        "People, one on each line",
        at_most=200_000,
        hint="Name, email address, role and ODS code, with commas or tabs between them. For example: "
        "Ann Lee, ann.lee@example.org, representative, Z99001. For two roles: representative; executive. "
        "A line such as Ann Lee <ann.lee@example.org> will do, too",
    )
    file = FileField("Or choose a file", endings=(".csv", ".txt"), megabytes=1)
    role = SelectField(
        "Role for lines that name none",
        [
            (role, _titled(role))
            for role in ("representative", "member", "executive", "lay_partner", "observer")
        ],
        first="",
    )

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        if not self.role.given:
            self.role.data = "representative"

    def says_lines(self, lines: int) -> None:
        """Put the number of lines into the words."""
        several = f"the {lines:,} lines that" if lines != 1 else "the line that"
        self.leave.label.text = f"Leave out {several} cannot be used"


class FindPeopleForm(QueryForm):
    """The filter of a list of people."""

    q = TextField("Search people by name", at_most=120)
    role = SelectField("Role", [(role, _titled(role)) for role in ROLES], first="All roles")
    practice = SelectField("Practice", first="All practices")
    code = TextField("Code of the practice", at_most=12)

    def __init__(self, practices: Sequence[tuple[str, str]] | None, **kw: Any) -> None:
        super().__init__(**kw)
        _offer(self, practices)

    @property
    def of_practice(self) -> str:
        """The code of the practice, or nothing."""
        return (self.practice.data or "") if "practice" in self else self.code.data.upper()


def _offer(form: Any, practices: Sequence[tuple[str, str]] | None) -> None:
    if practices is None:
        del form.practice
    else:
        form.practice.choices = list(practices)
        del form.code
