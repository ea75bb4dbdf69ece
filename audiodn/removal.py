"""Removing collections and tracks: here only, or at AudioDN as well."""

from django.utils.translation import gettext as _

from audiodn.models import Collection, Errand, Track
from teams.models import User


def hindrance(target: Collection | Track) -> str:
    """Why it cannot be removed now; empty when it can. A delivery under way would be torn."""
    tracks = Track.objects.filter(pk=target.pk) if isinstance(target, Track) else target.tracks
    if tracks.filter(bytes_sent_at=None).exclude(created_sent_at=None).exists():
        return _("An episode is just being delivered to it. Wait until it has arrived, or cancel its production.")
    return ""


def remove(target: Collection | Track, user: User, *, is_there_too: bool) -> None:
    """Here only: the row goes now, AudioDN keeps everything. There too: a worker deletes it, then the row goes."""
    if is_there_too and target.remote_id:
        kind = Errand.Kind.COLLECTION_DELETE if isinstance(target, Collection) else Errand.Kind.TRACK_DELETE
        Errand.objects.ask(kind, target, user)
    else:
        target.delete()
