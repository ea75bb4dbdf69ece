"""What templates of a review need: where this reviewer asks for something, and times as they are typed."""

from typing import Any

from django import template

from productions import chapter_files
from review.models import Kind
from review.reviewers import Reviewer, called

register = template.Library()


@register.simple_tag
def at(who: Reviewer, verb: str, *args: Any) -> str:
    """`{% at who "note" note.pk as address %}`: the team's address, or the one behind the link."""
    return who.address(verb, *args)


@register.simple_tag
def whole_page(who: Reviewer, episode: Any) -> str:
    return who.page(episode)


@register.filter
def name(user: Any) -> str:
    return called(user)


@register.filter
def plainly(seconds: float | None) -> str:
    """For scripts and addresses: a point, whatever the language, and no more than milliseconds."""
    return "" if seconds is None else f"{seconds:.3f}"


@register.filter
def clock(seconds: float | None) -> str:
    """As it is typed into a form: 00:12:31.400."""
    return "" if seconds is None else chapter_files.clock(seconds)


@register.simple_tag
def kinds() -> list[tuple[str, Any]]:
    return list(Kind.choices)
