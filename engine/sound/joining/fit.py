"""Fits the pieces to the recording: as loud as it, and faded or ducked where both sound together.

role                     where it overlaps with the recording
auto                     fades out (in) over the whole overlap
foreground, unchanged    plays on as loud as before; unchanged is not brought to the recording's loudness at all
background               `background_gain` dB quieter
ducking                  the same, but only while somebody speaks
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.sound import analysis
from engine.sound.activity import SPEECH, Mask, detect
from engine.sound.analysis import Analysis
from engine.sound.biquad import Cascade, k_weighting
from engine.sound.errors import SoundError
from engine.sound.joining.joined import EDGE, Fitted, Joined
from engine.sound.joining.layout import Part, Place, layout
from engine.sound.meter import HOP, SILENCE, Hops, integrated
from engine.sound.multitrack import ducking
from engine.sound.multitrack.mix import Strip
from engine.sound.pcm import RATE, Decibels, Energies
from engine.sound.placing import Piece
from engine.sound.probe import probe
from engine.sound.spec import MasterSpec
from engine.sound.statistics import span, value
from engine.sound.timeline import Timeline

MOST = 30.0  # dB by which a piece is moved


@dataclass(frozen=True)
class Heard:
    """The recording as it was measured: energies per 10 ms as in two channels, where there is speech, and LUFS."""

    energies: Energies
    speech: Mask
    loudness: float


def join(recording: Timeline, spec: MasterSpec, scratch: Path) -> tuple[Timeline, list[dict[str, Any]]]:
    """The recording with the spec's pieces, and what was done to each. Raises SoundError."""
    pieces, is_matched = spec.pieces, spec.treatment.normloudness
    if not pieces:
        return recording, []
    taken = [(piece, take(piece, scratch / f"piece-{number}.f32")) for number, piece in enumerate(pieces)]
    heard = listen(recording)
    positions = [round(recording.output_time(piece.at) * RATE) for piece in pieces]
    places = layout(pieces, [seen.samples for _, seen in taken], positions, len(recording))
    fitted, facts = [], []
    for place in sorted(places.places, key=lambda one: one.number):
        piece, seen = taken[place.number]
        base = base_gain(piece, seen, heard) if is_matched else piece.placing.gain
        gains = base + under(piece, place, places.parts, heard)
        fade_in, fade_out = (place.before, place.after) if piece.placing.role == "auto" else (EDGE, EDGE)
        strip = Strip(seen.file.path, seen.file.channels, seen.samples, gains)
        fitted.append(Fitted(strip, place, max(EDGE, fade_in), max(EDGE, fade_out)))
        facts.append(described(piece, seen, place, base))
    return Joined(recording, places, fitted), facts


def take(piece: Piece, raw: Path) -> Analysis:
    """Decode and measure a piece. Raises SoundError that names it."""
    try:
        return analysis.analyse(piece.source, probe(piece.source)["channels"], raw)
    except SoundError as error:
        raise SoundError(f"The {piece.type}{f' “{piece.id}”' if piece.id else ''}: {error}") from error


def listen(recording: Timeline) -> Heard:
    """One pass over the recording."""
    weighting, hops = Cascade(k_weighting(), recording.channels), Hops(recording.channels)
    for chunk in recording.chunks():
        hops.feed(weighting.feed(chunk))
    energies = hops.all() * (2.0 if recording.channels == 1 else 1.0)
    return Heard(energies, detect(energies, SPEECH)[0], integrated(energies))


def base_gain(piece: Piece, seen: Analysis, heard: Heard) -> float:
    """The gain (dB) that makes the piece as loud as the recording."""
    once = 3.01 if seen.channels == 1 and not seen.is_dual_mono else 0.0
    own = seen.reading.loudness + once
    if piece.placing.role == "unchanged" or seen.is_silent or heard.loudness <= SILENCE:
        return piece.placing.gain
    return float(np.clip(heard.loudness - own, -MOST, MOST)) + piece.placing.gain


def under(piece: Piece, place: Place, parts: list[Part], heard: Heard) -> Decibels:
    """Gain per 10 ms of the piece for what overlaps with the recording; 0 where it is alone."""
    hops = -(-place.length // HOP)
    role = piece.placing.role
    if role not in ("background", "ducking"):
        return np.zeros(hops)
    mask = np.zeros(hops, bool)
    for part in parts:
        first, last = max(place.start, part.start), min(place.stop, part.stop)
        if last > first:
            own = slice((first - place.start) // HOP, (last - place.start) // HOP)
            there = (first - part.start + part.first) // HOP
            speech = heard.speech[there : there + own.stop - own.start]
            mask[own.start : own.start + len(speech)] = speech if role == "ducking" else True
    return ducking.curve(mask, piece.placing.background_gain, round(piece.placing.fade_ms / 10))


def described(piece: Piece, seen: Analysis, place: Place, gain: float) -> dict[str, Any]:
    """What was done to a piece; times of the output."""
    return {
        "type": piece.type,
        "id": piece.id,
        **span(place.start / RATE, place.stop / RATE),
        "overlap_sec": round(max(place.before, place.after) / RATE, 3),
        "loudness": value(seen.reading.loudness, "LUFS"),
        "gain": value(gain, "dB"),
    }
