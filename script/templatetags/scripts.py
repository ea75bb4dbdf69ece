"""Times and words of a script, for its pages."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from productions import chapter_files
from script.segments import Segment

register = template.Library()


@register.filter
def clock(seconds: float) -> str:
    """As it is typed: 0:01:02.500, without a zero before a single hour."""
    return chapter_files.clock(seconds).removeprefix("0")


@register.filter
def marked(segment: Segment) -> SafeString:
    """Its words, the doubtful ones marked."""
    return format_html_join(" ", "{}", ((_marked(text, is_doubted),) for text, is_doubted in segment.pieces))


@register.filter
def starts(segment: Segment) -> str:
    """When each word begins, for scripts that take a segment apart; nothing where nobody knows."""
    return " ".join("" if at is None else f"{at:.2f}" for at, _sure in segment.words).strip()


def _marked(text: str, is_doubted: bool) -> SafeString | str:
    return format_html_join("", "<u>{}</u>", ((text,),)) if is_doubted else text
