"""How fast a recording comes in, against a raw write to the same disk."""

import base64
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from bench import sounds
from bench.studio import Studio
from bench.table import Row, Section

SIZE = int(os.environ.get("BENCH_UPLOAD_MB", "512")) * 1024**2
PIECE = 1 << 20


def measure(folder: Path, studio: Studio) -> Section:
    source = sounds.random_wav(folder / "random.wav", SIZE)
    raw, ours, seconds = raw_write(source, folder / "copy.wav"), *upload(studio, source)
    return Section(
        "Upload",
        f"A recording of {SIZE >> 20} MB over the loopback address, by tus in one request. The peer writes the same "
        "bytes to the same disk and waits until they are there (fdatasync). *To the recording* counts the checksum, "
        "the probe and the way into the storage as well.",
        [
            Row(
                "bytes in",
                f"{_speed(ours)} MB/s",
                f"{_speed(raw)} MB/s",
                f"{raw / ours:.2f}",
                "0.70",
                raw / ours >= 0.7,
            ),
            Row("to the recording", f"{seconds:.1f} s", f"{raw:.1f} s", f"{seconds / raw:.2f}"),
        ],
    )


def upload(studio: Studio, source: Path) -> tuple[float, float]:
    """Seconds until the last byte was taken, and until there is a recording."""
    session = studio.sign_in()
    session.headers["Tus-Resumable"] = "1.0.0"
    episode = studio.shell("from productions.models import Episode; print(Episode.objects.get(title='Measuring').pk)")
    size = source.stat().st_size
    named = {"filename": source.name, "episode": episode}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in named.items())
    headers = {"Upload-Length": str(size), "Upload-Metadata": metadata}
    made = session.post(f"{studio.url}/uploads/", headers=headers, timeout=30)
    made.raise_for_status()
    address = urljoin(studio.url, made.headers["Location"])
    kind = {"Content-Type": "application/offset+octet-stream"}
    began = time.monotonic()
    with source.open("rb") as file:  # all but the last byte, so that nothing but taking bytes is measured
        body = _Part(file.read, size - 1)
        session.patch(address, data=body, headers={**kind, "Upload-Offset": "0"}, timeout=600).raise_for_status()
        taken = time.monotonic() - began
        last = file.read(1)
    done = session.patch(address, data=last, headers={**kind, "Upload-Offset": str(size - 1)}, timeout=600)
    done.raise_for_status()
    return taken, time.monotonic() - began


def raw_write(source: Path, target: Path) -> float:
    """Seconds."""
    began = time.monotonic()
    with source.open("rb") as reading, target.open("wb") as writing:
        while piece := reading.read(PIECE):
            writing.write(piece)
        writing.flush()
        os.fdatasync(writing.fileno()) if hasattr(os, "fdatasync") else os.fsync(writing.fileno())
    seconds = time.monotonic() - began
    target.unlink()
    return seconds


class _Part:
    """The first `size` bytes of a file as a request body of known length."""

    def __init__(self, read: Callable[[int], bytes], size: int) -> None:
        self._read, self.left, self.size = read, size, size

    def __len__(self) -> int:
        return self.size

    def read(self, wanted: int = -1) -> bytes:
        piece = self._read(min(max(wanted, PIECE), self.left)) if self.left else b""
        self.left -= len(piece)
        return piece


def _speed(seconds: float) -> str:
    return f"{SIZE / seconds / 1e6:.0f}"
