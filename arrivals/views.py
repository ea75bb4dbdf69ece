"""What is made at Auphonic comes into a show: the page to connect it, and the address that Auphonic calls."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from arrivals import connecting, intake
from arrivals.models import Reception
from productions.auphonic import jwts
from productions.models import AuphonicAccount, Show
from teams.access import RUN, get_for
from teams.current import signed_in

SHOWN = 30  # arrivals on the page


class AccountForm(forms.Form):
    """Which of one's own accounts; an application can only be connected with a sign-in."""

    account = forms.ModelChoiceField(AuphonicAccount.objects.none(), label="Account", empty_label=None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_arrivals(request: HttpRequest, pk: str) -> HttpResponse:
    """The connection of the show and what came by it; a POST connects or, with `end`, disconnects it."""
    show = get_for(request.user, Show.objects.select_related("team"), RUN, pk=pk)
    reception = Reception.objects.filter(show=show).select_related("account").first()
    form = AccountForm(request.POST or None)
    form.fields["account"].queryset = AuphonicAccount.objects.owned_by(request.user)
    if request.method == "POST" and "end" in request.POST:
        Reception.objects.filter(show=show).delete()
        messages.success(request, _("Nothing comes in any more. The service can be removed at Auphonic as well."))
        return redirect("arrivals:show_arrivals", show.pk)
    if request.method == "POST" and form.is_valid():
        connecting.want(show, form.cleaned_data["account"], request.user)
        messages.info(request, _("The show is being connected. Reload the page in a moment."))
        return redirect("arrivals:show_arrivals", show.pk)
    arrivals = reception.arrivals.select_related("episode")[:SHOWN] if reception else []
    context = {"show": show, "reception": reception, "arrivals": arrivals, "form": form}
    return render(request, "arrivals/show_arrivals.html", context, status=422 if form.is_bound else 200)


@csrf_exempt
@require_POST
def hook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Auphonic says which production is done. Nothing unsigned is believed, and nothing is told to whoever sent it."""
    reception = Reception.objects.filter(pk=pk).select_related("account").first()
    if reception is None:
        raise Http404
    try:
        call = jwts.read(request.body, reception.account.server)
    except jwts.Forged:
        raise Http404 from None
    if call.custom_data != str(reception.pk):
        raise Http404
    intake.announce(reception, call.uuid[:64])
    return HttpResponse(status=204)
