"""The first pass over every stem: decoded onto a common timeline, looked at, filtered and denoised, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from engine.sound import analysis, plan, treatment
from engine.sound.analysis import Analysis
from engine.sound.denoise import NoiseProfiler
from engine.sound.errors import SoundError
from engine.sound.filter import Spectra
from engine.sound.multitrack.kind import is_music
from engine.sound.pcm import RATE
from engine.sound.plan import Plan
from engine.sound.probe import probe
from engine.sound.spec import MasterSpec, Stem
from engine.sound.workers import pool

DECODED = 0.6  # share of a stem's work that is done when it is decoded


@dataclass
class Prepared:
    """A stem that lies treated on the disk, what was seen of it before, and what was done to it."""

    stem: Stem
    facts: dict[str, Any]  # probe.py
    seen: Analysis
    plan: Plan
    is_music: bool


def prepare(stems: Sequence[Stem], folder: Path, workers: int, tell: Callable[[float], None]) -> list[Prepared]:
    """Decode and treat all stems, as many at once as there are workers. Raises SoundError that names the stem."""
    shares = get_context("fork").Array("d", len(stems))
    rows = [(number, stem, folder / f"stem-{number}.f32") for number, stem in enumerate(stems)]
    with pool(min(workers, len(stems)), inherit, shares) as made:
        pending = made.map_async(prepare_one, rows, chunksize=1)
        while not pending.ready():
            pending.wait(0.2)
            tell(sum(shares[:]) / len(stems))
        return pending.get()


def prepare_one(row: tuple[int, Stem, Path]) -> Prepared:
    """One stem, in a process of its own."""
    number, stem, raw = row

    def tell(share: float) -> None:
        inherited[0][number] = min(1.0, share)

    try:
        return treated(stem, raw, tell)
    except SoundError as error:
        raise SoundError(f"The track “{stem.id}”: {error}") from error


def treated(stem: Stem, raw: Path, tell: Callable[[float], None]) -> Prepared:
    """Decode, look, treat."""
    facts = probe(stem.source)
    expected = max(1.0, (facts["duration"] + max(0.0, stem.offset)) * RATE)
    offset = round(stem.offset * RATE)
    seen = analysis.analyse(
        stem.source, facts["channels"], raw, lambda done: tell(DECODED * done / expected), offset=offset
    )
    music = is_music(seen, stem.treatment)
    made = plan.plan(seen, order(stem, music))
    treatment.treat(seen, made, 1, lambda share: tell(DECODED + (1 - DECODED) * share))
    seen.spectra, seen.noise = Spectra(), NoiseProfiler()  # big, and of no use any more
    tell(1.0)
    return Prepared(stem, facts, seen, made, music)


def order(stem: Stem, music: bool) -> MasterSpec:
    """What is done to one stem before the mix; the low end of music is not rumble."""
    wanted = replace(stem.treatment, leveler=False, filtering=stem.treatment.filtering and not music)
    return MasterSpec(stem.source, "", (), wanted)


inherited: list[Any] = []


def inherit(shares: Any) -> None:
    inherited[:] = [shares]
