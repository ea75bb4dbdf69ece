"""The Auphonic accounts behind a page: what the frame, its forms and its credit need, asked once per request."""

from django.db.models import Q
from django.http import HttpRequest

from productions.models import AuphonicAccount
from teams.models import Team


def known_accounts(request: HttpRequest, team: Team | None) -> list[AuphonicAccount]:
    """Those the team may use, and this person's others; each with its `user`, and `is_lent` to the team."""
    asked: dict[Team, list[AuphonicAccount]] = request.__dict__.setdefault("_known_accounts", {})
    if team and team not in asked:
        is_lent = Q(pk__in=AuphonicAccount.objects.for_team(team).values("pk"))
        rows = AuphonicAccount.objects.filter(is_lent | Q(user_id=request.user.pk)).annotate(is_lent=is_lent)
        asked[team] = list(rows.select_related("user").order_by("name", "pk"))
    return asked[team] if team else []


def accounts(request: HttpRequest, team: Team | None) -> list[AuphonicAccount]:
    """Those the team may use."""
    return [account for account in known_accounts(request, team) if account.is_lent]  # type: ignore[attr-defined]
