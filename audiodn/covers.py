"""Covers and looks: kept here, sent by an errand. AudioDN cuts the sizes and finds the colours by itself.

Two files are kept: the whole picture (JPEG, 1400 px at most, without what the camera wrote into it), which goes to
AudioDN, and a small one for our own pages, with `-small` in its name.
"""

import io
import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps

from audiodn.models import Collection, Errand, Track
from teams import audit
from teams.models import User

WHOLE, SMALL = 1400, 160  # px
KINDS = {Collection: Errand.Kind.COLLECTION, Track: Errand.Kind.TRACK}
COVER_KINDS = {Collection: Errand.Kind.COLLECTION_COVER, Track: Errand.Kind.TRACK_COVER}
SENT = {"title", "subtitle", "player_color"}  # what AudioDN keeps as well


def save(form: Any, user: User) -> None:
    """Keep what a valid form of a collection or track says, and have AudioDN told of what it keeps too."""
    target, picture = form.instance, form.cleaned_data.get("picture")
    is_new = target._state.adding
    old = target.cover.name if picture else ""
    if picture:
        target.cover.name = _keep(picture)
    with transaction.atomic():
        form.save()
        if not is_new:
            audit.record(f"{target._meta.model_name}.changed", target, team=form.team, actor=user)
        if not is_new and SENT & set(form.changed_data) and target.remote_id:
            Errand.objects.ask(KINDS[type(target)], target, user)
        if picture:
            Errand.objects.ask(COVER_KINDS[type(target)], target, user)
    forget(old)


def small(name: str) -> str:
    return name.replace(".jpg", "-small.jpg")


def forget(name: str) -> None:
    """Remove both files of a cover that is not used any more."""
    if name:
        default_storage.delete(name)
        default_storage.delete(small(name))


def _keep(picture: Image.Image) -> str:
    name = f"covers/{secrets.token_hex(16)}.jpg"
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    for path, side in ((name, WHOLE), (small(name), SMALL)):
        copy = upright.copy()
        copy.thumbnail((side, side))
        body = io.BytesIO()
        copy.save(body, "JPEG", quality=88, optimize=True)
        default_storage.save(path, ContentFile(body.getvalue()))
    return name


def open_small(name: str) -> Any:
    return default_storage.open(small(name))
