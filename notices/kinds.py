"""The kinds of notice there are. Each app registers its own; a person chooses for each how it comes by mail."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Mail(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Not by mail")


@dataclass(frozen=True)
class Kind:
    name: str
    words: str | Promise  # as in "Tell me when ..."
    mail: Mail  # until a person chooses otherwise


KINDS: dict[str, Kind] = {}


def register(name: str, words: str | Promise, mail: Mail) -> Kind:
    KINDS[name] = Kind(name, words, mail)
    return KINDS[name]
