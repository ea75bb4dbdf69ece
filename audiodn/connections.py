"""A team's connection to AudioDN: the key, the client made from it, and how the last call went."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from audiodn.client import Client
from audiodn.models import Collection, Connection, Errand, Track
from podcaststudio import crypto, http
from teams import audit
from teams.models import Team

IN_A_WORKER = (http.CONNECT, http.READ)  # seconds to connect, and for the answer
IN_A_PAGE = (3.0, 10.0)  # somebody is waiting
NOTHING_CONNECTED = (
    "This team is not connected to AudioDN yet. An owner of the team can enter a key under Connections. "
    "Nothing was sent; it is safe to try again."
)


def client_for(team: Team, *, timeout: tuple[float, float] = IN_A_WORKER) -> tuple[Connection, Client]:
    """The team's connection and a client with its key.

    A team without one gets a connection to the first server that has a key for everybody (the engine on this
    machine). Raises `http.Rejected` when there is nothing to connect to, `http.Unauthorized` for a key that cannot
    be read.
    """
    connection = Connection.objects.filter(team=team).first() or _connect_by_default(team)
    if connection.server not in settings.AUDIODN_SERVERS:
        raise http.Rejected(
            f"This team's AudioDN server “{connection.server}” is not among the servers of this installation any more. "
            "An owner of the team can choose another one under Connections."
        )
    return connection, client(connection.server, key_of(connection), timeout=timeout)


def key_of(connection: Connection) -> str:
    """The key, opened. Raises `http.Unauthorized` for one that cannot be read."""
    try:
        return connection.get_key()
    except crypto.Unreadable as error:
        raise http.Unauthorized(f"AudioDN: {error}") from error


def client(server: str, key: str, *, timeout: tuple[float, float] = IN_A_WORKER) -> Client:
    """A client for one of the servers in settings."""
    session = http.session()
    session.headers["Authorization"] = f"Bearer {key}"
    facts = settings.AUDIODN_SERVERS[server]
    return Client(session, facts["api"], facts["company"], timeout)


@contextmanager
def noted(connection: Connection) -> Iterator[None]:
    """Keep on the connection how the calls in this block went, for the page that shows it."""
    rows = Connection.objects.filter(pk=connection.pk)
    try:
        yield
    except (http.Unreachable, http.Unauthorized) as problem:
        rows.update(last_error=problem.sentence)
        raise
    now = timezone.now()
    stale = Q(last_success_at=None) | Q(last_success_at__lt=now - timedelta(minutes=1)) | ~Q(last_error="")
    rows.filter(stale).update(last_success_at=now, last_error="")


def check(server: str, key: str) -> None:
    """Ask the server whether this key opens everything a team needs. Raises the errors of `http`."""
    asked = client(server, key, timeout=IN_A_PAGE)
    next(asked.collections(), None)
    next(asked.creators(), None)


def is_same_organization(team: Team, server: str, key: str) -> bool:
    """Whether what this team delivered before is there under this key too. Raises the errors of `http`."""
    known = Collection.objects.filter(team=team).exclude(remote_id="").values_list("remote_id", flat=True)
    if not known:
        return True
    asked = client(server, key, timeout=IN_A_PAGE)
    return not set(known).isdisjoint(found.id for found in asked.collections())


def save(team: Team, server: str, key: str) -> Connection:
    """Keep a key that was checked, in place of the one before. Tracks that were still worked on are looked at again."""
    with transaction.atomic():
        connection = Connection.objects.filter(team=team).first() or Connection(team=team)
        connection.server = server
        connection.set_key(key)
        connection.creator_remote_id, connection.created_sent_at = "", None
        connection.last_error, connection.last_success_at = "", timezone.now()
        connection.save()
        audit.record("connection.saved", connection, team=team)
    Track.objects.filter(collection__team=team).exclude(remote_id="").unsettled().wake()
    Errand.objects.ask(Errand.Kind.SURVEY, team)
    return connection


def start_over(team: Team) -> None:
    """Forget where collections and tracks are: they stay behind in the other organization, and nothing is deleted."""
    left_behind = "Delivered to another AudioDN organization. Deliver it again to have it in this one."
    with transaction.atomic():
        Collection.objects.filter(team=team).update(remote_id="", created_sent_at=None)
        Track.objects.filter(collection__team=team).exclude(remote_id="").update(
            remote_id="",
            status="",
            error=left_behind,
            created_sent_at=None,
            put_failed_at=None,
            bytes_sent_at=None,
            due_at=None,
            turn=F("turn") + 1,
        )


def _connect_by_default(team: Team) -> Connection:
    for server, facts in settings.AUDIODN_SERVERS.items():
        if facts["key"]:
            connection = Connection(team=team, server=server)
            connection.set_key(facts["key"])
            try:
                with transaction.atomic():
                    connection.save(force_insert=True)
            except IntegrityError:  # somebody else was faster
                return Connection.objects.get(team=team)
            Errand.objects.ask(Errand.Kind.SURVEY, team)
            return connection
    raise http.Rejected(NOTHING_CONNECTED)
