"""The episode as a form."""

from typing import Any

from django import forms

from productions.models import Episode, Show


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
