"""What the tabs of a show have in common: the show with its plan, found for who asks."""

from typing import Any

from django.db.models import Exists, OuterRef

from planning.listing import Filters
from planning.models import Change, Plan
from podcaststudio.counting import count
from productions.models import Show
from teams.access import get_for


def show_for(user: Any, role: Any, pk: str) -> Show:
    """With everything the head of the page shows, and `has_change`: whether this person may take one back.

    `listed` counts the episodes that its list has without a filter.
    """
    shows = Show.objects.select_related("team", "plan", "preset", "account", "collection", "cover")
    shows = shows.annotate(has_change=Exists(Change.objects.to_undo(user).filter(show=OuterRef("pk"))))
    plans = Filters().narrow(Plan.objects.filter(episode__show=OuterRef("pk")))
    shows = shows.annotate(listed=count(plans, "episode__show"))
    found: Show = get_for(user, shows, role, pk=pk)
    return found
