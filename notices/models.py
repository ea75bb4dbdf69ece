"""Notices: what somebody is told, in the app and by mail, and how they want it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from notices.kinds import KINDS, Mail
from podcaststudio.due import DueQuerySet
from teams.models import Team, User


class NoticeQuerySet(DueQuerySet):
    def for_user(self, user: Any) -> Any:
        """Their notices; those of teams they left are gone with the team."""
        mine = Q(team=None) | Q(team__memberships__user_id=user.pk)
        return self.filter(mine, user_id=user.pk)

    def unread(self) -> Any:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One person is told of one event, once: `key` names the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    address = models.CharField(max_length=300, help_text="path of the page it is about")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # by mail: how, when next, and the letter it went out with
    mail = models.CharField(max_length=5, choices=Mail, default=Mail.NEVER)
    due_at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    letter = models.UUIDField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(fields=("user", "-created_at"), name="notices_of_user"),
            models.Index(fields=("due_at",), condition=Q(due_at__isnull=False), name="notice_due"),
            models.Index(fields=("letter",), condition=Q(letter__isnull=False), name="notice_letter"),
        ]
        constraints = [models.UniqueConstraint(fields=("user", "key"), name="one_notice_per_event")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notices:notice", args=[self.pk])


class Choice(models.Model):
    """How one person wants one kind by mail, where it is not the usual way."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    mail = models.CharField(max_length=5, choices=Mail)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "kind"), name="one_choice_per_kind"),
            models.CheckConstraint(condition=Q(mail__in=Mail.values), name="choice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.mail}"


def choices_of(users: list[User]) -> dict[tuple[object, str], str]:
    """How each of these people wants each kind by mail; one query."""
    chosen = {(c.user_id, c.kind): c.mail for c in Choice.objects.filter(user__in=users)}
    return {(u.pk, k.name): chosen.get((u.pk, k.name), k.mail) for u in users for k in KINDS.values()}
