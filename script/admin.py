"""Editions in the admin: to look, and to find."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from script.models import Edition
from teams.admin import ReadOnly, linked


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("__str__", linked("episode"), "how", "detail", linked("made_by"), "made_at")
    list_filter = ("kind", "how")
    list_select_related = ("episode__show", "made_by")
    search_fields = ("episode__title", "made_by__email")
    date_hierarchy = "made_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("body")
