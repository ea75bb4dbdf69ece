"""Team presets: a sensible first one, import from a linked account, and the body a production is made from.

A preset's settings are an Auphonic preset without what belongs to one account or one episode. They are sent whole with
each production, so that a team's preset works on every member's account.
"""

from copy import deepcopy
from typing import Any

from django.utils.text import slugify

from productions import chapters, covers, variables
from productions.auphonic import accounts, imports
from productions.models import AuphonicAccount, Episode, Preset, Production
from teams.models import Team

DELIVERABLE = ("flac", "wav", "wav-24bit", "alac", "mp3", "mp3-vbr")
FALLBACK = {"format": "mp3", "bitrate": "128"}  # for a preset without anything that can be delivered
DEFAULT = {
    "algorithms": {
        "filtering": True,
        "leveler": True,
        "denoise": True,
        "denoiseamount": 0,  # automatic
        "normloudness": True,
        "loudnesstarget": -16,
    },
    # the lossless one is what AudioDN makes its versions from
    "output_files": [{"format": "mp3", "bitrate": "96"}, {"format": "aac", "bitrate": "64"}, {"format": "flac"}],
    "metadata": {"genre": "Podcast"},
}


def default_preset(team: Team) -> Preset:
    """The preset a new team begins with: leveled, denoised, −16 LUFS, MP3, AAC and FLAC."""
    preset, _ = Preset.objects.get_or_create(team=team, name="Podcast", defaults={"settings": deepcopy(DEFAULT)})
    return preset


def import_preset(account: AuphonicAccount, uuid: str, team: Team) -> Preset:
    """Copy a preset of the account into the team; under a new name when the team has a different one of that name.

    Raises `imports.Unfit` and the three errors of `podcaststudio.http`.
    """
    return imports.keep(accounts.client_for(account).preset(uuid), team, account)


def production_body(production: Production, webhook: str) -> dict[str, Any]:
    """The body that makes this production (Auphonic API, create)."""
    body: dict[str, Any] = deepcopy(production.preset_settings) or deepcopy(DEFAULT)
    lanes = list(production.lanes.all())
    body["output_files"] = _with_deliverable(body.get("output_files") or [], has_tracks=bool(lanes))
    if lanes:
        body["is_multitrack"] = True
        tracks = [{"type": "multitrack", "id": lane.name, "algorithms": lane.settings} for lane in lanes]
        body["multi_input_files"] = [*tracks, *(body.get("multi_input_files") or [])]
    body["metadata"] = metadata_of(production.episode, body.get("metadata") or {})
    if marks := chapters.body(production.episode):
        body["chapters"] = marks
    if cover := covers.for_auphonic(production.episode):
        body["image"] = cover
    body["output_basename"] = basename(production)
    body["webhook"] = webhook
    return body


def basename(production: Production) -> str:
    """The name of the output files, with our intent in it: by this a production is found after a lost answer."""
    return f"{slugify(production.episode.title)[:60].strip('-') or 'episode'}-{production.intent}"


def metadata_of(episode: Episode, template: dict[str, Any]) -> dict[str, Any]:
    """What the files say about themselves: the episode's own words, in the preset's frame."""
    show, values = episode.show, variables.values_of(episode)
    defaults = {"artist": show.team.name, "album": show.title, "year": values["year"]}
    own: dict[str, Any] = {
        "title": episode.title,
        "track": values["number"],
        "subtitle": episode.subtitle,
        "summary": episode.summary,
        "tags": episode.tags,
    }
    if episode.latitude is not None:
        own["location"] = {"latitude": str(episode.latitude), "longitude": str(episode.longitude)}
    return dict(variables.metadata(template, defaults, {key: value for key, value in own.items() if value}, values))


def _with_deliverable(outputs: list[dict[str, Any]], has_tracks: bool) -> list[dict[str, Any]]:
    """With something that can be delivered; individual tracks only where there are any."""
    outputs = [output for output in outputs if has_tracks or output.get("format") != "tracks"]
    if any(output.get("format") in DELIVERABLE for output in outputs):
        return outputs
    return [*outputs, FALLBACK]
