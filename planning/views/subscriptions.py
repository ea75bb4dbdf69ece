"""Secret addresses for calendar programs: one's own, made here, shown once, withdrawn at once; and what they answer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning import ical
from planning.models import Plan, Subscription
from planning.month import dated
from productions.models import Show
from teams import audit
from teams.access import SEE, get_for
from teams.current import signed_in, with_team
from teams.models import Team

BACK = timedelta(days=90)
MOST, MOST_OPEN = 1000, 20


class SubscriptionForm(forms.Form):
    show = forms.ModelChoiceField(
        Show.objects.none(), label=gettext_lazy("Show"), required=False, empty_label=gettext_lazy("All shows")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_team
def subscriptions(request: HttpRequest, team: Team) -> HttpResponse:
    """Those there are; a POST makes one and shows its address this once."""
    form = SubscriptionForm(
        request.POST if request.method == "POST" else None, initial={"show": request.GET.get("show")}
    )
    form.fields["show"].queryset = Show.objects.for_user(request.user).filter(team=team)
    open_ones = Subscription.objects.of(request.user).filter(team=team).select_related("show")
    context: dict[str, Any] = {"form": form, "team": team, "subscriptions": open_ones}
    if form.is_valid() and open_ones.count() < MOST_OPEN:
        made = Subscription(team=team, user=request.user, show=form.cleaned_data["show"])
        context["feed"] = settings.SITE_URL + reverse("planning:feed", args=[made.renew()])
        made.save()
        audit.record("calendar.opened", made, team=team)
    elif form.is_valid():
        form.add_error(None, _("You have %d addresses already. Withdraw one first.") % MOST_OPEN)
    status = 422 if request.method == "POST" and "feed" not in context else 200
    return render(request, "planning/subscriptions.html", context, status=status)


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    found = get_for(request.user, Subscription.objects.filter(user=request.user), SEE, pk=pk)
    if Subscription.objects.filter(pk=found.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record("calendar.revoked", found, team=found.team)
    messages.success(request, _("Withdrawn. Calendars that have the address get nothing any more."))
    return redirect("planning:subscriptions")


@require_safe
@cache_control(private=True, max_age=300)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner of the address may see now; nobody is told more than that it is not known."""
    found = Subscription.objects.with_token(token).select_related("user", "show", "team").first()
    if found is None or not found.user.is_active or not _is_reached(found):
        raise Http404
    now = timezone.now()
    stale = Q(used_at=None) | Q(used_at__lt=now - timedelta(hours=1))
    Subscription.objects.filter(stale, pk=found.pk).update(used_at=now)
    plans = Plan.objects.for_user(found.user).filter(episode__show__team=found.team)
    plans = plans.filter(episode__show=found.show) if found.show_id else plans
    body = ical.calendar(str(found), dated(plans, now - BACK).order_by("pk")[:MOST])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="plan.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_reached(found: Subscription) -> bool:
    if found.show_id:
        return bool(Show.objects.for_user(found.user).filter(pk=found.show_id).exists())
    return bool(Subscription.objects.for_user(found.user).filter(pk=found.pk).exists())
