"""Recordings and output files at addresses of their own, answered by the bytes plane with Range."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.core import signing
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from productions.models import Cover, OutputFile, Recording
from teams.access import SEE, get_for

KINDS: dict[str, Any] = {"recordings": Recording, "outputs": OutputFile, "covers": Cover}
# What apps above add: the name of a kind of door, and whether the one with this key still opens a file.
DOORS: dict[str, Callable[[str, Any], bool]] = {}
SIGNED_SECONDS = 3600  # how long a signed address is good
NOTHING = _("There is nothing at this address, or you do not have access to it.")
SALT = "productions.files"
OTHER = "application/octet-stream"  # and only to be saved: nothing of somebody else's making runs on our pages
TYPES = {
    ".wav": "audio/wav", ".aif": "audio/aiff", ".aiff": "audio/aiff", ".flac": "audio/flac", ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".opus": "audio/ogg", ".mka": "audio/x-matroska", ".weba": "audio/webm", ".webm": "video/webm",
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska",
    ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
    ".srt": "text/plain; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
}  # fmt: skip


def address(row: Recording | OutputFile | Cover) -> str:
    """Where members of the team hear and save it; `?download` saves it."""
    return f"/files/{_kind(row)}/{row.pk}/{quote(row.file_name, safe='')}"


def signed_address(row: OutputFile | Cover, door: str, key: str, *, is_saved: bool = False) -> str:
    """The same for whoever has this address, for a while, and as long as the door with this key opens it."""
    signature = signing.dumps([_kind(row), str(row.pk), door, key], salt=SALT, compress=True)
    return f"{address(row)}?{'download&' if is_saved else ''}{urlencode({'signed': signature})}"


def find_signed(signature: str, kind: str, pk: UUID) -> Any:
    """The file that a signed address names. Raises `Http404` once it is too old or its door is closed."""
    try:
        signed_kind, signed_pk, door, key = signing.loads(signature, salt=SALT, max_age=SIGNED_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Http404(NOTHING) from None
    row = KINDS[kind].objects.filter(pk=pk).first() if (signed_kind, signed_pk) == (kind, str(pk)) else None
    if row is None or door not in DOORS or not DOORS[door](key, row):
        raise Http404(NOTHING)
    return row


def find(user: Any, kind: str, pk: UUID) -> Any:
    """The recording or output file, for any member of its team. Raises `Http404`."""
    if kind not in KINDS:
        raise Http404(NOTHING)
    return get_for(user, KINDS[kind].objects, SEE, pk=pk)


def _kind(row: Any) -> str:
    return next(name for name, model in KINDS.items() if isinstance(row, model))


def content_type(file_name: str) -> str:
    return TYPES.get(PurePath(file_name).suffix.lower(), OTHER)
