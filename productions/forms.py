"""Forms about shows, episodes, presets and connections."""

from typing import Any

from django import forms

from productions.models import AuphonicAccount, Episode, Preset, Recording, Show
from teams.models import Team


class ShowForm(forms.ModelForm):
    class Meta:
        model = Show
        fields = ("title", "description", "preset", "account", "color")
        labels = {"account": "Auphonic account", "color": "Colour"}
        help_texts = {
            "preset": "How its episodes are mastered.",
            "account": "Whose credit its productions use. Members lend their accounts under Connections.",
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "color": forms.TextInput(attrs={"type": "color"})}
        error_messages = {"title": {"required": "Give the show a title."}}

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.team = team
        self.fields["preset"].queryset = Preset.objects.filter(team=team)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = "Auphonic's defaults"  # type: ignore[attr-defined]
        accounts = AuphonicAccount.objects.for_team(team)
        if self.instance.account_id:  # a show may still name an account that is lent no more
            accounts = (accounts | AuphonicAccount.objects.filter(pk=self.instance.account_id)).distinct()
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].empty_label = "Any account of the team"  # type: ignore[attr-defined]


class EpisodeForm(forms.ModelForm):
    class Meta:
        model = Episode
        fields = ("title", "number", "summary", "planned_at")
        labels = {"planned_at": "Goes out"}
        help_texts = {
            "summary": "Goes into the tags of the files and the player.",
            "number": "Leave empty for a trailer or a bonus.",
            "planned_at": "For your planning. Nothing goes out by itself.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "number": forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
            "planned_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        error_messages = {
            "title": {"required": "Give the episode a title. You can change it later."},
            "number": {"min_value": "Episode numbers begin at 1."},
        }

    def __init__(self, *args: Any, show: Show, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.show = show

    def clean_number(self) -> int | None:
        number: int | None = self.cleaned_data["number"]
        if number == 0:
            raise forms.ValidationError("Episode numbers begin at 1.")
        taken = Episode.objects.filter(show=self.instance.show, number=number).exclude(pk=self.instance.pk).first()
        if number is not None and taken:
            raise forms.ValidationError(f"“{taken}” has the number {number} already.")
        return number


class StartForm(forms.Form):
    """Which recording, by which preset, on whose account."""

    recording = forms.ModelChoiceField(Recording.objects.none(), widget=forms.HiddenInput)
    preset = forms.ModelChoiceField(Preset.objects.none(), required=False)
    account = forms.ModelChoiceField(AuphonicAccount.objects.none(), required=False, label="Auphonic account")

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
