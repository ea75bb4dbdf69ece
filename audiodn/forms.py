"""Forms: the connection's key, a new collection, and what browsers report."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from audiodn.models import Collection


class ConnectionForm(forms.Form):
    """A server and its key. The key is write-only: it is never shown again."""

    server = forms.ChoiceField(label=_("Server"))
    key = forms.CharField(
        label=_("API Access key"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("From the AudioDN dashboard. It is tried now, kept encrypted, and not shown again."),
    )
    start_over = forms.BooleanField(
        label=_("Start over in this organization"),
        required=False,
        help_text=_("Nothing is deleted at the old one. Episodes have to be delivered again to be heard here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, facts["label"]) for name, facts in settings.AUDIODN_SERVERS.items()]
        self.fields["server"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This machine's own server has a key for everybody; the others need one."""
        found: dict[str, Any] = super().clean() or {}
        found["key"] = (found.get("key") or "").strip()
        server = found.get("server")
        if server and not found["key"]:
            found["key"] = settings.AUDIODN_SERVERS[server]["key"]
            if not found["key"]:
                self.add_error("key", _("Enter the API Access key of your AudioDN organization."))
        return found


class CollectionForm(forms.ModelForm):
    class Meta:
        model = Collection
        fields = ("title",)


class AdoptForm(forms.Form):
    """What the uploader reports: the id of the track it made."""

    track_id = forms.RegexField(r"^[\w-]{1,64}$")
