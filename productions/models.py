"""Shows, episodes, recordings, presets, productions and what belongs to them."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from audiodn.models import Collection, Track
from podcaststudio import crypto
from podcaststudio.due import DueQuerySet
from productions import states
from productions.states import TABLE, State
from teams.models import Team, TeamOwnedQuerySet, User


class AccountQuerySet(DueQuerySet):
    def owned_by(self, user: Any) -> Any:
        return self.filter(user_id=user.pk)

    def for_team(self, team: Team) -> Any:
        """The accounts that members have lent to this team."""
        return self.filter(lent_to=team, user__memberships__team=team)


class AuphonicAccount(models.Model):
    """A person's account at one of the Auphonic servers that settings list, by OAuth2 token or API key."""

    class Kind(models.TextChoices):
        OAUTH = "oauth", "Signed in"
        KEY = "key", "API key"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="auphonic_accounts")
    lent_to = models.ManyToManyField(Team, blank=True, related_name="auphonic_accounts")
    server = models.CharField(max_length=20)
    name = models.CharField(max_length=120, help_text="the user name at Auphonic")
    kind = models.CharField(max_length=5, choices=Kind)
    sealed_credential = models.TextField(editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_broken = models.BooleanField("needs a new sign-in", default=False, editable=False)
    credits = models.FloatField("hours of credit left", null=True, blank=True, editable=False)
    recharge_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        return f"{self.name} at {self.server_label}"

    @property
    def server_label(self) -> str:
        return settings.AUPHONIC_SERVERS.get(self.server, {}).get("label", self.server)

    @property
    def server_settings(self) -> dict[str, str]:
        return settings.AUPHONIC_SERVERS[self.server]

    def seal(self, credential: str) -> str:
        """Encrypt a credential (a token's JSON, or an API key) for this row."""
        return crypto.encrypt(credential, f"productions.AuphonicAccount.credential:{self.pk}")

    def unseal(self) -> str:
        """The credential. Raises `crypto.Unreadable`."""
        return crypto.decrypt(self.sealed_credential, f"productions.AuphonicAccount.credential:{self.pk}")


class Preset(models.Model):
    """A team's own way to master. `settings` is the body of an Auphonic preset, sent whole with each production."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="presets")
    name = models.CharField(max_length=120)
    settings: Any = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("team", "name"), name="one_preset_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def loudness_target(self) -> float:
        return float(self.settings.get("algorithms", {}).get("loudnesstarget", -16))


class Show(models.Model):
    """A podcast: its episodes, how it is mastered, and where it is delivered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="shows")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    account = models.ForeignKey(AuphonicAccount, models.SET_NULL, null=True, blank=True, related_name="shows")
    preset = models.ForeignKey(Preset, models.SET_NULL, null=True, blank=True, related_name="shows")
    collection = models.OneToOneField(Collection, models.SET_NULL, null=True, blank=True, related_name="show")
    color = models.CharField(
        max_length=7,
        default="#037c9a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give a colour as #rrggbb.")],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("productions:show_detail", args=[self.pk])


class EpisodeQuerySet(TeamOwnedQuerySet):
    team_path = "show__team"

    def with_newest(self) -> Any:
        """Each with `newest_recordings` and `newest_productions`, lists of at most one; two queries per page."""
        productions = Production.objects.newest_of_episode().select_related("recording", "account", "track")
        return self.prefetch_related(
            Prefetch("recordings", Recording.objects.newest_of_episode(), to_attr="newest_recordings"),
            Prefetch("productions", productions.defer("preset_settings"), to_attr="newest_productions"),
        )

    def unstarted(self) -> Any:
        """Never produced; each with `has_recording`."""
        mine = {"episode": OuterRef("pk")}
        return self.filter(~Exists(Production.objects.filter(**mine))).annotate(
            has_recording=Exists(Recording.objects.filter(**mine))
        )


class Episode(models.Model):
    """One piece of a show. `track` is what listeners hear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    show = models.ForeignKey(Show, models.CASCADE, related_name="episodes")
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField(null=True, blank=True)
    summary = models.TextField(blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    track = models.ForeignKey(Track, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=("show", "-created_at"))]
        constraints = [
            models.UniqueConstraint(
                fields=("show", "number"), condition=Q(number__isnull=False), name="one_episode_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("productions:episode_detail", args=[self.pk])


class OfEpisodeQuerySet(TeamOwnedQuerySet):
    team_path = "episode__show__team"

    def newest_of_episode(self) -> Any:
        """Only the newest one of each episode."""
        newest = self.model.objects.filter(episode=OuterRef("episode")).order_by("-created_at", "id")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class Recording(models.Model):
    """The raw file a person uploaded for an episode, whole and found to be audio."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="recordings")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255, help_text="as it was called where it came from")
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    duration = models.FloatField(help_text="seconds")
    codec = models.CharField(max_length=40, blank=True)
    channels = models.PositiveSmallIntegerField(null=True, blank=True)
    samplerate = models.PositiveIntegerField(null=True, blank=True, help_text="Hz")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.file_name


