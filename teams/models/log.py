"""The audit log: who did what to which object, when and from where."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.models.people import Membership, Role, unlocked


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def for_user(self, user: Any) -> "AuditQuerySet":
        """The entries of the teams this person owns."""
        owned = Membership.objects.filter(unlocked(user, "team__"), user_id=user.pk, role=Role.OWNER)
        return self.filter(Q(team_id__in=owned.values("team_id")))

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("The audit log is only ever added to.")

    def delete(self) -> NoReturn:
        raise TypeError("The audit log is only ever added to.")


class AuditEntry(models.Model):
    """One thing that somebody did. Names are copied, so that the entry outlives what it speaks of. Append-only.

    The database refuses changes too (see the migrations): on PostgreSQL rows can neither be changed nor deleted, on
    SQLite not changed.
    """

    at = models.DateTimeField(default=timezone.now)
    team_id = models.UUIDField(null=True)
    team_name = models.CharField(max_length=80, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=254, help_text="name and address, as they were")
    action = models.CharField(max_length=40, help_text="what was done, as noun.verb")
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=300, blank=True)
    details: Any = models.JSONField(default=dict)
    ip = models.GenericIPAddressField("from", null=True)
    agent = models.CharField("browser", max_length=200, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=("team_id", "-id"), name="audit_of_team"),
            models.Index(fields=("actor_id", "-id"), name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'the studio'}: {self.action} {self.target_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is only ever added to.")
