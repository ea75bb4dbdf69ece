"""Opens doors to others: mints keys for their pages, and says in words how far a door opens."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audiodn import connections
from audiodn.models import ClientKey, Embed
from audiodn.places import ensure_with
from audiodn.sessions import previews, versions
from teams.models import User


def mint(key: ClientKey, user: User) -> str:
    """Have AudioDN make the key and write down that there is one. Its text is returned, and not kept.

    Raises `places.NotYet` and the errors of `http`.
    """
    connection, client = connections.client_for(key.collection.team, timeout=connections.IN_A_PAGE)
    with connections.noted(connection):
        ensure_with(key.collection, connection, client)
        is_player = key.kind == ClientKey.Kind.PLAYER
        names = (previews if key.is_preview else versions)(key.target, connection) if is_player else []
        text = client.create_key(
            key.kind,
            key.title,
            collection_id=key.collection.remote_id,
            track_id=key.track.remote_id if key.track else "",
            variants=names,
            expires_at=key.expires_at,
        )
    key.hint, key.made_by = text[-4:], user
    key.save()
    return text


def scope(door: ClientKey | Embed) -> str:
    """Who may do what with it, until when."""
    what = _("“%(title)s”") % {"title": door.target.title}
    if isinstance(door, ClientKey) and door.kind == ClientKey.Kind.UPLOADER:
        said = _("Whoever reads it in the page may add tracks to %(what)s") % {"what": what}
    elif door.is_preview:
        said = _("Whoever has it may hear the preview of %(what)s") % {"what": what}
    else:
        said = _("Whoever has it may hear %(what)s") % {"what": what}
    if door.expires_at is None:
        return said + _(", until it is withdrawn.")
    until = date_format(timezone.localtime(door.expires_at), "j M Y, H:i")
    return said + _(", until %(until)s.") % {"until": until}


def seen(embed: Embed) -> None:
    """Note that it is used, once an hour at most."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    if embed.seen_at is None or embed.seen_at < hour:
        Embed.objects.filter(pk=embed.pk).update(seen_at=hour)
