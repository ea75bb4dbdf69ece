"""The pages of what comes in from Auphonic."""

from arrivals.views.choosing import choose, found, survey_start
from arrivals.views.receiving import hook, retry, show_arrivals
from arrivals.views.shelves import order_retry, shelf, shelf_files, shelf_look

__all__ = [
    "choose",
    "found",
    "hook",
    "order_retry",
    "retry",
    "shelf",
    "shelf_files",
    "shelf_look",
    "show_arrivals",
    "survey_start",
]
