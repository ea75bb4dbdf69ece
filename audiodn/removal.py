"""Removing collections and tracks: here only, or at AudioDN as well."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from audiodn import covers
from audiodn.models import Collection, Errand, Track
from teams import audit
from teams.models import User


def hindrance(target: Collection | Track) -> str:
    """Why it cannot be removed now; empty when it can. A delivery under way would be torn."""
    tracks = Track.objects.filter(pk=target.pk) if isinstance(target, Track) else target.tracks
    if tracks.filter(bytes_sent_at=None).exclude(created_sent_at=None).exists():
        return _("An episode is just being delivered to it. Wait until it has arrived, or cancel its production.")
    return ""


def remove(target: Collection | Track, user: User, *, is_there_too: bool) -> None:
    """Here only: the row goes now, AudioDN keeps everything. There too: a worker deletes it, then the row goes."""
    is_collection = isinstance(target, Collection)
    team = target.team if isinstance(target, Collection) else target.collection.team
    where = "here and at AudioDN" if is_there_too and target.remote_id else "here only"
    with transaction.atomic():
        audit.record(f"{target._meta.model_name}.deleted", target, team=team, actor=user, where=where)
        if is_there_too and target.remote_id:
            kind = Errand.Kind.COLLECTION_DELETE if is_collection else Errand.Kind.TRACK_DELETE
            Errand.objects.ask(kind, target, user)
        else:
            drop(target)


def drop(target: Collection | Track) -> None:
    """Take the row away, with those that go with it and their covers."""
    rows = [target, *target.tracks.all()] if isinstance(target, Collection) else [target]
    names = [row.cover.name for row in rows]
    target.delete()
    for name in names:
        transaction.on_commit(partial(covers.forget, name))
