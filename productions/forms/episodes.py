"""The episode as a form."""

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from productions.forms.covers import CoverFields
from productions.forms.settings import split
from productions.models import Episode, Show
from teams.edits import CarefulForm
from teams.models import Team


class EpisodeForm(CoverFields, CarefulForm):
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("Between commas."))
    also = ("tags", "cover")

    class Meta:
        model = Episode
        fields = ("title", "subtitle", "number", "summary", "planned_at", "latitude", "longitude")
        labels = {
            "title": _("Title"),
            "subtitle": _("Subtitle"),
            "number": _("Number"),
            "summary": _("Summary"),
            "planned_at": _("Planned for"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
        }
        help_texts = {
            "summary": _("Goes into the tags of the files and the player."),
            "number": _("Leave empty for a trailer or a bonus."),
            "planned_at": _("For the plan alone. It neither sends the episode out nor holds it back."),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "number": forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
            "latitude": forms.NumberInput(attrs={"step": "any", "min": -90, "max": 90}),
            "longitude": forms.NumberInput(attrs={"step": "any", "min": -180, "max": 180}),
            "planned_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        error_messages = {
            "title": {"required": _("Give the episode a title. You can change it later.")},
            "number": {"min_value": _("Episode numbers begin at 1.")},
        }

    def __init__(self, *args: Any, show: Show, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.show = show
        self.initial["tags"] = ", ".join(self.instance.tags or [])

    @property
    def team(self) -> Team:
        return self.instance.show.team

    def clean_tags(self) -> list[str]:
        return split(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A place needs both latitude and longitude, or neither."))
        for name, most in (("latitude", 90), ("longitude", 180)):
            if abs(data.get(name) or 0) > most:
                self.add_error(name, _("This is a number from −%(most)s to %(limit)s.") % {"most": most, "limit": most})
        if not self.errors:
            self.keep_cover(self.instance, self.instance.show.team)
        return data

    def save(self, commit: bool = True) -> Any:
        self.instance.tags = self.cleaned_data["tags"]
        return super().save(commit)

    def keep(self) -> Episode | None:
        """Save it; None, and said at the number, when somebody gave that to another episode at the same instant."""
        try:
            with transaction.atomic():
                episode: Episode = self.save()
        except IntegrityError:
            taken = self._taken(self.cleaned_data["number"])
            if not taken:
                raise
            self.add_error("number", taken)
            return None
        return episode

    def clean_number(self) -> int | None:
        number: int | None = self.cleaned_data["number"]
        if number == 0:
            raise forms.ValidationError(_("Episode numbers begin at 1."))
        if taken := self._taken(number):
            raise forms.ValidationError(taken)
        return number

    def _taken(self, number: int | None) -> str:
        """Which episode of the show has this number; empty when none has."""
        others = Episode.objects.filter(show=self.instance.show, number=number).exclude(pk=self.instance.pk)
        if number is None or not (taken := others.first()):
            return ""
        return _("“%(taken)s” has the number %(number)s already.") % {"taken": taken, "number": number}
