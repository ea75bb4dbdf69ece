"""Takes in a production that was made at Auphonic: an episode, its recording, and from there like one of ours.

Auphonic keeps no recording for others to fetch, so the best file there is becomes the episode's recording: the input
if it is among the results, else a lossless one, else the first that can be heard.
"""

from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from arrivals.models import Arrival, Reception
from podcaststudio import http
from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from productions import pipeline, probe, steps, uploads
from productions.auphonic import accounts, download
from productions.auphonic.answers import Output
from productions.auphonic.answers import Production as Remote
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from productions.models import Episode, Production

AGAIN = 30.0  # seconds until the next look at what is not done yet, or was not to be reached
MOST_ATTEMPTS = 20
BEST = ("input", *steps.PLAYABLE)


class Unfit(Exception):
    """It cannot be taken in; the sentence says why."""


def announce(reception: Reception, auphonic_uuid: str) -> None:
    """A production is done: one of ours is looked at, any other has a worker take it in. Twice changes nothing."""
    known = Production.objects.filter(auphonic_uuid=auphonic_uuid).first()
    if known:
        pipeline.poke(known.pk)
        return
    with transaction.atomic():
        facts = {"due_at": Now()}
        arrival, is_new = Arrival.objects.get_or_create(
            reception=reception, auphonic_uuid=auphonic_uuid, defaults=facts
        )
        if is_new:
            ring("arrivals.take_in", arrival.pk)


def take_in(pk: UUID) -> None:
    """Worker: one try. May be killed at any line: what is there already is used again."""
    turn = Arrival.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    arrival = Arrival.objects.select_related("reception__show", "reception__account__user", "episode").get(pk=pk)
    facts: dict[str, Any]
    try:
        with Claim(Arrival.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS) as claim:
            is_done = _take_in(arrival, claim)
            facts = {"done_at": Now(), "due_at": None} if is_done else _later(arrival, "It is not done yet.")
            claim.finish(error="", **facts) if is_done else claim.finish(**facts)
    except (Unfit, http.Rejected, http.Unauthorized) as problem:
        _end(pk, turn, {"error": str(getattr(problem, "sentence", problem)), "due_at": None})
    except http.Problem as problem:
        _end(pk, turn, _later(arrival, problem.sentence, problem.retry_after))
    except Lost:
        return


def _end(pk: UUID, turn: int, facts: dict[str, Any]) -> None:
    Arrival.objects.filter(pk=pk, turn=turn).update(**facts)


def _later(arrival: Arrival, sentence: str, seconds: float = 0) -> dict[str, Any]:
    attempts = arrival.attempts + 1
    due = None if attempts >= MOST_ATTEMPTS else in_seconds(max(seconds, AGAIN))
    return {"attempts": attempts, "error": sentence, "due_at": due}


def _take_in(arrival: Arrival, claim: Claim) -> bool:
    account = arrival.reception.account
    client = accounts.client_for(account)
    remote = client.production(arrival.auphonic_uuid)
    if kind(remote.status) is Meaning.FAILED:
        raise Unfit(f"It failed at Auphonic: {remote.error or remote.status_text}")
    if kind(remote.status) is not Meaning.DONE:
        return False
    episode = arrival.episode or _make_episode(arrival, remote, claim)
    recording = episode.recordings.first() or _fetch(client, episode, arrival, remote, claim)
    pipeline.adopt(episode, recording, account, remote.uuid, actor=account.user)
    return True


def _make_episode(arrival: Arrival, remote: Remote, claim: Claim) -> Episode:
    title = (remote.title or remote.output_basename or "Untitled")[:200]
    with transaction.atomic():
        show, person = arrival.reception.show, arrival.reception.account.user
        episode: Episode = Episode.objects.create(show=show, title=title, created_by=person)
        claim.write(episode=episode)
    return episode


def _fetch(client: Client, episode: Episode, arrival: Arrival, remote: Remote, claim: Claim) -> Any:
    """The best file as the episode's recording."""
    output = _best(remote)
    path = Path(settings.UPLOAD_DIR) / "arrivals" / arrival.pk.hex / PurePosixPath(output.file_name).name
    path.parent.mkdir(parents=True, exist_ok=True)
    download.fetch(client, output, path, lambda have, size: claim.keep())
    claim.check()
    try:
        return uploads.add_recording(episode, path, output.file_name, arrival.reception.account.user)
    except probe.NotAudio as problem:
        raise Unfit(str(problem)) from problem
    except (uploads.TooLarge, uploads.NoRoom) as problem:
        raise Unfit(str(problem)) from problem
    finally:
        path.unlink(missing_ok=True)


def _best(remote: Remote) -> Output:
    fit = [output for output in remote.output_files if output.is_there and output.format in BEST]
    if not fit:
        raise Unfit("It has no output file that can be heard. Add MP3 or FLAC to it at Auphonic.")
    return min(fit, key=lambda output: BEST.index(output.format))
