"""Whether there is news in a team, for pages that ask every two seconds: one query, and usually nothing to send.

What happens counts up a team's pulse, after its transaction. A beat that is lost costs time, never truth.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import BigIntegerField, F, IntegerField, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from desk.models import Pulse
from notices.models import Notice
from planning.models import Plan
from podcaststudio.counting import count
from podcaststudio.models import Heartbeat
from podcaststudio.vitals import QUIET
from productions.models import Episode, Fetch, OutputFile, Production, ProductionEvent, Recording, Show
from review.models import Decision, Note, Request
from teams.models import Team

STORAGE_SECONDS = 600


@dataclass(frozen=True)
class Beat:
    """`heard_at` is when a worker was heard of last, `running` counts what this person may see under way.

    `unread` counts their notices, of all teams.
    """

    number: int
    running: int
    heard_at: datetime | None
    unread: int = 0

    @property
    def is_paused(self) -> bool:
        """No worker is at work: it fell silent, or none ever spoke and there is something to do."""
        if self.heard_at is None:
            return self.running > 0
        return timezone.now() - self.heard_at > QUIET

    @property
    def version(self) -> str:
        return f"{self.number}-{self.running}-{int(self.is_paused)}"


def beat(user: Any, team: Team) -> Beat:
    """One query."""
    under_way = Production.objects.for_user(user).filter(due_at__isnull=False, episode__show__team=OuterRef("pk"))
    heard = Heartbeat.objects.order_by().annotate(one=F("pk") * 0).values("one").annotate(at_most=Max("at"))
    number = Pulse.objects.filter(pk=OuterRef("pk")).values("beat")
    columns: list[Any] = [
        Coalesce(Subquery(number), 0, output_field=IntegerField()),
        count(under_way, "episode__show__team"),
        Subquery(heard.values("at_most")[:1]),
        count(Notice.objects.for_user(user).unread(), "user"),
    ]
    return Beat(*Team.objects.filter(pk=team.pk).values_list(*columns).get())


def storage(team: Team) -> int:
    """Bytes of the team's recordings and output files, as they were in the last ten minutes: many rows to add up."""
    key = f"storage-{team.pk}"
    kept: int | None = cache.get(key)
    if kept is None:
        sums = (_bytes(Recording.objects, "episode"), _bytes(OutputFile.objects, "production__episode"))
        kept = Team.objects.filter(pk=team.pk).values_list(sums[0] + sums[1], flat=True).get()
        cache.set(key, kept, STORAGE_SECONDS)
    return kept


def _bytes(rows: Any, path: str) -> Any:
    """Of these in the team of the outer query."""
    sums = rows.filter(**{f"{path}__show__team": OuterRef("pk")}).order_by().values(f"{path}__show__team")
    return Coalesce(Subquery(sums.annotate(sum=Sum("size")).values("sum")), 0, output_field=BigIntegerField())


def connect() -> None:
    """Everything that people see of an episode on pages of others."""
    for model in (Episode, Recording, Fetch, ProductionEvent, Plan, Request, Decision, Note):
        post_save.connect(_happened, sender=model, dispatch_uid=f"pulse of {model.__name__}")
    post_delete.connect(_happened, sender=Episode, dispatch_uid="pulse of deleted episodes")


def _happened(sender: Any, instance: Any, **_: Any) -> None:
    if isinstance(instance, Episode):
        show = {"pk": instance.show_id}
    elif hasattr(instance, "production_id"):
        show = {"episodes__productions": instance.production_id}
    else:
        show = {"episodes": instance.episode_id}
    transaction.on_commit(lambda: _touch(show), robust=True)


def _touch(show: dict[str, Any]) -> None:
    team = Show.objects.filter(**show).values_list("team", flat=True).first()
    if team:
        Pulse.touch(team)
