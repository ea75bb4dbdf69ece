"""Makes a track's files: the analysis first, then every kind beside the others, each written down when it is there."""

import os
import shutil
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine import settings
from engine.audiodn import colors, cover_files, covers, hooks, looks, originals, recipes, tracks
from engine.audiodn.envelope import Body
from engine.jobs import Job
from engine.sound import process
from engine.sound.process import Canceled, Exhausted, SoundError
from engine.sound.spec import Preview, Rendition, TrackSpec, WaveSpec

LEVELS = 320
PICTURE = "#7f8a91"  # of a waveform where nobody chose a colour: visible on light and on dark


def missing(track: Body) -> list[Body]:
    """The recipes without a file yet, neither made nor failed."""
    tried = {file["variant"]["index"] for file in track["files"]}
    return [recipe for recipe in recipes.of_track(track) if recipe["index"] not in tried]


def analyse(track: Body, job: Job) -> None:
    """Levels, the embedded cover and the required encodings, in one pass. Raises SoundError, Canceled."""
    required = [recipe for recipe in missing(track) if recipe["is_required"] and recipe["type"] in recipes.ENCODED]
    try:
        result = encode(track, required, job, cover=True)
    except SoundError as error:
        repeat_if_heavy(error, job)
        # One of the encodings may be at fault: the analysis alone now, each encoding for itself later.
        required, result = [], encode(track, [], job, cover=True)
    save_encoded(track, required, result)
    if result.get("cover"):
        cover_files.adopt(track["id"], Path(result["cover"]), job)
    tracks.found(track["id"], levels=result["levels"], duration=result["duration"])


def make_all(track: Body, wanted: list[Body], job: Job) -> None:
    """All of these, side by side. Raises Exhausted, Canceled when all others have ended."""
    encoded = [recipe for recipe in wanted if recipe["type"] in recipes.ENCODED]
    work: list[Callable[[], None]] = [lambda: make_encoded(track, encoded, job)] if encoded else []
    for recipe in wanted:
        if recipe["type"] not in recipes.ENCODED:
            work.append(lambda recipe=recipe: make_one(track, recipe, job))  # type: ignore[misc]
    with ThreadPoolExecutor(max(2, settings.JOBS), thread_name_prefix="variant") as pool:
        running = [pool.submit(told, track["id"], make) for make in work]
    for future in running:
        future.result()


def repeat_if_heavy(error: SoundError, job: Job) -> None:
    """What ran out of room on the ordinary way gets a second try on the other; there it has failed."""
    if isinstance(error, Exhausted) and job.name == tracks.JOBS[0]:
        raise error


def told(track_id: str, make: Callable[[], None]) -> None:
    make()
    hooks.catch_up(track_id)


def make_encoded(track: Body, wanted: list[Body], job: Job) -> None:
    """Encodings together; when that fails one by one, to keep those that can be made."""
    try:
        save_encoded(track, wanted, encode(track, wanted, job))
    except SoundError as error:
        repeat_if_heavy(error, job)
        if len(wanted) == 1:
            fail(track, wanted[0], str(error))
        else:
            for recipe in wanted:
                make_encoded(track, [recipe], job)


def make_one(track: Body, recipe: Body, job: Job) -> None:
    """A waveform, or the original."""
    try:
        made = keep_original(track, recipe) if recipe["type"] == "original" else draw(track, recipe, job)
    except SoundError as error:
        repeat_if_heavy(error, job)
        fail(track, recipe, str(error))
        return
    props = {**recipes.props(recipe), **made.pop("props", {})}
    put_file(track, recipe, is_success=True, status_text=None, data=None, **{**made, "props": props})


