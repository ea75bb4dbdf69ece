"""Has what was recorded and what was made of it drawn, in the transaction that made it known."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from compare import drawing
from productions.models import ProductionEvent, Recording
from productions.states import State

MADE = (State.HELD, State.DELIVERING)  # its files are all here


@receiver(post_save, sender=Recording)
def recorded(sender: Any, instance: Recording, created: bool, **_: Any) -> None:
    if created:
        drawing.want(instance)


@receiver(post_save, sender=ProductionEvent)
def made(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    if created and instance.state in MADE:
        drawing.want_heard(instance.production)
