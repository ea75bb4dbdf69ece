"""Progress of a production in a terminal: a bar per stage, redrawn in place; plain lines where there is no terminal."""

from django.core.management.base import OutputWrapper

from productions.models import Production
from productions.states import TABLE, Kind, Stage, State

STAGES = tuple(stage for stage in Stage if stage != Stage.READY)
WIDTH = 32
# how far a stage is when a state begins, and how much of it that state is
SHARES = {
    State.CREATING: (0.0, 0.05),
    State.UPLOADING: (0.05, 0.9),
    State.STARTING: (0.95, 0.05),
    State.PROCESSING: (0.0, 1.0),
    State.COLLECTING: (0.0, 1.0),
    State.DELIVERING: (0.0, 0.6),
    State.TRANSCODING: (0.6, 0.4),
}


def fractions(production: Production) -> dict[Stage, float]:
    """How far each stage is, 0 to 1."""
    state = State(production.state)
    if state == State.READY:
        return dict.fromkeys(STAGES, 1.0)
    here = STAGES.index(TABLE[state].stage)
    before, share = SHARES.get(state, (0.0, 0.0))
    now = before + share * (production.progress or 0.0)
    return {stage: 1.0 if place < here else now if place == here else 0.0 for place, stage in enumerate(STAGES)}


class Bars:
    """Shows one production. Call `show` as often as you like; what did not change is not written again."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.is_terminal = out, out.isatty()
        self.drawn: list[str] = []
        self.state = ""

    def show(self, production: Production) -> None:
        if TABLE[State(production.state)].kind == Kind.RESTS and production.state != State.READY:
            return  # failed or canceled: the bars stay where they were
        lines = [_line(stage, fraction, production) for stage, fraction in fractions(production).items()]
        if self.is_terminal and lines != self.drawn:
            up = f"\x1b[{len(self.drawn)}A" if self.drawn else ""
            self.out.write(up + "".join(f"\x1b[2K{line}\n" for line in lines))
            self.drawn = lines
        elif not self.is_terminal and production.state != self.state:
            self.out.write(f"{_doing(production)}\n")
        self.state = production.state
        self.out.flush()


def _line(stage: Stage, fraction: float, production: Production) -> str:
    full = round(fraction * WIDTH)
    bar = "█" * full + "░" * (WIDTH - full)
    doing = _doing(production) if TABLE[State(production.state)].stage == stage else ""
    return f"{stage:<8}{bar} {fraction:>4.0%}  {doing}".rstrip()


def _doing(production: Production) -> str:
    row = TABLE[State(production.state)]
    return f"{row.doing} ({production.error})" if production.error else str(row.doing)
