"""Play and upload sessions: short-lived permissions, minted for one person after the check, never stored.

Whoever has a session's id may use it until it expires, and AudioDN cannot call it back. So it is made per person and
target, kept in the cache for less than half of its life, and never written to the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from audiodn import client as remote
from audiodn import connections
from audiodn.models import Collection, Connection, Track
from audiodn.places import ensure_with
from teams.models import User

EARLY = timedelta(minutes=1)  # how long before its end a session is renewed
UPLOAD_SECONDS = 3600
CALM = 2  # seconds in which one listener gets no second fresh session


@dataclass(frozen=True)
class PlaySession:
    """What a page needs to play: the session, the player's script, whom to ask without it, when to come again."""

    id: str
    expires_at: datetime
    player_src: str
    is_downloadable: bool = False
    api: str = ""

    @property
    def renew_in(self) -> int:
        """Seconds from now, so that a wrong clock in the browser does no harm."""
        left = self.expires_at - timezone.now()
        return max(1, round((left - min(EARLY, left / 4)).total_seconds()))


@dataclass(frozen=True)
class UploadSession:
    """What a page needs to upload into one collection."""

    id: str
    expires_at: datetime
    uploader_src: str
    recorder_src: str
    api: str  # where tracks are made in it


def play_session(
    target: Track | Collection, listener: str, *, fresh: bool = False, is_preview: bool = False
) -> PlaySession:
    """A session to hear a track or a collection. The caller has checked that this listener (an id) may.

    `is_preview` opens only the clip that AudioDN makes for those who may not hear all. `fresh` leaves the cached
    session aside. Raises the errors of `http`.
    """
    scope, collection = ("track", target.collection) if isinstance(target, Track) else ("collection", target)
    connection, client = connections.client_for(collection.team, timeout=connections.IN_A_PAGE)
    seconds = settings.AUDIODN_PLAY_SECONDS
    wanted = previews(target, connection) if is_preview else versions(target, connection)
    may_keep = collection.is_downloadable and not is_preview

    def mint() -> remote.Session:
        return client.play_session(
            scope, target.remote_id, expires_in=seconds, variants=wanted, is_downloadable=may_keep
        )

    place = f"{scope}:{target.remote_id}:{','.join(wanted)}:{may_keep}"
    session = _cached(place, listener, connection, seconds, mint, fresh=fresh)
    server = connection.server_settings
    return PlaySession(session.id, session.expires_at, server["player"], may_keep, server["api"])


def whole_session(track: Track) -> remote.WholeSession:
    """A session of an app's own, with the addresses of the files. The caller has checked that this person may."""
    connection, client = connections.client_for(track.collection.team, timeout=connections.IN_A_PAGE)
    with connections.noted(connection):
        return client.whole_play_session(
            "track",
            track.remote_id,
            expires_in=settings.AUDIODN_PLAY_SECONDS,
            variants=versions(track, connection),
            is_downloadable=track.collection.is_downloadable,
        )


def versions(target: Track | Collection, connection: Connection) -> list[str]:
    """The versions a player offers, best first: the collection's choice, else whole ones that are known. Empty: all.

    A name that a track does not have does no harm; AudioDN leaves it out.
    """
    collection = target.collection if isinstance(target, Track) else target
    if collection.wanted_variants:
        return collection.wanted_variants
    own = [one["index"] for one in target.versions if one["type"] != "preview"] if isinstance(target, Track) else []
    return list(dict.fromkeys((*connection.whole_variants, *own))) if own or connection.whole_variants else []


def previews(target: Track | Collection, connection: Connection) -> list[str]:
    """Names of preview clips; the one everybody uses when none is known, never the whole track."""
    own = target.versions if isinstance(target, Track) else []
    known = [one["index"] for one in (*own, *connection.facts.get("variants", [])) if one["type"] == "preview"]
    return list(dict.fromkeys(known)) or ["preview"]


def upload_session(collection: Collection, user: User, *, fresh: bool = False) -> UploadSession:
    """A session to upload into a collection, which is made at AudioDN when it is not there yet.

    The caller has checked that this person may. Raises `places.NotYet` and the errors of `http`.
    """
    connection, client = connections.client_for(collection.team, timeout=connections.IN_A_PAGE)
    with connections.noted(connection):
        ensure_with(collection, connection, client)

    def mint() -> remote.Session:
        return client.upload_session(collection.remote_id, expires_in=UPLOAD_SECONDS, **_creator(connection))

    session = _cached(f"upload:{collection.remote_id}", str(user.pk), connection, UPLOAD_SECONDS, mint, fresh=fresh)
    server = connection.server_settings
    return UploadSession(session.id, session.expires_at, server["uploader"], server["recorder"], server["api"])


def _creator(connection: Connection) -> dict[str, str]:
    return {"creator_id": connection.creator_remote_id} if connection.creator_remote_id else {}


def _cached(
    target: str,
    who: str,
    connection: Connection,
    seconds: int,
    mint: Callable[[], remote.Session],
    *,
    fresh: bool,
) -> remote.Session:
    name = f"audiodn:{connection.pk}:{connection.server}:{who}:{target}"
    session: remote.Session | None = None
    if not fresh or cache.get(f"{name}:fresh"):  # a fresh one was made a moment ago: no storm of sessions
        session = cache.get(name)
    if session is None:
        with connections.noted(connection):
            session = mint()
        cache.set(name, session, seconds / 2)
        if fresh:
            cache.set(f"{name}:fresh", True, CALM)
    return session
