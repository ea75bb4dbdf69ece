"""What a page asks for besides its HTML is light: own scripts and styles, as the studio sends them.

The HTML of every page is weighed in tests/e2e/test_every_page.py.
"""

import gzip
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"


def weight(pattern: str) -> int:
    """Bytes of all files that fit, each compressed for itself."""
    return sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob(pattern))


def test_all_own_scripts_and_all_styles_are_light() -> None:
    assert 10_000 < weight("js/*.js") < 60_000
    assert 10_000 < weight("css/*.css") < 30_000
