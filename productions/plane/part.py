"""The file an upload grows in. Its size is how much has arrived, and a lock on it is the right to write.

The lock dies with the process that holds it, so nobody has to clean up after a kill.
"""

import fcntl
import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.conf import settings

READ_BYTES = 1 << 20
MOST_DIGESTS = 100

# SHA-256 of what has arrived so far, for uploads that come in several requests. Lost with the process; see `sha256`.
_digests: dict[UUID, tuple[int, Any]] = {}


class Busy(Exception):
    """Somebody else writes to this part, or makes a recording of it."""


class Gone(Exception):
    """There is no such part: finished, ended or expired."""


def place(pk: UUID) -> Path:
    return Path(settings.UPLOAD_DIR) / f"{pk}.part"


def size_of(pk: UUID) -> int | None:
    """How many bytes have arrived; None when there is no part."""
    try:
        return place(pk).stat().st_size
    except FileNotFoundError:
        return None


def create(pk: UUID) -> None:
    place(pk).parent.mkdir(parents=True, exist_ok=True)
    place(pk).open("xb").close()


class Part:
    """A part opened for writing, by one at a time. Raises `Busy` or `Gone`."""

    def __init__(self, pk: UUID) -> None:
        self.pk, self.path = pk, place(pk)
        try:
            self._file = self.path.open("r+b", buffering=0)
        except FileNotFoundError:
            raise Gone(str(pk)) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise Busy(str(pk)) from None
        if not os.fstat(self._file.fileno()).st_nlink:  # removed between opening and locking
            self._file.close()
            raise Gone(str(pk))
        self.size = self._file.seek(0, os.SEEK_END)
        counted, digest = _digests.pop(pk, (0, hashlib.sha256()))
        self._digest = digest if counted == self.size else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._digest is not None and self.path.exists():
            _digests[self.pk] = self.size, self._digest
            if len(_digests) > MOST_DIGESTS:
                _digests.pop(next(iter(_digests)))
        self._file.close()

    def write(self, data: bytes) -> None:
        """Append. What was written before a full disk or a kill stays."""
        view = memoryview(data)
        while view:
            written = self._file.write(view) or 0
            self.size += written
            if self._digest is not None:
                self._digest.update(view[:written])
            view = view[written:]

    def sync(self) -> None:
        """Return when everything is on the disk."""
        os.fdatasync(self._file.fileno())

    def truncate(self, size: int) -> None:
        """Forget everything after the first `size` bytes."""
        self._file.truncate(size)
        self.size = self._file.seek(0, os.SEEK_END)
        self._digest = None

    def sha256(self) -> str:
        """Of the whole part; read once more when this process did not see all of it arrive."""
        if self._digest is None:
            with self.path.open("rb") as file:
                self._digest = hashlib.file_digest(file, "sha256")
        return str(self._digest.hexdigest())

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
