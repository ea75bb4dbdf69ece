"""Makes a show an external service of an account, so that what is made at Auphonic comes into the show."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from arrivals.models import Reception
from podcaststudio import http
from podcaststudio.doorbell import ring
from podcaststudio.due import Lost, in_seconds
from productions.auphonic import accounts
from productions.models import AuphonicAccount, Show

LEASE = 120.0  # seconds one call may take
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
    turn = Reception.objects.claim(pk, LEASE)
    if turn is None:
        return
    reception = Reception.objects.select_related("show", "account").get(pk=pk)
    facts: dict[str, Any]
    try:
        client = accounts.client_for(reception.account)
        name = f"{settings.PRODUCT_NAME}: {reception.show.title}"
        made = client.connect_service(name, address(reception), custom_data=str(reception.pk))
        facts = {"service_uuid": made.uuid, "error": "", "due_at": None}
    except (http.Rejected, http.Unauthorized) as problem:
        facts = {"error": problem.sentence, "due_at": None}
    except http.Problem as problem:
        facts = {"error": problem.sentence, "due_at": in_seconds(problem.retry_after or AGAIN)}
    try:
        Reception.objects.write(pk, turn, **facts)
    except Lost:
        return  # somebody asked anew meanwhile, and is answered next
