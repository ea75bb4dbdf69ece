"""What can be asked of the sound package: frozen dataclasses that travel to the child process as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from engine.speech.spec import SpeechSpec

from .placing import Archive, Piece, Placing

Kind = Literal["master", "track", "probe", "cover", "waveform", "speech"]
CutMode = Literal["apply_cuts", "set_cuts_to_silence", "export_uncut_audio"]
FilterMethod = Literal["hipfilter", "autoeq", "bwe", "studiovoice"]
DenoiseMethod = Literal["classic", "static", "dynamic", "speech_isolation"]
LoudnessMethod = Literal["program", "dialog", "rms"]
Compressor = Literal["off", "soft", "medium", "hard"]


@dataclass(frozen=True)
class Treatment:
    """What is done to the sound: loudness in LUFS, peaks in dBTP, amounts in dB, strength in percent."""

    filtering: bool = True
    filter_method: FilterMethod = "hipfilter"
    denoise: bool = False
    denoise_method: DenoiseMethod = "classic"
    denoise_amount: float = 0.0  # 0: automatic, -1: off
    dereverb_amount: float = -1.0  # 0: automatic, -1: off
    debreath_amount: float = -1.0  # 0: automatic, -1: off
    dehum: int = 0  # mains frequency, 50 or 60; 0: find it
    dehum_amount: float = 0.0  # 0: automatic, -1: off
    leveler: bool = True
    leveler_strength: float = 100.0
    music_strength: float = 100.0
    compressor: Compressor = "off"
    music_compressor: Compressor = "off"
    music_gain: float = 0.0
    music_is: Literal["found", "nowhere", "everywhere"] = "found"
    max_range: float = 0.0  # LU; 0: no limit
    max_shortterm: float = 0.0  # LU over the loudness of the whole; 0: no limit
    max_momentary: float = 0.0  # the same
    normloudness: bool = True
    loudness_target: float = -16.0
    loudness_method: LoudnessMethod = "program"  # "rms": the target is in dBFS
    max_peak: float = -1.0
    dual_mono: bool = False  # count mono output as two equal channels
    silence_cutter: bool = False
    filler_cutter: bool = False
    cough_cutter: bool = False
    music_cutter: bool = False
    cut_mode: CutMode = "apply_cuts"
    fade_ms: float = 20.0


@dataclass(frozen=True)
class ManualCut:
    """A stretch to be taken out, in seconds of the recording; `type` is the reason that was given for it."""

    start: float
    stop: float
    type: Literal["silence", "filler", "cough", "music", "manual"] = "manual"


@dataclass(frozen=True)
class Chapter:
    """One chapter mark; `start` in seconds of the recording, before cuts. `image` is a file path."""

    start: float
    title: str
    url: str = ""
    image: str | None = None


@dataclass(frozen=True)
class Tags:
    """Metadata written into every output file. `cover` is the path of an image."""

    title: str = ""
    artist: str = ""
    album: str = ""
    track: str = ""
    genre: str = ""
    year: str = ""
    subtitle: str = ""
    comment: str = ""
    publisher: str = ""
    url: str = ""
    license: str = ""
    license_url: str = ""
    keywords: tuple[str, ...] = ()
    cover: str | None = None
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Output:
    """One file to be written. `format` by Auphonic's name (codecs.py), `bitrate` in kbit/s (0: default).

    `split_on_chapters` makes it a zip with one file a chapter, whose names end with `ending` (empty: the usual one).
    """

    format: str
    path: str
    bitrate: int = 0
    mono_mixdown: bool = False
    split_on_chapters: bool = False
    ending: str = ""


@dataclass(frozen=True)
class Derived:
    """One file to be made of the finished sound: a video, an audiogram, waveform data or a waveform image.

    `ending` tells the container of a video (mp4, mov, mkv, webm) and whether waveform data is binary or JSON;
    sizes (pixels) and pictures a second are those of an audiogram.
    """

    format: Literal["video", "audiogram", "wavedat", "waveform"]
    path: str
    ending: str = ""
    width: int = 640
    height: int = 360
    rate: int = 10


@dataclass(frozen=True)
class Stem:
    """One track of a multitrack production; it begins `offset` seconds after the others (negative: before them)."""

    id: str
    source: str
    offset: float = 0.0
    treatment: Treatment = field(default_factory=Treatment)
    placing: Placing = field(default_factory=Placing)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the stem in the child process."""
        inner = {"treatment": Treatment(**data["treatment"]), "placing": Placing(**data["placing"])}
        return cls(**{**data, **inner})


