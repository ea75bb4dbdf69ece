"""The preset as a form: its settings, its name, and its counterparts at accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions import versions
from productions.forms.settings import SettingsForm
from productions.models import AuphonicAccount, Preset, PresetCopy
from productions.offers import Offers


class CopyForm(forms.Form):
    """Which account, and what to do about the preset's counterpart there."""

    FORGET = "forget"
    account = forms.ModelChoiceField(AuphonicAccount.objects.none())
    wish = forms.ChoiceField(choices=[*PresetCopy.Wish.choices, (FORGET, "forget")], required=False)

    def __init__(self, *args: Any, preset: Preset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = AuphonicAccount.objects.for_team(preset.team)  # type: ignore[attr-defined]


class PresetForm(SettingsForm):
    name = forms.CharField(max_length=110, error_messages={"required": _("Give the preset a name.")})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, preset: Preset, offers: Offers) -> None:
        self.preset = preset
        super().__init__(data, settings=preset.settings, offers=offers, is_new=preset._state.adding)
        self.initial = {**self.initial, "name": preset.name, "version": preset.version}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Preset.objects.filter(team=self.preset.team, name=name).exclude(pk=self.preset.pk).exists():
            raise forms.ValidationError(
                _("There is a preset “%(name)s” already. Give this one another name.") % {"name": name}
            )
        return name

    def save(self, by: Any) -> bool:
        """A new version of the preset. Returns whether anything changed; raises `versions.Overtaken`."""
        if not self.preset._state.adding:
            self.preset.version = self.cleaned_data["version"] or self.preset.version
        return versions.save(self.preset, self.cleaned_data["name"], self.settings(), by)
