"""The show as a form."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audiodn.models import Collection
from productions.forms.covers import CoverFields
from productions.models import AuphonicAccount, Preset, Show
from teams.edits import CarefulForm
from teams.models import Team


class ShowForm(CoverFields, CarefulForm):
    also = ("cover",)

    class Meta:
        model = Show
        fields = ("title", "description", "preset", "account", "collection", "approval", "color")
        labels = {
            "title": _("Title"),
            "description": _("Description"),
            "preset": _("Preset"),
            "account": _("Auphonic account"),
            "approval": _("Approval"),
            "collection": _("Collection at AudioDN"),
            "color": _("Colour"),
        }
        help_texts = {
            "approval": _("What is mastered waits for it before it goes out."),
            "preset": _("How its episodes are mastered."),
            "collection": _(
                "Where its episodes go from now on. Those that are out stay where they are, with their players."
            ),
            "account": _("Whose credit its productions use. Members lend their accounts under Connections."),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "color": forms.TextInput(attrs={"type": "color"})}
        error_messages = {"title": {"required": _("Give the show a title.")}}

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.team = team
        self.fields["approval"].required = False  # who does not say keeps it
        self.fields["preset"].queryset = Preset.objects.filter(team=team)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = _("Auphonic's defaults")  # type: ignore[attr-defined]
        accounts = AuphonicAccount.objects.for_team(team)
        if self.instance.account_id:  # a show may still name an account that is lent no more
            accounts = (accounts | AuphonicAccount.objects.filter(pk=self.instance.account_id)).distinct()
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].empty_label = _("Any account of the team")  # type: ignore[attr-defined]
        free = Collection.objects.filter(team=team).filter(Q(show=None) | Q(show=self.instance.pk))
        self.fields["collection"].queryset = free.order_by("title")  # type: ignore[attr-defined]
        self.fields["collection"].empty_label = _("A new one, with the first delivery")  # type: ignore[attr-defined]

    @property
    def team(self) -> Team:
        return self.instance.team

    def clean_collection(self) -> Collection | None:
        if self.add_prefix("collection") not in self.data:  # who does not say keeps it
            return self.instance.collection
        chosen: Collection | None = self.cleaned_data["collection"]
        return chosen

    def clean_approval(self) -> str:
        return str(self.cleaned_data["approval"] or self.instance.approval)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.keep_cover(self.instance, self.instance.team)
        return data
