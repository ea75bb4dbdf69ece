"""An address to fetch a recording from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from podcaststudio import guarded, http


class FetchForm(forms.Form):
    address = forms.URLField(
        label=_("Address of the file"),
        max_length=2000,
        assume_scheme="https",
        error_messages={"required": _("Give the address of the file."), "invalid": _("This is no web address.")},
    )
    start = forms.BooleanField(label=_("Process it as soon as it is here"), required=False)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            guarded.company_of(address)
        except http.Rejected as problem:
            raise forms.ValidationError(problem.sentence) from problem
        return address
