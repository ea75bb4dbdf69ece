"""An episode to compare: a recording at −23 LUFS, and what was made of it at −16 LUFS with five seconds cut."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from compare import drawing
from compare.models import Waveform
from productions.models import Episode, Production
from productions.states import State
from tests import make, sound

CUT = {"start": 10.0, "stop": 15.0, "type": "silence"}
STATISTICS = {
    "levels": {
        "input": {"loudness": [-23.0, "LUFS"], "lra": [1.0, "LU"], "signal_level": [-20.0, "dB"],
                  "noise_level": [-41.0, "dB"], "snr": [21.0, "dB"]},
        "output": {"loudness": [-16.0, "LUFS"], "peak": [-1.0, "dBTP"], "gain_mean": [7.0, "dB"]},
    },
    "music_speech": [
        {"start_sec": 0, "stop_sec": 30, "label": "speech"},
        {"start_sec": 30, "stop_sec": 40, "label": "music"},
    ],
}  # fmt: skip

DRAWN: dict[Path, tuple[dict[str, Any], bytes]] = {}  # figures and file of what was drawn once


def sounds(folder: Path) -> tuple[Path, Path]:
    """(recording, result): the same steady chord, 7.0 dB apart."""
    raw, source, result = folder / "raw.wav", folder / "talk.wav", folder / "talk.flac"
    tones = "+".join(f"sin(2*PI*{hertz}*t)" for hertz in (220, 331.7, 523.1, 1000.3, 2501))
    sound.ffmpeg("-f", "lavfi", "-i", f"aevalsrc='0.1*({tones})':s=48000:d=40,aformat=channel_layouts=stereo", str(raw))
    gain = -23 - sound.loudness(raw)
    sound.ffmpeg("-i", str(raw), "-af", f"volume={gain}dB", str(source))
    cut = f"asetnsamples=480,aselect='not(between(t,{CUT['start']},{CUT['stop']}))',asetpts=N/SR/TB,volume={gain + 7}dB"
    sound.ffmpeg("-i", str(raw), "-af", cut, str(result))
    return source, result


def output(production: Production, path: Path, **fields: Any) -> None:
    with path.open("rb") as file:
        name = default_storage.save(f"outputs/{production.pk}/{path.name}", File(file))
    production.output_files.create(
        file=name, file_name=path.name, format="flac", size=path.stat().st_size, checksum="9" * 32, **fields
    )


def episode(source: Path, result: Path, runs: int = 1, team: Any = None) -> Episode:
    """With so many productions of the one recording; drawn."""
    made: Episode = make.make_episode(make.make_show(team or make.make_team()), title="The harbour that froze twice")
    recording = make.make_recording(made, source, duration=40.0)
    settings = {"algorithms": {"loudnesstarget": -16, "normloudness": True}}
    chapters = [{"start": at, "start_output": heard, "title": title, "url": ""} for at, heard, title in
                ((0.0, 0.0, "Hello"), (20.0, 15.0, "The ice"), (30.0, 25.0, "Bye"))]  # fmt: skip
    for _ in range(runs):
        production = make.make_production(
            made, State.READY, recording=recording, preset_settings=settings, statistics=STATISTICS, chapters=chapters,
            timeline={"length": 40.0, "is_shortened": True, "cuts": [CUT], "pieces": []}, used_credits=0.05,
        )  # fmt: skip
        output(production, result)
        drawing.want_heard(production)
    for row in Waveform.objects.filter(episode=made):
        path = source if row.recording_id else result
        if path not in DRAWN:  # the same file needs no second look
            drawing.draw(row.pk)
            row.refresh_from_db()
            facts = {
                key: getattr(row, key) for key in ("duration", "channels", "loudness", "true_peak", "range", "curve")
            }
            DRAWN[path] = facts, Path(row.file.path).read_bytes()
        facts, body = DRAWN[path]
        name = f"waveforms/{row.pk}.bin"
        Path(default_storage.path(name)).write_bytes(body)
        Waveform.objects.filter(pk=row.pk).update(file=name, due_at=None, **facts)
    return made