@dataclass(frozen=True)
class Multitrack:
    """Stems that are mixed; the mix is then mastered like a recording."""

    stems: tuple[Stem, ...]
    gate: bool = True
    crossgate: bool = True
    archives: tuple[Archive, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild it in the child process."""
        stems = tuple(Stem.from_json(stem) for stem in data["stems"])
        return cls(stems, data["gate"], data["crossgate"], tuple(Archive(**one) for one in data["archives"]))


@dataclass(frozen=True)
class MasterSpec:
    """A recording to be mastered into `outputs`. `work_dir` is this job's alone; 4 bytes a sample and channel.

    With `multitrack` there is no `source`: what is mastered is the mix.
    """

    source: str
    work_dir: str
    outputs: tuple[Output, ...]
    treatment: Treatment = field(default_factory=Treatment)
    tags: Tags = field(default_factory=Tags)
    workers: int = 2
    start: float = 0.0  # seconds left out at the start ...
    stop: float = 0.0  # ... and at the end of the recording
    derived: tuple[Derived, ...] = ()
    cuts: tuple[ManualCut, ...] = ()  # beside those that the cutters find
    multitrack: Multitrack | None = None
    pieces: tuple[Piece, ...] = ()  # intros, outros and inserts, in their order

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        tags = dict(data["tags"])
        tags["chapters"] = tuple(Chapter(**chapter) for chapter in tags["chapters"])
        tags["keywords"] = tuple(tags["keywords"])
        values = dict(data)
        values["tags"] = Tags(**tags)
        values["treatment"] = Treatment(**data["treatment"])
        values["outputs"] = tuple(Output(**output) for output in data["outputs"])
        values["derived"] = tuple(Derived(**derived) for derived in data["derived"])
        values["cuts"] = tuple(ManualCut(**cut) for cut in data["cuts"])
        values["pieces"] = tuple(Piece.from_json(piece) for piece in data["pieces"])
        values["multitrack"] = Multitrack.from_json(data["multitrack"]) if data["multitrack"] else None
        return cls(**values)


@dataclass(frozen=True)
class Preview:
    """The window of a preview clip, as AudioDN counts it: a length, kept between two shares of the whole."""

    type: Literal["seconds", "percent"] = "seconds"
    seconds: float = 60.0
    min_percent: float = 0.0
    max_percent: float = 50.0
    percent: float = 25.0
    min_seconds: float = 0.0
    max_seconds: float = 90.0
    start_percent: float = 25.0
    fade: float = 0.5

    def window(self, duration: float) -> tuple[float, float]:
        """First and last second of the clip in a track of `duration` seconds."""
        if self.type == "percent":
            length = min(max(duration * self.percent / 100, self.min_seconds), self.max_seconds)
        else:
            shortest, longest = duration * self.min_percent / 100, duration * self.max_percent / 100
            length = min(max(self.seconds, shortest), longest)
        length = min(max(length, 0.1), duration)
        start = min(duration * self.start_percent / 100, duration - length)
        return start, start + length


@dataclass(frozen=True)
class Rendition:
    """One delivery file of a track. `index` is its delivery name, `codec` mp3, aac, opus, ogg, flac or wav."""

    index: str
    codec: Literal["mp3", "aac", "opus", "ogg", "flac", "wav"]
    path: str
    bitrate: int = 128
    is_stereo: bool = True
    is_strip_tags: bool = True
    is_strip_cover: bool = True
    preview: Preview | None = None


@dataclass(frozen=True)
class TrackSpec:
    """A finished track to be analysed and rendered for delivery; its cover goes to `cover_path`."""

    source: str
    work_dir: str
    renditions: tuple[Rendition, ...] = ()
    levels: int = 320
    cover_path: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        values = dict(data)
        values["renditions"] = tuple(
            Rendition(**{**row, "preview": Preview(**row["preview"]) if row["preview"] else None})
            for row in data["renditions"]
        )
        return cls(**values)


@dataclass(frozen=True)
class ProbeSpec:
    """A file to be looked at. Its embedded cover, if any, is written to `cover_path`."""

    source: str
    cover_path: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        return cls(**data)


@dataclass(frozen=True)
class CoverSpec:
    """An image to be analysed; square JPEGs `<name>-<size>.jpg` are written into `folder`."""

    source: str
    folder: str
    name: str = "cover"
    sizes: tuple[int, ...] = (80, 200, 400, 800)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        return cls(**{**data, "sizes": tuple(data["sizes"])})


@dataclass(frozen=True)
class WaveSpec:
    """A waveform as a delivery file. `samples` bars or levels; sizes in pixels; colours as #rrggbb.

    `background` None leaves a picture transparent. `rest`, `has_audio` and `cover` are a video's.
    """

    type: Literal["levels", "waveform_image", "waveform_video"]
    source: str
    path: str
    work_dir: str
    samples: int = 320
    width: int = 1600
    height: int = 320
    color: str = "#7f8a91"
    rest: str = "#58636b"
    background: str | None = None
    has_audio: bool = True
    cover: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild the spec in the child process."""
        return cls(**data)


Spec = MasterSpec | TrackSpec | ProbeSpec | CoverSpec | WaveSpec | SpeechSpec
KINDS: dict[str, type[Spec]] = {
    "speech": SpeechSpec,
    "master": MasterSpec,
    "track": TrackSpec,
    "probe": ProbeSpec,
    "cover": CoverSpec,
    "waveform": WaveSpec,
}


def to_json(spec: Spec) -> dict[str, Any]:
    """The spec as plain values, for the way to the child process."""
    return asdict(spec)
