"""Small things that pages of plans need: a stage by the show's name for it, a moment in the show's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from planning.models import ShowPlan

register = template.Library()


@register.filter
def called(stage: str, plan: ShowPlan) -> str:
    """What this show calls the stage."""
    return plan.label(stage)


@register.filter
def there(when: datetime | None, zone: ZoneInfo) -> SafeString | str:
    """Day and time in a zone: Tue 14 May, 06:00."""
    if when is None:
        return ""
    local = when.astimezone(zone)
    shown = _("D j M, H:i") if local.year == datetime.now(zone).year else _("D j M Y, H:i")
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>',
        when.isoformat(), date_format(local, _("D j M Y, H:i")), zone, date_format(local, shown),
    )  # fmt: skip


@register.filter
def clock(when: datetime, zone: ZoneInfo) -> str:
    """The time of day in a zone: 06:00."""
    return f"{when.astimezone(zone):%H:%M}"
