"""Starting a production as a form, with what it will cost."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions import lanes
from productions.models import Approval, AuphonicAccount, Episode, Lane, Preset, Recording
from productions.preflight import Preflight, over_plan, preflight


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account: Any) -> str:
        left = (
            ""
            if account.credits is None
            else _(", %(hours)d h %(minutes)02d min left")
            % {"hours": int(account.credits), "minutes": int(account.credits * 60) % 60}
        )
        return f"{account}{left}"


class StartForm(forms.Form):
    """Which recording or tracks, by which preset, on whose account.

    `lanes` are the episode's and `chapters` the count of its chapters, where they are known already.
    """

    recording = forms.ModelChoiceField(Recording.objects.none(), widget=forms.HiddenInput)
    preset = forms.ModelChoiceField(Preset.objects.none(), required=False)
    account = AccountField(AuphonicAccount.objects.none(), required=False, label=_("Auphonic account"))
    approval = forms.ChoiceField(choices=Approval, required=False)
    is_mixed = forms.BooleanField(required=False, label=_("Mix the separate tracks"))
    is_anyway = forms.BooleanField(required=False, label=_("Start although the credit seems too little"))

    def __init__(
        self,
        *args: Any,
        episode: Episode,
        lanes: list[Lane] | None = None,
        chapters: int | None = None,
        accounts: list[AuphonicAccount] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.episode, show = episode, episode.show
        self.chapters = episode.chapters.count() if chapters is None else chapters
        self.lanes = list(episode.lanes.select_related("recording")) if lanes is None else lanes
        self.fields["recording"].queryset = episode.recordings.all()  # type: ignore[attr-defined]
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = _("Auphonic's defaults")  # type: ignore[attr-defined]
        self.fields["preset"].initial = show.preset_id
        account: Any = self.fields["account"]
        account.queryset = AuphonicAccount.objects.for_team(show.team).select_related("user")
        self.accounts = list(account.queryset) if accounts is None else accounts
        account.choices = [
            ("", _("Any account of the team")),
            *((each.pk, account.label_from_instance(each)) for each in self.accounts),
        ]
        self.fields["account"].initial = show.account_id
        self.fields["approval"].initial = show.approval
        self.fields["is_mixed"].initial = bool(self.lanes)

    @property
    def before(self) -> Preflight:
        """What the usual choice costs: the show's preset and account, and the newest recording or the tracks."""
        show = self.episode.show
        recording = lanes.stands_for(self.lanes) if self.lanes else self.initial.get("recording")
        usual = next((each for each in self.accounts if each.pk == show.account_id), None)
        account = usual or next((each for each in self.accounts if not each.is_broken), None)
        found = self._preflight(recording, show.preset, account, len(self.lanes))
        return replace(found, warnings=[*over_plan(found.seconds, show.team), *found.warnings])

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
                _(
                    "This needs about %(minutes).0f min of credit, and %(account)s has %(left).0f min left. Nothing "
                    "was started or charged. Choose another account."
                )
                % {"minutes": found.hours * 60, "account": account, "left": (account.credits or 0) * 60}
            )
        return data

    def _preflight(self, recording: Any, preset: Any, account: Any, tracks: int) -> Preflight:
        settings = self.episode.own_settings or (preset.settings if preset else {})
        seconds = recording.duration if recording else 0.0
        return preflight(seconds, settings, account, chapters=self.chapters, tracks=tracks)
