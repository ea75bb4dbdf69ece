"""Variants: the recipes for delivery files, those of the organization and those of one track alone."""

import uuid
from dataclasses import asdict
from typing import Any

from engine import jobs, store
from engine.audiodn import fields
from engine.audiodn.envelope import Body, Call, Refused, needs
from engine.sound.spec import Preview

TITLES = {"transcode": "Transcoded Version", "preview": "Preview Clip"}
CODECS = ("aac", "mp3", "ogg", "opus")
EXTENSIONS = {"aac": "m4a", "mp3": "mp3", "ogg": "ogg", "opus": "opus"}
# A page of the vendor's dashboard makes these for a real organization. Only `hq` has to be there before a track is
# ready; the others follow.
ORGANIZATION: list[Body] = [
    {"index": "hq", "type": "transcode", "codec": "mp3", "bitrate": 192, "is_required": True},
    {"index": "lq", "type": "transcode", "codec": "mp3", "bitrate": 64},
    {"index": "preview", "type": "preview", "codec": "mp3", "bitrate": 128, "preview": {"seconds": 30.0}},
]


def recipe(raw: Body, scope: str) -> Body:
    """A whole recipe: {id, index, type, codec, bitrate, is_stereo, ..., preview: {...} or None, is_required}."""
    whole = {"is_stereo": True, "is_strip_tags": True, "is_strip_cover": True, "is_required": False, **raw}
    whole["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{scope}/variant/{raw['index'].lower()}"))
    whole["preview"] = asdict(Preview(**raw.get("preview") or {})) if raw["type"] == "preview" else None
    return whole


def of_organization() -> list[Body]:
    """The recipes every track is made by."""
    return [recipe(raw, "organization") for raw in ORGANIZATION]


def of_track(track: Body) -> list[Body]:
    """All recipes for one track, the organization's first."""
    return [*of_organization(), *track["variants"]]


def brief(variant: Body) -> Body:
    """The variant as it stands beside a file."""
    type_id = variant["type"]
    type_ = {"id": type_id, "viewer_id": "audio", "title": TITLES[type_id]}
    return {"id": variant["id"], "index": variant["index"], "variant_type": type_}


def props(variant: Body) -> Body:
    """What a file of this variant is made of."""
    return {name: variant[name] for name in ("codec", "bitrate", "is_stereo", "is_strip_tags", "is_strip_cover")}


def view(variant: Body) -> Body:
    """The recipe as the API shows it."""
    own = {"name": variant["index"], "type": variant["type"], "format": variant["codec"]}
    return {**brief(variant), **own, **props(variant), "props": props(variant)}


@needs("api")
def listing(call: Call) -> Body:
    """GET /v1/variant: the organization's."""
    page = call.page()
    variants = [view(v) for v in of_organization()][page["offset"] :][: page["limit"]]
    return {"count": len(variants), "variants": variants}


@needs("api")
def show(call: Call, variant_id: str) -> Body:
    """GET /v1/variant/{id}."""
    for variant in of_organization():
        if variant["id"] == variant_id:
            return {"variant_id": variant_id, "variant": view(variant)}
    raise Refused(404, f"There is no variant with the id {variant_id}.")


@needs("api")
def add(call: Call, track_id: str) -> Body:
    """POST /v1/track/{id}/variant: one more file of this track, made at once from the stored original."""
    track = fields.found("track", track_id)
    variant = read(call.body, track_id)
    if track["source"] is None or track["probe"] is None:
        raise Refused(422, "This track has no readable file yet. Upload one and wait until it is ready.")

    def append(track: Body) -> Body:
        if variant["index"].lower() in {v["index"].lower() for v in of_track(track)}:
            raise Refused(409, f"This track has a variant with the index {variant['index']} already.")
        status = {"previous_status": track["track_status_id"], "track_status_id": "processing"}
        return {**track, **status, "variants": [*track["variants"], variant], "files_completed_at": None}

    store.change("track", track_id, append)
    jobs.submit("audiodn_track", track_id)
    return {
        "track_id": track_id,
        "variant_id": variant["id"],
        "job_id": str(uuid.uuid4()),
        "variant": view(variant),
    }


def read(body: Body, track_id: str) -> Body:
    """The recipe asked for. Raises Refused."""
    type_ = fields.choice(body, "variant_type_id", tuple(TITLES))
    index = fields.text(body, "index", required=True) or ""
    if not 2 <= len(index) <= 64 or not index.replace("-", "").replace("_", "").isalnum():
        raise Refused(400, "index must have 2 to 64 letters, digits, - or _.")
    raw: Body = {
        "index": index,
        "type": type_,
        "codec": fields.choice(body, "codec", CODECS, "aac"),
        "bitrate": fields.number(body, "bitrate", 128, 12, 320),
        **{name: fields.flag(body, name, True) for name in ("is_stereo", "is_strip_tags", "is_strip_cover")},
    }
    if type_ == "preview":
        raw["preview"] = window(body)
    return recipe(raw, track_id)


def window(body: Body) -> dict[str, Any]:
    """The preview's rules: a length in seconds or percent, its bounds in the other unit, and where it begins."""

    def percent(name: str, default: int) -> float:
        return float(fields.number(body, f"preview_{name}", default, 0, 100))

    def seconds(name: str, default: int, least: int = 0) -> float:
        return float(fields.number(body, f"preview_{name}", default, least, 86_400))

    return {
        "type": fields.choice(body, "preview_type", ("seconds", "percent"), "seconds"),
        "seconds": seconds("seconds", 60, least=1),
        "min_percent": percent("min_percent", 0),
        "max_percent": percent("max_percent", 50),
        "percent": percent("percent", 25),
        "min_seconds": seconds("min_seconds", 0),
        "max_seconds": seconds("max_seconds", 90),
        "start_percent": percent("start_percent", 25),
    }
