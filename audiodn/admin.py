"""Admin: mirrors are read-only, and no secret is shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from audiodn.models import Collection, Connection, Track


class ReadOnly(admin.ModelAdmin):
    """Looks, and changes nothing: what stands here is made elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Connection)
class ConnectionAdmin(ReadOnly):
    list_display = ("team", "server_label", "last_success_at", "last_webhook_at", "last_error")
    list_select_related = ("team",)
    fields = (
        "team", "server", "creator_remote_id", "last_success_at", "last_error", "last_webhook_at", "created_at",
    )  # fmt: skip


@admin.register(Collection)
class CollectionAdmin(ReadOnly):
    list_display = ("title", "team", "remote_id", "created_at")
    list_select_related = ("team",)
    search_fields = ("title", "remote_id", "team__name")


@admin.register(Track)
class TrackAdmin(ReadOnly):
    list_display = ("title", "collection", "status", "duration", "size", "due_at", "refreshed_at")
    list_filter = ("status",)
    list_select_related = ("collection",)
    search_fields = ("title", "remote_id", "intent")
