"""The row of the track that a production is delivered as."""

from django.db import transaction

from audiodn import delivery
from audiodn.models import Collection, Track
from podcaststudio.due import Claim
from podcaststudio.http import Rejected
from productions.models import Production, Show
from productions.outcomes import Failed
from productions.states import State


def make(production: Production, claim: Claim) -> Track:
    """The row comes first, with the intent that the remote track will carry."""
    show = production.episode.show
    with transaction.atomic():
        collection = show.collection or _make_collection(show)
        track = Track.objects.create(collection=collection, title=production.episode.title)
        claim.write(track=track)
    production.track = track
    return track


def refreshed(production: Production) -> Track:
    """The track as it is now. Raises `Failed` when it is gone, here or there."""
    gone = Failed(
        "The track was deleted at AudioDN. Retry delivers it again.", "no_track", State.DELIVERING, {"track": None}
    )
    if production.track is None:
        raise gone
    try:
        return delivery.refresh(production.track, tell=False)  # we are the one it would tell
    except Rejected as problem:
        raise gone if problem.status == 404 else problem from problem


def _make_collection(show: Show) -> Collection:
    made = Collection.objects.create(team=show.team, title=show.title, player_color=show.color)
    if Show.objects.filter(pk=show.pk, collection=None).update(collection=made):
        return made
    made.delete()  # another production of the show was faster
    return Collection.objects.get(show=show)
