"""The silence cutter, and the map from the recording's time to the output's."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound.cuts import Cut, merged
from engine.sound.pcm import RATE, RawFile
from engine.sound.spec import Chapter, Tags
from engine.sound.timeline import Timeline
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master


def pauses(room: float) -> signals.Signal:
    """2 s of speech, 3 s of pause, 2 s of speech, 0.6 s of pause, 2 s of speech; in a room that is `room` dB loud."""
    said = [signals.voice(2, -20), signals.silence(3), signals.voice(2, -26, 180), signals.silence(0.6)]
    sound = np.concatenate([*said, signals.voice(2, -20)])
    return sound + signals.noise(len(sound) / RATE, room)


@pytest.mark.parametrize("room", [-70, -55, -42])
def test_long_pauses_go_and_short_ones_stay_in_any_room(tmp_path: Path, master: Master, room: float) -> None:
    path = signals.write(tmp_path / "talk.wav", pauses(room))
    result = master(path, silence_cutter=True, leveler=False)
    assert [cut["type"] for cut in result["cuts"]] == ["silence"]
    cut = result["cuts"][0]
    assert 2.0 < cut["start"] < cut["stop"] < 5.0
    assert cut["stop"] - cut["start"] == pytest.approx(2.6, abs=0.35)
    assert result["length_output"] == pytest.approx(9.6 - (cut["stop"] - cut["start"]), abs=0.001)


def test_speech_is_kept_whole(tmp_path: Path, master: Master) -> None:
    before = pauses(-60)
    settings = {"leveler": False, "filtering": False, "normloudness": False, "silence_cutter": True}
    result = master(signals.write(tmp_path / "talk.wav", before), **settings)
    after, cut = signals.read(result["files"]["wav-24bit"])[0], result["cuts"][0]
    start, stop = round(cut["start"] * RATE), round(cut["stop"] * RATE)
    assert np.abs(after[: start - 2000] - before[: start - 2000]).max() < 1e-4
    assert np.abs(after[start:] - before[stop : stop + len(after) - start]).max() < 1e-4


def test_chapters_move_with_the_cuts(tmp_path: Path, master: Master) -> None:
    tags = Tags(chapters=(Chapter(0, "a"), Chapter(3.5, "inside the cut"), Chapter(5.0, "b")))
    path = signals.write(tmp_path / "talk.wav", pauses(-60))
    result = master(path, "mp3", tags=tags, silence_cutter=True)
    cut, (first, inside, after) = result["cuts"][0], result["chapters"]
    assert first["start_output"] == 0
    assert inside["start_output"] == pytest.approx(cut["start"], abs=0.002)
    assert after["start_output"] == pytest.approx(5.0 - (cut["stop"] - cut["start"]), abs=0.002)


def test_cuts_may_only_mute(tmp_path: Path, master: Master) -> None:
    result = master(
        signals.write(tmp_path / "talk.wav", pauses(-50)), silence_cutter=True, cut_mode="set_cuts_to_silence"
    )
    assert result["length_output"] == result["length"]
    cut = result["cuts"][0]
    middle = np.s_[round((cut["start"] + 0.1) * RATE) : round((cut["stop"] - 0.1) * RATE)]
    assert signals.level(signals.read(result["files"]["wav-24bit"])[0][middle]) < -120


def test_cuts_may_only_be_listed(tmp_path: Path, master: Master) -> None:
    result = master(
        signals.write(tmp_path / "talk.wav", pauses(-50)), silence_cutter=True, cut_mode="export_uncut_audio"
    )
    assert (len(result["cuts"]), result["length_output"]) == (1, result["length"])


def test_joins_do_not_click(tmp_path: Path) -> None:
    tone = signals.sine(200, 4, -20).astype("<f4")
    (tmp_path / "tone.f32").write_bytes(tone.tobytes())
    timeline = Timeline(RawFile(tmp_path / "tone.f32", 1), [Cut("silence", RATE + 77, 2 * RATE)], fade=960)
    joined = np.concatenate(list(timeline.chunks()), axis=1)[0]
    assert len(joined) == len(timeline) == 3 * RATE + 77
    assert np.abs(np.diff(joined)).max() < 1.2 * np.abs(np.diff(tone)).max()


def test_overlapping_cuts_become_one_and_never_all() -> None:
    cuts = [Cut("silence", 50_000, 90_000), Cut("manual", 0, 60_000), Cut("silence", 95_000, 200_000)]
    assert merged(cuts, 100_000) == [
        Cut("manual", 0, 60_000),
        Cut("silence", 60_000, 90_000),
        Cut("silence", 95_000, 100_000),
    ]
    assert merged([Cut("manual", 0, 100)], 100) == []
