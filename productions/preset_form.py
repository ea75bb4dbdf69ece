"""The preset as a form: Auphonic's field names and choices, in words. What it does not show, it keeps."""

from copy import deepcopy
from typing import Any

from django import forms

from productions.models import Preset

Choices = list[tuple[str, str]]
DECIBEL: Choices = [("0", "Complete"), *((str(db), f"{db} dB") for db in (3, 6, 9, 12, 15, 18, 24, 30, 36))]
FILTERS: Choices = [("hipfilter", "High-pass"), ("autoeq", "Voice AutoEQ"), ("bwe", "AutoEQ, extended")]
METHODS: Choices = [
    ("dynamic", "Dynamic: keeps speech and music, removes what moves behind them"),
    ("static", "Static: removes constant hiss and hum, keeps ambience"),
    ("speech_isolation", "Speech isolation: keeps speech and nothing else"),
    ("classic", "Classic: the older noise and hum reduction"),
]
TARGETS: Choices = [
    ("-14", "−14 LUFS, music services"),
    ("-16", "−16 LUFS, podcasts"),
    ("-18", "−18 LUFS"),
    ("-19", "−19 LUFS, podcasts in mono"),
    ("-20", "−20 LUFS"),
    ("-23", "−23 LUFS, broadcast (EBU R 128)"),
    ("-24", "−24 LUFS, broadcast (ATSC A/85)"),
    ("-27", "−27 LUFS, dialogue"),
]
PEAKS: Choices = [
    ("99", "Automatic"),
    ("-0.5", "−0.5 dBTP"),
    ("-1", "−1 dBTP"),
    ("-1.5", "−1.5 dBTP"),
    ("-2", "−2 dBTP"),
    ("-3", "−3 dBTP"),
]
CUTS: Choices = [
    ("apply_cuts", "Cut it out"),
    ("set_cuts_to_silence", "Make it silent"),
    ("export_uncut_audio", "Only mark it"),
]
RATES: dict[str, list[int]] = {
    "mp3": [64, 80, 96, 112, 128, 160, 192, 256, 320],
    "aac": [48, 56, 64, 80, 96, 112, 128, 160, 192, 256],
    "opus": [24, 32, 48, 64, 80, 96, 128, 160],
    "vorbis": [64, 80, 96, 112, 128, 160, 192],
}
LOSSY = {"mp3": ("MP3", 112), "aac": ("AAC", 80), "opus": ("Opus", 48), "vorbis": ("Ogg Vorbis", 96)}
LOSSLESS = {"flac": "FLAC", "wav": "WAV, 16 bit", "wav-24bit": "WAV, 24 bit"}
SWITCHES = ("filtering", "denoise", "leveler", "normloudness", "silence_cutter", "filler_cutter", "cough_cutter")
WORDS = ("filtermethod", "denoisemethod", "cut_mode")
NUMBERS = ("denoiseamount", "levelerstrength", "loudnesstarget", "maxpeak")
DEFAULTS = {"filtering": True, "leveler": True, "normloudness": True}


def switch(label: str) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "switch", "role": "switch"})
    return forms.BooleanField(label=label, required=False, widget=widget)


