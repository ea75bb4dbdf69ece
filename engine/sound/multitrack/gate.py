"""The gate and the crossgate: where each microphone hears its own speaker, and where only the others.

Levels are dB per 10 ms. A voice that bleeds into another microphone is there quieter than in its own by a nearly
constant number of dB. That number is the lowest hill in the histogram of the difference of the two levels, taken
while the other microphone is busy; a microphone is closed where the difference lies on this hill.
"""

from dataclasses import dataclass

import numpy as np

from engine.sound.activity import SPEECH, Mask, detect, runs, smooth
from engine.sound.compressor import held
from engine.sound.pcm import Decibels, Energies, decibels

DEPTH = -24.0  # dB of a closed gate
EARLY, ATTACK, RELEASE = 8, 2, 25  # hops of 10 ms: opens before the sound, within two hops, closes slowly
HOLE, GAP = 24, 100  # hops: shorter holes stay open; shorter gaps in which nobody else speaks do, too
BLIP = 6  # hops: what is shorter is no word
WIDTH = 5  # hops over which levels are smoothed
LOUD = 18.0  # dB under a microphone's usual level: quieter moments say nothing about bleed
HILL, NARROWEST = 9.0, 6.0  # dB over the hill's middle that belong to it: usually, and at least
NEAREST = -3.0  # dB: two microphones that are more alike hear the same; neither is closed
FADE = 1.2  # dB a hop in which a voice fades from the room; another microphone hears the room longer than its own
FEWEST = 50  # hops, to see a hill at all


@dataclass(frozen=True)
class Hearing:
    """What was found out about one microphone, in hops of 10 ms."""

    heard: Mask  # something can be heard
    spoken: Mask  # its own speaker speaks
    bleeding: Mask  # another speaker is heard more
    opened: Mask  # what the gate lets through


def listen(energies: list[Energies], *, gate: bool = True, crossgate: bool = True) -> list[Hearing]:
    """Tell the speakers apart, from K-weighted energies of equal length, one array a microphone."""
    levels = [smooth(decibels(one), WIDTH) for one in energies]
    detected = [detect(one, SPEECH) for one in energies]
    heard, floors = [active for active, _ in detected], [floor for _, floor in detected]
    bleeding = [np.zeros(len(one), bool) for one in heard]
    if crossgate:
        fading = [held(one, FADE) for one in levels]
        bleeding = [bleed(number, levels, fading, floors, heard) for number in range(len(levels))]
    loud = [level > floor + SPEECH.on for level, floor in zip(levels, floors, strict=True)]
    spoken = [tidied(own & ~bled, over) for own, bled, over in zip(heard, bleeding, loud, strict=True)]
    spoken = [bridged(own, others(spoken, number)) for number, own in enumerate(spoken)]
    found = []
    for own, bled, mine in zip(heard, bleeding, spoken, strict=True):
        if gate:
            opened = mine
        elif crossgate:
            opened = ~(bled & ~mine)
        else:
            opened = np.ones(len(own), bool)
        found.append(Hearing(own, mine, bled, opened))
    return found


def others(masks: list[Mask], number: int) -> Mask:
    """Where anybody but this one speaks."""
    rest = [mask for index, mask in enumerate(masks) if index != number]
    return np.logical_or.reduce(rest) if rest else np.zeros(len(masks[number]), bool)


def bleed(
    number: int, levels: list[Decibels], fading: list[Decibels], floors: list[Decibels], heard: list[Mask]
) -> Mask:
    """Where this microphone hears another one's speaker; `fading` are the levels as they fade from the room."""
    found = np.zeros(len(levels[number]), bool)
    for other in range(len(levels)):
        if other == number:
            continue
        difference = levels[number] - fading[other]
        here = hill(difference[busy(levels[other], heard[other])])
        if here is None:
            continue
        back = hill((levels[other] - fading[number])[busy(levels[number], heard[number])])
        both = usual(levels[number], heard[number]) - usual(levels[other], heard[other])
        found |= (fading[other] > floors[other] + SPEECH.off) & (difference < border(here, back, both))
    return found


def border(here: float, back: float | None, both: float) -> float:
    """The difference under which it is bleed.

    It lies half way between the hill and where the other microphone has its own hill (for microphones near each
    other), or half way to the difference when both speak, if one of these is nearer than the hill is wide.
    """
    usual_border = min(here + HILL, max(here + NARROWEST, (here + both) / 2))
    return usual_border if back is None else min(usual_border, (here - back) / 2)


def busy(levels: Decibels, heard: Mask) -> Mask:
    """Where a microphone is spoken into loudly."""
    return heard & (levels > usual(levels, heard) - LOUD)


def usual(levels: Decibels, heard: Mask) -> float:
    """The level of a microphone when it is spoken into; what it hears of others is quieter."""
    return float(np.percentile(levels[heard], 90)) if heard.any() else 0.0


def hill(differences: Decibels) -> float | None:
    """The middle of the most frequent negative difference; None where there is none."""
    if len(differences) < FEWEST:
        return None
    counts, edges = np.histogram(differences, bins=np.arange(-60.0, NEAREST + 5))
    shape = np.convolve(counts, np.hanning(11), "same")
    shape[edges[:-1] >= NEAREST] = 0
    return float(edges[np.argmax(shape)] + 0.5) if shape.any() else None


def tidied(mask: Mask, loud: Mask) -> Mask:
    """Without runs that hold no word, such as the last of another voice in the room; then without holes."""
    clean = mask.copy()
    for start, stop in runs(mask):
        if loud[start:stop].sum() < BLIP:
            clean[start:stop] = False
    for start, stop in runs(~clean):
        if stop - start < HOLE and start > 0 and stop < len(clean):
            clean[start:stop] = True
    return clean


def bridged(mask: Mask, elsewhere: Mask) -> Mask:
    """A speaker who takes a breath has not stopped, unless somebody else begins."""
    whole = mask.copy()
    for start, stop in runs(~mask):
        if stop - start < GAP and start > 0 and stop < len(mask) and not elsewhere[start:stop].any():
            whole[start:stop] = True
    return whole


def curve(opened: Mask, depth: float = DEPTH) -> Decibels:
    """Gain in dB per hop: open a little early, down slowly."""
    target = np.where(reached(opened), 0.0, depth)
    return ramped(target, -depth / ATTACK, -depth / RELEASE)


def reached(opened: Mask) -> Mask:
    """Each opening begins EARLY hops before it."""
    early = opened.copy()
    for start, _ in runs(opened):
        early[max(0, start - EARLY) : start] = True
    return early


def ramped(target: Decibels, up: float, down: float) -> Decibels:
    """Follow the target, at most so many dB a hop up and down."""
    gains = np.empty(len(target))
    gain = float(target[0]) if len(target) else 0.0
    for hop, wanted in enumerate(target.tolist()):
        gain = min(wanted, gain + up) if wanted > gain else max(wanted, gain - down)
        gains[hop] = gain
    return gains
