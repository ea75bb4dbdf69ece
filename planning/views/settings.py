"""How a show is planned: its cadence and zone, the names and limits of its stages, the template of its checklist."""

from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning import checklist
from planning.forms import ShowPlanForm, TemplateForm, template_text
from planning.views.tabs import show_for
from productions.models import Show
from teams import audit
from teams.access import RUN
from teams.current import signed_in
from teams.edits import one_by_one


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@one_by_one
def show_plan(request: HttpRequest, pk: str) -> HttpResponse:
    show = show_for(request.user, RUN, pk)
    form = ShowPlanForm(request.POST if request.method == "POST" else None, instance=show.plan)
    if form.is_valid():
        form.save()
        audit.record("plan.changed", show, team=show.team, cadence=show.plan.cadence.sentence)
        messages.success(request, _("Saved."))
        return redirect("planning:show_plan", show.pk)
    return _page(request, show, form, _template_form(show))


@require_POST
@signed_in
def show_template(request: HttpRequest, pk: str) -> HttpResponse:
    show = show_for(request.user, RUN, pk)
    form = TemplateForm(request.POST)
    if form.is_valid():
        checklist.set_template(show, form.cleaned_data["lines"])
        messages.success(request, _("Saved. New episodes get this checklist."))
        return redirect("planning:show_plan", show.pk)
    return _page(request, show, ShowPlanForm(instance=show.plan), form)


def _template_form(show: Show) -> TemplateForm:
    return TemplateForm(initial={"lines": template_text(list(show.template_points.all()))})


def _page(request: HttpRequest, show: Show, form: ShowPlanForm, template_form: TemplateForm) -> HttpResponse:
    context = {"show": show, "tab": "plan", "form": form, "template_form": template_form}
    context["zones"] = sorted(available_timezones())
    status = 422 if form.is_bound or template_form.is_bound else 200
    return render(request, "planning/show_plan.html", context, status=status)
