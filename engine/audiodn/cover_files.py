"""Covers once they are here: analysed, hung on their track or collection, and among a track's files as `cover`."""

import shutil
import uuid
from pathlib import Path

from engine import jobs, store
from engine.audiodn import covers, handles, hooks, recipes, tracks
from engine.jobs import Job
from engine.sound import process
from engine.sound.process import SoundError

JOB = "audiodn_cover"
SIDE = 800  # pixels of the copy that is a file of the track


def process_uploaded(handle_id: str, job: Job) -> None:
    """The job after a cover has come."""
    handle = store.get(handles.KIND, handle_id)
    if handle is None:
        return
    try:
        result = covers.analyse(covers.original(handle_id), handle_id, job)
    except process.Canceled:
        return
    except SoundError as error:
        job.progress(str(error), 1.0)  # the cover stays as it was: AudioDN has no state for this
        return
    kind = handle["purpose"].removesuffix("_cover")
    covers.attach(kind, handle["target_id"], handle_id, result)
    if kind == "track":
        put(handle["target_id"])
        hooks.catch_up(handle["target_id"])


def adopt(track_id: str, image: Path, job: Job) -> None:
    """The picture inside the audio file, unless somebody sent one; a bad one is no reason to fail."""
    try:
        result = covers.analyse(image, track_id, job)
    except SoundError:
        return
    covers.attach("track", track_id, track_id, result, only_if_none=True)
    put(track_id)


def put(track_id: str) -> None:
    """The track's cover as one of its files, in place of the one before."""
    track = store.get(tracks.KIND, track_id)
    if track is None or not track["cover"]:
        return
    path = f"{track['base_path']}_cover.jpg"
    target = tracks.media_path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(covers.images(track["cover"]) / f"cover-{SIDE}.jpg", target)
    tracks.put_file(
        track_id,
        {
            "id": str(uuid.uuid5(uuid.UUID(track_id), "cover")),
            "path": path,
            "file_name": target.name,
            "is_public": False,
            "is_announced": False,
            "is_success": True,
            "status_text": None,
            "size": target.stat().st_size,
            "content_type": "image/jpeg",
            "data": None,
            "props": {"width": SIDE, "height": SIDE, "palette": [entry["hex"] for entry in track["theme"]]},
            "variant": recipes.brief(recipes.COVER),
        },
    )


jobs.register(JOB, process_uploaded)
