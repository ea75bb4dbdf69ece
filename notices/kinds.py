"""The kinds of notice there are. Each app registers its own; a person chooses for each how it comes by mail."""

from dataclasses import dataclass

from django.db import models


class Mail(models.TextChoices):
    NOW = "now", "At once"
    DAILY = "daily", "Once a day"
    NEVER = "never", "Not by mail"


@dataclass(frozen=True)
class Kind:
    name: str
    words: str  # as in "Tell me when ..."
    mail: Mail  # until a person chooses otherwise


KINDS: dict[str, Kind] = {}


def register(name: str, words: str, mail: Mail) -> Kind:
    KINDS[name] = Kind(name, words, mail)
    return KINDS[name]
