"""A multitrack production up to its mix: stems are prepared, heard together, given their gains, and summed up."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.sound import analysis, level
from engine.sound.analysis import Analysis
from engine.sound.compressor import compressed
from engine.sound.meter import HOP
from engine.sound.multitrack import ducking, gate, report, roles
from engine.sound.multitrack.gate import Hearing
from engine.sound.multitrack.mix import Mix, Strip
from engine.sound.multitrack.roles import Voices
from engine.sound.multitrack.stems import Prepared, prepare
from engine.sound.pcm import RATE, Decibels, Energies
from engine.sound.placing import Role
from engine.sound.spec import MasterSpec, Multitrack, Treatment


class Session:
    """All stems of a production on one timeline; energies and gains are per 10 ms of it."""

    def __init__(self, wanted: Multitrack, treatment: Treatment) -> None:
        self.wanted, self.treatment = wanted, treatment
        self.stems: list[Prepared] = []
        self.strips: list[Strip] = []
        self.tracks: list[dict[str, Any]] = []  # what was measured of each, report.py

    def prepare(self, folder: Path, workers: int, tell: Callable[[float], None]) -> None:
        """Decode and treat the stems into `folder`. Raises SoundError."""
        said = self.treatment.music_is  # of the whole production, and so of every stem
        stems = [replace(stem, treatment=replace(stem.treatment, music_is=said)) for stem in self.wanted.stems]
        self.stems = prepare(stems, folder, workers, tell)

    @property
    def length(self) -> int:
        """Samples, of the longest stem."""
        return max(stem.seen.samples for stem in self.stems)

    def mix(self, raw: Path, tell: Callable[[float], None]) -> Analysis:
        """Find all gains, write the mix to `raw` and look at it."""
        self.balance()
        mix = Mix(self.strips, self.length)
        return analysis.look(mix.chunks(), mix.channels, raw, lambda done: tell(done / self.length))

    def balance(self) -> None:
        """The strip of every stem."""
        energies = [self.energies(stem) for stem in self.stems]
        speaking = [number for number, stem in enumerate(self.stems) if roles.is_voice(stem)]
        spoken = [energies[number] for number in speaking]
        heard = gate.listen(spoken, gate=self.wanted.gate, crossgate=self.wanted.crossgate)
        voices = roles.voices(spoken, heard) if heard else roles.nobody(len(energies[0]))
        hearings = dict(zip(speaking, heard, strict=True))
        for number, (stem, own) in enumerate(zip(self.stems, energies, strict=True)):
            hearing = hearings.get(number)
            role: Role = "foreground" if hearing else roles.chosen(stem, own, voices)
            gated = gate.curve(hearing.opened) if hearing else np.zeros(len(own))
            moved = self.voice(stem, own, hearing, voices) if hearing else self.music(stem, own, role, voices)
            file, placing = stem.seen.file, stem.stem.placing
            gains = gated + moved + placing.gain
            self.strips.append(Strip(file.path, file.channels, self.length, gains, placing.pan))
            others = gate.others([one.spoken for one in heard], speaking.index(number)) if hearing else own < 0
            self.tracks.append(report.track(stem, role, own, hearing, others, gated, moved))

    def energies(self, stem: Prepared) -> Energies:
        """As loud as the stem is in a mix of two channels, on the timeline of all."""
        seen = stem.seen
        once = 2.0 if seen.channels == 1 and not seen.is_dual_mono else 1.0
        hops = -(-self.length // HOP)
        return np.pad(seen.energies * once, (0, hops - len(seen.energies)))

    def voice(self, stem: Prepared, energies: Energies, hearing: Hearing, voices: Voices) -> Decibels:
        """The gain of leveler and compressor: all phrases of all speakers to the level that they have on the whole."""
        strength = stem.stem.treatment.leveler_strength
        if not self.treatment.leveler or strength <= 0 or voices.loudness is None or not hearing.spoken.any():
            return np.zeros(len(energies))
        leveled = level.level(energies, voices.loudness, strength, hearing.spoken)
        return compressed(energies, leveled, stem.stem.treatment.compressor).gains

    def music(self, stem: Prepared, energies: Energies, role: Role, voices: Voices) -> Decibels:
        """The gain of a stem that is not leveled phrase by phrase; what is said of music holds for stems of music."""
        placing, wanted = stem.stem.placing, self.treatment
        base = roles.base_gain(role, energies, voices, placing.background_gain, is_leveled=wanted.leveler)
        if stem.is_music and wanted.leveler and role != "unchanged":
            share = 1.0 if role == "background" else min(wanted.music_strength, 100.0) / 100
            base = base * share + wanted.music_gain
        gains = np.full(len(energies), base)
        if role == "ducking":
            gains = gains + ducking.curve(voices.speech, placing.background_gain, round(placing.fade_ms / 10))
        return gains

    def named(self) -> list[tuple[str, Strip]]:
        """The strips with the ids of their stems."""
        return [(stem.stem.id, strip) for stem, strip in zip(self.stems, self.strips, strict=True)]

    def order(self, spec: MasterSpec) -> MasterSpec:
        """What is still to be planned for the mix: cuts; filters, noise and levels were the stems' business."""
        return replace(spec, treatment=replace(spec.treatment, filtering=False, denoise=False, leveler=False))

    def facts(self) -> dict[str, Any]:
        """What stands for the recording in the result: the mix, as probe.py would describe it."""
        codecs = {stem.facts["codec"] for stem in self.stems}
        return {
            "duration": self.length / RATE,
            "codec": codecs.pop() if len(codecs) == 1 else "",
            "channels": Mix(self.strips, self.length).channels,
            "samplerate": RATE,
            "bitrate": None,
            "has_video": False,
        }

    def warnings(self) -> list[str]:
        """Sentences on stems that are not as they should be."""
        found = []
        for stem in self.stems:
            name = f"The track “{stem.stem.id}”"
            if stem.seen.is_silent:
                found.append(f"{name} is silent.")
            elif stem.seen.clipped > 100:
                found.append(f"{name} is clipped in {stem.seen.clipped} samples; record it again with less gain.")
        return found
