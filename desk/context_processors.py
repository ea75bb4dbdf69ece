"""What the frame around every page shows: the team, its shows, what waits, the credit that is left."""

from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from desk.attention import needs
from desk.pulse import Beat, beat
from notices.models import Notice
from podcaststudio.counting import count
from productions import lent
from productions.models import Production, Show
from teams.current import get_team, get_teams

COUNT_SECONDS = 20  # the count of "Needs you" may be this old where nothing has beaten the team's pulse since


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy, since fragments and forms without the frame need none of it."""
    return {
        "team": SimpleLazyObject(lambda: get_team(request)),
        "teams": SimpleLazyObject(lambda: get_teams(request)),
        "shows": SimpleLazyObject(lambda: get_shows(request)),
        "needs_count": SimpleLazyObject(lambda: _count_needs(request)),
        "beat": SimpleLazyObject(lambda: get_beat(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "accounts": SimpleLazyObject(lambda: lent.accounts(request, get_team(request))),
    }


def get_shows(request: HttpRequest) -> list[Show]:
    """With `running`: how many of its productions are under way. Asked once per request."""
    found = getattr(request, "_shows", None)
    if found is None:
        under_way = Production.objects.filter(episode__show=OuterRef("pk"), due_at__isnull=False)
        running = count(under_way, "episode__show")
        rows = Show.objects.for_user(request.user).filter(team=get_team(request))
        found = list(rows.annotate(running=running).order_by("title", "pk")) if get_team(request) else []
        request._shows = found
    return found


def get_beat(request: HttpRequest) -> Beat | None:
    """None without a team. Asked once per request."""
    if not hasattr(request, "_beat"):
        team = get_team(request)
        request._beat = beat(request.user, team) if team else None
    return request._beat


def _unread(request: HttpRequest) -> int:
    """Notices, for the bell."""
    if news := get_beat(request):
        return news.unread
    return Notice.objects.for_user(request.user).unread().count() if request.user.is_authenticated else 0


def _count_needs(request: HttpRequest) -> int:
    """How many rows "Needs you" has. A third of a page's work, so it is counted anew only when there is news."""
    team, news = get_team(request), get_beat(request)
    if not team or not news:
        return 0
    key = f"needs-{request.user.pk}-{team.pk}-{news.version}"
    kept: int | None = cache.get(key)
    if kept is None:
        kept = len(needs(request.user, team, lent.known_accounts(request, team)))
        cache.set(key, kept, COUNT_SECONDS)
    return kept
