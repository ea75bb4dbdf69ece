"""Multitrack: two microphones with bleed and a music bed, all made here, so that what is true is known."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.sound import analysis, chain
from engine.sound.errors import SoundError
from engine.sound.meter import HOP, Meter
from engine.sound.multitrack import gate
from engine.sound.multitrack.kind import is_music
from engine.sound.multitrack.session import Session
from engine.sound.pcm import RATE
from engine.sound.placing import Archive, Placing
from engine.sound.spec import MasterSpec, Multitrack, Output, Stem, Treatment
from tests.engine.sound import signals
from tests.engine.sound.signals import Signal

PLAIN = Treatment(filtering=False, leveler=False)
WORD, GAP = 0.3, 0.13


def phrase(words: int, level: float, pitch: float) -> Signal:
    """Words with gaps between them, as loud as `level`."""
    said = [part for _ in range(words) for part in (signals.voice(WORD, level, pitch), signals.silence(GAP))]
    return np.concatenate(said)


def room(sound: Signal, level: float, seed: int) -> Signal:
    """The sound as a microphone further away hears it: later, more quietly, with a room's decay."""
    rng = np.random.default_rng(seed)
    answer = rng.standard_normal(RATE // 5) * np.exp(-np.arange(RATE // 5) / (0.045 * RATE)) * 0.04
    answer[80] += 1.0
    heard = np.fft.irfft(np.fft.rfft(sound, 1 << 21) * np.fft.rfft(answer, 1 << 21), 1 << 21)[: len(sound)]
    return heard / np.sqrt(np.sum(answer**2)) * signals.decibel(level)


@dataclass
class Scene:
    """What was said (dry), what the microphones took up, and the music."""

    dry: dict[str, Signal]
    taken: dict[str, Signal]
    spoken: dict[str, np.ndarray]  # per hop of 10 ms
    folder: Path

    def only(self, who: str) -> np.ndarray:
        """Where this speaker speaks and the other one has been silent for a while."""
        other = "Guest" if who == "Host" else "Host"
        near = np.convolve(self.spoken[other], np.ones(31), "same") > 0
        return self.spoken[who] & ~near


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """26 s: turns, an interjection, both at once, and 6 s in which nobody speaks. The guest is 9 LU quieter."""
    length = 26 * RATE
    turns = [("Host", 1.0, 7), ("Guest", 4.4, 8), ("Host", 8.3, 5), ("Guest", 10.9, 4), ("Host", 19.0, 6)]
    turns += [("Guest", 21.8, 7), ("Host", 23.2, 3)]  # both at once
    dry = {name: np.zeros(length) for name in ("Host", "Guest")}
    spoken = {name: np.zeros(length // HOP, bool) for name in dry}
    for who, start, words in turns:
        said = phrase(words, *((-22.0, 110.0) if who == "Host" else (-31.0, 190.0)))
        place = round(start * RATE)
        dry[who][place : place + len(said)] += said
        spoken[who][place // HOP : (place + len(said) - round(GAP * RATE)) // HOP] = True
    taken = {
        "Host": dry["Host"] + room(dry["Guest"], -14, 3) + signals.noise(26, -70, seed=4),
        "Guest": dry["Guest"] + room(dry["Host"], -18, 5) + signals.noise(26, -68, seed=6),
        "Music": music(26),
    }
    folder = tmp_path_factory.mktemp("scene")
    for name, sound in taken.items():
        signals.write(folder / f"{name}.wav", sound)
    return Scene(dry, taken, spoken, folder)


def music(seconds: int, level: float = -20.0) -> Signal:
    """Chords that ring on into each other."""
    sound = np.zeros(seconds * RATE)
    times = np.arange(2 * RATE) / RATE
    for beat in range(seconds * 2 - 4):
        base = (220.0, 196.0, 174.6, 233.1)[beat // 4 % 4]
        tone = sum(np.sin(2 * np.pi * base * ratio * times) for ratio in (1, 1.25, 1.5)) * np.exp(-times * 2)
        sound[beat * RATE // 2 : beat * RATE // 2 + len(times)] += tone
    sound[-RATE * 2 :] = sound[-RATE * 4 : -RATE * 2]
    return sound / np.sqrt(np.mean(sound**2)) * signals.decibel(level)


Run = Callable[..., dict[str, Any]]
Mixed = Callable[..., Any]


@pytest.fixture
def run(scene: Scene, tmp_path: Path) -> Run:
    """run(*stems, leveler=...) -> the chain's result with "stems": {id: sound}."""

    def master(*stems: Stem, formats: tuple[str, ...] = ("wav",), treatment: Treatment = PLAIN, **wanted: Any) -> Any:
        archives = tuple(Archive(str(tmp_path / f"tracks.{name}.zip"), name) for name in formats)
        output = Output("wav-24bit", str(tmp_path / "mix.wav"))
        multitrack = Multitrack(stems or voices(scene), archives=archives, **wanted)
        spec = MasterSpec("", str(tmp_path), (output,), treatment, multitrack=multitrack)
        stages: list[tuple[str, float]] = []
        result = chain.master(spec, lambda *told: stages.append(told))
        result["stages"], result["stems"] = stages, unpacked(tmp_path, archives[0]) if archives else {}
        return result

    return master


@pytest.fixture(scope="module")
def mixed(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """mixed(*stems, leveler=...) -> the session, mixed, without the loudness and encoding that follow; made once."""

    @cache
    def mix(*stems: Stem, treatment: Treatment = PLAIN, **wanted: Any) -> Session:
        folder = tmp_path_factory.mktemp("mixed")
        session = Session(Multitrack(stems or voices(scene), **wanted), treatment)
        session.prepare(folder, 1, lambda share: None)
        session.seen = session.mix(folder / "mix.f32", lambda share: None)  # type: ignore[attr-defined]
        session.sound = session.seen.file.read(0, session.length)  # type: ignore[attr-defined]
        return session

    return mix


def strips(session: Session) -> dict[str, Signal]:
    """The first channel of each stem as it goes into the mix."""
    return {name: strip.read(0, len(strip))[0].astype(np.float64) for name, strip in session.named()}


def unpacked(folder: Path, archive: Archive) -> dict[str, Signal]:
    """The first channel of every stem of a zip file."""
    with zipfile.ZipFile(archive.path) as packed:
        packed.extractall(folder)
        return {Path(name).stem: signals.read(folder / name)[0] for name in packed.namelist()}


def voices(scene: Scene, **placing: Any) -> tuple[Stem, ...]:
    return tuple(stem(scene, name, **placing) for name in ("Host", "Guest"))


def stem(scene: Scene, name: str, offset: float = 0.0, treatment: Treatment = PLAIN, **placing: Any) -> Stem:
    return Stem(name, str(scene.folder / f"{name}.wav"), offset, treatment, Placing(**placing))


def energy(sound: Signal, hops: np.ndarray) -> float:
    """Mean level in dB of the hops."""
    parts = sound[: len(hops) * HOP].reshape(-1, HOP)[hops]
    return signals.level(parts)


def bleed(scene: Scene, sound: dict[str, Signal], who: str) -> float:
    """The other speaker in this one's microphone, against its own speech."""
    other = "Guest" if who == "Host" else "Host"
    return energy(sound[who], scene.only(other)) - energy(sound[who], scene.only(who))


def loss(scene: Scene, after: dict[str, Signal], who: str) -> float:
    """How much quieter a speaker has become against the loudest sound of the production."""
    return energy(after[who], scene.spoken[who]) - energy(scene.taken[who], scene.spoken[who])


def test_crossgate_keeps_voices_apart(scene: Scene, run: Run) -> None:
    result = run()
    after, tracks = result["stems"], {track["id"]: track for track in result["statistics"]["tracks"]}
    for who in ("Host", "Guest"):
        assert bleed(scene, scene.taken, who) > -26
        assert bleed(scene, after, who) <= -28
        told = tracks[who]["bleed"]
        assert told["before"][0] == pytest.approx(bleed(scene, scene.taken, who), abs=3)
        assert told["after"][0] < told["before"][0] - 15
        assert tracks[who]["activity"] == pytest.approx(np.mean(scene.spoken[who]), abs=0.03)
        assert len(tracks[who]["turns"]) in (3, 4)
        assert sum(stop - start for start, stop in tracks[who]["turns"]) == pytest.approx(
            26 * tracks[who]["activity"], abs=0.1
        )
        assert tracks[who]["activity"] <= tracks[who]["gate_open"] < 0.7
    assert loss(scene, after, "Host") == pytest.approx(loss(scene, after, "Guest"), abs=0.1)
    assert next(name for name, _ in result["stages"] if name in ("tracks", "mixing")) == "tracks"
    shares = [share for _, share in result["stages"]]
    assert shares == sorted(shares)


def test_gate_alone_leaves_the_bleed_and_nothing_leaves_all(scene: Scene, mixed: Mixed) -> None:
    gated = strips(mixed(crossgate=False))
    assert bleed(scene, gated, "Host") > -26
    quiet = np.convolve(scene.spoken["Host"] | scene.spoken["Guest"], np.ones(161), "same") == 0
    assert quiet.sum() > 200
    noise = energy(gated["Host"], quiet) - energy(scene.taken["Host"], quiet)
    assert noise == pytest.approx(gate.DEPTH, abs=0.5)
    assert loss(scene, gated, "Host") == pytest.approx(0, abs=0.1)
    for who, sound in strips(mixed(gate=False, crossgate=False)).items():
        assert np.abs(sound - scene.taken[who]).max() < 1e-5


def test_each_speaker_is_recognised(scene: Scene) -> None:
    energies = [hop_energies(scene.taken[who]) for who in ("Host", "Guest")]
    for who, hearing in zip(("Host", "Guest"), gate.listen(energies), strict=True):
        truth, found = scene.spoken[who], hearing.spoken[: len(scene.spoken[who])]
        assert 2 * (truth & found).sum() / (truth.sum() + found.sum()) >= 0.95
    without = gate.listen(energies, crossgate=False)[0].spoken
    assert (without & scene.only("Guest")).sum() > 200


def hop_energies(sound: Signal) -> np.ndarray:
    meter = Meter(1)
    meter.feed(sound[None].astype(np.float32))
    return meter.hops.all()


def test_music_goes_down_before_the_first_word(scene: Scene, run: Run) -> None:
    result = run(*voices(scene), stem(scene, "Music"))
    host, guest, bed = result["statistics"]["tracks"]
    assert [track["role"] for track in (host, guest, bed)] == ["foreground", "foreground", "ducking"]
    assert [track["class"] for track in (host, guest, bed)] == ["speech", "speech", "music"]
    steps = len(scene.taken["Music"]) // 960
    before, after = (s[: steps * 960].reshape(steps, 960) for s in (scene.taken["Music"], result["stems"]["Music"]))
    gains = 10 * np.log10(np.mean(after**2, axis=1) / np.mean(before**2, axis=1))
    speech = (scene.spoken["Host"] | scene.spoken["Guest"])[: steps * 2].reshape(steps, 2).any(axis=1)
    top = np.percentile(gains, 99)
    assert np.abs(gains[speech] - top + 18).max() < 0.5
    first = np.flatnonzero(speech)[0]
    assert gains[first] - top == pytest.approx(-18, abs=0.9)
    assert gains[round(16.5 * 50)] == pytest.approx(top, abs=0.1)
    assert np.abs(np.diff(gains)).max() <= 1.0
    assert bed["ducked"] == pytest.approx(np.mean(gains < top - 1), abs=0.02)


def test_roles_of_music(scene: Scene, mixed: Mixed) -> None:
    bed = stem(scene, "Music", role="background", background_gain=-12.0)
    lower = replace(bed, id="lower", placing=Placing("background", background_gain=-22.0))
    unchanged = replace(bed, id="unchanged", placing=Placing("unchanged", gain=-6.0))
    session = mixed(*voices(scene), bed, lower, unchanged)
    assert [track["role"] for track in session.tracks[2:]] == ["background", "background", "unchanged"]
    sounds, now = strips(session), scene.only("Host")
    spoken = energy(sounds["Host"], now)
    assert energy(sounds["Music"], now) - spoken == pytest.approx(-12, abs=2.5)
    assert energy(sounds["lower"], now) - energy(sounds["Music"], now) == pytest.approx(-10, abs=0.05)
    assert energy(sounds["unchanged"], now) == pytest.approx(energy(scene.taken["Music"], now) - 6, abs=0.05)


def test_what_is_said_of_music_moves_music_alone(scene: Scene, mixed: Mixed) -> None:
    leveled = replace(PLAIN, leveler=True)
    session = mixed(stem(scene, "Host"), stem(scene, "Music", role="foreground"), treatment=leveled)
    host, music = (strip.gains for strip in session.strips)
    assert abs(music[0]) > 0.5
    session.strips, session.treatment = [], replace(leveled, music_strength=50.0, music_gain=-4.0)
    session.balance()
    assert np.abs(session.strips[0].gains - host).max() == 0
    assert np.abs(session.strips[1].gains - (music / 2 - 4)).max() < 1e-6


def test_the_leveler_brings_speakers_together(scene: Scene, mixed: Mixed) -> None:
    def difference(sound: Signal) -> float:
        energies = hop_energies(sound)
        host, guest = (energies[: len(scene.spoken[who])][scene.only(who)].mean() for who in ("Host", "Guest"))
        return float(10 * np.log10(host / guest))

    leveled = replace(PLAIN, leveler=True)
    before, after = mixed().sound[0], mixed(treatment=leveled).sound[0]
    assert difference(before) > 8
    assert abs(difference(after)) < 0.3
    weak = stem(scene, "Guest", treatment=replace(PLAIN, leveler_strength=0))
    assert difference(mixed(voices(scene)[0], weak, treatment=leveled).sound[0]) > 3


def test_place_in_time_and_panorama(scene: Scene, mixed: Mixed) -> None:
    assert mixed(gate=False, crossgate=False).facts()["channels"] == 1
    left_and_right = (stem(scene, "Host", pan=-1.0, gain=6.0), stem(scene, "Guest", offset=0.75, pan=1.0))
    moved = mixed(*left_and_right, gate=False, crossgate=False)
    left, right = moved.sound
    assert moved.facts()["channels"] == 2
    assert moved.length == 26.75 * RATE
    assert np.abs(left[: 26 * RATE] - scene.taken["Host"] * 2**0.5 * signals.decibel(6)).max() < 1e-4
    assert np.abs(right[RATE * 3 // 4 :] - scene.taken["Guest"] * 2**0.5).max() < 1e-4
    assert np.abs(right[: RATE * 3 // 4]).max() == 0
    assert mixed(stem(scene, "Host", offset=-1.0)).length == 25 * RATE


def test_cuts_are_the_same_in_the_mix_and_in_the_tracks(scene: Scene, run: Run) -> None:
    result = run(treatment=replace(PLAIN, silence_cutter=True))
    assert [cut["type"] for cut in result["cuts"]] == ["silence"]
    assert result["length_output"] < 22
    for sound in result["stems"].values():
        assert len(sound) == round(result["length_output"] * RATE)


def test_stems_that_are_not_as_they_should_be(scene: Scene, run: Run, tmp_path: Path) -> None:
    signals.write(scene.folder / "Nothing.wav", signals.silence(3))
    result = run(stem(scene, "Host"), stem(scene, "Nothing"), formats=())
    assert result["warnings"] == ["The track “Nothing” is silent."]
    (scene.folder / "Letter.wav").write_text("Dear listeners")
    with pytest.raises(SoundError, match="The track “Letter”: This file is not sound"):
        run(stem(scene, "Host"), stem(scene, "Letter"))


def test_music_is_told_from_speech(scene: Scene, mixed: Mixed, tmp_path: Path) -> None:
    for name in scene.taken:
        seen = analysis.analyse(str(scene.folder / f"{name}.wav"), 1, tmp_path / f"{name}.f32")
        assert is_music(seen, PLAIN) == (name == "Music")
    told = mixed(stem(scene, "Music"), treatment=replace(PLAIN, music_is="nowhere"))
    assert told.tracks[0]["class"] == "speech"


def test_limits_hold_for_the_mix(scene: Scene, run: Run, mixed: Mixed) -> None:
    leveled = replace(PLAIN, leveler=True)
    free = mixed(treatment=leveled).seen.reading
    held = run(formats=(), treatment=replace(leveled, max_shortterm=1.0))["statistics"]["levels"]["output"]
    assert free.shortterm - free.loudness > 1.3
    assert held["max_shortterm"][0] - held["loudness"][0] < 1.15


def test_a_microphone_nobody_speaks_into_stays_closed() -> None:
    energies = hop_energies(phrase(20, -20, 120) + signals.noise(20 * (WORD + GAP), -70))
    mine, empty = gate.listen([energies, energies * 0.03 + 1e-8])
    assert mine.spoken.mean() > 0.9
    assert empty.spoken.mean() < 0.05


def test_zip_names() -> None:
    from engine.sound.multitrack.archive import filenames

    stems = [("a/b", None), ("a:b", None), ("", None)]
    assert filenames(stems, "wav") == ["a_b.wav", "a_b 2.wav", "Track 3.wav"]
