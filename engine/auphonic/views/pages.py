"""The pages for people: the state of one production, and the style they share with the consent page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine import settings
from engine.auphonic import documents, productions
from engine.auphonic.envelope import Refused


@require_safe
def status_page(request: HttpRequest, uuid: str) -> HttpResponse:
    """What became of a production; its unguessable address is its permission, as long as nothing can be fetched."""
    try:
        production = productions.get(uuid)
    except Refused:
        return render(request, "problem.html", {"sentence": "There is no such production."}, status=404)
    shown = documents.production_json(production, "")
    return render(request, "production_status.html", {"production": shown, "percent": round(shown["progress"] * 100)})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The style sheet of these pages."""
    return HttpResponse((settings.BASE / "templates" / "pages.css").read_text(), content_type="text/css")
