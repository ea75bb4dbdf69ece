"""What is made at Auphonic comes into a show: the page to connect it, and the address that Auphonic calls."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from arrivals import connecting, intake
from arrivals.models import Arrival, Order, Reception
from productions.auphonic import jwts
from productions.models import AuphonicAccount, Show
from teams.access import RUN, get_for
from teams.current import signed_in

SHOWN = 30  # arrivals on the page


class AccountForm(forms.Form):
    """Which of one's own accounts; an application can only be connected with a sign-in."""

    account = forms.ModelChoiceField(AuphonicAccount.objects.none(), label=gettext_lazy("Account"), empty_label=None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_arrivals(request: HttpRequest, pk: str) -> HttpResponse:
    """The connection of the show and what came by it; a POST connects or, with `end`, disconnects it."""
    show = get_for(request.user, Show.objects.select_related("team"), RUN, pk=pk)
    reception = Reception.objects.filter(show=show).select_related("account").first()
    form = AccountForm(request.POST or None)
    accounts: Any = form.fields["account"]
    accounts.queryset = AuphonicAccount.objects.owned_by(request.user)
    if request.method == "POST" and "end" in request.POST:
        Reception.objects.filter(show=show).delete()
        messages.success(request, _("Nothing comes in any more. The service can be removed at Auphonic as well."))
        return redirect("arrivals:show_arrivals", show.pk)
    if request.method == "POST" and form.is_valid():
        connecting.want(show, form.cleaned_data["account"], request.user)
        messages.info(request, _("The show is being connected. Reload the page in a moment."))
        return redirect("arrivals:show_arrivals", show.pk)
    arrivals = show.arrivals.select_related("episode")[:SHOWN]
    # what is ordered and not made yet; from then on it is among the arrivals
    orders = Order.objects.filter(episode__show=show, done_at=None).select_related("episode")[:SHOWN]
    context = {"show": show, "reception": reception, "arrivals": arrivals, "orders": orders, "form": form}
    return render(request, "arrivals/show_arrivals.html", context, status=422 if form.is_bound else 200)


@csrf_exempt
@require_POST
def hook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Auphonic says which production is done. Nothing unsigned is believed, and nothing is told to whoever sent it."""
    reception = Reception.objects.filter(pk=pk).select_related("account", "show").first()
    if reception is None:
        raise Http404
    try:
        call = jwts.read(request.body, reception.account.server)
    except jwts.Forged:
        raise Http404 from None
    if call.custom_data != str(reception.pk):
        raise Http404
    intake.announce(reception.show, reception.account, call.uuid[:64])
    return HttpResponse(status=204)


@require_POST
@signed_in
def retry(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker try once more to take one in."""
    rows = Arrival.objects.filter(show__in=Show.objects.for_user(request.user)).select_related("show__team")
    arrival = get_object_or_404(rows, pk=pk)
    get_for(request.user, Show.objects.select_related("team"), RUN, pk=arrival.show_id)
    intake.try_again(arrival)
    return redirect("arrivals:show_arrivals", arrival.show_id)
