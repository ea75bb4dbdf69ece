"""What templates say about people: who may, and how somebody looks."""

from typing import Any

from django import template

from teams import access

register = template.Library()


@register.simple_tag
def refusal(least: int, team: Any = None) -> str:
    """`{% refusal 30 team %}`: why this person may not, naming the role that may."""
    return access.refusal(least, bool(getattr(team, "my_shows_only", False)))
