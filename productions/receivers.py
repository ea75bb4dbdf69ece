"""Hears from AudioDN that a track changed, and wakes the production that waits for it."""

from typing import Any

from django.dispatch import receiver

from audiodn.models import Track
from audiodn.signals import track_changed
from productions import pipeline
from productions.models import Production


@receiver(track_changed)
def wake_production(sender: type[Track], track: Track, **_: Any) -> None:
    for pk in Production.objects.filter(track=track).values_list("pk", flat=True):
        pipeline.poke(pk)
