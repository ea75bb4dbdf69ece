"""Files made of the finished sound: waveform data and image, the video with its new sound, the audiogram."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import video, waveform
from .errors import SoundError
from .filefacts import file_facts
from .spec import Derived, MasterSpec, Output
from .video import Kept

AAC_LEAST, AAC_MOST = 96, 320  # kbit/s of the sound of a video: as the recording's, within reason
AUDIOGRAM_BITRATE = 128
SOUND = {"video": "video-sound", "audiogram": "audiogram-sound"}


@dataclass(frozen=True)
class Finished:
    """What a derived file can be made of. `sound` is any whole output, `metadata` a file in ffmpeg's text form."""

    sound: str
    channels: int
    folder: Path
    kept: list[Kept]
    seconds: float
    metadata: Path
    cover: bytes | None


def hidden(spec: MasterSpec, folder: Path, source: dict[str, Any]) -> list[Output]:
    """The sound files that are needed besides those asked for: that of each video, and one that is whole."""
    found = []
    for wanted in spec.derived:
        if wanted.format == "video" and source["has_video"]:
            found.append(Output(video.sound_codec(wanted.ending), str(folder / SOUND["video"]), rate(source)))
        if wanted.format == "audiogram":
            found.append(Output("aac", str(folder / SOUND["audiogram"]), AUDIOGRAM_BITRATE))
    if all(output.split_on_chapters for output in [*spec.outputs, *found]):
        found.append(Output("wav", str(folder / "whole.wav")))
    return found


def rate(source: dict[str, Any]) -> int:
    """The bit rate of the recording's sound, as far as AAC goes; uncompressed sound gets 256."""
    told = round(source["bitrate"])
    return 256 if not told or source["codec"].startswith("pcm") else min(max(told, AAC_LEAST), AAC_MOST)


def make(
    spec: MasterSpec, finished: Finished, source: dict[str, Any], warn: Callable[[str], None]
) -> list[dict[str, Any] | None]:
    """Write `spec.derived`. One that cannot be made is None, and `warn` is told why."""
    peaks = waveform.Waveforms(finished.sound, finished.channels)
    made: list[dict[str, Any] | None] = []
    for wanted in spec.derived:
        try:
            write(wanted, spec, finished, source, peaks)
            made.append({"format": wanted.format, **file_facts(Path(wanted.path))})
        except SoundError as error:
            warn(str(error))
            made.append(None)
    return made


def write(
    wanted: Derived, spec: MasterSpec, finished: Finished, source: dict[str, Any], peaks: waveform.Waveforms
) -> None:
    """One of them. Raises SoundError with a sentence for people."""
    match wanted.format:
        case "wavedat":
            peaks.write_data(Path(wanted.path), is_json=wanted.ending.endswith("json"))
        case "waveform":
            peaks.write_image(Path(wanted.path))
        case "video":
            if not source["has_video"]:
                raise SoundError(
                    "A video was asked for as output file, but the recording has no picture; none was made. "
                    "Choose Audiogram to get a video of sound alone."
                )
            if spec.pieces:
                raise SoundError(
                    "There is no picture for an intro, outro or insert, so no video was made. Leave them away, or "
                    "choose Audiogram."
                )
            sound = str(finished.folder / SOUND["video"])
            video.replace_sound(
                spec.source, sound, wanted.path, wanted.ending, finished.kept, finished.seconds, finished.metadata
            )
        case "audiogram":
            from . import audiogram  # Pillow is loaded only where there is something to draw

            sound = str(finished.folder / SOUND["audiogram"])
            audiogram.write(wanted, sound, finished.seconds, finished.cover, finished.metadata, finished.folder)
