"""Several recordings at once: an episode for each file name."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions.models import Preset, Show

MOST = 50
LONGEST = 200


def title_of(file_name: str) -> str:
    """`042_fog-at-night.wav` is “fog at night”."""
    stem = re.sub(r"[_\-–\s]+", " ", PurePath(file_name.replace("\\", "/")).stem).strip()
    return (re.sub(r"^(?:ep(?:isode)?\.? ?)?\d{1,4}[ .:]+(?=\S)", "", stem, flags=re.IGNORECASE) or stem or "Untitled")[
        :LONGEST
    ]


class BatchForm(forms.Form):
    preset = forms.ModelChoiceField(
        Preset.objects.none(), required=False, help_text=_("For all of them, when it is not the show’s.")
    )

    def __init__(self, *args: Any, show: Show, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["preset"].empty_label = _("As the show says")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        names = [name for name in self.data.getlist("names") if name.strip()] if hasattr(self.data, "getlist") else []
        if not names:
            raise forms.ValidationError(_("Choose the recordings first."))
        if len(names) > MOST:
            raise forms.ValidationError(
                _("These are %(count)s files. Take at most %(most)s at once.") % {"count": len(names), "most": MOST}
            )
        data["titles"] = [title_of(name) for name in names]
        return data
