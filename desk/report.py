"""What people hand on when they ask for help: ids, times, states and versions; nothing that opens a door."""

import platform
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
LONG = re.compile(r"[A-Za-z0-9_\-+/=.~]{24,}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def text(reference: str, facts: Mapping[str, Any]) -> str:
    """One fact a line; what is empty is left out, sentences of others are made harmless."""
    lines = {"reference": reference, "written": _moment(timezone.now()), "studio": _studio(), **facts}
    return "\n".join(f"{name}: {_shown(value)}" for name, value in lines.items() if value not in ("", None))


def harmless(sentence: str) -> str:
    """Without what might be a credential: addresses lose all but their host, and long words without a blank go."""
    return LONG.sub(_kept, ADDRESS.sub(lambda match: f"{urlsplit(match[0]).hostname or ''}/…", sentence))


def _kept(match: re.Match[str]) -> str:
    word = match[0].strip(".")
    return match[0] if UUID.fullmatch(word) or word.isalpha() else "…"


def _shown(value: Any) -> str:
    if hasattr(value, "tzinfo"):
        return _moment(value)
    return harmless(" ".join(str(value).split()))


def _moment(when: Any) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"


@cache
def _studio() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    return f"{version}, Django {django.__version__}, Python {platform.python_version()}, {connection.vendor}"
