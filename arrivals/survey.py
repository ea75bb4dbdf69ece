"""A look through somebody's account at Auphonic: which productions are there to choose from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arrivals import once
from arrivals.models import Arrival, Survey
from podcaststudio.doorbell import ring
from productions.auphonic import accounts
from productions.auphonic.client.rows import ProductionRow
from productions.auphonic.statuses import Meaning, kind
from productions.models import AuphonicAccount, Production, Show

MOST = 200  # productions of an account, the newest
AGAIN = 30.0  # seconds until Auphonic is asked again when it was not to be reached


@dataclass(frozen=True)
class Found:
    """One production at Auphonic, and what is known of it here."""

    uuid: str
    title: str
    status: int | None
    status_text: str
    is_multitrack: bool
    created_at: datetime | None
    place: str = ""  # the episode it is already, or that it is on its way; empty when it is unknown here

    @property
    def is_free(self) -> bool:
        """Whether it can be chosen: done, or on its way to that."""
        return not self.place and kind(self.status) in (Meaning.DONE, Meaning.WORKING)

    @classmethod
    def read(cls, row: dict[str, Any], place: str) -> Self:
        moment = datetime.fromisoformat(row["created_at"]) if row["created_at"] else None
        return cls(**{**row, "created_at": moment}, place=place)


def want(account: AuphonicAccount) -> None:
    """Have a worker look; asking again while it looks changes nothing."""
    with transaction.atomic():
        Survey.objects.get_or_create(account=account)
        if Survey.objects.filter(account=account, due_at=None).wake(error=""):
            ring("arrivals.survey", account.pk)


def look(pk: UUID) -> None:
    """Worker: read the newest productions and write them down."""

    def read() -> dict[str, Any]:
        client = accounts.client_for(AuphonicAccount.objects.get(pk=pk))
        return {"found": [_kept(row) for row in client.production_rows(MOST)], "surveyed_at": Now()}

    once.ask(Survey.objects.all(), pk, read, AGAIN)


def choices(survey: Survey, show: Show, words: str = "") -> list[Found]:
    """What was found, newest first, with what is known of it here; those alone whose title has these words."""
    rows = [row for row in survey.found if all(word in row["title"].lower() for word in words.lower().split())]
    places = _places(show, [row["uuid"] for row in rows])
    return [Found.read(row, places.get(row["uuid"], "")) for row in rows]


def _places(show: Show, uuids: list[str]) -> dict[str, str]:
    """Where each is that is here already; of other teams only that it is."""
    arrivals = Arrival.objects.filter(show=show, auphonic_uuid__in=uuids, due_at__isnull=False)
    places = dict.fromkeys(arrivals.values_list("auphonic_uuid", flat=True), _("on its way"))
    known = Production.objects.filter(auphonic_uuid__in=uuids).select_related("episode__show")
    for production in known:
        episode = production.episode
        is_ours = episode.show.team_id == show.team_id
        places[production.auphonic_uuid] = f"{episode.show}: {episode}" if is_ours else _("in another team")
    return places


def _kept(row: ProductionRow) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "title": row.title[:200],
        "status": row.status,
        "status_text": row.status_text,
        "is_multitrack": row.is_multitrack,
        "created_at": row.created_at.isoformat() if row.created_at else "",
    }
