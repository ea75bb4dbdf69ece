"""Starting a production as a form."""

from typing import Any

from django import forms

from productions.models import AuphonicAccount, Episode, Preset, Recording


class StartForm(forms.Form):
    """Which recording, by which preset, on whose account."""

    recording = forms.ModelChoiceField(Recording.objects.none(), widget=forms.HiddenInput)
    preset = forms.ModelChoiceField(Preset.objects.none(), required=False)
    account = forms.ModelChoiceField(AuphonicAccount.objects.none(), required=False, label="Auphonic account")

    is_heard_first = forms.BooleanField(required=False, label="Hear it before it goes out")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show = episode.show
        self.fields["recording"].queryset = episode.recordings.all()  # type: ignore[attr-defined]
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = "Auphonic's defaults"  # type: ignore[attr-defined]
        self.fields["preset"].initial = show.preset_id
        self.fields["account"].queryset = AuphonicAccount.objects.for_team(show.team)  # type: ignore[attr-defined]
        self.fields["account"].empty_label = "Any account of the team"  # type: ignore[attr-defined]
        self.fields["account"].initial = show.account_id
        self.fields["is_heard_first"].initial = show.is_heard_first