class PresetForm(forms.Form):
    name = forms.CharField(max_length=120, error_messages={"required": "Give the preset a name."})
    filtering = switch("Filter")
    filtermethod = forms.ChoiceField(label="Method", choices=FILTERS, initial="hipfilter", required=False)
    denoise = switch("Noise and reverb")
    denoisemethod = forms.ChoiceField(label="Method", choices=METHODS, initial="dynamic", required=False)
    denoiseamount = forms.ChoiceField(label="Remove noise by", choices=DECIBEL, initial="0", required=False)
    leveler = switch("Leveler")
    levelerstrength = forms.TypedChoiceField(
        label="Strength",
        choices=[(str(n), f"{n} %") for n in range(120, -1, -10)],
        initial="100",
        required=False,
    )
    silence_cutter = forms.BooleanField(label="Silence", required=False)
    filler_cutter = forms.BooleanField(label="Filler words", required=False)
    cough_cutter = forms.BooleanField(label="Coughs", required=False)
    cut_mode = forms.ChoiceField(label="Then", choices=CUTS, initial="apply_cuts", required=False)
    normloudness = switch("Loudness")
    loudnesstarget = forms.ChoiceField(label="Target", choices=TARGETS, initial="-16", required=False)
    maxpeak = forms.ChoiceField(label="True peak, at most", choices=PEAKS, initial="99", required=False)

    def __init__(self, data: Any = None, *, preset: Preset) -> None:
        self.preset = preset
        super().__init__(data, initial=from_preset(preset))
        for name, (label, rate) in LOSSY.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
            rates = [(str(n), f"{n} kbit/s") for n in RATES[name]]
            self.fields[f"{name}_rate"] = forms.ChoiceField(
                label=f"Bitrate of {label}", choices=rates, initial=str(rate), required=False
            )
        for name, label in LOSSLESS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self._offer_what_is_set()

    @property
    def lossy_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[name], self[f"{name}_rate"]) for name in LOSSY]

    @property
    def lossless_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in LOSSLESS]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Preset.objects.filter(team=self.preset.team, name=name).exclude(pk=self.preset.pk).exists():
            raise forms.ValidationError(f"There is a preset “{name}” already. Give this one another name.")
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(name) for name in (*LOSSY, *LOSSLESS)):
            raise forms.ValidationError("Choose at least one output file; without one there is nothing to deliver.")
        return data

    def save(self) -> Preset:
        data = self.cleaned_data
        settings = deepcopy(self.preset.settings or {})
        algorithms = settings.setdefault("algorithms", {})
        algorithms.update({name: data[name] for name in SWITCHES})
        algorithms.update({name: data[name] for name in WORDS if data[name]})
        algorithms.update({name: _number(data[name]) for name in NUMBERS if data[name]})
        others = [row for row in settings.get("output_files", []) if row.get("format") not in {*LOSSY, *LOSSLESS}]
        settings["output_files"] = [*self._files(settings.get("output_files", [])), *others]
        self.preset.name, self.preset.settings = data["name"], settings
        self.preset.save()
        return self.preset

    def _files(self, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What a file had beyond format and bitrate (a suffix, mono) stays with it."""
        had = {row.get("format"): row for row in before}
        rows = [{**had.get(name, {}), "format": name} for name in LOSSLESS if self.cleaned_data[name]]
        for name in LOSSY:
            if self.cleaned_data[name]:
                rate = self.cleaned_data[f"{name}_rate"] or str(LOSSY[name][1])
                rows.append({**had.get(name, {}), "format": name, "bitrate": rate})
        return rows

    def _offer_what_is_set(self) -> None:
        """A value that came from Auphonic and is not on our lists is offered as it is, not lost."""
        for name, value in self.initial.items():
            field: Any = self.fields.get(name)
            choices = list(getattr(field, "choices", []))
            if choices and value not in dict(choices):
                field.choices = [*choices, (value, value)]


def from_preset(preset: Preset) -> dict[str, Any]:
    settings = preset.settings or {}
    algorithms = {**DEFAULTS, **settings.get("algorithms", {})}
    found: dict[str, Any] = {"name": preset.name}
    found.update({name: bool(algorithms.get(name)) for name in SWITCHES})
    found.update({name: str(algorithms[name]) for name in WORDS if algorithms.get(name)})
    found.update({name: _text(algorithms[name]) for name in NUMBERS if algorithms.get(name) is not None})
    for row in settings.get("output_files", []):
        found[row.get("format", "")] = True
        if row.get("bitrate"):
            found[f"{row['format']}_rate"] = str(row["bitrate"])
    if preset._state.adding and not settings:
        found["mp3"] = True
    return found


def _text(value: Any) -> str:
    """-16.0 and "-16" are the same choice; "auto" is Auphonic's other word for 99."""
    return "99" if value == "auto" else str(_number(value))


def _number(value: Any) -> float | int | str:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)  # a word we do not know goes back as it came
    return int(number) if number.is_integer() else number
