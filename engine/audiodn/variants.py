"""Variants: the organization's recipes to read, and further files for one track."""

import uuid
from typing import Any

from engine import jobs, store
from engine.audiodn import fields, recipes, tracks
from engine.audiodn.envelope import Body, Call, Refused, needs


@needs("api")
def listing(call: Call) -> Body:
    """GET /v1/variant: the organization's."""
    page = call.page()
    variants = [recipes.view(v) for v in recipes.ORGANIZATION][page["offset"] :][: page["limit"]]
    return {"count": len(variants), "variants": variants}


@needs("api")
def show(call: Call, variant_id: str) -> Body:
    """GET /v1/variant/{id}."""
    for variant in recipes.ORGANIZATION:
        if variant["id"] == variant_id:
            return {"variant_id": variant_id, "variant": recipes.view(variant)}
    raise Refused(404, f"There is no variant with the id {variant_id}.")


@needs("api")
def add(call: Call, track_id: str) -> Body:
    """POST /v1/track/{id}/variant: one more file of this track, made at once from the stored original."""
    track = fields.found("track", track_id)
    variant = read(call.body, track_id)
    if track["source"] is None or track["probe"] is None:
        raise Refused(422, "This track has no readable file yet. Upload one and wait until it is ready.")

    def append(track: Body) -> Body:
        taken = {known["index"].lower() for known in (*recipes.of_track(track), recipes.COVER)}
        if variant["index"].lower() in taken:
            raise Refused(409, f"This track has a variant with the index {variant['index']} already.")
        status = {"previous_status": track["track_status_id"], "track_status_id": "processing"}
        return {**track, **status, "variants": [*track["variants"], variant], "files_completed_at": None}

    store.change("track", track_id, append)
    jobs.submit(tracks.JOBS[0], track_id)
    return {
        "track_id": track_id,
        "variant_id": variant["id"],
        "job_id": str(uuid.uuid4()),
        "variant": recipes.view(variant),
    }


def read(body: Body, track_id: str) -> Body:
    """The recipe asked for. Raises Refused."""
    type_ = fields.choice(body, "variant_type_id", recipes.ENCODED)
    index = fields.text(body, "index", required=True) or ""
    if not recipes.is_index(index):
        raise Refused(400, "index must have 2 to 64 letters, digits, - or _.")
    raw: Body = {
        "index": index,
        "type": type_,
        "codec": fields.choice(body, "codec", recipes.CODECS, "aac"),
        "bitrate": fields.number(body, "bitrate", 128, 12, 320),
        **{name: fields.flag(body, name, True) for name in ("is_stereo", "is_strip_tags", "is_strip_cover")},
        "is_required": True,  # the track is ready again when it is there
    }
    rules = window(body)  # also for a transcode: what is sent must make sense
    if type_ == "preview":
        raw["preview"] = rules
    return recipes.recipe(raw, track_id)


def window(body: Body) -> dict[str, Any]:
    """The preview's rules: a length in seconds or percent, its bounds in the other unit, and where it begins."""

    def percent(name: str, default: int) -> float:
        return fields.amount(body, f"preview_{name}", default, 0, 100)

    def seconds(name: str, default: int, least: float = 0) -> float:
        return fields.amount(body, f"preview_{name}", default, least, 86_400)

    return {
        "type": fields.choice(body, "preview_type", ("seconds", "percent"), "seconds"),
        "seconds": seconds("seconds", 60, least=0.1),
        "min_percent": percent("min_percent", 0),
        "max_percent": percent("max_percent", 50),
        "percent": percent("percent", 25),
        "min_seconds": seconds("min_seconds", 0),
        "max_seconds": seconds("max_seconds", 90),
        "start_percent": percent("start_percent", 25),
    }
