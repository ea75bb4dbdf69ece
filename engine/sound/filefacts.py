"""Facts about a finished file. Imports no numpy."""

import hashlib
from pathlib import Path
from typing import Any


def file_facts(path: Path) -> dict[str, Any]:
    """Where it is, its size in bytes and its MD5 checksum."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    return {"path": str(path), "size": path.stat().st_size, "checksum": checksum}
