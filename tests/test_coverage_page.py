"""What docs/coverage.md and docs/acceptance.md point at is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "arrivals",
    "audiodn",
    "compare",
    "exports",
    "engine",
    "notices",
    "productions",
    "podcaststudio",
    "static",
    "teams",
    "tests",
)


def test_every_file_it_names_exists() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text()
    named = set(re.findall(r"`([\w/-]+\.(?:py|js))`", text))
    there = [path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.*s")]
    there += [path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    lost = {name for name in named if not any(path == name or path.endswith(f"/{name}") for path in there)}
    assert (lost, len(named) > 10) == (set(), True)


def test_every_acceptance_check_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "acceptance.md").read_text()
    rows = re.findall(r"^\| (\d+) \|[^|]*\|(.*)\|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 16))
    named = {number: re.findall(r"`([\w/]+\.py)::(\w+)`", shown) for number, shown in rows}
    assert [number for number, tests in named.items() if not tests] == ["9"]
    for path, name in {each for tests in named.values() for each in tests}:
        assert f"\ndef {name}(" in (ROOT / path).read_text(), f"{path}::{name}"
