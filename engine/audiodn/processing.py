"""What happens to a track once its bytes are here.

initialized -> (probe) -> processing -> (levels, cover, required files) -> ready -> (other files) -> files_completed_at
                 |             |                                             `-> incomplete: some could not be made
                 |             |-> fallback -> fallback_processing -> ... : too big, or out of room on the way
                 |             `-> error: nothing that could be played
                 `-> init_error: no audio, or longer than the plan allows

One job does all of it, and asks before each step what has been done, so a killed engine goes on where it was. The
fallback is a second job for what is heavy: one track at a time, so that small ones need not wait behind it.
"""

import shutil
import threading

from engine import jobs, settings, store
from engine.audiodn import hooks, making, moments, plan, recipes, tracks
from engine.audiodn.envelope import Body
from engine.jobs import Job
from engine.sound import process
from engine.sound.process import Canceled, Exhausted, SoundError
from engine.sound.spec import ProbeSpec

JOB, FALLBACK = tracks.JOBS
PROBED = ("format", "codec", "channels", "samplerate", "bitrate")
FAILED = ("init_error", "error")
DONE = ("ready", "incomplete")
PAUSE = 1.0  # seconds until a waiting heavy track asks again
MB = 10**6

_heavy = threading.Lock()


def run(track_id: str, job: Job) -> None:
    """The ordinary way: step after step until nothing is left to do, or until it is too heavy."""
    try:
        walk(track_id, job)
    except Exhausted:
        change(track_id, "fallback", is_heavy=True)
        jobs.submit(FALLBACK, track_id)
    except Canceled:
        if not job.is_canceled:  # killed by the machine, not by us
            change(track_id, "fallback", is_heavy=True)
            jobs.submit(FALLBACK, track_id)


def run_fallback(track_id: str, job: Job) -> None:
    """The way for heavy tracks: one at a time."""
    if not _heavy.acquire(blocking=False):
        jobs.submit(FALLBACK, track_id, after=PAUSE)
        return
    try:
        track = store.get("track", track_id)
        if track and track["track_status_id"] == "fallback":
            change(track_id, "fallback_processing")
        walk(track_id, job)
    except Canceled:
        if not job.is_canceled:
            give_up(track_id, "The machine ended the work on this track. Free some memory, and upload it again.")
    finally:
        _heavy.release()


def walk(track_id: str, job: Job) -> None:
    """Step after step, each told about. Raises Exhausted, Canceled."""
    try:
        hooks.catch_up(track_id)
        while (track := store.get("track", track_id)) and not job.is_canceled and advance(track, job):
            hooks.catch_up(track_id)
    finally:
        shutil.rmtree(tracks.folder(track_id) / "work" / job.name, ignore_errors=True)


def advance(track: Body, job: Job) -> bool:
    """Do the next step; False when there is none, or none for this job."""
    status = track["track_status_id"]
    if track["source"] is None or status in FAILED:
        return False
    if track["probe"] is None:
        initialize(track, job)
    elif track["files_completed_at"]:
        return False
    elif job.name == JOB and is_heavy(track):
        change(track["id"], "fallback")
        jobs.submit(FALLBACK, track["id"])
        return False
    elif track["levels"] is None:
        analyse(track, job)
    elif required := [recipe for recipe in making.missing(track) if recipe["is_required"]]:
        making.make_all(track, required, job)
    elif status not in DONE and is_whole(track):
        change(track["id"], "ready")
    elif rest := making.missing(track):
        making.make_all(track, rest, job)
    else:
        complete(track)
    return True


def initialize(track: Body, job: Job) -> None:
    """Look what it is; anything but audio ends here."""
    try:
        probe = process.run("probe", ProbeSpec(track["source"]), on_child=job.child)
    except SoundError as error:
        making.repeat_if_heavy(error, job)
        change(track["id"], "init_error", failure=str(error))
        return
    if reason := plan.too_long(probe["duration"]):
        change(track["id"], "init_error", failure=reason)
        return
    found = {name: probe.get(name) for name in PROBED}
    info = {**found, "duration": probe["duration"], "tags": probe.get("tags") or {}}
    status = "processing" if job.name == JOB else "fallback_processing"
    change(track["id"], status, probe=probe, duration=probe["duration"], format=found, info=info)


def analyse(track: Body, job: Job) -> None:
    """Without levels and length there is nothing to play."""
    try:
        making.analyse(track, job)
    except SoundError as error:
        making.repeat_if_heavy(error, job)
        change(track["id"], "error", failure=str(error))


def is_heavy(track: Body) -> bool:
    """Whether it takes the slower way: by its size or length, or because it ran out of room before."""
    return bool(
        track.get("is_heavy")
        or track["size"] > settings.AUDIODN_HEAVY_MB * MB
        or track["probe"]["duration"] > settings.AUDIODN_HEAVY_MINUTES * 60
    )


def is_whole(track: Body) -> bool:
    """Whether every required file is there; then listeners need not wait for the others."""
    made = {file["variant"]["index"] for file in track["files"] if file["is_success"]}
    return all(recipe["index"] in made for recipe in recipes.of_track(track) if recipe["is_required"])


def complete(track: Body) -> None:
    """Every file was tried."""
    is_playable = any(file["is_success"] and is_audible(file) for file in track["files"])
    failed = [file for file in track["files"] if not file["is_success"]]
    status = "error" if not is_playable else "incomplete" if failed else "ready"
    reason = {"failure": failed[0]["status_text"]} if failed and not is_playable else {}
    change(track["id"], status, files_completed_at=moments.now(), **reason)


def is_audible(file: Body) -> bool:
    return file["variant"]["variant_type"]["id"] in recipes.AUDIBLE


def give_up(track_id: str, sentence: str) -> None:
    """The job broke three times, or was ended where there is no further way."""
    change(track_id, "error", failure=sentence)
    hooks.catch_up(track_id)


def change(track_id: str, status: str, **found: object) -> None:
    """Set the status and what was found on the way."""

    def apply(track: Body) -> Body:
        before = track["track_status_id"]
        previous = {"previous_status": before} if before != status else {}
        return {**track, **previous, "track_status_id": status, **found}

    if track := store.change("track", track_id, apply):
        tracks.note(track)


def take_up() -> None:
    """Tracks that were waiting for work when a kill came before there was a job."""
    waiting = {"initialized": JOB, "processing": JOB, "fallback": FALLBACK, "fallback_processing": FALLBACK}
    for status, job in waiting.items():
        for track in store.find("track", track_status_id=status):
            if track["source"]:
                jobs.submit(job, track["id"])


jobs.register(JOB, run, give_up)
jobs.register(FALLBACK, run_fallback, give_up)
take_up()
