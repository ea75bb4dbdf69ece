"""Opens doors to others: mints keys for their pages, and says in words how far a door opens."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from audiodn import connections
from audiodn.models import AppToken, ClientKey, Embed
from audiodn.places import ensure_with
from audiodn.sessions import previews, versions
from teams import audit
from teams.models import Team, User

WIDTH, HEIGHT = 640, 440  # px of an embedded player with what is around it, unless less is asked for


def keep(door: AppToken | ClientKey | Embed) -> None:
    """Keep a new one, and write down who opened it and how far."""
    with transaction.atomic():
        door.save()
        _record(door, "opened", **_reach(door))


def withdraw(door: AppToken | ClientKey | Embed) -> None:
    """Nobody comes in by it any more, as far as that is ours to decide. Doing it twice changes nothing."""
    with transaction.atomic():
        rows: Any = type(door)._default_manager.filter(pk=door.pk, revoked_at=None)
        if rows.update(revoked_at=timezone.now()):
            _record(door, "withdrawn")


def _record(door: AppToken | ClientKey | Embed, verb: str, **details: Any) -> None:
    team: Team = door.team if isinstance(door, AppToken) else door.collection.team
    audit.record(f"{door._meta.model_name}.{verb}", door, team=team, **details)


def _reach(door: AppToken | ClientKey | Embed) -> dict[str, Any]:
    if isinstance(door, AppToken):
        return {"may upload": "yes" if door.may_upload else "no", "until": door.expires_at or "withdrawn"}
    reach = {"to": door.target, "only the preview": "yes" if door.is_preview else "no"}
    if isinstance(door, ClientKey):
        reach |= {"it may": door.kind}
    return {**reach, "until": door.expires_at or "withdrawn"}


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
    keep(key)
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
    until = date_format(timezone.localtime(door.expires_at), _("j M Y, H:i"))
    return said + _(", until %(until)s.") % {"until": until}


def seen(embed: Embed) -> None:
    """Note that it is used, once an hour at most."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    if embed.seen_at is None or embed.seen_at < hour:
        Embed.objects.filter(pk=embed.pk).update(seen_at=hour)


def address(embed: Embed) -> str:
    return settings.SITE_URL + embed.get_absolute_url()


def frame(embed: Embed, width: int | str = "100%", height: int = HEIGHT) -> str:
    """The code that shows it in somebody's page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" allow="autoplay" '
        'style="border:0;max-width:100%"></iframe>',
        address(embed), embed.target.title, width, height,
    )  # fmt: skip
