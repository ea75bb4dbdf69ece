"""An episode that has a moment to go out: at once instead, or not by itself at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planning import moves, release
from planning.views.episodes import find
from teams.access import RUN
from teams.current import signed_in


@require_POST
@signed_in
def episode_release(request: HttpRequest, pk: str) -> HttpResponse:
    """`do` is "now" or "unschedule"."""
    plan = find(request.user, RUN, pk)
    try:
        if request.POST.get("do") == "now":
            release.now(plan, request.user)
            messages.success(request, _("“%(title)s” is going out.") % {"title": plan.episode})
        else:
            moves.change(plan, request.user, plan.version, scheduled_at=None)
            messages.success(request, _("“%(title)s” is no longer scheduled.") % {"title": plan.episode})
    except (moves.Refused, moves.Overtaken) as problem:
        messages.warning(request, str(problem))
    return redirect(plan.episode)
