"""People, teams, and who is what in which."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Case, Exists, F, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SECOND_FACTORS = ("totp", "webauthn")  # recovery codes are a way back, not a factor of their own


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; there are no user names."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Face:
    """What stands for somebody who has no picture: letters of the name, and a colour of one's own."""

    id: Any
    name: Any

    @property
    def called(self) -> str:
        """The name that the letters are of."""
        return str(self.name)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.called.split()[:2]).upper()

    @property
    def hue(self) -> int:
        """In degrees."""
        return int(self.id.int % 360)


class User(Face, AbstractUser):
    """A person. Signs in by e-mail address."""

    class Theme(models.TextChoices):
        AUTO = "", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(max_length=120, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, help_text="empty: the installation's")
    language = models.CharField(max_length=8, blank=True, help_text="empty: as the browser says")
    avatar = models.ImageField(max_length=255, blank=True)
    has_letter_keys = models.BooleanField(_("keys of one letter"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @cached_property
    def has_second_factor(self) -> bool:
        return User.objects.filter(pk=self.pk, authenticator__type__in=SECOND_FACTORS).exists()

    @property
    def called(self) -> str:
        return self.name or self.email.split("@")[0].replace(".", " ")


class Role(models.IntegerChoices):
    """Each role may do what the ones before it may."""

    REVIEWER = 10, _("Reviewer")
    EDITOR = 20, _("Editor")
    PRODUCER = 30, _("Producer")
    OWNER = 40, _("Owner")

    @property
    def word(self) -> str:
        """As it stands within a sentence."""
        words = (gettext("reviewer"), gettext("editor"), gettext("producer"), gettext("owner"))
        return words[list(Role).index(self)]

    @property
    def logged(self) -> str:
        """As the audit log keeps it, in English for ever."""
        return self.name.capitalize()


def whole_team_role(memberships: str) -> Case:
    """What somebody may do with things of the whole team: who is there for named shows only may look at them."""
    limited = When(**{f"{memberships}__is_limited": True}, then=Value(Role.REVIEWER.value))
    return Case(limited, default=F(f"{memberships}__role"), output_field=models.PositiveSmallIntegerField())


def unlocked(user: Any, team: str = "") -> Q:
    """The condition that a team does not ask for a second factor, or that this person has one."""
    has_one = User.objects.filter(pk=user.pk, authenticator__type__in=SECOND_FACTORS)
    return Q(**{f"{team}is_second_factor_required": False}) | Q(Exists(has_one))


class TeamQuerySet(models.QuerySet["Team"]):
    def for_user(self, user: Any) -> "TeamQuerySet":
        """Their teams, each with `my_role` in the team as a whole, `my_shows_only` and `is_locked`."""
        return self.filter(memberships__user_id=user.pk).annotate(  # type: ignore[no-redef]
            my_role=whole_team_role("memberships"),
            my_shows_only=F("memberships__is_limited"),
            is_locked=Case(When(~unlocked(user), then=True), default=False),
        )


class Team(models.Model):
    """Owns shows and collections, and decides who may do what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="teams"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    is_second_factor_required = models.BooleanField(_("second factor required"), default=False)
    # of the person who asks; only on what comes from `for_user`
    my_role: int
    my_shows_only: bool
    is_locked: bool

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:team_detail", args=[self.pk])


class Membership(models.Model):
    """One person's role in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.REVIEWER)
    is_limited = models.BooleanField(_("for named shows only"), default=False)
    # the code below knows nothing of shows; the database may
    shows: Any = models.ManyToManyField("productions.Show", blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-role", "created_at")
        constraints = [
            models.UniqueConstraint(fields=("team", "user"), name="one_membership_per_team"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=~Q(role=Role.OWNER, is_limited=True), name="an_owner_is_there_for_all_shows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} of {self.team}"
