"""Linked Auphonic accounts."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from podcaststudio import crypto
from podcaststudio.due import DueQuerySet
from teams.models import Team, User


class AccountQuerySet(DueQuerySet):
    def owned_by(self, user: Any) -> Any:
        return self.filter(user_id=user.pk)

    def for_team(self, team: Team) -> Any:
        """The accounts that members have lent to this team."""
        return self.filter(lent_to=team, user__memberships__team=team)


class AuphonicAccount(models.Model):
    """A person's account at one of the Auphonic servers that settings list, by OAuth2 token or API key."""

    class Kind(models.TextChoices):
        OAUTH = "oauth", _("Signed in")
        KEY = "key", _("API key")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="auphonic_accounts")
    lent_to = models.ManyToManyField(Team, blank=True, related_name="auphonic_accounts")
    server = models.CharField(max_length=20)
    name = models.CharField(max_length=120, help_text="the user name at Auphonic")
    kind = models.CharField(max_length=5, choices=Kind)
    sealed_credential = models.TextField(editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_broken = models.BooleanField(_("needs a new sign-in"), default=False, editable=False)
    credits = models.FloatField(_("hours of credit left"), null=True, blank=True, editable=False)
    recharge_at = models.DateTimeField(null=True, blank=True, editable=False)
    services: Any = models.JSONField(default=list, blank=True, editable=False)  # see productions/outgoing.py
    last_success_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)  # when to ask for credits next
    turn = models.PositiveIntegerField(default=0, editable=False)
    refresh_until = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # somebody refreshes the token until then
    presets_for = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )  # the next look copies the account's presets into this team
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("user", "server", "name"), name="one_row_per_linked_account")]

    def __str__(self) -> str:
        return gettext("%(name)s at %(server)s") % {"name": self.name, "server": self.server_label}

    @property
    def server_label(self) -> str:
        return gettext(settings.AUPHONIC_SERVERS.get(self.server, {}).get("label", self.server))

    @property
    def server_settings(self) -> dict[str, str]:
        return settings.AUPHONIC_SERVERS[self.server]

    def seal(self, credential: str) -> str:
        """Encrypt a credential (a token's JSON, or an API key) for this row."""
        return crypto.encrypt(credential, f"productions.AuphonicAccount.credential:{self.pk}")

    def unseal(self) -> str:
        """The credential. Raises `crypto.Unreadable`."""
        return crypto.decrypt(self.sealed_credential, f"productions.AuphonicAccount.credential:{self.pk}")


class ServerInfo(models.Model):
    """What one of the Auphonic servers offers, as it said at the last look: algorithms and output formats."""

    server = models.CharField(max_length=20, primary_key=True)
    info: Any = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.server
