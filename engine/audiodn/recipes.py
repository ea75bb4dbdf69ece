"""Recipes of variants: what files are made of a track, for the whole organization and for one track alone.

    type             file                                   fields beside index, type and is_required
    transcode        the sound, encoded                     codec, bitrate, is_stereo, is_strip_tags, is_strip_cover
    preview          a part of it, encoded                  the same, and preview: {type, seconds, percent, ...}
    levels           loudness over time, JSON               samples
    waveform_image   a picture of it, PNG                   samples, width, height, color, background (null: none)
    waveform_video   a moving picture of it, MP4            samples, width, height, color, background, has_audio
    original         what was uploaded, unchanged
    cover            the cover, JPEG: comes by itself, not by a recipe

A page of the vendor's dashboard makes these for a real organization; here ENGINE_AUDIODN_VARIANTS may hold a JSON list.
"""

import json
import re
import uuid
from dataclasses import asdict
from typing import Any

from engine import settings
from engine.sound.spec import Preview

Recipe = dict[str, Any]
HEX = re.compile(r"#[0-9a-fA-F]{6}")

TITLES = {
    "transcode": "Transcoded Version",
    "preview": "Preview Clip",
    "levels": "Audio Analysis",
    "waveform_image": "Waveform Image",
    "waveform_video": "Waveform Video",
    "original": "Original Upload",
    "cover": "Cover Image",
}
VIEWERS = {"levels": "data", "waveform_image": "image", "waveform_video": "video", "cover": "image"}
ENCODED = ("transcode", "preview")
AUDIBLE = (*ENCODED, "original")
CODECS = ("aac", "mp3", "ogg", "opus")
LOSSLESS = ("flac", "wav")  # for the organization's recipes only
EXTENSIONS = {
    **{"aac": "m4a", "mp3": "mp3", "ogg": "ogg", "opus": "opus", "flac": "flac", "wav": "wav"},
    **{"levels": "json", "waveform_image": "png", "waveform_video": "mp4", "cover": "jpg"},
}
ENCODING: Recipe = {
    **{"codec": "mp3", "bitrate": 128},
    **{"is_stereo": True, "is_strip_tags": True, "is_strip_cover": True},
}
DEFAULTS: dict[str, Recipe] = {
    "transcode": ENCODING,
    "preview": ENCODING,
    "levels": {"samples": 1000},
    "waveform_image": {"samples": 320, "width": 1600, "height": 320, "color": None, "background": None},
    "waveform_video": {
        **{"samples": 160, "width": 1280, "height": 720, "color": None, "background": "#14181b"},
        "has_audio": True,
    },
    "original": {},
    "cover": {},
}
# Only `hq` has to be there before a track is ready; the others follow.
USUAL: list[Recipe] = [
    {"index": "hq", "type": "transcode", "codec": "mp3", "bitrate": 192, "is_required": True},
    {"index": "lq", "type": "transcode", "codec": "mp3", "bitrate": 64},
    {"index": "preview", "type": "preview", "codec": "mp3", "bitrate": 128, "preview": {"seconds": 30.0}},
]


def recipe(raw: Recipe, scope: str) -> Recipe:
    """A whole recipe; its id follows from where it belongs and its index."""
    own = {"preview": None, "is_required": False, **DEFAULTS[raw["type"]], **raw}
    own["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{scope}/variant/{raw['index'].lower()}"))
    if raw["type"] == "preview":
        own["preview"] = asdict(Preview(**raw.get("preview") or {}))
    return own


def ordered(text: str) -> list[Recipe]:
    """The organization's recipes from the setting. Raises SystemExit with a sentence when they make no sense."""
    try:
        found = json.loads(text) if text else USUAL
        made = [checked(raw) for raw in found]
    except (ValueError, TypeError, KeyError) as error:
        raise SystemExit(f"ENGINE_AUDIODN_VARIANTS cannot be used: {error}. See engine/audiodn/recipes.py.") from error
    indexes = [one["index"].lower() for one in made]
    if len(set(indexes)) < len(indexes) or not {"cover"}.isdisjoint(indexes):
        raise SystemExit("ENGINE_AUDIODN_VARIANTS must give each variant an index of its own; cover is taken.")
    return made


def checked(raw: Recipe) -> Recipe:
    """One recipe of the setting, with sentences for what is wrong in it."""
    if raw["type"] not in TITLES or raw["type"] == "cover":
        raise ValueError(f"{raw['type']!r} is no type of variant")
    if not is_index(raw["index"]):
        raise ValueError(f"{raw['index']!r} is no index: 2 to 64 letters, digits, - or _")
    known = {"index", "type", "is_required", "preview", *DEFAULTS[raw["type"]]}
    if strange := raw.keys() - known:
        raise ValueError(f"{raw['index']} cannot have {', '.join(sorted(strange))}")
    made = recipe(raw, "organization")
    if raw["type"] in ENCODED and made["codec"] not in CODECS + LOSSLESS:
        raise ValueError(f"{made['codec']!r} is no codec")
    if made.get("bitrate", 128) not in range(12, 321):
        raise ValueError(f"the bitrate of {raw['index']} must be a whole number from 12 to 320")
    if any(not HEX.fullmatch(made.get(name) or "#000000") for name in ("color", "background")):
        raise ValueError(f"the colours of {raw['index']} must look like #1a2b3c")
    if not 16 <= made.get("samples", 16) <= min(10_000, made.get("width", 10_000)):
        raise ValueError(f"{raw['index']} needs 16 or more samples, and no more than it is wide")
    if any(not 16 <= made.get(side, 16) <= 3840 or made.get(side, 16) % 2 for side in ("width", "height")):
        raise ValueError(f"the sides of {raw['index']} must be even, from 16 to 3840 pixels")
    return made


def is_index(text: object) -> bool:
    """A delivery name: part of addresses and file names."""
    return (
        isinstance(text, str)
        and 2 <= len(text) <= 64
        and text.isascii()
        and text.replace("-", "").replace("_", "").isalnum()
    )


ORGANIZATION = ordered(settings.AUDIODN_VARIANTS)
COVER = recipe({"index": "cover", "type": "cover"}, "organization")


def of_track(track: Recipe) -> list[Recipe]:
    """All recipes for one track, the organization's first."""
    return [*ORGANIZATION, *track["variants"]]


def brief(variant: Recipe) -> Recipe:
    """The variant as it stands beside a file."""
    type_id = variant["type"]
    type_ = {"id": type_id, "viewer_id": VIEWERS.get(type_id, "audio"), "title": TITLES[type_id]}
    return {"id": variant["id"], "index": variant["index"], "variant_type": type_}


def props(variant: Recipe) -> Recipe:
    """What a file of this variant is made of."""
    return {name: variant.get(name) for name in DEFAULTS[variant["type"]]}


def view(variant: Recipe) -> Recipe:
    """The recipe as the API shows it."""
    own = {"name": variant["index"], "type": variant["type"], "is_required": variant["is_required"]}
    made_of = {"format": variant.get("codec") or EXTENSIONS.get(variant["type"]), "bitrate": variant.get("bitrate")}
    return {**brief(variant), **own, **made_of, **props(variant), "props": props(variant)}
