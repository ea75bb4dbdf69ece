"""Reads the headers of tus: numbers, metadata, checksums. What cannot be read is answered with 400."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from productions.plane.call import Answer, Call

CHECKSUMS = ("sha1", "sha256")


def number(call: Call, name: str) -> int:
    text = call.header(name)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Answer(400, f"The header {name.title()} must be a whole number.")
    return int(text)


def metadata(call: Call) -> dict[str, str]:
    """The pairs of `Upload-Metadata: name base64,name base64`. Raises `Answer` 400."""
    pairs = (pair.strip().partition(" ") for pair in call.header("upload-metadata").split(",") if pair.strip())
    try:
        return {name: base64.b64decode(text, validate=True).decode() for name, _, text in pairs}
    except ValueError:
        raise Answer(400, "The header Upload-Metadata must hold names and values in base64.") from None


@dataclass
class Checksum:
    """What the client says a piece's digest is, and what it turns out to be."""

    wanted: bytes
    digest: Any

    @classmethod
    def announced(cls, call: Call) -> "Checksum | None":
        """From `Upload-Checksum: sha1 <base64>`. Raises `Answer` 400."""
        if not (header := call.header("upload-checksum")):
            return None
        algorithm, _, text = header.partition(" ")
        if algorithm not in CHECKSUMS:
            raise Answer(400, f"The checksum must be one of {', '.join(CHECKSUMS)}.")
        try:
            return cls(base64.b64decode(text, validate=True), hashlib.new(algorithm))
        except binascii.Error:
            raise Answer(400, "The checksum must be in base64.") from None

    def update(self, data: bytes) -> None:
        self.digest.update(data)

    def is_right(self) -> bool:
        return bool(self.digest.digest() == self.wanted)
