"""Fetches from outside: an input streamed to disk, or a small file such as a cover."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import requests
from urllib3.exceptions import HTTPError

from engine import jobs
from engine.auphonic import services, transfers
from engine.bodies import PIECE, Received, Sink
from engine.sound.errors import SoundError

TIMEOUT = (5, 30)
LONGEST = 6 * 3600  # seconds for the whole file


def fetch(source: dict[str, Any], path: Path, job: jobs.Job) -> Received:
    """The file of a source that is elsewhere (see inputs.py), whole. Raises SoundError with a sentence."""
    sink = Sink(path)
    deadline = time.monotonic() + LONGEST
    try:
        with opened(source) as file:
            while piece := file.read(PIECE):
                if job.is_canceled or time.monotonic() > deadline:
                    raise SoundError("Fetching the input was given up.")
                sink.write(piece)
        return sink.keep()
    except (HTTPError, OSError) as error:
        sink.drop()
        raise SoundError(f"Fetching {source['name']} broke off. Start the production again.") from error
    except BaseException:
        sink.drop()
        raise


@contextmanager
def opened(source: dict[str, Any]) -> Iterator[IO[bytes]]:
    """What a source points to, to read from. Raises SoundError."""
    if "service" in source:
        service = services.find(source["service"])
        if service is None:
            raise SoundError(f"The service that {source['name']} shall come from is not connected any more.")
        with transfers.opened(service, source["path"]) as file:
            yield file
        return
    address = source["url"]
    try:
        with requests.get(address, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            response.raw.decode_content = True
            yield cast(IO[bytes], response.raw)
    except requests.RequestException as error:
        raise SoundError(f"The input at {address} could not be fetched: {reason(error)}.") from error


def fetch_small(address: str, most_bytes: int) -> bytes:
    """The content at `address`. Raises SoundError with a sentence, also when it is too big."""
    try:
        with requests.get(address, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            content = bytearray()
            for piece in response.iter_content(PIECE):
                content += piece
                if len(content) > most_bytes:
                    raise SoundError(f"The file at {address} is bigger than {most_bytes // 1024**2} MB.")
            return bytes(content)
    except requests.RequestException as error:
        raise SoundError(f"The file at {address} could not be fetched: {reason(error)}.") from error


def reason(error: requests.RequestException) -> str:
    """Why, in a few words."""
    if error.response is not None:
        return f"the server answered {error.response.status_code}"
    return "the server did not answer in time" if isinstance(error, requests.Timeout) else "no answer came"