def encode(track: Body, wanted: list[Body], job: Job, *, cover: bool = False) -> Body:
    """One run of the sound engine over the original, and copies where those will do. Raises SoundError, Canceled."""
    folder = work_folder(track, job, "sound")
    copied = [recipe for recipe in wanted if originals.fits(track["probe"], recipe)]
    spec = TrackSpec(
        source=track["source"],
        work_dir=str(folder),
        renditions=tuple(rendition(track, recipe) for recipe in wanted if recipe not in copied),
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


def work_folder(track: Body, job: Job, name: str) -> Path:
    """A folder of this piece of work alone; the place of the finished file is there as well."""
    folder = tracks.folder(track["id"]) / "work" / job.name / name
    folder.mkdir(parents=True, exist_ok=True)
    tracks.media_path(track["base_path"]).parent.mkdir(parents=True, exist_ok=True)
    return folder


def rendition(track: Body, recipe: Body) -> Rendition:
    """The recipe as the sound engine wants it."""
    names = ("index", "codec", "bitrate", "is_stereo", "is_strip_tags", "is_strip_cover")
    return Rendition(
        path=str(tracks.media_path(file_path(track, recipe))),
        preview=Preview(**recipe["preview"]) if recipe["preview"] else None,
        **{name: recipe[name] for name in names},
    )


def draw(track: Body, recipe: Body, job: Job) -> Body:
    """A waveform as JSON, picture or video, in the track's colour. Raises SoundError, Canceled."""
    now = tracks.current(track)
    look = looks.of_track(now, now["origin"])
    chosen = recipe.get("color") or look["player_color"] or PICTURE
    is_video = recipe["type"] == "waveform_video"
    cover = is_video and looks.cover(now)
    spec = WaveSpec(
        type=recipe["type"],
        source=track["source"],
        path=str(tracks.media_path(file_path(track, recipe))),
        work_dir=str(work_folder(track, job, recipe["index"])),
        color=colors.companions(chosen)["player_color_dark"] or chosen if is_video else chosen,
        cover=str(covers.images(cover) / "cover-800.jpg") if cover else None,
        **{n: recipe[n] for n in ("samples", "width", "height", "background", "has_audio") if n in recipe},
    )
    made = process.run("waveform", spec, on_progress=job.progress, on_child=job.child)
    if job.is_canceled:
        raise Canceled
    return {"size": made["size"], "content_type": made["content_type"]}


def keep_original(track: Body, recipe: Body) -> Body:
    """What was uploaded, unchanged; a second name for the same file where the disk knows how."""
    path = tracks.media_path(file_path(track, recipe))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    try:
        os.link(track["source"], path)
    except OSError:
        shutil.copyfile(track["source"], path)
    probe = track["probe"]
    described = {"codec": probe["codec"], "bitrate": round(probe["bitrate"] or 0), "is_stereo": probe["channels"] > 1}
    kind = originals.content_type(path.suffix)
    return {"size": track["size"], "content_type": kind, "props": described}


def file_path(track: Body, recipe: Body) -> str:
    """Where the file lies below the media folder, and in its address."""
    if recipe["type"] == "original":
        ending = originals.ending(track["file_name_original"] or "", track["probe"])
    else:
        ending = recipes.EXTENSIONS[recipe.get("codec") or recipe["type"]]
    return f"{track['base_path']}_{recipe['index']}.{ending}"


def save_encoded(track: Body, wanted: list[Body], result: Body) -> None:
    """Write down what was made."""
    made = {entry["index"]: entry for entry in result["renditions"]}
    for recipe in wanted:
        entry = made[recipe["index"]]
        window = None
        if recipe["preview"]:
            kept = ("duration", "capture_start", "capture_end", "content_type")
            window = {name: entry[name] for name in kept} | {"extension": recipes.EXTENSIONS[recipe["codec"]]}
        seconds = window["duration"] if window else result["duration"]
        bitrate = entry["bitrate"] or round(entry["size"] * 8 / max(seconds, 0.1) / 1000)
        found = {"size": entry["size"], "content_type": entry["content_type"], "data": window}
        found["props"] = {**recipes.props(recipe), "bitrate": bitrate}
        put_file(track, recipe, is_success=True, status_text=None, **found)


def fail(track: Body, recipe: Body, sentence: str) -> None:
    """Write down what could not be made, and why."""
    put_file(track, recipe, is_success=False, status_text=sentence, size=None, content_type=None, data=None)


def put_file(track: Body, recipe: Body, **found: object) -> None:
    """Write down a file; its id follows from track and variant, so doing it twice changes nothing."""
    path = file_path(track, recipe)
    id = str(uuid.uuid5(uuid.UUID(track["id"]), recipe["index"]))
    own = {"id": id, "path": path, "file_name": Path(path).name, "is_public": False, "is_announced": False}
    described = {"variant": recipes.brief(recipe), "props": recipes.props(recipe)}
    tracks.put_file(track["id"], {**own, **described, **found})
