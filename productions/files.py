"""Recordings and output files at addresses of their own, answered by the bytes plane with Range."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404

from productions.models import Cover, OutputFile, Recording
from teams.access import SEE, get_for

KINDS: dict[str, Any] = {"recordings": Recording, "outputs": OutputFile, "covers": Cover}
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
    kind = next(name for name, model in KINDS.items() if isinstance(row, model))
    return f"/files/{kind}/{row.pk}/{quote(row.file_name, safe='')}"


def find(user: Any, kind: str, pk: UUID) -> Any:
    """The recording or output file, for any member of its team. Raises `Http404`."""
    if kind not in KINDS:
        raise Http404("There is nothing at this address, or you do not have access to it.")
    return get_for(user, KINDS[kind].objects, SEE, pk=pk)


def content_type(file_name: str) -> str:
    return TYPES.get(PurePath(file_name).suffix.lower(), OTHER)
