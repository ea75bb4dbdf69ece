"""Exports and ends of teams in the admin."""

from django.contrib import admin

from exports.models import Deletion, Export
from teams.admin import ReadOnly, linked


@admin.register(Export)
class ExportAdmin(ReadOnly):
    list_display = ("__str__", linked("team"), linked("asked_by"), "size", "created_at", "due_at", "done_at", "error")
    list_select_related = ("team", "asked_by")
    search_fields = ("team__name", "asked_by__email")


@admin.register(Deletion)
class DeletionAdmin(ReadOnly):
    list_display = ("team_name", linked("asked_by"), "created_at", "due_at", "attempts", "done_at")
    list_select_related = ("asked_by",)
    search_fields = ("team_name", "asked_by__email")
