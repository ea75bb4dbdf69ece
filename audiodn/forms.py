"""Forms: the connection's key, collections and tracks, and what browsers report."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image

from audiodn.models import Collection, Connection, Track
from teams.edits import CarefulForm
from teams.models import Team

HEAVY = 10 * 1024**2  # bytes of a picture
SMALL, HUGE = 300, 6000  # points of its sides


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
        choices = [(name, gettext(facts["label"])) for name, facts in settings.AUDIODN_SERVERS.items()]
        self.fields["server"].choices = choices  # type: ignore[attr-defined]
        if not self.initial.get("server"):  # somebody with a key has it from elsewhere
            self.initial["server"] = next(
                (k for k, facts in settings.AUDIODN_SERVERS.items() if not facts["key"]), None
            )

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


class PlanForm(forms.ModelForm):
    class Meta:
        model = Connection
        fields = ("plan",)
        labels = {"plan": _("Your plan at AudioDN")}


class PictureField(forms.FileField):
    """A picture, decoded: what comes out is a Pillow image."""

    default_error_messages = {
        "unreadable": _("This is no picture we can read. Send a JPEG, PNG or WebP file."),
        "heavy": _("The picture has more than 10 MB. Send a smaller one."),
        "small": _("The picture is very small. Send one of 300 by 300 points or more."),
        "huge": _("The picture has too many points. Send one of 6000 by 6000 or less."),
    }

    def clean(self, data: Any, initial: Any = None) -> Image.Image | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > HEAVY:
            raise forms.ValidationError(self.error_messages["heavy"])
        try:
            picture = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
            if max(picture.size) > HUGE:
                raise forms.ValidationError(self.error_messages["huge"])
            picture.load()
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise forms.ValidationError(self.error_messages["unreadable"]) from error
        if min(picture.size) < SMALL:
            raise forms.ValidationError(self.error_messages["small"])
        return picture


class LooksForm(CarefulForm):
    """What collections and tracks have in common: words, a cover, a colour that may come from the cover."""

    is_color_found = forms.BooleanField(
        label=_("Take the colour from the cover"),
        required=False,
        help_text=_("AudioDN chooses its most vivid one."),
    )
    picture = PictureField(
        label=_("Cover"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Square, JPEG, PNG or WebP, 1400 points or more if you have it. 10 MB at most."),
    )
    also = ("cover",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_color_found"].initial = not self.instance.player_color
        if not self.instance.player_color:
            self.initial["player_color"] = "#037c9a"

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("is_color_found"):
            found["player_color"] = ""
        return found


LOOKS = ("seen", "title", "subtitle", "picture", "player_color", "is_color_found")
LABELS = {"title": _("Title"), "player_color": _("Colour"), "subtitle": _("Subtitle")}
WIDGETS = {"player_color": forms.TextInput(attrs={"type": "color"})}


class CollectionForm(LooksForm):
    field_order = (*LOOKS, "variants", "is_downloadable")

    class Meta:
        model = Collection
        fields = ("title", "subtitle", "player_color", "variants", "is_downloadable")
        labels = {**LABELS, "variants": _("Versions in the player"), "is_downloadable": _("Listeners may download")}
        widgets = WIDGETS
        error_messages = {"title": {"required": _("Give the collection a title.")}}

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = [v["index"] for v in connection.facts.get("variants", [])] if connection else []
        example = ", ".join(self.known) or "hq, lq"
        self.fields["variants"].help_text = _("By name, the best first, such as %(names)s. Empty: all of them.") % {
            "names": example
        }

    @property
    def team(self) -> Team:
        return self.instance.team

    def clean_variants(self) -> str:
        names = str(self.cleaned_data["variants"]).replace(",", " ").split()
        strange = [name for name in names if self.known and name not in self.known]
        if strange:
            raise forms.ValidationError(
                _("AudioDN makes no version called %(name)s. It makes: %(known)s."),
                params={"name": strange[0], "known": ", ".join(self.known)},
            )
        return ", ".join(names)


class TrackForm(LooksForm):
    field_order = LOOKS

    class Meta:
        model = Track
        fields = ("title", "subtitle", "player_color")
        labels = LABELS
        widgets = WIDGETS
        error_messages = {"title": {"required": _("Give the track a title.")}}

    @property
    def team(self) -> Team:
        return self.instance.collection.team


class RemoveForm(forms.Form):
    """Where something is removed. Deleting at AudioDN takes its title, typed."""

    where = forms.ChoiceField(
        choices=[("here", _("Remove it here, keep it at AudioDN")), ("there", _("Delete it at AudioDN as well"))],
        initial="here",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Its title"), required=False, max_length=200)

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("where") == "there" and (found.get("name") or "").strip() != self.title.strip():
            self.add_error(
                "name", _("Type the title exactly as it is written above. What is deleted cannot come back.")
            )
        return found


class VariantForm(forms.Form):
    """One more version of a track: a transcode of the whole, or a preview clip."""

    type = forms.ChoiceField(
        label=_("Kind"), choices=[("transcode", _("The whole track")), ("preview", _("A preview"))]
    )
    index = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{1,63}$",
        label=_("Name"),
        help_text=_("As players and links call it, such as mp3-256. It cannot be changed."),
        error_messages={"invalid": _("Use 2 to 64 letters, digits, - or _.")},
    )
    codec = forms.ChoiceField(
        label=_("Codec"), choices=[("mp3", "MP3"), ("aac", "AAC"), ("opus", "Opus"), ("ogg", "Vorbis")]
    )
    bitrate = forms.IntegerField(label=_("Bitrate, kbit/s"), min_value=12, max_value=320, initial=128)
    preview_seconds = forms.IntegerField(
        label=_("Length of a preview, seconds"), min_value=1, max_value=600, initial=60, required=False
    )
    preview_start_percent = forms.IntegerField(
        label=_("A preview begins at, %"), min_value=0, max_value=100, initial=25, required=False
    )

    def __init__(self, *args: Any, track: Track, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {version["index"].lower() for version in track.versions}

    def clean_index(self) -> str:
        index = str(self.cleaned_data["index"])
        if index.lower() in self.taken:
            raise forms.ValidationError(_("This track has a version of this name already."))
        return index

    @property
    def payload(self) -> dict[str, Any]:
        """As AudioDN's API takes it."""
        found = self.cleaned_data
        body = {"type_": found["type"], "index": found["index"], "codec": found["codec"], "bitrate": found["bitrate"]}
        if found["type"] == "preview":
            body |= {"preview_type": "seconds", "preview_seconds": found["preview_seconds"] or 60}
            body["preview_start_percent"] = (
                25 if found["preview_start_percent"] is None else found["preview_start_percent"]
            )
            body |= {"preview_max_percent": 100}
        return body


class AdoptForm(forms.Form):
    """What the uploader reports: the id of the track it made."""

    track_id = forms.RegexField(r"^[\w-]{1,64}$")
