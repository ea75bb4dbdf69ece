"""Team presets: a sensible first one, import from a linked account, and the body a production is made from.

A preset's settings are an Auphonic preset without what belongs to one account or one episode. They are sent whole with
each production, so that a team's preset works on every member's account.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django.utils.text import slugify

from productions import chapters, covers, gates, outgoing, variables
from productions.auphonic import accounts, imports
from productions.models import Approval, AuphonicAccount, Episode, Preset, Production, ProductionLane
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
    body = body_of(
        production.episode,
        production.preset_settings,
        production.account,
        intent=production.intent,
        approval=production.approval,
        lanes=list(production.lanes.all()),
    )
    return {**body, "webhook": webhook}


def body_of(
    episode: Episode,
    settings: dict[str, Any],
    account: AuphonicAccount | None,
    *,
    intent: str,
    approval: str,
    lanes: Sequence[ProductionLane] = (),
) -> dict[str, Any]:
    """The body that makes a production of this episode by these settings on this account; `intent` finds it again."""
    body: dict[str, Any] = deepcopy(settings) or deepcopy(DEFAULT)
    body["output_files"] = _with_deliverable(body.get("output_files") or [], has_tracks=bool(lanes))
    body.pop("is_multitrack", None)
    # the tracks that a preset names are a pattern for lanes, and without lanes nothing at all
    if edges := [row for row in body.pop("multi_input_files", None) or [] if row.get("type") != imports.TRACK]:
        body["multi_input_files"] = edges
    if lanes:
        body["is_multitrack"] = True
        tracks = [{"type": imports.TRACK, "id": lane.name, "algorithms": lane.settings} for lane in lanes]
        body["multi_input_files"] = [*tracks, *edges]
    body["metadata"] = metadata_of(episode, body.get("metadata") or {})
    if marks := chapters.body(episode):
        body["chapters"] = marks
    if cover := covers.for_auphonic(episode):
        body["image"] = cover
    body.pop(outgoing.KEY, None)
    if services := outgoing.of_account(settings, account):
        body[outgoing.KEY] = services
        body["review_before_publishing"] = approval != Approval.NONE or gates.held_until(episode.pk) is not None
    body["output_basename"] = basename_of(episode, intent)
    return body


def approval_of(wanted: str, settings: dict[str, Any]) -> str:
    """Whose approval a production waits for: a preset that waits for a person asks for one at least."""
    waits = settings.get("review_before_publishing") is True
    return Approval.ONE if waits and wanted == Approval.NONE else wanted


def basename(production: Production) -> str:
    """The name of the output files, with our intent in it: by this a production is found after a lost answer."""
    return basename_of(production.episode, production.intent)


def basename_of(episode: Episode, intent: str) -> str:
    return f"{slugify(episode.title)[:60].strip('-') or 'episode'}-{intent}"


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
