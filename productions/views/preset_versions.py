"""The versions of a preset, and its counterparts at linked accounts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from productions import copies, versions
from productions.differences import difference
from productions.forms.presets import CopyForm
from productions.models import Preset
from teams.access import RUN, SEE, get_for
from teams.current import signed_in


@require_safe
@signed_in
def preset_versions(request: HttpRequest, pk: str) -> HttpResponse:
    """Every version with what it changed; `?from=2&to=5` compares two."""
    preset = get_for(request.user, Preset.objects.select_related("team"), SEE, pk=pk)
    rows = list(preset.versions.select_related("saved_by"))
    known = {str(row.number): row for row in rows}
    one, other = known.get(request.GET.get("from", "")), known.get(request.GET.get("to", ""))
    context = {
        "preset": preset,
        "may_edit": preset.my_role >= RUN,
        "rows": [
            (row, difference(rows[place + 1].settings, row.settings) if place + 1 < len(rows) else [])
            for place, row in enumerate(rows)
        ],
        "one": one,
        "other": other,
        "changes": difference(one.settings, other.settings) if one and other else [],
    }
    return render(request, "productions/preset_versions.html", context)


@require_POST
@signed_in
def preset_restore(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """Make an old version the newest again; the ones between stay in the list."""
    preset = get_for(request.user, Preset.objects.all(), RUN, pk=pk)
    version = preset.versions.filter(number=number).first()
    if version is None:
        raise Http404(_("There is no such version."))
    try:
        versions.save(preset, preset.name, version.settings, request.user, f"as in version {number}")
        messages.success(request, _("It is as in version %(n)s again.") % {"n": number})
    except versions.Overtaken as overtaken:
        messages.error(request, str(overtaken))
    return redirect(preset)


@require_POST
@signed_in
def preset_copy(request: HttpRequest, pk: str) -> HttpResponse:
    """Have a worker send it to an account, take what is there, or look; or forget about the counterpart."""
    preset = get_for(request.user, Preset.objects.select_related("team"), RUN, pk=pk)
    form = CopyForm(request.POST, preset=preset)
    if not form.is_valid():
        messages.error(request, _("Choose an account that is lent to this team."))
        return redirect(preset)
    account, wish = form.cleaned_data["account"], form.cleaned_data["wish"]
    if wish == form.FORGET:
        preset.copies.filter(account=account).delete()
        messages.info(
            request, _("We no longer compare it with %(account)s. The preset there stays.") % {"account": account}
        )
    else:
        copies.ask(preset, account, wish, request.user)
        messages.info(request, _("A worker is asking %(account)s. Reload the page in a moment.") % {"account": account})
    return redirect(preset)
