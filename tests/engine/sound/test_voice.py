"""Methods of noise reduction, hum, reverberation, breath, and the tone of a voice: each does what it says, measured."""

from pathlib import Path

import numpy as np
import pytest

from engine.sound import reverb
from engine.sound.denoise import NoiseProfiler
from engine.sound.pcm import RATE, decibels
from tests.engine.sound import signals
from tests.engine.sound.conftest import Master
from tests.engine.sound.test_dynamics import song

INTERVIEW = Path("productions/demo/interview.flac").resolve()
PLAIN = {"leveler": False, "normloudness": False, "filtering": False, "dehum_amount": -1}
CLEAN = {"denoise": True, "denoise_amount": -1, **PLAIN}


def second(start: float, stop: float) -> slice:
    return slice(round(start * RATE), round(stop * RATE))


def change(master: Master, path: Path, places: dict[str, slice], **treatment: object) -> dict[str, float]:
    """dB by which each place has become louder."""
    before, after = signals.read(path)[0], signals.read(master(path, **treatment)["files"]["wav-24bit"])[0]
    return {name: signals.level(after[place]) - signals.level(before[place]) for name, place in places.items()}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room, speech with a second of pause at 5.2 s, a fan from 3.5 to 9.5 s, and music from 11.1 s on."""
    said = signals.read(INTERVIEW)[0][second(16, 25)] * 1.5
    speech = np.concatenate([signals.silence(1.5), said[: second(0, 3.7).stop], signals.silence(1)])
    speech = np.concatenate([speech, said[second(4.1, 9)]])
    spectrum = np.fft.rfft(signals.noise(len(speech) / RATE, -42, seed=61))
    fan = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 50)), len(speech))
    speech[second(3.5, 9.5)] += fan[second(3.5, 9.5)] / fan.std() * signals.decibel(-42)
    sound = np.concatenate([speech, song(10, -24, 62)])
    sound += signals.noise(len(sound) / RATE, -62, seed=63)
    return signals.write(tmp_path_factory.mktemp("busy") / "busy.wav", sound)


PLACES = {"fan": second(5.4, 6.1), "room": second(0.3, 1.2), "music": second(14, 20), "speech": second(2, 3.3)}


@pytest.mark.parametrize(
    ("method", "fan", "music"),
    [("classic", (-9, 0), (-1, 1)), ("dynamic", (-18, -10), (-1, 1)), ("speech_isolation", (-37, -10), (-22, -16))],
)
def test_methods_of_noise_reduction(
    busy: Path, master: Master, method: str, fan: tuple[float, float], music: tuple[float, float]
) -> None:
    found = change(master, busy, PLACES, denoise=True, denoise_method=method, denoise_amount=18, **PLAIN)
    assert fan[0] <= found["fan"] <= fan[1]
    assert music[0] <= found["music"] <= music[1]
    assert found["room"] < -15
    assert found["speech"] == pytest.approx(0, abs=0.7)


def test_static_takes_what_is_always_there() -> None:
    profiler = NoiseProfiler()
    for number in range(20):
        profiler.feed(signals.noise(10, -60 if number < 4 else -40, seed=number)[None].astype(np.float32))
    constant, near = profiler.constant(), profiler.profile(19)
    assert constant is not None
    assert near is not None
    assert decibels(float(np.median(near)) / float(np.median(constant))) == pytest.approx(20, abs=1.5)


def test_hum_has_a_frequency_and_an_amount(tmp_path: Path, master: Master) -> None:
    hum = sum(signals.sine(50 * k, 6, -46 - 4 * k) for k in range(1, 5))
    speech = np.concatenate([signals.silence(2), signals.voice(4, -22, 170)])
    path = signals.write(tmp_path / "hum.wav", speech + hum + signals.noise(6, -80))
    pause = {"pause": second(0.5, 1.5)}
    only = {"leveler": False, "normloudness": False, "filtering": False, "denoise": True, "denoise_amount": -1}
    assert change(master, path, pause, dehum=50, dehum_amount=9, **only)["pause"] == pytest.approx(-9, abs=1.5)
    assert change(master, path, pause, dehum=60, dehum_amount=9, **only)["pause"] == pytest.approx(0, abs=0.5)
    assert change(master, path, pause, dehum_amount=-1, **only)["pause"] == pytest.approx(0, abs=0.1)


def ringing(sound: signals.Signal, seconds: float) -> signals.Signal:
    """The sound in a room that rings for so long; a direct sound, and noise that dies away by 60 dB."""
    length = round(seconds * RATE)
    room = signals.noise(seconds, 0, seed=71) * 10 ** (-3 * np.arange(length) / length)
    room[:96] = 0
    room *= 0.9 / np.sqrt(np.sum(room**2))
    room[0] = 1
    size = 1 << (len(sound) + length).bit_length()
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(room, size))[: len(sound)]


def test_reverberation_is_found_and_taken_down(tmp_path: Path, master: Master) -> None:
    words = [part for seed in range(8) for part in (signals.noise(0.7, -22, seed=seed), signals.silence(0.6))]
    dry = np.concatenate(words)
    path = signals.write(tmp_path / "hall.wav", ringing(dry, 0.6) + signals.noise(len(dry) / RATE, -80))
    tails = [second(number * 1.3 + 0.82, number * 1.3 + 1.1) for number in range(8)]
    places = {**{str(number): tail for number, tail in enumerate(tails)}, "word": second(5.3, 5.8)}
    assert change(master, path, places, dereverb_amount=-1, **CLEAN)["3"] == pytest.approx(0, abs=0.1)
    found = change(master, path, places, dereverb_amount=12, **CLEAN)
    assert found.pop("word") > -3.5
    assert np.mean(list(found.values())) < -5
    told = master(path, dereverb_amount=0, **CLEAN)["statistics"]["noise_hum_reduction"][0]
    assert told["reverb_time"] == pytest.approx(0.6, abs=0.2)


def test_a_dry_voice_is_left_alone(master: Master) -> None:
    result = master(INTERVIEW, "wav", dereverb_amount=0, **CLEAN)
    assert result["statistics"]["noise_hum_reduction"][0]["dereverb"] is False
    assert reverb.ringing(np.zeros(0)) is None


def breath(seconds: float, level: float) -> signals.Signal:
    spectrum = np.fft.rfft(signals.noise(seconds, 0, seed=81))
    frequencies = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    air = np.fft.irfft(spectrum * np.exp(-(((frequencies - 1800) / 1200) ** 2)), round(seconds * RATE))
    return air * np.hanning(len(air)) / np.std(air) * signals.decibel(level)


def test_breaths_go_down(tmp_path: Path, master: Master) -> None:
    said, gap = signals.voice(2, -22), signals.silence(0.15)
    sound = np.concatenate([said, gap, breath(0.4, -42), gap, said, gap, breath(0.4, -42), gap, said])
    path = signals.write(tmp_path / "breath.wav", sound + signals.noise(len(sound) / RATE, -72))
    places = {"breath": second(2.25, 2.45), "speech": second(3, 4)}
    assert change(master, path, places, **CLEAN) == {
        "breath": pytest.approx(0, abs=0.1),
        "speech": pytest.approx(0, abs=0.1),
    }
    found = change(master, path, places, debreath_amount=12, **CLEAN)
    assert found == {"breath": pytest.approx(-12, abs=1.5), "speech": pytest.approx(0, abs=0.1)}


def tilt(path: Path) -> float:
    """dB by which 2 to 5 kHz lie over 200 to 500 Hz."""
    sound = signals.read(path)[0]
    power = np.abs(np.fft.rfft(sound[: len(sound) // RATE * RATE])) ** 2
    frequencies = np.fft.rfftfreq(len(sound) // RATE * RATE, 1 / RATE)
    high, low = (power[(frequencies > a) & (frequencies < b)].sum() for a, b in ((2000, 5000), (200, 500)))
    return 10 * float(np.log10(high / low))


def test_the_equaliser_brings_voices_to_a_common_tone(tmp_path: Path, master: Master) -> None:
    """One voice made dull and made sharp: 12 dB apart before, and less than half of that after."""
    said = signals.read(INTERVIEW)[0][second(16, 25)]
    spectrum = np.fft.rfft(said)
    slope = np.clip(np.log2(np.maximum(np.fft.rfftfreq(len(said), 1 / RATE), 1) / 1000), -2, 2)
    paths = {}
    for name, amount in (("dull", -2.0), ("sharp", 2.0)):
        paths[name] = signals.write(
            tmp_path / f"{name}.wav", np.fft.irfft(spectrum * 10 ** (amount * slope / 20), len(said))
        )
    before = tilt(paths["sharp"]) - tilt(paths["dull"])
    after = {}
    for name, path in paths.items():
        result = master(path, leveler=False, normloudness=False, filter_method="autoeq", dehum_amount=-1)
        assert result["warnings"] == []
        after[name] = tilt(result["files"]["wav-24bit"])
    assert before > 10
    assert abs(after["sharp"] - after["dull"]) < before / 2
    plain = master(paths["dull"], leveler=False, normloudness=False, dehum_amount=-1)
    assert tilt(plain["files"]["wav-24bit"]) == pytest.approx(tilt(paths["dull"]), abs=0.5)


def test_a_missing_upper_end_is_made_and_told(tmp_path: Path, master: Master) -> None:
    said = signals.read(INTERVIEW)[0][second(16, 25)]
    spectrum = np.fft.rfft(said)
    frequencies = np.fft.rfftfreq(len(said), 1 / RATE)
    narrow = np.fft.irfft(spectrum * (frequencies < 3800), len(said))
    path = signals.write(tmp_path / "phone.wav", narrow + signals.noise(len(said) / RATE, -90))
    quiet = {"leveler": False, "normloudness": False, "dehum_amount": -1}

    def air(treated: Path) -> float:
        power = np.abs(np.fft.rfft(signals.read(treated)[0][: len(said)])) ** 2
        return 10 * float(np.log10(power[(frequencies > 4200) & (frequencies < 6500)].sum() / power.sum()))

    result = master(path, filter_method="bwe", **quiet)
    assert -35 < air(result["files"]["wav-24bit"]) < -10
    assert "a copy of the octave below was added" in result["warnings"][0]
    assert air(master(path, filter_method="autoeq", **quiet)["files"]["wav-24bit"]) < -45
    wide = master(INTERVIEW, filter_method="bwe", **quiet)
    assert "its bandwidth was left as it is" in wide["warnings"][0]
    studio = master(path, filter_method="studiovoice", **quiet)
    assert "a model that rebuilds voices, which this engine does not have" in studio["warnings"][0]
