"""What the garden is set to."""

from federation.toolkit import forms
from tests.plugins.garden import hooks


class SettingsForm(forms.Form):
    """The settings of the garden."""

    motto = forms.TextField("Motto", required="Enter a motto", at_most=40)
    beds = forms.WholeNumberField("Beds", at_least=1, at_most=9)
    opens_on = forms.DateField("Opens on")
    share = forms.FractionField("Share of each practice")
    letters = forms.TickField("Send letters")

    def validate(self, extra_validators: object = None) -> bool:
        """Fails where a test wants it to."""
        if hooks.broken:
            raise RuntimeError("the garden's settings are broken")
        return super().validate(extra_validators)
