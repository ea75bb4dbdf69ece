"""Small things that templates need everywhere: icons, lengths, sizes, hours of credit, moments."""

import re
from datetime import datetime

from django import template
from django.forms import BoundField, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podcaststudio.words import decimal
from productions import files
from productions.models import Cover, OutputFile, Recording

register = template.Library()
AIR = re.compile(r">\s+<")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "plus" "i-s" %}`: a drawing of the sprite, for the eye only."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        extra, static("img/icons.svg"), name,
    )  # fmt: skip


@register.filter
def duration(seconds: float | str | None) -> str:
    """A length: 0:42, 51:20, 1:02:03."""
    if seconds is None or seconds == "":
        return ""
    minutes, rest = divmod(round(float(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def spent(seconds: float | None) -> str:
    """How long something took: 0.4 s, 42 s, 3 min 20 s, 1 h 5 min."""
    if seconds is None:
        return ""
    if seconds < 9.95:
        return f"{decimal(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 1:
        return f"{rest} s"
    hours, left = divmod(minutes, 60)
    return (
        _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": left}
        if hours
        else _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    )


@register.filter
def hours(value: float | None) -> str:
    """Credit, given in hours: 11 h 24 min; 3 min; 8 s when it is less than a minute."""
    if value is None:
        return _("not known")
    if 0 < abs(value) * 60 < 1:
        return f"{round(value * 3600)} s"
    whole, minutes = divmod(round(value * 60), 60)
    return (
        _("%(hours)d h %(minutes)02d min") % {"hours": whole, "minutes": minutes}
        if whole
        else _("%(minutes)d min") % {"minutes": minutes}
    )


@register.filter
def filesize(size: float | None) -> str:
    """Bytes as people count them, in powers of 1000: 812 KB, 426 MB, 1.20 GB."""
    if size is None:
        return ""
    for unit, one, digits in (("GB", 1e9, 2), ("MB", 1e6, 1), ("KB", 1e3, 0)):
        if size >= one:
            value = size / one
            return f"{decimal(value, 0 if value >= 100 else digits)} {unit}"
    return ngettext("%(count)d byte", "%(count)d bytes", round(size)) % {"count": round(size)}


@register.filter
def level(value: float | str | None, unit: str = "") -> str:
    """A loudness with a real minus sign: −16.0 LUFS."""
    if value is None or value == "":
        return ""
    return f"{decimal(float(value))} {unit}".strip()


@register.filter
def moment(when: datetime | None) -> SafeString | str:
    """Relative today, absolute before and after; the full moment on hover."""
    if when is None:
        return ""
    local, now = timezone.localtime(when), timezone.localtime()
    full = date_format(local, _("D j M Y, H:i:s"))
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), full, _shown(local, now))


def _shown(when: datetime, now: datetime) -> str:
    passed = (now - when).total_seconds()
    if 0 <= passed < 60:
        return _("just now")
    if 60 <= passed < 3600:
        return _("%(minutes)d min ago") % {"minutes": int(passed // 60)}
    if when.date() == now.date():
        return date_format(when, "H:i")
    return date_format(when, _("D j M, H:i") if when.year == now.year else _("j M Y"))


@register.filter
def address(row: Recording | OutputFile) -> str:
    """Where members save a recording or an output file."""
    return f"{files.address(row)}?download"


@register.filter
def look(row: Recording | OutputFile | Cover) -> str:
    """Where members see or hear it."""
    return files.address(row)


@register.filter
def cards(label: str) -> SafeString:
    """An option with a sentence, `Static: what it does`, as a head and a line."""
    head, _, line = label.partition(": ")
    return format_html("<b>{}</b><small>{}</small>", head, line[:1].upper() + line[1:])


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's input in our dress; Django's air between the choices of a list, a tenth of a page, goes."""
    shown = field.as_widget(attrs={"class": "in"})
    return SafeString(AIR.sub("><", shown)) if isinstance(field.field.widget, Select) else shown
