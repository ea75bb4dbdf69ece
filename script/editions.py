"""A transcript or list of chapters changes by editions: each is kept, and two people cannot save over each other.

edition 4 ─▶ Ana's page ─▶ saved as 5
          └▶ Bo's page  ─▶ 5 is taken: Bo is told by whom, and what Bo wrote stays on the page
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from productions.models import Episode, Production
from script.models import Edition, How, Kind
from teams import audit

LISTED = 50


class Overtaken(Exception):
    """Somebody saved meanwhile; the text says who."""


def newest(episode: Episode, kind: Kind) -> Edition | None:
    return Edition.objects.filter(episode=episode, kind=kind).select_related("made_by", "production").first()


def listed(episode: Episode, kind: Kind) -> list[Edition]:
    """The newest of them, without what is in them. Earlier ones are reached by their number."""
    rows = Edition.objects.filter(episode=episode, kind=kind).select_related("made_by").defer("body")
    return list(rows[:LISTED])


def save(
    episode: Episode,
    kind: Kind,
    body: list[Any],
    on: int,
    how: How,
    *,
    by: Any,
    production: Production | None = None,
    detail: str = "",
) -> Edition:
    """Add the edition that follows number `on` (0 for the first). Raises `Overtaken` when there is one already."""
    try:
        with transaction.atomic():
            made = Edition.objects.create(
                episode=episode, kind=kind, number=on + 1, body=body, how=how, made_by=by, production=production,
                detail=detail[:200],
            )  # fmt: skip
            audit.record("episode.changed", episode, team=episode.show.team, what=Kind(kind).value)
    except IntegrityError:
        raise Overtaken(overtaken(episode, kind, by)) from None
    return made


def overtaken(episode: Episode, kind: Kind, by: Any) -> str:
    """Who saved meanwhile, for whoever did not, and what to do about it."""
    last = newest(episode, kind)
    if last and last.made_by == by:
        said = _("You changed this in another window meanwhile.")
    else:
        said = _("%(who)s changed this a moment ago.") % {"who": (last and last.made_by) or _("Somebody")}
    return f"{said} {_('Nothing was saved. What you wrote is kept here: compare, then save again.')}"
