"""A cover picture in a form: chosen, kept or taken away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions import covers
from teams.models import Team


class CoverFields(forms.Form):
    """For forms of models that have a `cover`. `multipart` belongs to their page."""

    picture = forms.FileField(
        label=_("Cover"),
        required=False,
        help_text=_("PNG, JPEG or WebP; square, from 1400 to 3000 pixels for podcast directories."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    is_cover_removed = forms.BooleanField(label=_("Take the cover away"), required=False)

    def keep_cover(self, instance: Any, team: Team) -> None:
        """Set the instance's cover from what was sent, or add the error to the field."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("is_cover_removed"):
            instance.cover = None
        if data.get("picture"):
            try:
                instance.cover = covers.take(data["picture"], data["picture"].name, team)
            except covers.Refused as refused:
                self.add_error("picture", str(refused))
