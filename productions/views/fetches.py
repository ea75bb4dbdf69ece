"""Fetching a recording from the web."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from productions import fetches
from productions.forms.fetches import FetchForm
from productions.models import Episode
from teams.access import EDIT, RUN, get_for
from teams.current import signed_in


@require_POST
@signed_in
def episode_fetch(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker fetch it; who may not start a production only has it fetched."""
    episode = get_for(request.user, Episode.objects.select_related("show__team"), EDIT, pk=pk)
    form = FetchForm(request.POST)
    if form.is_valid():
        may_start = form.cleaned_data["start"] and episode.my_role >= RUN
        fetches.ask(episode, form.cleaned_data["address"], request.user, is_start_wanted=may_start)
        messages.info(request, _("It is being fetched. You can close this page; it goes on without you."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(episode)
