"""Admin: mirrors are read-only, and no secret is shown."""

from django.contrib import admin

from audiodn.models import Collection, Connection, Track
from teams.admin import ReadOnly, linked


@admin.register(Connection)
class ConnectionAdmin(ReadOnly):
    list_display = ("__str__", linked("team"), "server_label", "last_success_at", "last_webhook_at", "last_error")
    list_select_related = ("team",)
    fields = (
        "team", "server", "creator_remote_id", "last_success_at", "last_error", "last_webhook_at", "created_at",
    )  # fmt: skip


@admin.register(Collection)
class CollectionAdmin(ReadOnly):
    list_display = ("title", linked("team"), linked("show"), "remote_id", "created_at")
    list_select_related = ("team", "show")
    search_fields = ("title", "remote_id", "team__name")


@admin.register(Track)
class TrackAdmin(ReadOnly):
    list_display = ("title", linked("collection"), "status", "duration", "size", "due_at", "refreshed_at")
    list_filter = ("status",)
    list_select_related = ("collection",)
    search_fields = ("title", "remote_id", "intent")
