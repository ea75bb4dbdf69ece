"""Presets of an account, brought into a team: what means the same on every account, under a name of its own."""

from typing import Any

from django.utils import timezone

from productions.auphonic.answers import Preset as Found
from productions.auphonic.client import Client
from productions.models import AuphonicAccount, Preset, PresetCopy
from teams.models import Team

# Services, intros kept there, webhooks and names of files belong to one account; titles belong to one episode
OUTPUT = ("format", "bitrate", "ending", "suffix", "mono_mixdown", "split_on_chapters")
SPEECH = ("language", "keywords", "shownotes")
TEMPLATES = ("title", "artist", "album", "subtitle", "summary")
TRACK = "multitrack"
EDGE = ("type", "input_file", "offset")
METADATA = ("genre", "publisher", "url", "license", "license_url", "tags", "append_chapters")
NAMES = 100  # how many presets of one name a team may have


class Unfit(Exception):
    """This preset cannot be used here; the sentence says why."""


def keep(found: Found, team: Team, account: AuphonicAccount) -> Preset:
    """The team's copy of this preset: the one that is there when it is the same, never one that was changed here.

    From then on it is known whose counterpart it is. Raises `Unfit`.
    """
    settings = settings_of(found.body)
    for number in range(1, NAMES):
        name = found.name[:110] + (f" ({number})" if number > 1 else "")
        preset, _ = Preset.objects.get_or_create(team=team, name=name, defaults={"settings": settings})
        if preset.settings == settings:
            facts = {"auphonic_uuid": found.uuid, "agreed": settings, "found": settings, "seen_at": timezone.now()}
            PresetCopy.objects.get_or_create(preset=preset, account=account, defaults=facts)
            return preset
    raise Unfit(f"There are too many presets named “{found.name}”. Delete some.")


def keep_all(client: Client, team: Team, account: AuphonicAccount) -> str:
    """Copies of all presets of the account; returns what could not be copied and why, in words."""
    problems = []
    for found in client.presets():
        try:
            keep(found, team, account)
        except Unfit as unfit:
            problems.append(str(unfit))
    return " ".join(problems)


def settings_of(body: dict[str, Any]) -> dict[str, Any]:
    """The part of an account's preset that means the same on every account."""
    outputs = body.get("output_files")
    parts = {
        "algorithms": body["algorithms"] if isinstance(body.get("algorithms"), dict) else {},
        "output_files": [_some(each, OUTPUT) for each in outputs] if isinstance(outputs, list) else [],
        "metadata": _some(body.get("metadata"), METADATA) | _templates(body.get("metadata")),
        "speech_recognition": _some(body.get("speech_recognition"), SPEECH),
        "is_multitrack": body.get("is_multitrack") is True,
        "multi_input_files": [*tracks_of(body), *edges_of(body.get("multi_input_files"))],
        "review_before_publishing": body.get("review_before_publishing") is True,
    }
    return {name: value for name, value in parts.items() if value}


def _templates(metadata: Any) -> dict[str, Any]:
    """Titles and the like belong to one episode, unless they are written with variables."""
    return {key: value for key, value in _some(metadata, TEMPLATES).items() if "{" in str(value)}


def tracks_of(settings: Any) -> list[dict[str, Any]]:
    """The separate tracks that a preset knows: a name each, and what is done to it; files come with the episode."""
    rows = settings.get("multi_input_files") if isinstance(settings, dict) else None
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        {
            "type": TRACK,
            "id": str(row["id"]),
            "algorithms": row["algorithms"] if isinstance(row.get("algorithms"), dict) else {},
        }
        for row in found
        if row.get("type") == TRACK and row.get("id")
    ]


def edges_of(rows: Any) -> list[dict[str, Any]]:
    """Intro and outro that are read from the web; those kept at the account or on its services stay there."""
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        {key: row[key] for key in EDGE if row.get(key) not in (None, "")}
        for row in found
        if row.get("type") in ("intro", "outro") and str(row.get("input_file")).startswith(("http://", "https://"))
    ]


def _some(value: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    """Those of the keys that hold something; they send empty strings, and tags as a list with one empty string."""
    if not isinstance(value, dict):
        return {}
    return {key: value[key] for key in keys if value.get(key) not in (None, "", [], [""], False)}
