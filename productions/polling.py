"""Answers to pages that ask again and again: nothing new costs nothing (204), and what rests is not asked about.

The version in the query speaks of everything the fragment shows that may change.
"""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from productions.stages import Row


def version(*rows: Row) -> str:
    told = [(str(row.episode.pk), *_told(row)) for row in rows]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The fragment, or 204 when the page shows this version already. `context` has `version`."""
    if request.GET.get("v") == context["version"]:
        return HttpResponse(status=204)
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


def _told(row: Row) -> tuple[object, ...]:
    production, recording = row.production, row.recording
    told: tuple[object, ...] = (row.episode.title, recording and str(recording.pk))
    if production:
        told += (
            str(production.pk),
            production.state,
            production.run,
            production.attempts,
            production.auphonic_status_text,
            production.error,
            production.is_slow,
            row.percent,
            production.track and production.track.status,
        )
    return told
