"""What is done to the sound and said about it, as a form: of a preset, or of one episode."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions import outgoing
from productions.formats import FORMATS
from productions.forms import algorithms
from productions.forms.outputs import outputs
from productions.languages import LANGUAGES
from productions.offers import Offers
from productions.variables import VARIABLES

TEXTS = ("title", "artist", "album", "subtitle", "summary", "genre", "publisher", "url", "license", "license_url")
EDGES = ("intro", "outro")
OVERLAP = 60  # seconds an intro may reach into the episode


def split(value: str) -> list[str]:
    """Words between commas or lines."""
    return [word.strip() for word in value.replace("\n", ",").split(",") if word.strip()]


class SettingsForm(forms.Form):
    speech = forms.BooleanField(
        label=_("Speech recognition"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
    speech_language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="auto", required=False)
    speech_keywords = forms.CharField(
        label=_("Names and terms"),
        required=False,
        max_length=2000,
        help_text=_("Between commas. They are recognised and spelled as you write them."),
    )
    speech_shownotes = forms.BooleanField(label=_("Write a summary, tags and chapters"), required=False)
    intro_url = forms.URLField(label=_("Intro, address of the file"), required=False, assume_scheme="https")
    intro_offset = forms.FloatField(label=_("Overlaps by"), min_value=0, max_value=OVERLAP, required=False)
    outro_url = forms.URLField(label=_("Outro, address of the file"), required=False, assume_scheme="https")
    outro_offset = forms.FloatField(label=_("Overlaps by"), min_value=0, max_value=OVERLAP, required=False)
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    artist = forms.CharField(
        label=_("Artist"), required=False, max_length=200, help_text=_("The team’s name if empty.")
    )
    album = forms.CharField(label=_("Album"), required=False, max_length=200, help_text=_("The show’s title if empty."))
    subtitle = forms.CharField(label=_("Subtitle"), required=False, max_length=255)
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    genre = forms.CharField(label=_("Genre"), required=False, max_length=80)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    url = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    license = forms.CharField(label=_("Licence"), required=False, max_length=200)
    license_url = forms.URLField(label=_("Licence’s web page"), required=False, assume_scheme="https")
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("Between commas."))
    append_chapters = forms.BooleanField(label=_("Write the chapters below the summary"), required=False)
    review_before_publishing = forms.BooleanField(
        label=_("Wait for a person before anything is published"), required=False
    )

    services = forms.MultipleChoiceField(
        label=_("Also send the files to"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, settings: Any, offers: Offers, is_new: bool = False) -> None:
        self.before: dict[str, Any] = settings if isinstance(settings, dict) else {}
        super().__init__(data, initial=from_settings(self.before))
        self.fields.update(algorithms.fields(offers, self.before.get("algorithms")))
        rows = self.before.get("output_files") or ([{"format": "mp3", "bitrate": "96"}] if is_new else [])
        self.output_files = outputs(data, rows, offers)
        self.fields["services"].choices = list(self._services(offers).items())  # type: ignore[attr-defined]
        language = str(self.initial.get("speech_language") or "auto")
        if language not in dict(LANGUAGES):
            self.fields["speech_language"].choices = [*LANGUAGES, (language, language)]  # type: ignore[attr-defined]

    @property
    def blocks(self) -> list[algorithms.Block]:
        return algorithms.blocks(self)

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[key] for key in (*TEXTS, "tags") if key != "summary"]

    @property
    def variables(self) -> list[str]:
        return [f"{{{name}}}" for name in VARIABLES]

    @property
    def formats(self) -> dict[str, Any]:
        """What the script needs to know about formats."""
        return {each.key: {"rates": each.rates, "endings": each.endings, "audio": each.is_audio} for each in FORMATS}

    def is_valid(self) -> bool:
        return all((super().is_valid(), self.output_files.is_valid()))

    def settings(self) -> dict[str, Any]:
        data, after = self.cleaned_data, deepcopy(self.before)
        after["algorithms"] = algorithms.sent(data, self.before.get("algorithms"))
        after["output_files"] = self.output_files.rows(self.before.get("output_files") or [])
        parts = {
            "metadata": self._metadata(),
            "speech_recognition": self._speech(),
            "multi_input_files": self._edges(),
            "review_before_publishing": data["review_before_publishing"],
            outgoing.KEY: self._outgoing(),
        }
        for key, value in parts.items():
            after.pop(key, None)
            if value:
                after[key] = value
        return after

    def _metadata(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {key: value for key, value in self._part("metadata").items() if key not in (*TEXTS, "tags")}
        kept.pop("append_chapters", None)
        found = {key: data[key] for key in TEXTS if data[key]} | {"tags": split(data["tags"])}
        if data["append_chapters"]:
            found["append_chapters"] = True
        return kept | {key: value for key, value in found.items() if value}

    def _speech(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data["speech"]:
            return {}
        found = {**self._part("speech_recognition"), "language": data["speech_language"] or "auto"}
        found |= {"keywords": split(data["speech_keywords"]), "shownotes": data["speech_shownotes"]}
        return {key: value for key, value in found.items() if value}

    def _edges(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        rows = [row for row in self.before.get("multi_input_files") or [] if row.get("type") not in EDGES]
        for kind in EDGES:
            if data[f"{kind}_url"]:
                row = {"type": kind, "input_file": data[f"{kind}_url"]}
                rows.append({**row, "offset": data[f"{kind}_offset"]} if data[f"{kind}_offset"] else row)
        return rows

    def _services(self, offers: Offers) -> dict[str, str]:
        """Those of the team's accounts, and those that the preset names already."""
        self.names = {row["uuid"]: str(row.get("display_name") or row["uuid"]) for row in outgoing.rows(self.before)}
        gone = _("%(name)s: of an account that the team does not have now")
        self.names |= offers.services
        return {
            uuid: name if uuid in offers.services else str(gone) % {"name": name} for uuid, name in self.names.items()
        }

    def _outgoing(self) -> list[dict[str, str]]:
        return [{"uuid": uuid, "display_name": self.names[uuid]} for uuid in self.cleaned_data["services"]]

    def _part(self, key: str) -> dict[str, Any]:
        value = self.before.get(key)
        return value if isinstance(value, dict) else {}


def from_settings(settings: dict[str, Any]) -> dict[str, Any]:
    found = algorithms.initial(settings.get("algorithms"))
    metadata = settings.get("metadata") or {}
    found |= {key: metadata.get(key, "") for key in TEXTS}
    found |= {
        "tags": ", ".join(metadata.get("tags") or []),
        "append_chapters": bool(metadata.get("append_chapters")),
        "review_before_publishing": bool(settings.get("review_before_publishing")),
    }
    speech = settings.get("speech_recognition") or {}
    found |= {
        "speech": bool(speech),
        "speech_language": speech.get("language", "auto"),
        "speech_keywords": ", ".join(speech.get("keywords") or []),
        "speech_shownotes": bool(speech.get("shownotes")),
    }
    found["services"] = [row["uuid"] for row in outgoing.rows(settings)]
    for row in settings.get("multi_input_files") or []:
        if row.get("type") in EDGES:
            found |= {f"{row['type']}_url": row.get("input_file"), f"{row['type']}_offset": row.get("offset")}
    return found
