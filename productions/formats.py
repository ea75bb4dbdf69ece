"""Auphonic's output files in words: formats, bitrates in kbit/s, endings."""

from dataclasses import dataclass

MP3_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
AAC_RATES = (24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 320)
OPUS_RATES = (6, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256)


@dataclass(frozen=True)
class Format:
    key: str
    label: str
    endings: tuple[str, ...] = ()
    rates: tuple[int, ...] = ()
    rate: int = 0  # the default
    is_audio: bool = False
    needs: str = ""  # what it is empty without, in words


FORMATS = (
    Format("mp3", "MP3", ("mp3",), MP3_RATES, 112, True),
    Format("mp3-vbr", "MP3, variable bitrate", ("mp3",), MP3_RATES, 96, True),
    Format("aac", "AAC", ("m4a", "mp4", "m4b"), AAC_RATES, 80, True),
    Format("opus", "Opus", ("opus",), OPUS_RATES, 48, True),
    Format("vorbis", "Ogg Vorbis", ("ogg", "oga"), MP3_RATES, 96, True),
    Format("flac", "FLAC", ("flac",), is_audio=True),
    Format("alac", "Apple Lossless", ("m4a", "mp4"), is_audio=True),
    Format("wav", "WAV, 16 bit", ("wav",), is_audio=True),
    Format("wav-24bit", "WAV, 24 bit", ("wav",), is_audio=True),
    Format("tracks", "Individual tracks", ("flac.zip", "wav.zip"), needs="separate tracks"),
    Format("video", "Video", needs="a video recording"),
    Format("audiogram", "Audiogram, a waveform video", ("mp4",)),
    Format("chaps", "Chapters, text", ("chapters.txt",), needs="chapters"),
    Format("psc", "Chapters, Podlove Simple Chapters", ("psc", "xml", "psc.json"), needs="chapters"),
    Format("pod2chaps", "Chapters, Podcasting 2.0", ("chapters.json",), needs="chapters"),
    Format("transcript", "Transcript", ("html",), needs="speech recognition"),
    Format("subtitle", "Subtitles", ("vtt", "srt"), needs="speech recognition"),
    Format("speech", "Speech data", ("json", "xml"), needs="speech recognition"),
    Format("stats", "Statistics", ("txt", "json", "yaml")),
    Format(
        "cut-list",
        "Cut list",
        (
            "AudacityRegions.txt",
            "AuditionRegions.csv",
            "ReaperRegions.csv",
            "SamplitudeReaper.edl",
            "DaVinciResolve.edl",
            "FinalCutProLegacy.xml",
            "FinalCutProX.xml",
        ),
        needs="cuts",
    ),
    Format("descr", "Production description", ("json", "xml", "yaml")),
    Format("waveform", "Waveform image", ("waveform.png",)),
    Format("wavedat", "Waveform data", ("waveform.dat", "waveform.json")),
    Format("image", "Cover image"),
    Format("input", "Unprocessed recording"),
)
BY_KEY = {each.key: each for each in FORMATS}


def label(row: dict[str, object]) -> str:
    """MP3 96 kbit/s mono; FLAC; Subtitles srt."""
    known = BY_KEY.get(str(row.get("format")))
    words = [known.label if known else str(row.get("format"))]
    if row.get("bitrate"):
        words.append(f"{row['bitrate']} kbit/s")
    elif row.get("ending") and not (known and known.is_audio):
        words.append(str(row["ending"]))
    if row.get("mono_mixdown"):
        words.append("mono")
    if row.get("split_on_chapters"):
        words.append("a file per chapter")
    if row.get("suffix"):
        words.append(str(row["suffix"]))
    return " ".join(words)


PLAYABLE = ("mp3", "mp3-vbr", "aac", "opus", "vorbis", "flac", "wav", "wav-24bit")  # in browsers, the light ones first
