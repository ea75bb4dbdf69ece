"""Variables in metadata: `{show} {number}: {title}`. What we do not know is left for Auphonic, which knows more."""

import re
from typing import Any

from productions.models import Episode

VARIABLES = ("title", "show", "number", "date", "year", "team", "subtitle", "summary", "artist", "publisher", "url")
PATTERN = re.compile(r"\{(\w+)\}")
PATHS = {"title", "artist", "album", "subtitle", "summary", "genre", "publisher", "url", "license", "license_url"}


def values_of(episode: Episode) -> dict[str, str]:
    """What an episode makes of the variables; empty ones are left away."""
    show, when = episode.show, episode.planned_at or episode.created_at
    return {
        "title": episode.title,
        "show": show.title,
        "number": str(episode.number or ""),
        "date": when.date().isoformat(),
        "year": str(when.year),
        "team": show.team.name,
        "subtitle": episode.subtitle,
        "summary": episode.summary,
    }


def filled(template: str, values: dict[str, str]) -> str:
    """One pass, so that a title with a brace in it stays a title."""
    text = PATTERN.sub(lambda match: values.get(match.group(1), match.group(0)), template)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def metadata(template: dict[str, Any], defaults: dict[str, Any], own: dict[str, Any], values: dict[str, str]) -> Any:
    """What the files say: the episode's own words, else the preset's, else the show's.

    A text of the preset that names its own variable, such as `{summary}` in the summary, is put around the episode's.
    """
    texts = {key: value for key, value in template.items() if isinstance(value, str)}
    around = {key for key, value in texts.items() if f"{{{key}}}" in value}
    known = values | {key: str(value) for key, value in (defaults | own).items() if key in PATHS and value}
    known |= {key: value for key, value in texts.items() if key not in known and "{" not in value}
    mine = {key: filled(value, known) for key, value in texts.items()}
    merged = defaults | template | mine | {key: value for key, value in own.items() if key not in around}
    return {key: value for key, value in merged.items() if value not in (None, "", [], [""])}
