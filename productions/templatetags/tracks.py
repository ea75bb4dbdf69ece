"""What pages of collections and tracks tell of shows and episodes; AudioDN's app itself knows nothing of them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Exists, OuterRef
from django.urls import reverse

from audiodn.models import Collection, Track
from productions import cues
from productions.models import Episode, Production, Show

register = template.Library()
LOOSE = 50  # shown of the tracks that no episode plays


@register.simple_tag
def episode_of(track: Track) -> Episode | None:
    """The episode whose listeners hear this track."""
    return Episode.objects.filter(track=track).select_related("show").first()


@register.simple_tag
def around(track: Track | None) -> dict[str, Any]:
    """`{chapters, transcript}`: what stands beside the player of this track; empty for what there is not."""
    if track is None:
        return {}
    address = reverse("productions:transcript", args=[track.pk]) if cues.transcript_of(track) else ""
    return {"chapters": cues.chapters_of(track), "transcript": address}


@register.filter
def with_episodes(tracks: Iterable[Track]) -> list[Track]:
    """Each with `heard_in`, its episode or None; one query."""
    found = list(tracks)
    episodes = {episode.track_id: episode for episode in Episode.objects.filter(track__in=found)}
    for track in found:
        track.heard_in = episodes.get(track.pk)  # type: ignore[attr-defined]
    return found


@register.filter
def with_shows(collections: Iterable[Collection]) -> list[Collection]:
    """Each with `shown_by`, its show or None; one query."""
    found = list(collections)
    shows = {show.collection_id: show for show in Show.objects.filter(collection__in=found)}
    for collection in found:
        collection.shown_by = shows.get(collection.pk)  # type: ignore[attr-defined]
    return found


@register.simple_tag
def uses_of(collection: Collection) -> dict[str, Any]:
    """`{show, episodes}`: the show that delivers to it, and how many episodes are heard from it."""
    return {
        "show": Show.objects.filter(collection=collection).first(),
        "episodes": Episode.objects.filter(track__collection=collection).count(),
    }


@register.filter
def without_episode(tracks: Any) -> list[Track]:
    """The newest of these tracks that no episode plays and no production is about to deliver."""
    played = Episode.objects.filter(track=OuterRef("pk"))
    coming = Production.objects.unfinished().filter(track=OuterRef("pk"))
    return list(tracks.filter(~Exists(played), ~Exists(coming))[:LOOSE])