class Upload(models.Model):
    """A recording on its way in (tus 1.0). How much has arrived is the size of its part file, nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField(help_text="bytes, announced")
    is_start_wanted = models.BooleanField(
        default=False, help_text="start a production as soon as the recording is here"
    )
    recording = models.OneToOneField(Recording, models.SET_NULL, null=True, blank=True, related_name="upload")
    error = models.TextField(blank=True)
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfEpisodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name


class ProductionQuerySet(DueQuerySet, OfEpisodeQuerySet):  # type: ignore[override]  # of the generated as_manager
    def unfinished(self) -> Any:
        return self.filter(state__in=states.UNFINISHED)


class Production(models.Model):
    """One run of one recording through the table of `states.py`. Only `pipeline.py` writes `state`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="productions")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="productions")
    account = models.ForeignKey(AuphonicAccount, models.SET_NULL, null=True, related_name="productions")
    preset = models.ForeignKey(Preset, models.SET_NULL, null=True, blank=True, related_name="productions")
    preset_settings: Any = models.JSONField(default=dict, editable=False)  # the preset as it was when this began
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    state = models.CharField(max_length=12, choices=states.CHOICES, default=State.DRAFT, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    claims = models.PositiveSmallIntegerField(default=0, editable=False)  # turns since the last progress
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)  # failed looks since the last good one
    looks = models.PositiveIntegerField(default=0, editable=False)  # good looks at the other side in this state
    run = models.PositiveSmallIntegerField(default=1, editable=False)  # counts retries by people
    failed_in = models.CharField(max_length=12, blank=True, editable=False)
    error = models.TextField(blank=True, editable=False)
    error_code = models.CharField(max_length=40, blank=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    progress = models.FloatField(null=True, blank=True, editable=False, help_text="of the present state, 0 to 1")

    create_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    auphonic_uuid = models.CharField(max_length=64, blank=True, editable=False)
    auphonic_status = models.IntegerField(null=True, blank=True, editable=False)
    auphonic_status_text = models.CharField(max_length=120, blank=True, editable=False)
    warning = models.TextField(blank=True, editable=False)
    statistics: Any = models.JSONField(null=True, blank=True, editable=False)
    used_credits = models.FloatField(null=True, blank=True, editable=False, help_text="hours")
    track = models.OneToOneField(
        Track, models.SET_NULL, null=True, blank=True, editable=False, related_name="production"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProductionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=("due_at",), condition=Q(due_at__isnull=False), name="production_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.RESTING, due_at__isnull=True)
                | (~Q(state__in=states.RESTING) & Q(due_at__isnull=False)),
                name="production_is_due_unless_it_rests",
            ),
            models.UniqueConstraint(
                fields=("auphonic_uuid",),
                condition=~Q(auphonic_uuid=""),
                name="one_production_per_auphonic_uuid",
            ),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(state__in=states.UNFINISHED),
                name="one_unfinished_production_per_episode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode}, {self.get_state_display()}"

    @property
    def intent(self) -> str:
        """Written into everything made for this production elsewhere, so that it is found again."""
        return self.pk.hex[:12]

    @property
    def is_resting(self) -> bool:
        return self.state in states.RESTING

    @property
    def is_cancelable(self) -> bool:
        return self.state in states.CANCELABLE

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def row(self) -> states.Row:
        """Its row of the table; a failed one's row is that of the state it failed in."""
        return TABLE[State(self.failed_in or State.CREATING)] if self.is_failed else TABLE[State(self.state)]

    @property
    def is_slow(self) -> bool:
        """Longer in a waiting state than is usual for its length. Never a reason to fail."""
        usual = timedelta(seconds=600 + self.recording.duration)
        return self.state in states.WAITING and timezone.now() - self.state_since > usual

    @property
    def loudness(self) -> float | None:
        """LUFS of the result, as Auphonic measured it."""
        return self._output_level("loudness")

    @property
    def true_peak(self) -> float | None:
        """dBTP of the result, as Auphonic measured it."""
        return self._output_level("peak")

    def _output_level(self, name: str) -> float | None:
        levels = ((self.statistics or {}).get("levels") or {}).get("output") or {}
        value = levels.get(name)
        return float(value[0]) if isinstance(value, list) and value and value[0] is not None else None


class OfProductionQuerySet(TeamOwnedQuerySet):
    team_path = "production__episode__show__team"


class OutputFile(models.Model):
    """One result of a production, kept in our own storage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(Production, models.CASCADE, related_name="output_files")
    file = models.FileField(max_length=255)
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    bitrate = models.PositiveIntegerField(default=0, help_text="kbit/s, 0 for lossless")
    size = models.BigIntegerField(help_text="bytes")
    checksum = models.CharField(max_length=32, blank=True, help_text="MD5, as Auphonic gave it")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfProductionQuerySet.as_manager()

    class Meta:
        ordering = ("file_name",)
        constraints = [models.UniqueConstraint(fields=("production", "file_name"), name="one_output_file_per_name")]

    def __str__(self) -> str:
        return self.file_name


class ProductionEvent(models.Model):
    """A production entered a state. Append-only."""

    production = models.ForeignKey(Production, models.CASCADE, related_name="events")
    state = models.CharField(max_length=12, choices=states.CHOICES)
    before = models.CharField(max_length=12, choices=states.CHOICES, blank=True)
    run = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=("production", "run", "state"), name="each_state_once_per_run")]

    def __str__(self) -> str:
        return f"{self.production_id}: {self.before} to {self.state}"
