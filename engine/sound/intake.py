"""What is mastered: one recording, or the mix of several, decoded, looked at and treated on the disk."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import analysis, plan, treatment
from .analysis import Analysis
from .multitrack.session import Session
from .pcm import RATE
from .plan import Plan
from .probe import probe
from .spec import MasterSpec, Multitrack

Stage = Callable[[str], AbstractContextManager[Callable[[float], None]]]
CLIPPED = 100  # samples at full scale that are no accident


@dataclass
class Intake:
    """Sound that lies treated in `seen.file`. `source` describes it as probe.py does."""

    source: dict[str, Any]
    seen: Analysis
    plan: Plan
    warnings: list[str]
    session: Session | None = None


def take_in(spec: MasterSpec, scratch: Path, stage: Stage) -> Intake:
    """Do all that comes before cuts and loudness. Raises SoundError."""
    taken = mixed(spec, spec.multitrack, scratch, stage) if spec.multitrack else recorded(spec, scratch, stage)
    taken.warnings += taken.plan.warnings
    if taken.seen.is_silent:
        taken.warnings.append("The recording is silent; the output files are silent, too.")
    return taken


def recorded(spec: MasterSpec, scratch: Path, stage: Stage) -> Intake:
    """One recording."""
    source = probe(spec.source)
    with stage("analysis") as tell:
        expected = max(1.0, source["duration"] * RATE)
        raw = scratch / "recording.f32"
        seen = analysis.analyse(spec.source, source["channels"], raw, lambda done: tell(done / expected))
        made = plan.plan(seen, spec)
    with stage("treatment") as tell:
        treatment.treat(seen, made, spec.workers, tell)
    warnings = []
    if seen.clipped > CLIPPED:
        warnings.append(f"The recording is clipped in {seen.clipped} samples; record it again with less gain.")
    return Intake(source, seen, made, warnings)


def mixed(spec: MasterSpec, wanted: Multitrack, scratch: Path, stage: Stage) -> Intake:
    """Several recordings; their mix is what a treated recording is elsewhere."""
    session = Session(wanted, spec.treatment)
    with stage("tracks") as tell:
        session.prepare(scratch, spec.workers, tell)
    with stage("mixing") as tell:
        seen = session.mix(scratch / "mix.f32", tell)
        made = plan.plan(seen, session.order(spec))
        if held := plan.held(seen, spec.treatment):
            made.leveling = held
            treatment.treat(seen, made, spec.workers, lambda _: None)
    return Intake(session.facts(), seen, made, session.warnings(), session)
