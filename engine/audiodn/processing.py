"""What happens to a track once its bytes are here.

initialized -> (probe) -> processing -> (levels and required files) -> ready -> (other files) -> files_completed_at
                 |                          `-> error, or incomplete when some files could not be made
                 `-> init_error: no audio, or longer than the plan allows

One job does all of it, and asks before each step what has been done, so a killed engine goes on where it was.
"""

import shutil
import uuid
from pathlib import Path

from engine import jobs, store
from engine.audiodn import covers, hooks, moments, originals, plan, tracks, variants
from engine.audiodn.envelope import Body
from engine.jobs import Job
from engine.sound import process
from engine.sound.process import Canceled, SoundError
from engine.sound.spec import Preview, ProbeSpec, Rendition, TrackSpec

JOB = "audiodn_track"
LEVELS = 320
PROBED = ("format", "codec", "channels", "samplerate", "bitrate")


def run(track_id: str, job: Job) -> None:
    """The job: step after step until nothing is left to do."""
    try:
        hooks.catch_up(track_id)
        while (track := store.get("track", track_id)) and not job.is_canceled and advance(track, job):
            hooks.catch_up(track_id)
    except Canceled:
        return
    finally:
        shutil.rmtree(tracks.folder(track_id) / "work", ignore_errors=True)


def advance(track: Body, job: Job) -> bool:
    """Do the next step; False when there is none."""
    if track["source"] is None or track["track_status_id"] in ("init_error", "error"):
        return False
    if track["probe"] is None:
        initialize(track, job)
    elif track["levels"] is None:
        analyse(track, job)
    elif recipes := missing(track):
        render(track, recipes, job)
    elif track["files_completed_at"] is None:
        complete(track)
    else:
        return False
    return True


def give_up(track_id: str, sentence: str) -> None:
    """The job broke three times."""
    change(track_id, "error", failure=sentence)
    hooks.catch_up(track_id)


def initialize(track: Body, job: Job) -> None:
    """Look what it is; anything but audio ends here."""
    try:
        probe = process.run("probe", ProbeSpec(track["source"]), on_child=job.child)
    except SoundError as error:
        change(track["id"], "init_error", failure=str(error))
        return
    if reason := plan.too_long(probe["duration"]):
        change(track["id"], "init_error", failure=reason)
        return
    found = {name: probe.get(name) for name in PROBED}
    info = {**found, "duration": probe["duration"], "tags": probe.get("tags") or {}}
    change(track["id"], "processing", probe=probe, duration=probe["duration"], format=found, info=info)


def analyse(track: Body, job: Job) -> None:
    """Levels, required files and the embedded cover; then it can be played, and the other files may follow."""
    required = [recipe for recipe in missing(track) if recipe["is_required"]]
    try:
        result = work(track, required, job, cover=True)
    except SoundError as error:
        for recipe in required:
            fail(track, recipe, str(error))
        change(track["id"], "error", failure=str(error))
        return
    save_files(track, required, result)
    if result.get("cover"):
        adopt_cover(track, Path(result["cover"]), job)
    change(track["id"], "ready", levels=result["levels"], duration=result["duration"])


def render(track: Body, recipes: list[Body], job: Job) -> None:
    """The other files together; when that fails one by one, to keep those that can be made."""
    try:
        save_files(track, recipes, work(track, recipes, job))
    except SoundError as error:
        if len(recipes) == 1:
            fail(track, recipes[0], str(error))
        else:
            for recipe in recipes:
                render(track, [recipe], job)


def complete(track: Body) -> None:
    """Every file was tried."""
    outcomes = {file["is_success"] for file in track["files"]}
    status = "incomplete" if False in outcomes else "ready"
    change(track["id"], status if True in outcomes else "error", files_completed_at=moments.now())


def missing(track: Body) -> list[Body]:
    """The recipes without a file yet, neither made nor failed."""
    tried = {file["variant"]["index"] for file in track["files"]}
    return [recipe for recipe in variants.of_track(track) if recipe["index"] not in tried]


def work(track: Body, recipes: list[Body], job: Job, *, cover: bool = False) -> Body:
    """One run of the sound engine over the original, and copies where those will do. Raises SoundError, Canceled."""
    folder = tracks.folder(track["id"]) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    tracks.media_path(track["base_path"]).parent.mkdir(parents=True, exist_ok=True)
    copied = [recipe for recipe in recipes if originals.fits(track["probe"], recipe)]
    spec = TrackSpec(
        source=track["source"],
        work_dir=str(folder),
        renditions=tuple(rendition(track, recipe) for recipe in recipes if recipe not in copied),
        levels=LEVELS,
        cover_path=str(folder / "cover") if cover and not track["cover"] else None,
    )
    result = process.run("track", spec, on_progress=job.progress, on_child=job.child)
    if job.is_canceled:
        raise Canceled
    source = Path(track["source"])
    copies = [
        originals.copy(source, track["probe"], tracks.media_path(file_path(track, recipe)), recipe) for recipe in copied
    ]
    return {**result, "renditions": [*result["renditions"], *copies]}


def rendition(track: Body, recipe: Body) -> Rendition:
    """The recipe as the sound engine wants it."""
    return Rendition(
        path=str(tracks.media_path(file_path(track, recipe))),
        preview=Preview(**recipe["preview"]) if recipe["preview"] else None,
        **{
            name: recipe[name] for name in ("index", "codec", "bitrate", "is_stereo", "is_strip_tags", "is_strip_cover")
        },
    )


def file_path(track: Body, recipe: Body) -> str:
    """Where the file lies below the media folder, and in its address."""
    return f"{track['base_path']}_{recipe['index']}.{variants.EXTENSIONS[recipe['codec']]}"


def save_files(track: Body, recipes: list[Body], result: Body) -> None:
    """Write down what was made."""
    made = {entry["index"]: entry for entry in result["renditions"]}
    for recipe in recipes:
        entry = made[recipe["index"]]
        window = None
        if recipe["preview"]:
            kept = ("duration", "capture_start", "capture_end", "content_type")
            window = {name: entry[name] for name in kept} | {"extension": variants.EXTENSIONS[recipe["codec"]]}
        found = {"size": entry["size"], "content_type": entry["content_type"], "data": window}
        found["props"] = {**variants.props(recipe), "bitrate": entry["bitrate"]}
        put_file(track, recipe, is_success=True, status_text=None, **found)


def fail(track: Body, recipe: Body, sentence: str) -> None:
    """Write down what could not be made, and why."""
    put_file(track, recipe, is_success=False, status_text=sentence, size=None, content_type=None, data=None)


def put_file(track: Body, recipe: Body, **found: object) -> None:
    """Write down a file; its id follows from track and variant, so doing it twice changes nothing."""
    path = file_path(track, recipe)
    id = str(uuid.uuid5(uuid.UUID(track["id"]), recipe["index"]))
    own = {"id": id, "path": path, "file_name": Path(path).name, "is_public": False, "is_announced": False}
    described = {"variant": variants.brief(recipe), "props": variants.props(recipe)}
    tracks.put_file(track["id"], {**own, **described, **found})


def adopt_cover(track: Body, image: Path, job: Job) -> None:
    """The picture inside the audio file, unless somebody sent one; a bad one is no reason to fail."""
    try:
        result = covers.analyse(image, track["id"], job)
    except SoundError:
        return
    covers.attach("track", track["id"], track["id"], result, only_if_none=True)


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
    for status in ("initialized", "processing"):
        for track in store.find("track", track_status_id=status):
            if track["source"]:
                jobs.submit(JOB, track["id"])


jobs.register(JOB, run, give_up)
take_up()
