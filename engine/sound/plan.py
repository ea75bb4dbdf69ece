"""What will be done to a recording: filters, amounts, gains and cuts, decided from what its analysis has shown."""

from dataclasses import dataclass, field, replace

import numpy as np

from . import compressor, fillers, level, limits, music, silence
from .activity import SPEECH, Mask, detect
from .analysis import Analysis
from .biquad import Section
from .cuts import Cut, merged
from .denoise import amount_for
from .filter import Hum, find_cutoff, find_hum, sections
from .limits import Limits
from .meter import HOP, loudness
from .music import Segment
from .pcm import RATE
from .spec import MasterSpec, Treatment


@dataclass
class Plan:
    """What will be done to a recording, worked out from its analysis."""

    segments: list[Segment] = field(default_factory=list)  # music and speech; empty where nobody asked
    cutoff: float | None = None
    hum: Hum | None = None
    sections: list[Section] = field(default_factory=list)
    denoise: float = 0.0  # dB
    leveling: level.Leveling | None = None
    cuts: list[Cut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)  # sentences on what could not be done as asked

    @property
    def touches_sound(self) -> bool:
        return bool(self.sections or self.denoise or self.leveling)

    @property
    def music(self) -> list[Segment]:
        return [one for one in self.segments if one.label == "music"]


def plan(analysis: Analysis, spec: MasterSpec) -> Plan:
    """Decide on filters, amounts, gains and cuts; a silent recording is left alone."""
    wanted, made = spec.treatment, Plan()
    if not analysis.is_silent:
        made.segments = segments(analysis, wanted)
        if wanted.filtering:
            made.cutoff = find_cutoff(analysis.spectra.voice())
        if (wanted.filtering or wanted.denoise) and wanted.dehum_amount >= 0:
            made.hum = find_hum(analysis.spectra.room(), wanted.dehum)
        made.sections = sections(made.cutoff, made.hum, wanted.dehum_amount)
        if wanted.denoise and wanted.denoise_amount >= 0:
            made.denoise = min(wanted.denoise_amount, 36.0) or amount_for(analysis.snr)
        if wanted.leveler:
            made.leveling = leveling(analysis, made, wanted)
    wished = wished_cuts(analysis, made, spec)
    made.cuts = merged(wished, analysis.samples)
    if wished and not made.cuts:
        made.warnings.append("The cuts together would leave nothing of the recording, so nothing was cut.")
    return made


def segments(analysis: Analysis, wanted: Treatment) -> list[Segment]:
    """Where there is music and where speech, if anything that is wanted depends on it."""
    hops = len(analysis.energies)
    if wanted.music_is == "everywhere":
        return [Segment(0, hops, "music")]
    if wanted.music_is == "nowhere":
        return [Segment(0, hops, "speech")]
    if wanted.leveler or wanted.silence_cutter or wanted.music_cutter:
        return music.find_segments(analysis.file, analysis.voice)
    return []


def leveling(analysis: Analysis, made: Plan, wanted: Treatment) -> level.Leveling:
    """The gains of leveler, compressor and limits together."""
    pieces = [(one.start, one.stop) for one in made.music]
    target = speech_loudness(analysis, made.music)
    wish = level.Music(pieces, wanted.music_strength, wanted.music_gain)
    found = level.level(analysis.energies, target, wanted.leveler_strength, music=wish)
    found = compressor.compressed(analysis.energies, found, wanted.compressor, wanted.music_compressor)
    if bounds := Limits(wanted.max_range, wanted.max_shortterm, wanted.max_momentary):
        held = limits.limit(analysis.energies * 10 ** (found.gains / 10), bounds)
        found = replace(found, gains=found.gains + held)
    return found


def held(analysis: Analysis, wanted: Treatment) -> level.Leveling | None:
    """The limits alone, for a mix whose stems are leveled already; None where there are none."""
    bounds = Limits(wanted.max_range, wanted.max_shortterm, wanted.max_momentary)
    if not bounds or not wanted.leveler:
        return None
    return level.Leveling(limits.limit(analysis.energies, bounds), [], np.zeros(len(analysis.energies), bool))


def speech_loudness(analysis: Analysis, pieces: list[Segment]) -> float:
    """The level that all phrases are brought to: that of the recording's speech, so that little gain is needed."""
    active, _ = detect(analysis.energies, SPEECH)
    is_music = mask(pieces, len(active))
    spoken = active & ~is_music
    speech = analysis.energies[spoken if spoken.any() else active]
    return float(loudness(speech[speech >= speech.mean() * 0.1].mean())) if len(speech) else -23.0


def mask(pieces: list[Segment], hops: int) -> Mask:
    """True in the hops of the given segments."""
    inside = np.zeros(hops, bool)
    for one in pieces:
        inside[one.start : one.stop] = True
    return inside


def wished_cuts(analysis: Analysis, made: Plan, spec: MasterSpec) -> list[Cut]:
    """What the cutters find, what the client lists, and the trimmed start and end."""
    wanted, cuts = spec.treatment, list[Cut]()
    if not analysis.is_silent:
        if wanted.silence_cutter:
            cuts += outside(silence.find_silences(analysis.voice), made.music)
        if wanted.filler_cutter or wanted.cough_cutter:
            kinds = {"fillers": wanted.filler_cutter, "coughs": wanted.cough_cutter}
            cuts += fillers.find_cuts(analysis.file, analysis.energies, **kinds)
        if wanted.music_cutter:
            cuts += [Cut("music", one.start * HOP, one.stop * HOP) for one in made.music]
    cuts += [Cut(cut.type, round(cut.start * RATE), round(cut.stop * RATE)) for cut in spec.cuts]
    edges = [(0, round(spec.start * RATE)), (analysis.samples - round(spec.stop * RATE), analysis.samples)]
    cuts += [Cut("manual", start, stop) for start, stop in edges if stop > start]
    return [cut for cut in cuts if cut.start < analysis.samples]


def outside(cuts: list[Cut], pieces: list[Segment]) -> list[Cut]:
    """The cuts that do not lie inside music: a rest belongs to it."""
    return [cut for cut in cuts if not any(one.start * HOP < cut.start and cut.stop < one.stop * HOP for one in pieces)]
