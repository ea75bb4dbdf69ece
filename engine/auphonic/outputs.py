"""Output files of a production: legal formats, bitrates and endings, and how the files are named."""

import re
from dataclasses import dataclass
from typing import Any

from engine.auphonic.envelope import Refused

OutputFile = dict[str, Any]

MP3_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
AAC_RATES = (24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 320)
OPUS_RATES = (6, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256)


@dataclass(frozen=True)
class Format:
    """One kind of output file. `endings` begins with the default; `rates` in kbit/s, empty where none apply."""

    label: str
    type: str  # lossy, lossless, video or description
    endings: tuple[str, ...]
    rates: tuple[int, ...] = ()
    default_rate: int = 0

    made: str = "text"  # how files of type description come about: text, derived, copied or packed

    @property
    def is_sound(self) -> bool:
        """Written by a codec of the sound chain."""
        return self.type in ("lossy", "lossless")

    @property
    def is_derived(self) -> bool:
        """Made by the sound chain of the finished sound."""
        return self.type == "video" or self.made == "derived"

    @property
    def is_text(self) -> bool:
        return self.type == "description" and self.made == "text"


FORMATS = {
    "mp3": Format("MP3", "lossy", ("mp3",), MP3_RATES, 112),
    "mp3-vbr": Format("MP3 Variable Bitrate", "lossy", ("mp3",), MP3_RATES, 96),
    "vorbis": Format("Ogg Vorbis", "lossy", ("ogg", "oga"), MP3_RATES, 96),
    "aac": Format("AAC (M4A, MP4, M4B)", "lossy", ("m4a", "mp4", "m4b"), AAC_RATES, 80),
    "opus": Format("Opus", "lossy", ("opus",), OPUS_RATES, 48),
    "flac": Format("FLAC", "lossless", ("flac",)),
    "alac": Format("ALAC (M4A, MP4)", "lossless", ("m4a", "mp4")),
    "wav": Format("WAV 16-bit PCM", "lossless", ("wav",)),
    "wav-24bit": Format("WAV 24-bit PCM", "lossless", ("wav",)),
    "descr": Format("Production Description", "description", ("json", "xml", "yaml")),
    "chaps": Format("Chapters File", "description", ("chapters.txt",)),
    "psc": Format("Podlove Simple Chapters", "description", ("psc", "xml", "psc.json")),
    "pod2chaps": Format("Podcasting 2.0 Chapters", "description", ("chapters.json",)),
    "image": Format("Cover Image", "description", ("",), made="copied"),
    "cut-list": Format(
        "Cut List (Filler and Silence)",
        "description",
        (
            "AudacityRegions.txt",
            "AuditionRegions.csv",
            "ReaperRegions.csv",
            "SamplitudeReaper.edl",
            "DaVinciResolve.edl",
            "FinalCutProLegacy.xml",
            "FinalCutProX.xml",
        ),
    ),
    "stats": Format("Audio Processing Statistics", "description", ("txt", "json", "yaml")),
    "video": Format("Video", "video", ("",)),
    "audiogram": Format("Audiogram (Waveform Video)", "video", ("mp4",)),
    "tracks": Format("Individual Tracks", "description", ("flac.zip", "wav.zip"), made="packed"),
    "input": Format("Unprocessed Input File", "description", ("",), made="copied"),
    "wavedat": Format("Waveform Data File", "description", ("waveform.dat", "waveform.json"), made="derived"),
    "transcript": Format("Transcript", "description", ("html", "txt")),
    "speech": Format("Speech Data", "description", ("json", "xml")),
    "subtitle": Format("Subtitles", "description", ("vtt", "srt")),
    "waveform": Format("Waveform Image", "description", ("waveform.png",), made="derived"),
}
UNTIDY = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\?#%]+")  # breaks paths, addresses or eyes


def checked(entry: Any) -> OutputFile:
    """One entry as it is kept. Raises Refused with the legal values."""
    if not isinstance(entry, dict):
        raise refused("Each output file must be an object with a format.")
    name = entry.get("format")
    format = FORMATS.get(str(name))
    if format is None:
        raise refused(f"format {name!r} is not made here; there are {', '.join(FORMATS)}.")
    ending = str(entry.get("ending") or format.endings[0]).lstrip(".")
    if format.endings != ("",) and ending not in format.endings:
        raise refused(f"{name} files end with {' or '.join(format.endings)}, not with {ending!r}.")
    return {
        "format": name,
        "bitrate": rate(str(name), format, entry.get("bitrate")),
        "mono_mixdown": bool(entry.get("mono_mixdown")),
        "split_on_chapters": bool(entry.get("split_on_chapters")),
        "suffix": str(entry.get("suffix") or ""),
        "ending": ending,
        "wanted_filename": str(entry.get("filename") or ""),
        "outgoing_services": only_for(entry.get("outgoing_services")),
    }


def only_for(sent: Any) -> list[str]:
    """The services that get this file; empty for all. Raises Refused."""
    uuids = [each.get("uuid") if isinstance(each, dict) else each for each in sent] if isinstance(sent, list) else []
    known = [uuid for uuid in uuids if isinstance(uuid, str)]
    if len(known) != len(uuids) or (sent and not uuids):
        raise refused("outgoing_services of an output file must be a list of service uuids.")
    return known


def rate(name: str, format: Format, sent: Any) -> int:
    """The bitrate, or the format's default. Raises Refused."""
    if not format.rates or sent in (None, "", 0, "0"):
        return format.default_rate
    try:
        wanted = int(float(sent))
    except (TypeError, ValueError, OverflowError):
        wanted = 0
    if wanted not in format.rates:
        legal = ", ".join(str(legal) for legal in format.rates)
        raise refused(f"{name} is made with a bitrate of {legal} kbit/s, not with {sent!r}.")
    return wanted


def refused(sentence: str) -> Refused:
    """A refusal about the output files."""
    return Refused(400, sentence, output_files=sentence)


def names(output_files: list[OutputFile], basename: str) -> list[str]:
    """A tidy file name for each, all different: `filename` wins, else basename + suffix + ending."""
    taken: set[str] = set()
    found = []
    for entry in output_files:
        wanted = tidy(entry["wanted_filename"])
        if wanted and entry["ending"].endswith(".zip") and not wanted.endswith(".zip"):
            wanted += ".zip"  # a name that was given for one file, now a pack of files
        if not wanted:
            stem = tidy(f"{basename}{entry['suffix']}") or "production"
            wanted = f"{stem}.{entry['ending']}" if entry["ending"] else stem
        name = unlike(taken, wanted, entry["ending"])
        taken.add(name.casefold())
        found.append(name)
    return found


def unlike(taken: set[str], wanted: str, ending: str) -> str:
    """The name, numbered before its ending when it is taken."""
    stem = wanted.removesuffix(f".{ending}") if ending else wanted
    rest = wanted[len(stem) :]
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}{rest}", number + 1
    return name


def tidy(name: str) -> str:
    """A name that is safe as a file and in an address; letters of all languages and spaces stay."""
    return UNTIDY.sub("_", name).strip(" ").lstrip(".")[:200]


def size_string(size: int) -> str:
    """A size for people, e.g. "784.8 KB"."""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.1f} {unit}" if unit != "B" else f"{size} B"
        amount /= 1024
    return f"{amount:.1f} GB"
