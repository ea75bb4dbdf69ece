"""Fetches recordings from the web: a row is written, a worker carries it, what comes is checked like an upload."""

import logging
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.template.defaultfilters import filesizeformat

from podcaststudio import guarded, http
from podcaststudio.due import Claim, Lost, in_seconds
from productions import pipeline, uploads
from productions.models import Episode, Fetch, Recording
from productions.probe import NotAudio

log = logging.getLogger(__name__)
LEASE = 180.0
TRIES = 5
LONGEST = 6 * 3600.0  # seconds a fetch may take


def ask(episode: Episode, address: str, by: Any, *, is_start_wanted: bool) -> Fetch:
    """Have a worker fetch it."""
    return Fetch.objects.create(
        episode=episode, user=by, address=address, is_start_wanted=is_start_wanted, due_at=in_seconds(0)
    )


def carry(pk: UUID) -> None:
    """Fetch what is due, if nobody else does."""
    turn = Fetch.objects.claim(pk, LEASE)
    if turn is None:
        return
    claim = Claim(Fetch.objects.all(), pk, turn, LEASE)
    try:
        claim.write(attempts=F("attempts") + 1, arrived=0)
        fetch = Fetch.objects.select_related("episode__show__team", "episode__show__preset", "user").get(pk=pk)
        with claim:
            values = _outcome(fetch, claim)
        claim.finish(**values)
    except Lost as lost:
        log.info("a fetch was dropped: %s", lost)


def _outcome(fetch: Fetch, claim: Claim) -> dict[str, Any]:
    """What is written at the end: the recording, another try, or a sentence."""
    try:
        recording = _bring(fetch, claim)
    except http.Unauthorized as problem:
        where = problem.sentence.split(" did not")[0]
        return _given_up(f"{where} wants a sign-in for this file. Give an address that works without one.")
    except http.Unreachable as problem:
        if fetch.attempts < TRIES:
            return {"error": f"{problem.sentence} Trying again.", "due_at": in_seconds(20.0 * 2**fetch.attempts)}
        return _given_up(f"{problem.sentence} Check the address, or upload the file.")
    except (http.Rejected, NotAudio, uploads.TooLarge, uploads.NoRoom) as problem:
        return _given_up(getattr(problem, "sentence", str(problem)))
    return {"recording": recording, "due_at": None, "error": _start(fetch, recording)}


def _given_up(sentence: str) -> dict[str, Any]:
    return {"due_at": None, "error": sentence}


def _bring(fetch: Fetch, claim: Claim) -> Recording:
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="fetch-") as file, guarded.open(fetch.address) as answer:
        _announced(answer.headers.get("Content-Length", ""))
        last, size = time.monotonic(), 0
        for piece in http.pieces(answer, guarded.company_of(fetch.address), LONGEST):
            size += file.write(piece)
            _announced(str(size))
            claim.keep()
            if time.monotonic() - last >= 1:
                last = time.monotonic()
                claim.write(arrived=size)
        file.flush()
        claim.check()
        return uploads.add_recording(fetch.episode, Path(file.name), _name(fetch.address), fetch.user)


def _announced(size: str) -> None:
    """Raises `TooLarge` before a file that nobody wants has filled the disk."""
    if size.isdigit() and int(size) > settings.UPLOAD_MAX_BYTES:
        raise uploads.TooLarge(
            f"The file is larger than this studio takes ({filesizeformat(settings.UPLOAD_MAX_BYTES)}). "
            "Export it as FLAC or MP3."
        )


def _name(address: str) -> str:
    return uploads.clean_name(unquote(PurePosixPath(urlsplit(address).path).name) or "recording")


def _start(fetch: Fetch, recording: Recording) -> str:
    """Start a production, if that was asked for; returns why it could not be."""
    if not fetch.is_start_wanted:
        return ""
    try:
        pipeline.start(fetch.episode, recording, actor=fetch.user)
    except pipeline.Refused as refused:
        return str(refused)
    return ""
