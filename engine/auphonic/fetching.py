"""Fetches from http addresses: an input streamed to disk, or a small file such as a cover."""

import time
from pathlib import Path

import requests

from engine import jobs
from engine.bodies import PIECE, Received, Sink
from engine.sound.errors import SoundError

TIMEOUT = (5, 30)
LONGEST = 6 * 3600  # seconds for the whole file


def fetch(address: str, path: Path, job: jobs.Job) -> Received:
    """The file at `address`, whole. Raises SoundError with a sentence."""
    sink = Sink(path)
    deadline = time.monotonic() + LONGEST
    try:
        with requests.get(address, stream=True, timeout=TIMEOUT) as response:
            response.raise_for_status()
            for piece in response.iter_content(PIECE):
                if job.is_canceled or time.monotonic() > deadline:
                    raise SoundError("Fetching the input was given up.")
                sink.write(piece)
        return sink.keep()
    except requests.RequestException as error:
        sink.drop()
        raise SoundError(f"The input at {address} could not be fetched: {reason(error)}.") from error
    except BaseException:
        sink.drop()
        raise


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
