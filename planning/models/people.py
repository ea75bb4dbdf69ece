"""The people of a team's shows: hosts, guests and everybody behind them, and the parts they have."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.stages import Stage
from productions.models import Episode, Show
from teams.models import Face, Team, TeamOwnedQuerySet


class PersonQuerySet(TeamOwnedQuerySet):
    def public(self) -> Any:
        """Those who may be named to listeners: not hidden, or in an episode that is out."""
        out = Part.objects.filter(person=OuterRef("pk"), episode__plan__stage=Stage.PUBLISHED)
        return self.filter(Q(is_hidden=False) | Exists(out))


class Person(Face, models.Model):
    """Somebody who is heard in a show or works on it; not necessarily somebody with a sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="persons")
    name = models.CharField(_("name"), max_length=120)
    link = models.URLField(_("link"), max_length=300, blank=True)
    picture = models.ImageField(max_length=255, blank=True, editable=False)
    is_hidden = models.BooleanField(_("hidden until the first release"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class PartRole(models.TextChoices):
    """Of the podcast taxonomy, in its own words."""

    HOST = "host", _("Host")
    CO_HOST = "co-host", _("Co-host")
    GUEST_HOST = "guest host", _("Guest host")
    GUEST = "guest", _("Guest")
    NARRATOR = "narrator", _("Narrator")
    VOICE_ACTOR = "voice actor", _("Voice actor")
    ANNOUNCER = "announcer", _("Announcer")
    REPORTER = "reporter", _("Reporter")
    AUTHOR = "author", _("Author")
    WRITER = "writer", _("Writer")
    STORY_EDITOR = "story editor", _("Story editor")
    RESEARCHER = "researcher", _("Researcher")
    EDITOR = "editor", pgettext_lazy("of an episode", "Editor")
    FACT_CHECKER = "fact checker", _("Fact checker")
    TRANSLATOR = "translator", _("Translator")
    TRANSCRIBER = "transcriber", _("Transcriber")
    DIRECTOR = "director", _("Director")
    PRODUCER = "producer", pgettext_lazy("of an episode", "Producer")
    EXECUTIVE_PRODUCER = "executive producer", _("Executive producer")
    AUDIO_ENGINEER = "audio engineer", _("Audio engineer")
    AUDIO_EDITOR = "audio editor", _("Audio editor")
    SOUND_DESIGNER = "sound designer", _("Sound designer")
    COMPOSER = "composer", _("Composer")
    BOOKING_COORDINATOR = "booking coordinator", _("Booking coordinator")
    COVER_ART_DESIGNER = "cover art designer", _("Cover art designer")


class Part(models.Model):
    """What a person is in a show, as one of its regulars, or in one episode."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="parts")
    role = models.CharField(_("role"), max_length=24, choices=PartRole, default=PartRole.GUEST)
    show = models.ForeignKey(Show, models.CASCADE, null=True, blank=True, related_name="parts")
    episode = models.ForeignKey(Episode, models.CASCADE, null=True, blank=True, related_name="parts")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(show=None, episode__isnull=False) | Q(show__isnull=False, episode=None),
                name="a_part_is_of_a_show_or_an_episode",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "show"), condition=Q(show__isnull=False), name="one_part_in_a_show"
            ),
            models.UniqueConstraint(
                fields=("person", "role", "episode"), condition=Q(episode__isnull=False), name="one_part_in_an_episode"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
