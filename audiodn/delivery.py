"""Brings a file to AudioDN, exactly once, however often it is begun again, and watches what becomes of it.

    creator = team ─▶ collection = the show's ─▶ upload session ─▶ track ─▶ PUT of the bytes

AudioDN has no idempotency keys. So everything made there carries our id, is looked for before it is made, and the
intention is written down before the call: nobody makes the same thing again while the call before may be under way.
The address for the bytes works once; a track that has none of its bytes is deleted and a fresh one made.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from audiodn import client as remote
from audiodn import connections, usage
from audiodn.client import Client
from audiodn.models import Collection, Connection, Errand, Track
from audiodn.places import NotYet, ensure_with, reserve
from audiodn.signals import track_changed
from podcaststudio import http
from podcaststudio.due import Claim, Lost, in_seconds

FIRST, MOST = 3.0, 30.0  # seconds between two looks at a track that AudioDN still works on
FOLLOWED = timedelta(hours=1)  # how long versions that come after "ready" are waited for, once sent or asked for
OUTAGE = 60.0  # seconds until the next look when AudioDN does not answer


class OverPlan(http.Rejected):
    """The plan of the team does not take the file. Nothing was sent."""


def deliver(
    track: Track,
    path: Path,
    file_name: str,
    *,
    claim: Claim,
    on_read: Callable[[int, int], None] | None = None,
    length: Callable[[], float] | None = None,
) -> None:
    """Have the file at AudioDN as this track. One repeatable step: afterwards `remote_id` and `bytes_sent_at` are set.

    `claim` is the caller's turn at its own row. `on_read(sent, total)` hears of the progress in bytes.
    `length` tells the file's seconds, and is asked where a plan limits them.
    Raises `NotYet`, `OverPlan`, `due.Lost` and the errors of `http`.
    """
    track.refresh_from_db()
    if track.bytes_sent_at:
        return
    connection, client = connections.client_for(track.collection.team)
    with connections.noted(connection):
        ensure_with(track.collection, connection, client)
        found = _look(track, client)
        if found is None:
            if refusal := _refusal(connection, path.stat().st_size, length):
                raise OverPlan(f"“{file_name}” was not sent to AudioDN. {refusal}")
            made = _create(track, client, path, file_name, connection=connection, claim=claim)
            _put(track, client, made, path, file_name, claim=claim, on_read=on_read)
            found = made.track
        _swap(track, remote_id=found.id, status=found.status, error="", bytes_sent_at=Now())
    track.refresh_from_db()


def strays(track: Track) -> list[remote.Track]:
    """Remote tracks of the collection that carry this track's intent and are not it: left by lost answers."""
    if not track.remote_id:
        return []
    connection, client = connections.client_for(track.collection.team)
    with connections.noted(connection):
        return [found for found in _carrying(track, client) if found.id != track.remote_id]


def clear_strays(track: Track) -> int:
    """Delete them; returns how many. To be called once, when the track has its bytes."""
    found = strays(track)
    if found:
        _, client = connections.client_for(track.collection.team)
        for stray in found:
            client.delete_track(stray.id)
    return len(found)


def refresh(track: Track, *, tell: bool = True) -> Track:
    """Read the track at AudioDN and write down what it says. Sends `track_changed` when something changed.

    A caller who looks himself passes `tell=False`. Raises the errors of `http`.
    """
    connection, client = connections.client_for(track.collection.team)
    with connections.noted(connection):
        found = client.find_track(track.remote_id)
    if found is None:
        raise http.Rejected(
            f"{client.company} no longer has this track; it was deleted there. Deliver it again.", status=404
        )
    changed = {name: value for name, value in mirrored(found, client.company).items() if getattr(track, name) != value}
    Track.objects.filter(pk=track.pk, remote_id=found.id).update(**changed, refreshed_at=timezone.now())
    track.refresh_from_db()
    if track.is_playable and (not track.versions or {"status", "files_completed_at"} & changed.keys()):
        Errand.objects.ask(Errand.Kind.TRACK_VERSIONS, track)
    if changed and tell:
        track_changed.send(sender=Track, track=track)
    return track


def look(pk: object) -> None:
    """One turn at a due track: refresh it, and come again soon unless AudioDN is done with it."""
    turn = Track.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    track = Track.objects.select_related("collection__team").get(pk=pk)
    values: dict[str, Any]
    try:
        values = {"due_at": None}
        if track.remote_id and not is_over(refresh(track)):
            values = {"due_at": in_seconds(pause(track))}
    except http.Unreachable as problem:
        values = {"due_at": in_seconds(max(problem.retry_after, OUTAGE) * random.uniform(1, 1.25))}  # noqa: S311
    except (http.Rejected, http.Unauthorized) as problem:
        values = {"due_at": None, "error": problem.sentence}
    try:
        Track.objects.write(pk, turn, **values)
    except Lost:
        return  # woken meanwhile: it is due now, and looked at again


def is_over(track: Track) -> bool:
    """Whether nothing more is to come. A track may be ready early, with versions that follow for a while."""
    is_early = track.is_playable and track.files_completed_at is None
    return track.is_settled and not (is_early and _age(track) < FOLLOWED)


def pause(track: Track) -> float:
    """Seconds until the next look: a tenth of the work's age, within bounds."""
    return min(max(_age(track).total_seconds() / 10, FIRST), MOST)


