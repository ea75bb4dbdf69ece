"""The episode as a form."""

from typing import Any

from django import forms

from productions.forms.covers import CoverFields
from productions.forms.settings import split
from productions.models import Episode, Show


class EpisodeForm(CoverFields, forms.ModelForm):
    tags = forms.CharField(required=False, max_length=1000, help_text="Between commas.")

    class Meta:
        model = Episode
        fields = ("title", "subtitle", "number", "summary", "planned_at", "latitude", "longitude")
        labels = {"planned_at": "Goes out"}
        help_texts = {
            "summary": "Goes into the tags of the files and the player.",
            "number": "Leave empty for a trailer or a bonus.",
            "planned_at": "For your planning. Nothing goes out by itself.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "number": forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
            "latitude": forms.NumberInput(attrs={"step": "any", "min": -90, "max": 90}),
            "longitude": forms.NumberInput(attrs={"step": "any", "min": -180, "max": 180}),
            "planned_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        error_messages = {
            "title": {"required": "Give the episode a title. You can change it later."},
            "number": {"min_value": "Episode numbers begin at 1."},
        }

    def __init__(self, *args: Any, show: Show, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.show = show
        self.initial["tags"] = ", ".join(self.instance.tags or [])

    def clean_tags(self) -> list[str]:
        return split(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", "A place needs both latitude and longitude, or neither.")
        for name, most in (("latitude", 90), ("longitude", 180)):
            if abs(data.get(name) or 0) > most:
                self.add_error(name, f"This is a number from −{most} to {most}.")
        if not self.errors:
            self.keep_cover(self.instance, self.instance.show.team)
        return data

    def save(self, commit: bool = True) -> Any:
        self.instance.tags = self.cleaned_data["tags"]
        return super().save(commit)

    def clean_number(self) -> int | None:
        number: int | None = self.cleaned_data["number"]
        if number == 0:
            raise forms.ValidationError("Episode numbers begin at 1.")
        taken = Episode.objects.filter(show=self.instance.show, number=number).exclude(pk=self.instance.pk).first()
        if number is not None and taken:
            raise forms.ValidationError(f"“{taken}” has the number {number} already.")
        return number
