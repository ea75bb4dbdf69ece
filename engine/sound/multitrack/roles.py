"""Which stems are in the foreground, which behind it, and the gain that brings each to its place.

role          without speech                     under speech
foreground    at the level of the voices (all stems of speech; music that plays alone)
ducking       at the level of the voices         `background_gain` under them
background    `background_gain` under the voices, always
unchanged     as recorded
"""

from dataclasses import dataclass

import numpy as np

from engine.sound.activity import Mask
from engine.sound.level import LOWEST
from engine.sound.meter import SILENCE, integrated, loudness
from engine.sound.multitrack.gate import Hearing
from engine.sound.multitrack.stems import Prepared
from engine.sound.pcm import Energies
from engine.sound.placing import Role

ALONE = 0.1  # share of its time under speech up to which music plays alone
BED = -6.0  # LU under the voices: music that was recorded more quietly is already a bed
HIGHEST = 40.0  # dB by which a stem may be lifted as a whole


@dataclass(frozen=True)
class Voices:
    """The speech of all foreground stems together: where it is, and how loud (LUFS; None where nobody speaks)."""

    speech: Mask
    loudness: float | None


def voices(energies: list[Energies], hearings: list[Hearing]) -> Voices:
    """All speakers as one; each moment counts with the loudness of its own microphone."""
    speech = np.logical_or.reduce([hearing.spoken for hearing in hearings])
    said = np.concatenate([one[hearing.spoken] for one, hearing in zip(energies, hearings, strict=True)])
    return Voices(speech, spoken_loudness(said))


def nobody(hops: int) -> Voices:
    """Nothing but music."""
    return Voices(np.zeros(hops, bool), None)


def spoken_loudness(energies: Energies) -> float | None:
    """The level of speech without the gaps between its words."""
    if not len(energies) or energies.max() <= 1e-10:
        return None
    return float(loudness(energies[energies >= energies.mean() * 0.1].mean()))


def is_voice(prepared: Prepared) -> bool:
    """Whether it takes part in gate, crossgate and leveler: a foreground stem of speech."""
    role = prepared.stem.placing.role
    return role in ("auto", "foreground") and not (prepared.is_music or prepared.seen.is_silent)


def chosen(prepared: Prepared, energies: Energies, heard: Voices) -> Role:
    """The role of a stem, worked out where it is left to us."""
    role = prepared.stem.placing.role
    if role != "auto":
        return role
    if not prepared.is_music or heard.loudness is None:
        return "foreground"
    playing = energies > energies.max(initial=0.0) * 1e-4
    if not playing.any() or np.mean(heard.speech[playing]) < ALONE:
        return "foreground"
    return "ducking" if integrated(energies) > heard.loudness + BED else "background"


def base_gain(role: Role, energies: Energies, heard: Voices, background_gain: float, *, is_leveled: bool) -> float:
    """The gain (dB) of a stem that has one for all its time; without leveler only backgrounds are moved."""
    own = integrated(energies)
    if role == "unchanged" or heard.loudness is None or own <= SILENCE:
        return 0.0
    to_voices = float(np.clip(heard.loudness - own, LOWEST * 2, HIGHEST))
    if role == "background":
        return to_voices + background_gain
    return to_voices if is_leveled else 0.0
