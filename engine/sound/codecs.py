"""The table of codecs: how each is written, and what it does to loudness and peaks on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .errors import SoundError

Container = Literal["mp3", "mp4", "ogg", "flac", "wav"]


@dataclass(frozen=True)
class Codec:
    """One way to write sound. Bit rates in kbit/s.

    `drift` is the change of loudness (LU) that decoding shows, as (highest bit rate, change) steps;
    `overshoot` is the room (dB) that the true peak needs on top of the ceiling; `low_overshoot` is what it needs at low
    bit rates, as (highest bit rate, room) steps: without it nearly every such file would have to be written twice.
    """

    name: str
    container: Container
    extension: str
    content_type: str
    arguments: Callable[[int, int, int], list[str]]  # of a bit rate, how many channels, how many of them differ
    bitrates: tuple[int, ...] = ()
    default_bitrate: int = 0
    drift: tuple[tuple[int, float], ...] = ()
    overshoot: float = 0.1
    low_overshoot: tuple[tuple[int, float], ...] = ()
    most_mono: int = 0  # 0: no limit of its own
    sample_format: str = ""

    @property
    def is_lossless(self) -> bool:
        return not self.bitrates

    def rate(self, asked: int) -> int:
        """The bit rate to be used; the default where none was asked for."""
        if self.is_lossless:
            return 0
        return min(self.bitrates, key=lambda rate: abs(rate - asked)) if asked else self.default_bitrate

    def written(self, bitrate: int, channels: int, differing: int = 0) -> list[str]:
        """ffmpeg's arguments for so many channels, all of which may be different; two equal ones count as one.

        The encoder refuses more than `most_mono` for one.
        """
        most = self.most_mono if channels == 1 and self.most_mono else bitrate
        return self.arguments(min(bitrate, most), channels, differing or channels)

    def room(self, bitrate: int) -> float:
        """dB that the true peak needs on top of the ceiling at this bit rate."""
        return next((room for highest, room in self.low_overshoot if bitrate <= highest), self.overshoot)

    def loudness_change(self, bitrate: int) -> float:
        return next((change for highest, change in self.drift if bitrate <= highest), 0.0)


def bits(bitrate: int) -> list[str]:
    return ["-b:a", f"{bitrate}k"]


def mp3(bitrate: int, channels: int, differing: int = 0) -> list[str]:
    # Level 5 of LAME's 0..9: audibly the same as its default for speech, at two thirds of the time. Where every channel
    # has 96 kbit/s for itself, level 7 is as good (PESQ 4.59 and 4.60) in half of that; with less it is not.
    level = "7" if bitrate >= 96 * (differing or channels) else "5"
    return ["-c:a", "libmp3lame", "-compression_level", level, *bits(bitrate), "-id3v2_version", "3", "-f", "mp3"]


def mp3_vbr(bitrate: int, channels: int, differing: int = 0) -> list[str]:
    return [*mp3(bitrate, channels, differing), "-abr", "1"]


def aac(bitrate: int, channels: int, _: int = 0) -> list[str]:
    # From 64 kbit/s on ffmpeg's fast coder leaves less noise (3 to 6 dB) than its default, in half the time, and its
    # peaks stand out by half a decibel and not by two. With 32 for a channel it would end at 10 kHz; the other at 12.
    coder = ["twoloop"] if bitrate < 64 else ["fast"]
    if coder == ["fast"] and bitrate < 40 * channels:
        coder += ["-cutoff", "12000"]
    return ["-c:a", "aac", "-aac_coder", *coder, *bits(bitrate), "-movflags", "+faststart", "-f", "ipod"]


def opus(bitrate: int, *_: int) -> list[str]:
    # Level 7 of 0..10 is a fifth faster than the default and as good (PESQ 4.55 and 4.56 at 48 kbit/s); 6 no longer
    # tells speech from music, takes more room, and is worse for it.
    application = "voip" if bitrate < 32 else "audio"
    level = ["-compression_level", "7"]
    return ["-c:a", "libopus", "-application", application, *level, *bits(bitrate), "-f", "opus"]


def vorbis(bitrate: int, *_: int) -> list[str]:
    # libvorbis refuses to go below 48 kbit/s with two channels at 48 kHz.
    rate = ["-ar", "24000"] if bitrate < 48 else []
    return ["-c:a", "libvorbis", *bits(bitrate), *rate, "-f", "ogg"]


# LAME turns everything down a little at its lower bit rates.
MP3_DRIFT = ((56, -0.40), (160, -0.44), (192, -0.26), (224, -0.18))
MP3_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
CODECS = {
    codec.name: codec
    for codec in (
        Codec(
            "mp3", "mp3", "mp3", "audio/mpeg", mp3, MP3_RATES, 112,
            MP3_DRIFT, 0.5,
        ),
        Codec("mp3-vbr", "mp3", "mp3", "audio/mpeg", mp3_vbr, MP3_RATES, 96, MP3_DRIFT, 0.5),
        Codec(
            "aac", "mp4", "m4a", "audio/mp4", aac, (24, *MP3_RATES), 80,
            ((24, 0.45), (32, -0.35), (64, -0.07), (320, -0.05)), 0.6, ((56, 2.0),),
        ),
        Codec(
            "opus", "ogg", "opus", "audio/ogg", opus,
            (6, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256), 48,
            ((6, -2.2), (16, -1.5), (24, -0.45), (32, -0.33), (40, -0.25), (48, -0.22), (56, -0.02)), 1.0,
        ),
        Codec(
            "vorbis", "ogg", "ogg", "audio/ogg", vorbis, MP3_RATES, 96,
            ((32, 0.24), (40, 0.10), (80, -0.14), (112, -0.08), (128, -0.05), (160, -0.04)), 1.2, most_mono=224,
        ),
        Codec(
            "flac", "flac", "flac", "audio/flac", lambda *_: ["-c:a", "flac", "-f", "flac"], sample_format="s16"
        ),
        Codec(
            "alac", "mp4", "m4a", "audio/mp4",
            lambda *_: ["-c:a", "alac", "-movflags", "+faststart", "-f", "ipod"], sample_format="s16p",
        ),
        Codec(
            "wav", "wav", "wav", "audio/wav",
            lambda *_: ["-c:a", "pcm_s16le", "-rf64", "auto", "-f", "wav"], sample_format="s16",
        ),
        Codec(
            "wav-24bit", "wav", "wav", "audio/wav",
            lambda *_: ["-c:a", "pcm_s24le", "-rf64", "auto", "-f", "wav"], sample_format="s32",
        ),
    )
}  # fmt: skip
DELIVERY = {  # AudioDN's names
    **{"mp3": "mp3", "aac": "aac", "opus": "opus", "ogg": "vorbis"},
    **{"flac": "flac", "wav": "wav"},
}


def codec(name: str) -> Codec:
    """The codec of that name. Raises SoundError for one that cannot be written."""
    if name not in CODECS:
        raise SoundError(f"The format {name!r} cannot be written here. Choose one of: {', '.join(CODECS)}.")
    return CODECS[name]
