"""What people type about themselves."""

from collections.abc import Iterable
from typing import Any

from federation.kernel.forms import (
    Choice,
    EmailField,
    Form,
    MultiCheckboxField,
    PasswordField,
    SelectField,
    TextField,
    ValidationError,
)
from federation.people.rules.mail_choices import KINDS
from federation.people.rules.passwords import SHORTEST

_HINT = f"{SHORTEST} characters or more. Three or four words you can remember are good. You can paste it"


class SignInForm(Form):
    """Who signs in."""

    email = EmailField(required="Enter your email address")
    password = PasswordField(required="Enter your password")


class ForgottenForm(Form):
    """Who has forgotten their password."""

    email = EmailField(required="Enter your email address")


class NewPasswordForm(Form):
    """A password that is chosen, typed twice because it is not shown."""

    password = PasswordField("New password", required="Enter a new password", hint=_HINT)
    again = PasswordField("The same password again", required="Enter the same password again")

    def validate_again(self, field: PasswordField) -> None:
        """Both the same."""
        if field.data != self.password.data:
            raise ValidationError("The two passwords are not the same. Type both again")


class AcceptForm(NewPasswordForm):
    """Somebody who takes up an invitation."""

    name = TextField(
        "Full name", required="Enter your name", at_most=120, hint="As other members will see it"
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = PasswordField("Password you have now", required="Enter the password you have now")


class NameForm(Form):
    """A person's own name."""

    name = TextField("Full name", required="Enter your name", at_most=120, hint="As other members see it")


class MailForm(Form):
    """Which mail a person gets."""

    kinds = MultiCheckboxField(
        "Send me an email about", [Choice(kind.key, kind.label, kind.hint) for kind in KINDS]
    )


class TokenForm(Form):
    """A token for programs."""

    title = TextField(
        "What is it for?",
        required="Enter what the token is for",
        at_most=100,
        hint="For example: monthly report",
    )
    federation = SelectField("Federation", required="Select a federation", first="")

    def __init__(self, federations: Iterable[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.federation.choices = [Choice(number, name) for number, name in federations]
