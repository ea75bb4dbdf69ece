"""Makes a show an external service of an account, so that what is made at Auphonic comes into the show."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from arrivals import once
from arrivals.models import Reception
from podcaststudio.doorbell import ring
from productions.auphonic import accounts
from productions.models import AuphonicAccount, Show

AGAIN = 60.0  # seconds until Auphonic is asked again when it was not to be reached


def want(show: Show, account: AuphonicAccount, actor: Any) -> Reception:
    """Have a worker connect the show; asking again for another account moves it there."""
    with transaction.atomic():
        facts = {"account": account, "asked_by": actor, "service_uuid": "", "error": "", "due_at": Now()}
        reception, _ = Reception.objects.update_or_create(show=show, defaults=facts)
        ring("arrivals.connect", reception.pk)
    return reception


def address(reception: Reception) -> str:
    """Where Auphonic calls."""
    return settings.SITE_URL + reverse("arrivals:hook", args=[reception.pk])


def connect(pk: UUID) -> None:
    """Worker: tell Auphonic. The same address again is the same service there."""

    def tell() -> dict[str, Any]:
        reception = Reception.objects.select_related("show", "account").get(pk=pk)
        client = accounts.client_for(reception.account)
        name = f"{settings.PRODUCT_NAME}: {reception.show.title}"
        made = client.connect_service(name, address(reception), custom_data=str(reception.pk))
        return {"service_uuid": made.uuid}

    once.ask(Reception.objects.all(), pk, tell, AGAIN)
