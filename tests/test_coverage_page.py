"""What docs/coverage.md points at is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("arrivals", "audiodn", "engine", "notices", "productions", "podcaststudio", "static", "teams", "tests")


def test_every_file_it_names_exists() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text()
    named = set(re.findall(r"`([\w/-]+\.(?:py|js))`", text))
    there = [path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.*s")]
    there += [path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    lost = {name for name in named if not any(path == name or path.endswith(f"/{name}") for path in there)}
    assert (lost, len(named) > 10) == (set(), True)
