"""Auphonic's output files in words: formats, bitrates in kbit/s, endings."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

MP3_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
AAC_RATES = (24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 320)
OPUS_RATES = (6, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256)


@dataclass(frozen=True)
class Format:
    key: str
    label: str | Promise
    endings: tuple[str, ...] = ()
    rates: tuple[int, ...] = ()
    rate: int = 0  # the default
    is_audio: bool = False
    needs: str = ""  # what it is empty without, in words to be translated


FORMATS = (
    Format("mp3", "MP3", ("mp3",), MP3_RATES, 112, True),
    Format("mp3-vbr", _("MP3, variable bitrate"), ("mp3",), MP3_RATES, 96, True),
    Format("aac", "AAC", ("m4a", "mp4", "m4b"), AAC_RATES, 80, True),
    Format("opus", "Opus", ("opus",), OPUS_RATES, 48, True),
    Format("vorbis", "Ogg Vorbis", ("ogg", "oga"), MP3_RATES, 96, True),
    Format("flac", "FLAC", ("flac",), is_audio=True),
    Format("alac", "Apple Lossless", ("m4a", "mp4"), is_audio=True),
    Format("wav", _("WAV, 16 bit"), ("wav",), is_audio=True),
    Format("wav-24bit", _("WAV, 24 bit"), ("wav",), is_audio=True),
    Format("tracks", _("Individual tracks"), ("flac.zip", "wav.zip"), needs=gettext_noop("separate tracks")),
    Format("video", _("Video"), needs=gettext_noop("a video recording")),
    Format("audiogram", _("Audiogram, a waveform video"), ("mp4",)),
    Format("chaps", _("Chapters, text"), ("chapters.txt",), needs=gettext_noop("chapters")),
    Format("psc", _("Chapters, Podlove Simple Chapters"), ("psc", "xml", "psc.json"), needs=gettext_noop("chapters")),
    Format("pod2chaps", _("Chapters, Podcasting 2.0"), ("chapters.json",), needs=gettext_noop("chapters")),
    Format("transcript", _("Transcript"), ("html",), needs=gettext_noop("speech recognition")),
    Format("subtitle", _("Subtitles"), ("vtt", "srt"), needs=gettext_noop("speech recognition")),
    Format("speech", _("Speech data"), ("json", "xml"), needs=gettext_noop("speech recognition")),
    Format("stats", _("Statistics"), ("txt", "json", "yaml")),
    Format(
        "cut-list",
        _("Cut list"),
        (
            "AudacityRegions.txt",
            "AuditionRegions.csv",
            "ReaperRegions.csv",
            "SamplitudeReaper.edl",
            "DaVinciResolve.edl",
            "FinalCutProLegacy.xml",
            "FinalCutProX.xml",
        ),
        needs=gettext_noop("cuts"),
    ),
    Format("descr", _("Production description"), ("json", "xml", "yaml")),
    Format("waveform", _("Waveform image"), ("waveform.png",)),
    Format("wavedat", _("Waveform data"), ("waveform.dat", "waveform.json")),
    Format("image", _("Cover image")),
    Format("input", _("Unprocessed recording")),
)
BY_KEY = {each.key: each for each in FORMATS}


def label(row: dict[str, object]) -> str:
    """MP3 96 kbit/s mono; FLAC; Subtitles srt."""
    known = BY_KEY.get(str(row.get("format")))
    words = [str(known.label) if known else str(row.get("format"))]
    if row.get("bitrate"):
        words.append(f"{row['bitrate']} kbit/s")
    elif row.get("ending") and not (known and known.is_audio):
        words.append(str(row["ending"]))
    if row.get("mono_mixdown"):
        words.append(str(_("mono")))
    if row.get("split_on_chapters"):
        words.append(str(_("a file per chapter")))
    if row.get("suffix"):
        words.append(str(row["suffix"]))
    return " ".join(words)


PLAYABLE = ("mp3", "mp3-vbr", "aac", "opus", "vorbis", "flac", "wav", "wav-24bit")  # in browsers, the light ones first
