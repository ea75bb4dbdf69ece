"""Starting a production as a form, with what it will cost."""

from typing import Any

from django import forms

from productions import lanes
from productions.models import AuphonicAccount, Episode, Lane, Preset, Recording
from productions.preflight import Preflight, preflight


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account: Any) -> str:
        left = (
            ""
            if account.credits is None
            else f", {int(account.credits)} h {int(account.credits * 60) % 60:02} min left"
        )
        return f"{account}{left}"


class StartForm(forms.Form):
    """Which recording or tracks, by which preset, on whose account."""

    recording = forms.ModelChoiceField(Recording.objects.none(), widget=forms.HiddenInput)
    preset = forms.ModelChoiceField(Preset.objects.none(), required=False)
    account = AccountField(AuphonicAccount.objects.none(), required=False, label="Auphonic account")
    is_heard_first = forms.BooleanField(required=False, label="Hear it before it goes out")
    is_mixed = forms.BooleanField(required=False, label="Mix the separate tracks")
    is_anyway = forms.BooleanField(required=False, label="Start although the credit seems too little")

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode, show = episode, episode.show
        self.lanes: list[Lane] = list(episode.lanes.select_related("recording"))
        self.fields["recording"].queryset = episode.recordings.all()  # type: ignore[attr-defined]
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = "Auphonic's defaults"  # type: ignore[attr-defined]
        self.fields["preset"].initial = show.preset_id
        self.fields["account"].queryset = AuphonicAccount.objects.for_team(show.team)  # type: ignore[attr-defined]
        self.fields["account"].empty_label = "Any account of the team"  # type: ignore[attr-defined]
        self.fields["account"].initial = show.account_id
        self.fields["is_heard_first"].initial = show.is_heard_first
        self.fields["is_mixed"].initial = bool(self.lanes)

    @property
    def before(self) -> Preflight:
        """What the usual choice costs: the show's preset and account, and the newest recording or the tracks."""
        show = self.episode.show
        recording = lanes.stands_for(self.lanes) if self.lanes else self.initial.get("recording")
        account = show.account or AuphonicAccount.objects.for_team(show.team).filter(is_broken=False).first()
        return self._preflight(recording, show.preset, account, len(self.lanes))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        data["lanes"] = self.lanes if data["is_mixed"] else []
        if data["lanes"]:
            data["recording"] = lanes.stands_for(data["lanes"])
        show = self.episode.show
        account = data["account"] or show.account
        found = self._preflight(data["recording"], data["preset"] or show.preset, account, len(data["lanes"]))
        if found.is_short and not data["is_anyway"] and account:
            raise forms.ValidationError(
                f"This needs about {found.hours * 60:.0f} min of credit, and {account} has "
                f"{(account.credits or 0) * 60:.0f} min left. Nothing was started or charged. Choose another account."
            )
        return data

    def _preflight(self, recording: Any, preset: Any, account: Any, tracks: int) -> Preflight:
        settings = self.episode.own_settings or (preset.settings if preset else {})
        seconds = recording.duration if recording else 0.0
        return preflight(seconds, settings, account, chapters=self.episode.chapters.count(), tracks=tracks)
