"""Files out: the addresses that check who asks and lead to the storage, and the storage itself.

The storage plays the object store behind the API: another origin, addresses that are their own permission for a
while, and a refusal of any Authorization header, since such stores mistake it for a signature of theirs.
"""

import asyncio
from pathlib import Path

from engine import settings, signed
from engine.auphonic import access, covers, presets, productions
from engine.auphonic.envelope import Refused, refusal
from engine.files import send_file
from engine.raw import RawScope, Receive, Send, answer, answer_json, header, origin

WAVEFORM = "waveform.png"
TWINS = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}


async def download(scope: RawScope, receive: Receive, send: Send) -> None:
    """A file for those who may: a redirect to the storage, or the file itself (Auphonic API, downloads)."""
    names = scope["path_params"]
    try:
        path = await asyncio.to_thread(allowed_path, scope)
    except Refused as refused:
        await answer_json(send, refused.status, refusal(refused))
        return
    elsewhere = storage_origin(origin(scope))
    if settings.DOWNLOADS == "direct" or not elsewhere:
        await send_file(scope, receive, send, path, filename=names["filename"])
        return
    inside = f"/storage/{names['kind']}/{names['uuid']}/{names['filename']}"
    await answer(send, 302, headers=[("location", elsewhere + signed.sign(inside, settings.LINK_SECONDS))])


def allowed_path(scope: RawScope) -> Path:
    """The file on disk. Raises Refused."""
    if access.problem(header(scope, "authorization"), scope["query_string"].decode("latin-1")):
        raise Refused(403, "This file is for its owner; send your credentials.")
    return found(**scope["path_params"])


def found(kind: str, uuid: str, filename: str) -> Path:
    """The file of this name. Raises Refused (404)."""
    if kind == "audio-result":
        production = productions.get(uuid)
        for file in (production["result"] or {}).get("files", []):
            if file and file["filename"] == filename:
                return productions.folder(uuid) / str(file["file"])
        waveform = productions.folder(uuid) / (production["result"] or {}).get("waveform", "none")
        if filename == WAVEFORM and waveform.is_file():
            return waveform
    else:
        draft = presets.get(uuid) if kind == "preset" else productions.get(uuid)
        cover = draft["cover"]
        if cover and filename in (cover["name"], "thumbnail.jpg"):
            return covers.path(cover) if filename == cover["name"] else covers.thumbnail(cover)
        for mark in draft["chapters"]:
            if mark["image"] and mark["image"]["file"] == filename:
                return covers.path(mark["image"])
    raise Refused(404, f"There is no file {filename!r}.")


def storage_origin(asked: str) -> str:
    """Another origin that leads here too: as set, or the other name of the loopback; empty when there is none."""
    if settings.STORAGE_ORIGIN:
        return settings.STORAGE_ORIGIN
    scheme, _, host = asked.partition("://")
    name, colon, port = host.partition(":")
    return f"{scheme}://{TWINS[name]}{colon}{port}" if name in TWINS else ""


async def storage(scope: RawScope, receive: Receive, send: Send) -> None:
    """The file behind a signed address."""
    if header(scope, "authorization"):
        await refuse(send, 400, "Missing x-amz-content-sha256: only one way to sign a request is allowed.")
        return
    names = scope["path_params"]
    if not signed.is_open(scope["path"], scope["query_string"].decode("latin-1")):
        await refuse(send, 403, "The signature does not fit, or the address is too old.")
        return
    try:
        path = await asyncio.to_thread(found, **names)
    except Refused as refused:
        await refuse(send, 404, refused.sentence)
        return
    await send_file(scope, receive, send, path, filename=names["filename"])


async def refuse(send: Send, status: int, sentence: str) -> None:
    """A storage speaks plain text."""
    await answer(send, status, f"{sentence}\n".encode(), [("content-type", "text/plain; charset=utf-8")])
