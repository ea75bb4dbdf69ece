"""What was measured of one stem; each level is [number, unit], as in statistics.py."""

from typing import Any

import numpy as np

from engine.sound.activity import Mask, runs
from engine.sound.meter import HOP
from engine.sound.multitrack.gate import Hearing
from engine.sound.multitrack.stems import Prepared
from engine.sound.pcm import RATE, Decibels, Energies, decibels
from engine.sound.placing import Role
from engine.sound.statistics import noise_and_hum, reading, value

DUCKED = -1.0  # dB: from here on music counts as ducked


def track(
    prepared: Prepared,
    role: Role,
    energies: Energies,
    hearing: Hearing | None,
    others: Mask,
    gated: Decibels,
    moved: Decibels,
) -> dict[str, Any]:
    """One stem: `others` is where somebody else speaks, `gated` and `moved` are the gains of gate and leveler."""
    seen = prepared.seen
    return {
        "id": prepared.stem.id,
        "role": role,
        "class": "music" if prepared.is_music else "speech",
        "length_sec": round(seen.seconds, 4),
        "offset_sec": prepared.stem.offset,
        "format": {
            **{key: prepared.facts[key] for key in ("channels", "samplerate", "bitrate")},
            "format": prepared.facts["codec"],
        },
        "input": {**reading(seen.reading), "peak": value(seen.reading.true_peak, "dBTP"), "snr": value(seen.snr, "dB")},
        "noise_hum_reduction": noise_and_hum(seen, prepared.plan),
        **(voice(energies, hearing, others, gated, moved) if hearing else music(moved)),
    }


def voice(energies: Energies, hearing: Hearing, others: Mask, gated: Decibels, moved: Decibels) -> dict[str, Any]:
    """Shares of the mix's time from 0 to 1, and the others' voices in this microphone, in dB under its own."""
    spoken = hearing.spoken
    own = moved[spoken] if spoken.any() else np.zeros(1)
    before, after = (bleed(energies * 10 ** (gain / 10), spoken, others) for gain in (gated * 0, gated))
    return {
        "activity": share(spoken),
        "turns": turns(spoken),
        "gate_open": share(gated > -0.5),
        "bleed": {"before": before, "after": after},
        "gain": {
            "mean": value(float(own.mean()), "dB"),
            "min": value(float(own.min()), "dB"),
            "max": value(float(own.max()), "dB"),
        },
    }


def turns(spoken: Mask) -> list[list[float]]:
    """First and last second of each turn of a speaker, in the time of the mix."""
    return [[round(start * HOP / RATE, 2), round(stop * HOP / RATE, 2)] for start, stop in runs(spoken)]


def bleed(energies: Energies, spoken: Mask, others: Mask) -> list[float | str] | None:
    """What is heard while only others speak, against the own voice; None where that never happens."""
    only = others & ~spoken
    if not only.any() or not spoken.any():
        return None
    return value(float(decibels(energies[only].mean()) - decibels(energies[spoken].mean())), "dB")


def music(moved: Decibels) -> dict[str, Any]:
    """The gain, and the share of the time in which it was ducked."""
    highest = float(moved.max(initial=-1000.0))
    return {
        "gain": {"min": value(float(moved.min(initial=0.0)), "dB"), "max": value(max(highest, -1000.0), "dB")},
        "ducked": share(moved < highest + DUCKED),
    }


def share(mask: Mask) -> float:
    return round(float(np.mean(mask)), 4) if len(mask) else 0.0