def _age(track: Track) -> timedelta:
    """Since AudioDN was last given something to do for it."""
    return timezone.now() - (track.variant_asked_at or track.bytes_sent_at or track.created_at)


def mirrored(found: remote.Track, company: str) -> dict[str, Any]:
    """The columns that say what AudioDN says, with a sentence for people when it failed."""
    is_failed = Track(status=found.status).is_failed
    return {
        "status": found.status,
        "duration": found.duration,
        "size": found.size,
        "files_completed_at": found.files_completed_at,
        "details": found.body,
        "order": _order(found),
        "error": _why(found, company) if is_failed else "",
    }


def _order(found: remote.Track) -> int | None:
    """Its place in the player."""
    place = found.body.get("order")
    return place if isinstance(place, int) and 0 <= place < 2**31 else None


def _why(found: remote.Track, company: str) -> str:
    said = next((str(found.body[name]) for name in ("status_text", "error", "message") if found.body.get(name)), "")
    return (
        f"{company} could not make a playable track of this file (status {found.status})"
        f"{f': {said}' if said else ''}. Check that it is whole audio, and deliver it again."
    )


# ---------------------------------------------------------------- the steps of a delivery
def _look(track: Track, client: Client) -> remote.Track | None:
    """The remote track that has our bytes, or None when a fresh one may be made. Raises `NotYet`."""
    if track.remote_id:
        own = client.find_track(track.remote_id)
        if own and own.has_bytes:
            return own
    _wait_until_settled(track)
    found = _carrying(track, client)
    whole = next((known for known in found if known.has_bytes), None)
    if whole is None:
        for half_sent in found:
            client.delete_track(half_sent.id)
    return whole


def _wait_until_settled(track: Track) -> None:
    """What was sent shows a little later on the other side; until then nothing is made anew. Raises `NotYet`."""
    sent = [moment for moment in (track.created_sent_at, track.put_failed_at) if moment]
    if sent:
        left = settings.PIPELINE_SETTLE_SECONDS - (timezone.now() - max(sent)).total_seconds()
        if left > 0:
            raise NotYet(left)


def _carrying(track: Track, client: Client) -> list[remote.Track]:
    """All remote tracks that carry this track's intent."""
    try:
        return [known for known in client.tracks(track.collection.remote_id) if known.intent == str(track.intent)]
    except http.Rejected as problem:
        if problem.status != 404:
            raise
    # the collection was deleted at AudioDN: it is made anew, at the next look
    rows = Collection.objects.filter(pk=track.collection_id, remote_id=track.collection.remote_id)
    rows.update(remote_id="", created_sent_at=None)
    raise NotYet(1)


def _refusal(connection: Connection, size: int, length: Callable[[], float] | None) -> str:
    """Why the team's plan does not take a file of so many bytes; empty when it does, or when no plan was named."""
    plan = connection.limits
    if plan is None:
        return ""
    return plan.refusal(size, length() if length else None) or plan.no_room(size, usage.of(connection).total)


def _create(
    track: Track, client: Client, path: Path, file_name: str, *, connection: Connection, claim: Claim
) -> remote.NewTrack:
    """A fresh remote track, written down as ours before any byte is sent. Raises `due.Lost`, `NotYet`."""
    ours: dict[str, Any] = {"organization_index": str(track.intent), "metadata": {"intent": str(track.intent)}}
    creator: dict[str, Any] = {"creator_id": connection.creator_remote_id} if connection.creator_remote_id else {}
    session = client.upload_session(track.collection.remote_id, **creator, **ours)
    reserve(Track.objects.filter(pk=track.pk, remote_id=track.remote_id, bytes_sent_at=None))
    claim.check()
    made = client.create_track(session.id, file_name, file_size=path.stat().st_size, player_title=track.title, **ours)
    try:
        claim.check()
        _swap(track, remote_id=made.track.id)
    except Lost:
        client.delete_track(made.track.id)
        raise
    return made


def _put(
    track: Track,
    client: Client,
    made: remote.NewTrack,
    path: Path,
    file_name: str,
    *,
    claim: Claim,
    on_read: Callable[[int, int], None] | None,
) -> None:
    """Name the track and send the bytes. When the row is lost meanwhile, the half-sent track is deleted."""

    def keep(sent: int, total: int) -> None:
        claim.keep()
        if on_read:
            on_read(sent, total)

    try:
        if made.track.title != track.title:  # the address that makes it need not know of titles
            client.update_track(made.track.id, player_title=track.title)
        with path.open("rb") as file:
            client.put(made.upload_url, file, path.stat().st_size, file_name=file_name, on_read=keep)
    except Lost:
        # given up in our books first, so that nobody adopts what is about to go
        _swap(track, remote_id="", put_failed_at=Now())
        client.delete_track(made.track.id)
        raise
    except http.Problem:
        _swap(track, put_failed_at=Now())
        raise


def _swap(track: Track, **values: Any) -> None:
    """Change the row if its remote track is still the one we saw. Raises `due.Lost`."""
    rows = Track.objects.filter(pk=track.pk, remote_id=track.remote_id, bytes_sent_at=None)
    if not rows.update(**values):
        raise Lost(f"Track {track.pk} was taken over")
    track.remote_id = values.get("remote_id", track.remote_id)
