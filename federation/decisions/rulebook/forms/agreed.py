"""Another value of what members agree, as one question."""

from typing import Any

from federation.kernel.forms import Form, FractionField, WholeNumberField
from federation.plugin.agreed import AgreedSetting


class AgreedForm(Form):
    """A value that somebody proposes."""

    value: Any

    @classmethod
    def about(cls, one: AgreedSetting) -> "AgreedForm":
        """The form that asks for a value of this kind, within its bounds."""
        form = (_ShareForm if one.is_share else _NumberForm)()
        form.value.at_least, form.value.at_most = one.least, one.most
        form.value.description = f"From {one.of(one.least)} to {one.of(one.most)}"
        return form


class _NumberForm(AgreedForm):
    value = WholeNumberField("New value", required="Enter a whole number")


class _ShareForm(AgreedForm):
    value = FractionField("New value", required="Enter a share. For example, 1/5 or 20%")
