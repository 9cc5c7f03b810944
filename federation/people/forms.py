"""The forms about oneself."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from federation.kernel.forms import (
    Choice,
    EmailField,
    Form,
    MultiCheckboxField,
    PasswordField,
    SecretField,
    SelectField,
    TextField,
    TickField,
    ValidationError,
)
from federation.kernel.scopes import SCOPES, TITLES
from federation.kernel.words import plural
from federation.people.rules.passwords import SHORTEST
from federation.plugin.door import door
from federation.plugin.mail_choices import AT_ONCE, DAILY, NEVER, WEEKLY

_HINT = f"{SHORTEST} characters or more. Three or four words you can remember are good. You can paste it"
_ALONE = "Tick the box only if nobody else uses this device. Administrators and executives sign in each time"


class CodeForm(Form):
    """A code of the second step, from the app or from paper. Where none is asked for, the fields are taken out."""

    code = SecretField(
        "Code from your authenticator app", at_most=60, hint="6 digits, which change every 30 seconds"
    )
    recovery = SecretField("Recovery code", at_most=60, hint="24 letters and digits. Each code works once")

    @property
    def asks_code(self) -> bool:
        """Whether the form has the fields."""
        return "code" in self

    @property
    def typed_code(self) -> str:
        """The code that was typed, in either field."""
        return self.recovery.data or self.code.data or ""

    def ask_no_code(self) -> None:
        """Take the fields out."""
        if self.asks_code:
            del self.code, self.recovery


class KeepingForm(Form):
    """A way to sign in with a box for staying signed in, where that is offered at all (``days``)."""

    box: ClassVar[str]

    def __init__(self, days: int, **kw: Any) -> None:
        super().__init__(**kw)
        if days:
            self[self.box].label.text = f"Keep me signed in on this device for {plural(days, 'day')}"
        else:
            del self[self.box]

    @property
    def wants_keeping(self) -> bool:
        """Whether the box is there and ticked."""
        return self.box in self and bool(self[self.box].data)


class SignInForm(KeepingForm):
    """Who signs in."""

    box = "keep"
    email = EmailField(required="Enter your email address")
    password = PasswordField(required="Enter your password")
    keep = TickField("Keep me signed in on this device", hint=_ALONE)


class OrganisationSignInForm(KeepingForm):
    """Somebody who goes to their organisation to sign in."""

    box = "stay"
    stay = TickField("Keep me signed in on this device", hint=_ALONE)


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


class JoinForm(Form):
    """Somebody who takes up an invitation with the account that they have."""


class PasswordForm(Form):
    """The password, asked for again."""

    password = PasswordField("Your password", required="Enter your password")


class ProofForm(PasswordForm, CodeForm):
    """A code, or the password of whoever has no app."""

    def ask(self, asked: str) -> None:
        """Keep the fields of what is asked for."""
        if asked != "code":
            self.ask_no_code()
        if asked != "password":
            del self.password


class AddressForm(PasswordForm, CodeForm):
    """A new address to sign in with."""

    email = EmailField("New email address", required="Enter the new email address")

    def ask_no_password(self) -> None:
        """Take the field out."""
        del self.password


class BeginAppForm(PasswordForm, CodeForm):
    """Before an app is set up: a code of the one there is, or the password where the sign-in was a while ago."""

    def ask_no_password(self) -> None:
        """Take the field out."""
        del self.password


class ChangePasswordForm(CodeForm, NewPasswordForm):
    """The old password and a new one."""

    old = PasswordField("Password you have now", required="Enter the password you have now")


class PersonNameForm(Form):
    """A person's own name."""

    name = TextField("Full name", required="Enter your name", at_most=120, hint="As other members see it")


_WHEN = {
    AT_ONCE: "At once",
    DAILY: "Once a day, at 7 in the morning",
    WEEKLY: "Once a week, on Monday at 7",
    NEVER: "Never",
}


class MailForm(Form):
    """When a person gets each kind of mail: a list for each, whose field is called by its kind."""

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the keys of the kinds."""
        return {kind.key: self[kind.key].data for kind in door().mail}

    @property
    def questions(self) -> list[Any]:
        """The fields, in the order of the page."""
        return [self[kind.key] for kind in door().mail]


def mail_form(choices: Mapping[str, Any]) -> MailForm:
    """The form of a person with these choices; which kinds there are is known once features are let in."""
    made = type("ChosenMailForm", (MailForm,), {})
    for kind in door().mail:
        offered = [Choice(way, _WHEN[way]) for way in kind.ways]
        field = SelectField(kind.label, offered, hint=kind.hint, required="Select when", first="")
        setattr(made, kind.key, field)
    form: MailForm = made(data={kind.key: kind.when(choices) for kind in door().mail})
    return form


class TokenForm(Form):
    """A token for programs."""

    title = TextField(
        "What is it for?",
        required="Enter what the token is for",
        at_most=100,
        hint="For example: monthly report",
    )
    federation = SelectField("Federation", required="Select a federation", first="")
    scopes = MultiCheckboxField(
        "What may it be used for?",
        [Choice(scope, TITLES[scope], words[0].upper() + words[1:]) for scope, words in SCOPES.items()],
        required="Select what it may be used for",
        hint="Select no more than the program needs. It can never do more than you can",
    )
    lasts = SelectField(
        "How long should it work?",
        [Choice(days, f"{days} days" if days < 365 else "1 year") for days in (7, 30, 90, 180, 365)],
        required="Select how long it should work",
    )

    def __init__(self, federations: Iterable[tuple[int, str]], **kw: Any) -> None:
        super().__init__(**kw)
        self.federation.choices = [Choice(number, name) for number, name in federations]
