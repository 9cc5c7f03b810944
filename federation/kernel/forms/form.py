"""Forms that are posted and forms that only ask, and what is wrong with them in the order of the page."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

import wtforms
from flask import Response, g, has_request_context, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from federation.kernel.form_keys import KeyedField, is_taken_up
from federation.kernel.forms.files import FileField, FilesField
from federation.kernel.forms.rendering import GROUPS, macro_of, render
from federation.kernel.refusals import Refusal, retry_after

TOO_OLD = "This page was open for too long, or in two windows. Check what you typed and send it again"
UNUSABLE = 422
_NOT_OF_THE_FORM = (403, 404, 410)
FILE_NOT_KEPT = "Choose the file again: it could not be kept while something else on this page is put right"


class FormProblem(NamedTuple):
    """One line of the error summary; ``target`` is the id of the input to go to, or empty."""

    target: str
    text: str


Answer = TypeVar("Answer")


class ActDone(NamedTuple, Generic[Answer]):
    """An act that a form did, with what the act answered."""

    answer: Answer


class Form(FlaskForm):
    """A form that is posted, with the CSRF token.

    A view: ``form = NameForm(name=before)``, ``if form.does(lambda: act.rename(actor(), form.name.data)): …`` where to
    go on, and else the same template again, with the form passed as ``form``. A field named as something that a form has
    of itself (``data``, ``problems``) would hide it: that raises :class:`TypeError` where the class is made.
    """

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        for name, given in vars(cls).items():
            if isinstance(given, wtforms.fields.core.UnboundField) and hasattr(Form, name):
                raise TypeError(
                    f"{cls.__name__}.{name}: a form has that of itself, so name the field otherwise"
                )

    class Meta(FlaskForm.Meta):
        """How WTForms reads and renders our forms."""

        csrf_class = KeyedField

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Text from the form, files from the files, JSON never: a field meets what it expects."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
                return None
            files = [field.name for field in form if isinstance(field, wtforms.FileField)]
            sent = request.form
            if not files and all(map(_is_name, sent)):
                return sent
            data: MultiDict[str, Any] = MultiDict(
                item for item in sent.items(multi=True) if _is_name(item[0])
            )
            for name in files:
                data.setlist(name, request.files.getlist(name))
            return data

        def render_field(self, field: wtforms.Field, render_kw: dict[str, Any]) -> Markup:
            """The field's macro, with what the template asked for."""
            return render(field, {**(field.render_kw or {}), **render_kw})

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be used. A file chosen beside an error elsewhere must be chosen again.
        What was kept over a new sign-in is shown, and never acted on."""
        if is_taken_up():
            return False
        if super().validate(extra_validators):
            return True
        _comes_back(UNUSABLE)
        for field in self:
            if isinstance(field, FileField | FilesField) and field.data and not field.errors:
                field.errors = [FILE_NOT_KEPT]
        return False

    def comes_back(self) -> None:
        """Give the page the status of what cannot be used, where a view has looked at single fields."""
        _comes_back(UNUSABLE)

    @property
    def problems(self) -> list[FormProblem]:
        """Everything that is wrong, in the order of the page; what belongs to no field comes first."""
        found = [FormProblem("", text) for text in self.form_errors]
        for field in self:
            found.extend(_problems(field))
        return found

    form_errors: list[str]
    refused: Refusal | None = None

    def does(self, act: "Callable[[], Answer]") -> "ActDone[Answer] | None":
        """Do the act, where the form was sent and everything typed can be used; None where the page is to be shown.

        What the act refuses stands at its field or above the form, with everything else that was typed. That
        somebody may not do it at all, or that there is no such thing any more, is not of the form: it is raised.
        """
        return self.tries(act) if self.validate_on_submit() else None

    def tries(self, act: "Callable[[], Answer]") -> "ActDone[Answer] | None":
        """Do the act as ``does`` does, where the view has found out by itself that what was typed can be used. Why it
        was refused stays in ``refused``."""
        try:
            return ActDone(act())
        except Refusal as refusal:
            if refusal.status in _NOT_OF_THE_FORM:
                raise
            self.refused = refusal
            self.refuse(refusal)
            return None

    def refuse(self, words: str | Refusal, field: str | None = None) -> None:
        """Add what a rule said later: to the field of that name, or to the page. Of a ``Refusal`` everything it says,
        each to its field."""
        if isinstance(words, Refusal):
            for one, where in words.each:
                self.refuse(one, where)
            _comes_back(words.status, words)
            return
        name = self.field_for(field) if field else None
        if name and name in self:
            self.refuse_at(self[name], words)
        else:
            _comes_back(UNUSABLE)
            self.form_errors = [*self.form_errors, words]

    def refuse_at(self, field: Any, words: str) -> None:
        """Add what is wrong with one field, which may lie in a row of the form."""
        _comes_back(UNUSABLE)
        field.errors = [*field.errors, words]

    def field_for(self, part: str) -> str:
        """The name of the field that asks for a part that a refusal names; the same, where a form says nothing else."""
        return part

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(isinstance(field, wtforms.FileField) for field in self)


def _comes_back(status: int, refusal: Refusal | None = None) -> None:
    if has_request_context():
        g.form_status, g.form_refusal = status, refusal


def form_status(response: Response) -> Response:
    """Give a page that shows a form again, with what is wrong, the status of that: 422 for what was typed, the refusal's
    own for what cannot be done as things stand. Pages that only ask stay 200."""
    status = g.get("form_status")
    if status is not None and request.method == "POST" and response.status_code == 200:
        response.status_code = status
        response.headers.update(retry_after(g.form_refusal) if g.form_refusal else {})
    return response


def secret_names() -> set[str]:
    """The names of all fields, in all forms, whose content is never kept."""
    found, classes = set(), [Form]
    while classes:
        one = classes.pop()
        classes.extend(one.__subclasses__())
        for name, field in vars(one).items():
            if getattr(getattr(field, "field_class", None), "is_secret", False):
                found.add(name)
    return found


class QueryForm(Form):
    """A form that only asks: read from the address, no CSRF token, sent with GET."""

    class Meta(Form.Meta):
        """Reads the query string."""

        csrf = False

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """The query string, or nothing when there is none."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.args or None


def _is_name(name: str) -> bool:
    # WTForms' FieldList reads a number out of any name that begins like its own, "options-²" among them.
    return len(name) <= 100 and name.isascii()


def _problems(field: wtforms.Field) -> Iterator[FormProblem]:
    if field.type == "CSRFTokenField":
        if field.errors:
            yield FormProblem("", TOO_OLD)
        return
    inner = getattr(field, "entries", None) or getattr(field, "form", None)
    if isinstance(field, GROUPS):
        for part in inner or ():
            yield from _problems(part)
        if isinstance(field, wtforms.FieldList):
            target = next((part.id for part in inner or () if not isinstance(part, GROUPS)), field.id)
            yield from (FormProblem(target, error) for error in field.errors if isinstance(error, str))
        return
    target = "" if macro_of(field) == "hidden" else getattr(field, "focus_id", field.id)
    for error in field.errors:
        yield FormProblem(target, str(error))
