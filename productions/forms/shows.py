"""The show as a form."""

from typing import Any

from django import forms

from productions.forms.covers import CoverFields
from productions.models import AuphonicAccount, Preset, Show
from teams.models import Team


class ShowForm(CoverFields, forms.ModelForm):
    class Meta:
        model = Show
        fields = ("title", "description", "preset", "account", "is_heard_first", "color")
        labels = {"account": "Auphonic account", "color": "Colour"}
        help_texts = {
            "is_heard_first": "What is mastered waits until a producer lets it go out.",
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

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.keep_cover(self.instance, self.instance.team)
        return data
