"""What a service of somebody's account holds: a list of files that a worker reads, for its owner to choose from."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from arrivals import once
from arrivals.models import Shelf
from podcaststudio.doorbell import ring
from productions.auphonic import accounts
from productions.models import AuphonicAccount

AGAIN = 30.0  # seconds until Auphonic is asked again when it was not to be reached
MOST = 2000  # names that are kept


def incoming(account: AuphonicAccount) -> list[dict[str, Any]]:
    """The services of an account that files can be fetched from, as productions/outgoing.py describes a row."""
    return [row for row in account.services if row["is_incoming"]]


def want(account: AuphonicAccount, service_uuid: str) -> None:
    """Have a worker read the list; asking again while it reads changes nothing."""
    with transaction.atomic():
        shelf, _ = Shelf.objects.get_or_create(account=account, service_uuid=service_uuid)
        if Shelf.objects.filter(pk=shelf.pk, due_at=None).wake(error=""):
            ring("arrivals.list_files", shelf.pk)


def look(pk: UUID) -> None:
    """Worker: read the names and write them down."""

    def read() -> dict[str, Any]:
        shelf = Shelf.objects.select_related("account").get(pk=pk)
        names = accounts.client_for(shelf.account).service_files(shelf.service_uuid)
        return {"names": names[:MOST], "listed_at": Now()}

    once.ask(Shelf.objects.all(), pk, read, AGAIN)
