"""In which language a sentence is put, where no page decides it."""

import operator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

ENGLISH = "en"  # of what programs read, and of what is written down
filled = lazy(operator.mod, str)  # a lazy sentence and its values, put together when it is read
dated = lazy(lambda when, form: date_format(when, str(form)), str)  # a day, and the lazy pattern it is written in
lines = lazy(lambda *parts: "\n".join(filter(None, map(str, parts))), str)  # those that say something


def zoned(when: datetime) -> str:
    """In the zone it carries, which is named: Wed 9 Dec 2026, 06:00 (Europe/Vienna)."""
    return f"{date_format(when, _('D j M Y, H:i'))} ({when.tzinfo})"


def decimal(value: float, places: int = 1) -> str:
    """With the comma or point of whoever reads it, and a real minus sign."""
    return number_format(f"{value:.{places}f}").replace("-", "−")


def language_of(user: Any) -> str:
    """What somebody reads who does not ask for a page just now: a letter, a notice."""
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
