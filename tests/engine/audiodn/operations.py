"""AudioDN's 30 documented operations as facts: method, path, who may ask, statuses, fields sent and answered.

Fields are `name:type`, a `!` after the name means "must be sent", a `?` after the type "may be null". Types are the
words of `SIMPLE`, the objects of `OBJECTS`, `[type]` for lists, and `a|b` for one of some words.

Where the documents of AudioDN disagree, both spellings are expected: `track_status_id` and `status`, `theme` and
`image_colors`. What is null for new objects may be null, although the documents do not say so.
"""

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
SIMPLE: dict[str, Schema] = {
    "uuid": {"type": "string", "pattern": UUID},
    "time": {"type": "string", "pattern": TIME},
    "url": {"type": "string", "pattern": r"^https?://"},
    "color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    "text": {"type": "string"},
    "int": {"type": "integer"},
    "num": {"type": "number"},
    "bool": {"type": "boolean"},
    "map": {"type": "object"},
}
STATUSES = "initialized|processing|fallback|fallback_processing|ready|incomplete|error|init_error"
LOOKS = (
    "theme:[ImageColor] image_colors:[ImageColor] is_theme_overridable:bool is_cover_overridable:bool "
    "player_color:color? player_color_light:color? player_color_dark:color? player_subtitle:text? "
)
LISTENED = (
    "id:uuid index:text duration:num? order:int player_title:text? player_subtitle:text? player_color:color? "
    "player_color_light:color? player_color_dark:color? file_name:text theme:[ImageColor] is_dark:bool info:map? "
    "metadata:map? organization_index:text? cover_image_prefix:url?"
)
OBJECTS = {
    "ImageColor": "hex:color area:num lightness:num saturation:num",
    "UploadHandle": "method:PUT|POST upload_url:url ttl:int expires_at:time",
    "Organization": "id:uuid name:text webhook_url:text? webhook_url_file:text? " + LOOKS,
    "Creator": "id:uuid organization_id:uuid folder_id:uuid organization_index:text metadata:map "
    "created_at:time updated_at:time",
    "Collection": "id:uuid organization_id:uuid creator_id:uuid? organization_index:text? title:text metadata:map "
    + LOOKS,
    "Track": "id:uuid organization_id:uuid collection_id:uuid creator_id:uuid? index:text organization_index:text? "
    "file_name:text file_name_original:text? order:int duration:num? size:int? format:map? info:map? metadata:map "
    f"track_status_id:{STATUSES} status:{STATUSES} player_title:text? base_path:text base_url:url "
    "files_completed_at:time? " + LOOKS,
    "VariantType": "id:text viewer_id:text title:text",
    "Variant": "id:uuid index:text name:text type:text variant_type:VariantType format:text bitrate:int?",
    "UploadSession": "id:uuid creator_id:uuid? collection_id:uuid organization_index:text? metadata:map "
    "expires_at:time",
    "PlaySession": "id:uuid creator_id:uuid? organization_index:text? metadata:map variants:[text] "
    "is_downloadable:bool expires_at:time",
    "Listened": LISTENED,
    "Image": "type:text width:int height:int url:url",
    "CoverImage": "icon:Image small:Image regular:Image large:Image",
    "Levels": "avg:num max:num min:num levels:[num] metric:text resample:num num_samples:int",
    "Window": "duration:num capture_start:num capture_end:num extension:text content_type:text",
    "Props": "codec:text bitrate:int is_stereo:bool is_strip_tags:bool is_strip_cover:bool",
    "Brief": "id:uuid index:text variant_type:VariantType",
    "File": "id:uuid url:url path:text size:int file_name:text content_type:text is_public:bool data:Window? "
    "props:Props variant:Brief",
    "First": "track_id:uuid cover_image:CoverImage? track:Listened levels:Levels? variants:[File]",
    "Download": "variant:text url:url expires_at:time",
}
SESSION = "upload_session_id:uuid upload_session:UploadSession "
TINTED = "player_color:color? player_color_light:color? player_color_dark:color? expires_at:time "
PLAYING = "play_session_id:uuid play_session:PlaySession "
NEW_TRACK = "track_id:uuid track:Track track_upload:UploadHandle track_cover_upload:UploadHandle "
LOOKED = "is_cover_overridable:bool is_theme_overridable:bool player_color:color player_subtitle:text "
ENCODED = (
    "variant_type_id!:transcode|preview index!:text codec:aac|mp3|ogg|opus bitrate:int is_stereo:bool "
    "is_strip_tags:bool is_strip_cover:bool preview_type:seconds|percent preview_seconds:num preview_min_percent:num "
    "preview_max_percent:num preview_percent:num preview_min_seconds:num preview_max_seconds:num "
    "preview_start_percent:num"
)


