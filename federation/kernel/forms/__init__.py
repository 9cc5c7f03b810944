"""Forms: what a person typed is kept, checked, and answered in plain English.

``{{ form.title }}`` in a template is the whole NHS form group: label, hint, error message and input. The
markup is in ``templates/macros/forms.html``; the macro is chosen here by the field's class, so plain WTForms
fields get the same look. Every field reads any crafted post (parts missing, doubled, files in place of text)
without failing.

Words of errors: ``required`` is the sentence shown when nothing was given ("Enter a title"); the others begin
with the label ("Voting closes must be a real date").
"""

from wtforms.validators import ValidationError

from federation.kernel.forms.choices import (
    Choice,
    ChoiceWithHints,
    MultiCheckboxField,
    SelectField,
    TickField,
)
from federation.kernel.forms.comment import CommentForm
from federation.kernel.forms.dates import DateField, MomentField, in_utc, read_time
from federation.kernel.forms.files import FileField, FilesField
from federation.kernel.forms.form import FILE_NOT_KEPT, Form, FormProblem, QueryForm, secret_names
from federation.kernel.forms.numbers import FractionField, MoneyField, WholeNumberField
from federation.kernel.forms.practices import PracticeField
from federation.kernel.forms.question import HIDDEN, cleaned
from federation.kernel.forms.text import (
    EmailField,
    HiddenField,
    LinesField,
    LongTextField,
    PasswordField,
    SecretField,
    TextField,
)

__all__ = [
    "FILE_NOT_KEPT",
    "HIDDEN",
    "Choice",
    "ChoiceWithHints",
    "CommentForm",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "Form",
    "FormProblem",
    "FractionField",
    "HiddenField",
    "LinesField",
    "LongTextField",
    "MomentField",
    "MoneyField",
    "MultiCheckboxField",
    "PasswordField",
    "PracticeField",
    "QueryForm",
    "SecretField",
    "SelectField",
    "TextField",
    "TickField",
    "ValidationError",
    "WholeNumberField",
    "cleaned",
    "in_utc",
    "read_time",
    "secret_names",
]
