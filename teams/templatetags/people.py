"""What templates say about people: who may, and how somebody looks."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from teams import access

register = template.Library()


@register.simple_tag
def refusal(least: int, team: Any = None) -> str:
    """`{% refusal 30 team %}`: why this person may not, naming the role that may."""
    return access.refusal(least, bool(getattr(team, "my_shows_only", False)))


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser(agent: str) -> str:
    """What calls itself `Mozilla/5.0 (X11; Linux x86_64) … Chrome/156.0 Safari/537.36`: Chrome, Linux."""
    names = (next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names)) or agent[:60] or _("Unknown")