@dataclass(frozen=True)
class Operation:
    """`keys` are the kinds of key that may ask; none where the id in the path is the permission."""

    method: str
    path: str
    keys: str
    statuses: str
    sent: str
    answered: str

    @property
    def documented(self) -> set[int]:
        return {int(status) for status in self.statuses.split()}

    @property
    def ids(self) -> list[str]:
        """The names of the ids in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


KEY = (
    "title!:text api_key_type_id!:player|uploader|share collection_id:uuid track_id:uuid creator_id:uuid "
    "variants:[text] expires_at:time"
)
ORG, CREATOR, SHELF = "organization/{organization_id}", "creator/{creator_id}", "collection/{collection_id}"
TRACK, UPLOADING, PLAYED = "track/{track_id}", "upload_session/{upload_session_id}", "play/{play_session_id}/{track_id}"
COVERED = "collection_id:uuid collection:Collection collection_cover_upload:UploadHandle"
OPERATIONS = [
    Operation("POST", "api_key", "api", "200 400 401 403", KEY, "api_key:text"),
    Operation("GET", ORG, "api", "200 401 404", "", "organization_id:uuid organization:Organization"),
    Operation("PUT", ORG, "api", "200 400 401 404", "name:text " + LOOKED, "organization:Organization"),
    Operation("GET", "creator", "api", "200 401", "", "count:int creators:[Creator]"),
    Operation(
        "POST", "creator", "api", "200 400 401", "organization_index!:text metadata:map",
        "creator_id:uuid creator:Creator",
    ),
    Operation("GET", CREATOR, "api", "200 401 404", "", "creator_id:uuid creator:Creator"),
    Operation(
        "PUT", CREATOR, "api", "200 400 401 404", "organization_index:text metadata:map",
        "creator_id:uuid creator:Creator",
    ),
    Operation("DELETE", CREATOR, "api", "200 401 404", "", "creator_id:uuid deleted_creator:Creator"),
    Operation("GET", "collection", "api", "200 401", "", "count:int collections:[Collection]"),
    Operation(
        "POST", "collection", "api", "200 400 401",
        "title!:text creator_id:uuid organization_index:text metadata:map theme:[ImageColor] " + LOOKED, COVERED,
    ),
    Operation("GET", SHELF, "api", "200 401 404", "", "collection_id:uuid collection:Collection"),
    Operation(
        "PUT", SHELF, "api", "200 400 401 404", "title:text metadata:map organization_index:text " + LOOKED,
        "collection_id:uuid collection:Collection",
    ),
    Operation("DELETE", SHELF, "api", "200 401 404", "", "collection_id:uuid deleted_collection:Collection"),
    Operation("GET", SHELF + "/track", "api", "200 401 404", "", "count:int tracks:[Track]"),
    Operation("POST", SHELF + "/cover", "api", "200 401 404", "", COVERED),
    Operation(
        "POST", "track", "api", "200 400 401",
        "collection_id!:uuid creator_id:uuid file_name!:text organization_index:text metadata:map player_title:text "
        + LOOKED,
        NEW_TRACK,
    ),
    Operation("GET", TRACK, "api", "200 401 404", "", "track_id:uuid track:Track"),
    Operation(
        "PUT", TRACK, "api", "200 401 404", "player_title:text metadata:map organization_index:text " + LOOKED,
        "track_id:uuid track:Track",
    ),
    Operation("DELETE", TRACK, "api", "200 401 404", "", "track_id:uuid deleted_track:Track"),
    Operation(
        "POST", TRACK + "/cover", "api", "200 401 404", "",
        "track_id:uuid track:Track track_cover_upload:UploadHandle",
    ),
    Operation(
        "POST", TRACK + "/variant", "api", "200 400 401 404 409 422", ENCODED,
        "track_id:uuid variant_id:uuid job_id:uuid variant:Variant",
    ),
    Operation(
        "POST", "upload_session", "api uploader", "200 400 401",
        "collection_id:uuid creator_id:uuid organization_index:text metadata:map expires_in:int", SESSION + TINTED,
    ),
    Operation("GET", UPLOADING, "", "200 401 404", "", SESSION + TINTED),
    Operation(
        "POST", "upload/{upload_session_id}/track", "", "200 400 401 404",
        "file_name!:text organization_index:text metadata:map", SESSION + NEW_TRACK,
    ),
    Operation(
        "POST", "play_session/{scope}", "api player", "200 400 401",
        "variants:[text] collection_id:uuid track_id:uuid is_downloadable:bool expires_in:int",
        PLAYING + "tracks:[Listened] first_track:First expires_at:time",
    ),
    Operation(
        "GET", "play_session/{play_session_id}", "", "200 401 404", "",
        PLAYING + "tracks:[Listened] first_track:First expires_at:time",
    ),
    Operation("GET", PLAYED, "", "200 401 404", "", PLAYING + OBJECTS["First"]),
    Operation(
        "GET", PLAYED + "/{variant_index}/download", "", "200 403 404", "",
        "play_session_id:uuid track_id:uuid download:Download",
    ),
    Operation("GET", "variant", "api", "200 401", "", "count:int variants:[Variant]"),
    Operation("GET", "variant/{variant_id}", "api", "200 401 404", "", "variant_id:uuid variant:Variant"),
]  # fmt: skip


def fields(line: str) -> list[tuple[str, bool, str]]:
    """(name, must be sent, type) of each field."""
    pairs = (entry.split(":") for entry in line.split())
    return [(name.rstrip("!"), name.endswith("!"), type_) for name, type_ in pairs]


def object_of(line: str) -> Schema:
    """The schema of an object that has all these fields, and maybe more."""
    named = {name: of_type(type_) for name, _, type_ in fields(line)}
    return {"type": "object", "properties": named, "required": list(named)}


def of_type(word: str) -> Schema:
    if word.endswith("?"):
        return {"anyOf": [{"type": "null"}, of_type(word[:-1])]}
    if word.startswith("["):
        return {"type": "array", "items": of_type(word[1:-1])}
    if word in SIMPLE:
        return SIMPLE[word]
    return {"$ref": f"#/$defs/{word}"} if word in OBJECTS else {"enum": word.split("|")}


def schema(is_good: bool, operation: Operation) -> Schema:
    """Of a whole answer: the envelope, and in a good one what the operation answers."""
    if is_good:
        line, ok = f"ok:bool api_request_id:uuid {operation.answered}", True
    else:
        line, ok = "ok:bool api_request_id:uuid message:text", False
    whole = object_of(line)
    whole["properties"]["ok"] = {"const": ok}
    return {**whole, "$defs": {name: object_of(line) for name, line in OBJECTS.items()}}
