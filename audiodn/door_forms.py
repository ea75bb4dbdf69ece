"""Forms of the doors a team opens to others: embedded players, keys in pages, tokens of apps."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audiodn.models import AppToken, ClientKey, Collection, Embed

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?/?", re.IGNORECASE)
DAYS = [("0", _("it is withdrawn")), ("7", _("a week from now")), ("30", _("a month")), ("365", _("a year"))]


class UntilForm(forms.ModelForm):
    """Something that ends by itself, or not."""

    days = forms.TypedChoiceField(label=_("Until"), coerce=int, choices=DAYS)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if days := found.get("days"):
            self.instance.expires_at = timezone.now() + timedelta(days=days)
        return found


class DoorForm(UntilForm):
    """What a door opens: the whole collection or one track, all or the clip, and until when."""

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.collection = collection
        self.fields["track"].queryset = collection.tracks.in_order()  # type: ignore[attr-defined]
        self.fields["track"].empty_label = _("The whole collection")  # type: ignore[attr-defined]


class EmbedForm(DoorForm):
    class Meta:
        model = Embed
        fields = ("title", "track", "is_preview", "sites")
        labels = {"sites": _("Sites that may show it"), "track": _("What it plays")}
        help_texts = {"sites": _("One address a line, such as https://www.example.org. Empty: any site.")}
        widgets = {"sites": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})}

    def clean_sites(self) -> str:
        sites = str(self.cleaned_data["sites"]).split()
        for site in sites:
            if not ORIGIN.fullmatch(site):
                raise forms.ValidationError(
                    _("“%(site)s” is no address of a site. Write it as https://www.example.org, without a path."),
                    params={"site": site[:80]},
                )
        return "\n".join(site.rstrip("/") for site in sites)


class ClientKeyForm(DoorForm):
    """Keys always end: AudioDN cannot withdraw one."""

    class Meta:
        model = ClientKey
        fields = ("title", "kind", "track", "is_preview")
        labels = {"track": _("For")}

    field_order = ("title", "kind", "track", "days", "is_preview")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = self.fields["days"].choices[1:]  # type: ignore[attr-defined]
        self.fields["days"].initial = "30"

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("kind") == ClientKey.Kind.UPLOADER and (found.get("track") or found.get("is_preview")):
            self.add_error("track", _("A key to upload is for the whole collection."))
        track = found.get("track")
        if track and not track.remote_id:
            self.add_error("track", _("This track is not at AudioDN."))
        return found


class TokenForm(UntilForm):
    class Meta:
        model = AppToken
        fields = ("name", "may_upload")
        error_messages = {"name": {"required": _("Name the app or device, so that you know it again.")}}

    def __init__(self, *args: Any, may_upload: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_upload:
            del self.fields["may_upload"]
