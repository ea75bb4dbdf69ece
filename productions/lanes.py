"""Separate tracks of an episode: kept as a whole, proposed from recordings, and checked before they cost anything."""

import re
from itertools import combinations
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from productions.algorithms import same
from productions.auphonic.imports import tracks_of
from productions.models import Episode, Lane, Recording
from productions.track_parameters import OF_SOUND, OF_TRACK

LONGER = 0.02  # of the longest: more than that is worth a word
ROLES = {"music": "background", "bed": "background", "jingle": "unchanged", "ambience": "background"}


def replace(episode: Episode, rows: list[Lane]) -> None:
    """These and no others."""
    with transaction.atomic():
        episode.lanes.all().delete()
        Lane.objects.bulk_create(rows)


def propose(episode: Episode) -> list[Lane]:
    """A lane for every recording, oldest first; the name is the file's.

    A track of this name in the show's preset says what is done to it; else the role is what the name says.
    """
    found: list[Lane] = []
    preset = episode.show.preset
    patterns = {row["id"].casefold(): row["algorithms"] for row in tracks_of(preset.settings if preset else {})}
    for recording in episode.recordings.order_by("created_at", "id"):
        name = _name(recording.file_name)
        taken = {lane.name for lane in found}
        name = next(each for each in (name, *(f"{name} {n}" for n in range(2, 999))) if each not in taken)
        role = next((role for word, role in ROLES.items() if word in name.casefold()), "auto")
        settings = pattern_of(patterns[name.casefold()]) if name.casefold() in patterns else {"backforeground": role}
        found.append(Lane(episode=episode, recording=recording, position=len(found), name=name, settings=settings))
    return found


def pattern_of(algorithms: dict[str, Any]) -> dict[str, Any]:
    """What a lane takes over from the track of a preset, values that it does not know left out."""
    found = {each.key: algorithms.get(each.key, each.default) for each in OF_TRACK}
    legal = {
        each.key: next((v for v, _ in each.options if same(v, found[each.key])), each.default) for each in OF_TRACK
    }
    return legal | {each.key: algorithms.get(each.key, each.default) is True for each in OF_SOUND}


def warnings(rows: list[Lane]) -> list[str]:
    """What will probably sound wrong, in words. `rows` have their recordings."""
    found = []
    if len(rows) == 1:
        found.append(_("There is one track only. Add the others, or process the recording by itself."))
    for one, other in combinations(rows, 2):
        if one.recording.sha256 == other.recording.sha256:
            found.append(_("“%(one)s” and “%(other)s” are the same file.") % {"one": one.name, "other": other.name})
    speech = [lane for lane in rows if lane.settings.get("backforeground", "auto") in ("auto", "foreground")]
    longest = max(speech, key=lambda lane: lane.recording.duration, default=None)
    for lane in speech:
        if longest and longest.recording.duration - lane.recording.duration > LONGER * longest.recording.duration:
            short = longest.recording.duration - lane.recording.duration
            found.append(
                _(
                    "“%(name)s” is %(seconds).0f seconds shorter than “%(longest)s”. Tracks must begin at the same "
                    "moment: export all of them from zero, with their silence."
                )
                % {"name": lane.name, "seconds": short, "longest": longest.name}
            )
    found += _mixed_rates(rows)
    return found


def _mixed_rates(rows: list[Lane]) -> list[str]:
    rates = sorted({lane.recording.samplerate for lane in rows if lane.recording.samplerate})
    if len(rates) < 2:
        return []
    said = _(" and ").join(f"{rate / 1000:g} kHz" for rate in rates)
    return [
        _(
            "The tracks have %(rates)s. They are brought together, but clocks that differ drift apart in long"
            " recordings."
        )
        % {"rates": said}
    ]


def _name(file_name: str) -> str:
    stem = re.sub(r"[^\w .,'’&+()-]+|_+", " ", PurePath(file_name).stem)
    return " ".join(stem.split())[:50] or "Track"


def stands_for(rows: list[Lane]) -> Recording:
    """The recording that a production of these lanes is listed with: the longest."""
    return max((lane.recording for lane in rows), key=lambda recording: recording.duration)
