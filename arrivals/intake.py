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

from arrivals.models import Arrival
from podcaststudio import http
from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from productions import pipeline, presets, probe, steps, uploads
from productions.auphonic import accounts, download
from productions.auphonic.answers import Output
from productions.auphonic.answers import Production as Remote
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from productions.models import AuphonicAccount, Episode, Production, Show

AGAIN = 30.0  # seconds until the next look at what is not done yet, or was not to be reached
MOST_ATTEMPTS = 20
NOT_DONE = "It is not done yet."
BEST = ("input", *steps.PLAYABLE)


class Working(Exception):
    """Auphonic is at it; that may take hours, and is no failed try."""


class Unfit(Exception):
    """It cannot be taken in; the sentence says why."""


def announce(
    show: Show, account: AuphonicAccount, auphonic_uuid: str, title: str = "", episode: Episode | None = None
) -> bool:
    """Have a worker take this production in, into the episode or one of its own; one that is here is looked at.

    Twice changes nothing. Returns whether it is new to the show.
    """
    known = Production.objects.filter(auphonic_uuid=auphonic_uuid).first()
    if known:
        pipeline.poke(known.pk)
        return False
    with transaction.atomic():
        facts = {"account": account, "title": title, "episode": episode, "due_at": Now()}
        arrival, is_new = Arrival.objects.get_or_create(show=show, auphonic_uuid=auphonic_uuid, defaults=facts)
        if is_new:
            ring("arrivals.take_in", arrival.pk)
    return is_new


def try_again(arrival: Arrival) -> None:
    """Have a worker look at one that was given up."""
    with transaction.atomic():
        rows = Arrival.objects.filter(pk=arrival.pk, due_at=None, done_at=None)
        if rows.wake(attempts=0, error=""):
            ring("arrivals.take_in", arrival.pk)


def take_in(pk: UUID) -> None:
    """Worker: one try. May be killed at any line: what is there already is used again."""
    turn = Arrival.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    arrival = Arrival.objects.select_related("show", "account__user", "episode").get(pk=pk)
    try:
        with Claim(Arrival.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS) as claim:
            is_done = _take_in(arrival, claim)
            claim.finish(**({"done_at": Now(), "due_at": None, "error": ""} if is_done else _later(arrival, NOT_DONE)))
    except (Unfit, http.Rejected, http.Unauthorized) as problem:
        _end(pk, turn, {"error": str(getattr(problem, "sentence", problem)), "due_at": None})
    except Working:
        _end(pk, turn, {"error": NOT_DONE, "due_at": in_seconds(AGAIN)})
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
    account = arrival.account
    client = accounts.client_for(account)
    remote = client.production(arrival.auphonic_uuid)
    if kind(remote.status) is Meaning.FAILED:
        raise Unfit(f"It failed at Auphonic: {remote.error or remote.status_text}")
    if kind(remote.status) is Meaning.WORKING:
        raise Working
    if kind(remote.status) is not Meaning.DONE:
        return False
    episode = arrival.episode or _make_episode(arrival, remote, claim)
    recording = episode.recordings.first() or _fetch(client, episode, arrival, remote, claim)
    # what was held back there is held back here as well
    approval = presets.approval_of(arrival.show.approval, {"review_before_publishing": remote.in_review})
    pipeline.adopt(episode, recording, account, remote.uuid, actor=account.user, approval=approval)
    return True


def _make_episode(arrival: Arrival, remote: Remote, claim: Claim) -> Episode:
    title = (remote.title or remote.output_basename or "Untitled")[:200]
    with transaction.atomic():
        show, person = arrival.show, arrival.account.user
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
        return uploads.add_recording(episode, path, output.file_name, arrival.account.user)
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
