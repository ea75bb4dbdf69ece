"""A new version asks anew: whoever was asked about the version before is asked about this one."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from productions.models import Approval, Production, ProductionEvent
from productions.states import State
from review import told
from review.models import Request
from review.versions import versions


@receiver(post_save, sender=ProductionEvent)
def can_be_heard(sender: Any, instance: ProductionEvent, created: bool, **_: Any) -> None:
    """In the transaction that moved the production; once, however often it is retried."""
    production = instance.production
    is_out_at_once = instance.state == State.READY and production.approval == Approval.NONE
    if created and (instance.state == State.HELD or is_out_at_once):
        ask_anew(production)


def ask_anew(production: Production) -> None:
    before = Production.objects.filter(episode=production.episode_id, created_at__lt=production.created_at)
    asked = Request.objects.filter(production__in=before, withdrawn_at=None).order_by("-production__created_at")
    newest = asked.values_list("production", flat=True).first()
    number = next((each.number for each in versions(production.episode) if each.production.pk == production.pk), 1)
    for old in asked.filter(production=newest) if newest else []:
        facts = {"asked_by_id": old.asked_by_id, "message": old.message}
        request, is_new = Request.objects.get_or_create(
            production=production, reviewer_id=old.reviewer_id, defaults=facts
        )
        if is_new:
            told.asked_anew(request, number)
