"""What will be done to a recording: filters, amounts, gains and cuts, decided from what its analysis has shown."""

from dataclasses import dataclass, field, replace

import numpy as np

from . import breath, compressor, fillers, level, limits, music, reverb, silence, tone
from .activity import SPEECH, Mask, Runs, detect, runs
from .analysis import Analysis
from .biquad import Section
from .cuts import Cut, merged
from .denoise import COMPLETE, amount_for
from .filter import Hum, find_cutoff, find_hum, sections
from .limits import Limits
from .meter import HOP, loudness
from .music import Segment
from .pcm import RATE, Decibels
from .reverb import Reverb
from .spec import DenoiseMethod, MasterSpec, Treatment

STUDIO_VOICE = (
    "Studio voice needs a model that rebuilds voices, which this engine does not have; the voice was equalised, late "
    "reverberation was taken down, and a missing upper end was added."
)


@dataclass
class Plan:
    """What will be done to a recording, worked out from its analysis."""

    segments: list[Segment] = field(default_factory=list)  # music and speech; empty where nobody asked
    cutoff: float | None = None
    hum: Hum | None = None
    sections: list[Section] = field(default_factory=list)
    equaliser: list[tone.Band] = field(default_factory=list)
    denoise: float = 0.0  # dB
    denoise_method: DenoiseMethod = "classic"
    reverb: Reverb | None = None
    breaths: list[tuple[int, int]] = field(default_factory=list)  # hops [start, stop) of each that is turned down
    top: float = 0.0  # Hz from which on a new upper end is made; 0: none is
    softening: Decibels | None = None  # gain in dB per hop, for breaths and what is no speech
    leveling: level.Leveling | None = None
    cuts: list[Cut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)  # sentences on what could not be done as asked

    @property
    def touches_sound(self) -> bool:
        return bool(self.sections or self.denoise or self.reverb or self.top or self.gains is not None)

    @property
    def gains(self) -> Decibels | None:
        """All gains together, in dB per hop."""
        found = [one for one in (self.leveling.gains if self.leveling else None, self.softening) if one is not None]
        return sum(found[1:], found[0]) if found else None

    @property
    def music(self) -> list[Segment]:
        return [one for one in self.segments if one.label == "music"]


def plan(analysis: Analysis, spec: MasterSpec) -> Plan:
    """Decide on filters, amounts, gains and cuts; a silent recording is left alone."""
    wanted, made = spec.treatment, Plan()
    if not analysis.is_silent:
        made.segments = segments(analysis, wanted)
        plan_filters(made, analysis, wanted)
        if wanted.denoise:
            plan_denoising(made, analysis, wanted)
        if wanted.leveler:
            made.leveling = leveling(analysis, made, wanted)
    wished = wished_cuts(analysis, made, spec)
    made.cuts = merged(wished, analysis.samples)
    if wished and not made.cuts:
        made.warnings.append("The cuts together would leave nothing of the recording, so nothing was cut.")
    return made


def plan_filters(made: Plan, analysis: Analysis, wanted: Treatment) -> None:
    """High-pass, hum, and the tone of the voice."""
    if wanted.filtering:
        made.cutoff = find_cutoff(analysis.spectra.voice())
    if (wanted.filtering or wanted.denoise) and wanted.dehum_amount >= 0:
        made.hum = find_hum(analysis.spectra.room(), wanted.dehum)
    made.sections = sections(made.cutoff, made.hum, wanted.dehum_amount)
    if not wanted.filtering or wanted.filter_method == "hipfilter":
        return
    top = analysis.bandwidth()
    levels = tone.spectrum(analysis.file, speech_runs(analysis, made.music))
    if levels is None:
        made.warnings.append("Nobody seems to speak in this recording, so its tone was left as it is.")
        return
    made.equaliser = tone.equaliser(levels, top)
    made.sections += map(tone.section, made.equaliser)
    if wanted.filter_method == "studiovoice":
        made.reverb = reverb.wanted(analysis.voice, 0)
        made.warnings.append(STUDIO_VOICE)
    if wanted.filter_method in ("bwe", "studiovoice"):
        if top < tone.NARROW:
            made.top = top
            made.warnings.append(
                f"The recording ends at {top:.0f} Hz; above it, a copy of the octave below was added. What was never "
                "recorded cannot be brought back."
            )
        elif wanted.filter_method == "bwe":
            made.warnings.append(f"The recording reaches up to {top:.0f} Hz, so that its bandwidth was left as it is.")


def plan_denoising(made: Plan, analysis: Analysis, wanted: Treatment) -> None:
    """Noise, reverberation and breath."""
    method = made.denoise_method = wanted.denoise_method
    if wanted.denoise_amount >= 0:
        automatic = amount_for(analysis.snr) if method == "classic" else COMPLETE
        made.denoise = min(wanted.denoise_amount, COMPLETE) or automatic
    if wanted.dereverb_amount >= 0:
        made.reverb = reverb.wanted(analysis.voice, wanted.dereverb_amount)
    hops = len(analysis.energies)
    if wanted.debreath_amount >= 0:
        made.breaths = breath.find_breaths(analysis.file, analysis.energies)
        made.softening = breath.softened(made.breaths, hops, wanted.debreath_amount)
    if method == "speech_isolation" and wanted.denoise_amount >= 0:
        alone = breath.isolated(analysis.energies, mask(made.music, hops), wanted.denoise_amount)
        made.softening = alone if made.softening is None else np.minimum(made.softening, alone)


def segments(analysis: Analysis, wanted: Treatment) -> list[Segment]:
    """Where there is music and where speech, if anything that is wanted depends on it."""
    hops = len(analysis.energies)
    if wanted.music_is == "everywhere":
        return [Segment(0, hops, "music")]
    if wanted.music_is == "nowhere":
        return [Segment(0, hops, "speech")]
    is_asked = wanted.leveler or wanted.silence_cutter or wanted.music_cutter or wanted.loudness_method == "dialog"
    if is_asked or (wanted.denoise and wanted.denoise_method in ("dynamic", "speech_isolation")):
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


def speech_runs(analysis: Analysis, pieces: list[Segment]) -> Runs:
    """Where somebody speaks and no music plays."""
    active, _ = detect(analysis.energies, SPEECH)
    return runs(active & ~mask(pieces, len(active)))


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
