"""Productions in the admin: states and mirrors are read-only; the verbs of the pipeline are actions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from productions import pipeline
from productions.models import (
    AuphonicAccount,
    Episode,
    OutputFile,
    Preset,
    Production,
    ProductionEvent,
    Recording,
    Show,
)
from teams.admin import linked


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnlyInline):
    model = ProductionEvent
    fields = ("at", "run", "before", "state", "actor", "note")


class OutputInline(ReadOnlyInline):
    model = OutputFile
    fields = ("file_name", "format", "bitrate", "size")


@admin.register(Production)
class ProductionAdmin(admin.ModelAdmin):
    list_display = (
        "__str__",
        linked("episode"),
        linked("episode", "show"),
        "state",
        "state_since",
        "due_at",
        "attempts",
        "auphonic_status_text",
        "error",
    )
    list_filter = ("state", "error_code", "account__server")
    list_select_related = ("episode__show",)
    show_full_result_count = False  # of a hundred thousand rows nobody needs the count twice
    search_fields = ("episode__title", "episode__show__title", "auphonic_uuid", "track__remote_id")
    date_hierarchy = "created_at"
    inlines = (EventInline, OutputInline)
    actions = ("retry", "cancel", "look_now")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything: a production is changed by the pipeline alone."""
        return [field.name for field in Production._meta.fields]

    @admin.action(description=gettext_lazy("Retry what failed"), permissions=["change"])
    def retry(self, request: HttpRequest, queryset: Any) -> None:
        self._ask(request, queryset, pipeline.retry)

    @admin.action(description=gettext_lazy("Cancel what is under way"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: Any) -> None:
        self._ask(request, queryset, pipeline.cancel)

    @admin.action(description=gettext_lazy("Look again now"), permissions=["change"])
    def look_now(self, request: HttpRequest, queryset: Any) -> None:
        for production in queryset:
            pipeline.poke(production.pk)
        self.message_user(request, _("Those that wait are looked at now."))

    def _ask(self, request: HttpRequest, queryset: Any, verb: Callable[[Production, Any], None]) -> None:
        for production in queryset.select_related("episode"):
            try:
                verb(production, request.user)
            except pipeline.Refused as refusal:
                self.message_user(request, f"{production.episode}: {refusal}", messages.WARNING)


@admin.register(AuphonicAccount)
class AccountAdmin(admin.ModelAdmin):
    """The credential is not among the fields; it cannot be read here."""

    list_display = ("name", "server", linked("user"), "kind", "credits", "is_broken", "last_success_at", "last_error")
    list_filter = ("server", "kind", "is_broken")
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    fields = readonly_fields = (
        "user", "lent_to", "server", "name", "kind", "is_broken", "credits", "recharge_at", "expires_at",
        "last_success_at", "last_error", "last_error_at", "due_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Show)
class ShowAdmin(admin.ModelAdmin):
    list_display = ("title", linked("team"), linked("preset"), linked("account"), linked("collection"))
    list_filter = ("team",)
    list_select_related = ("team", "preset", "account", "collection")
    search_fields = ("title",)
    raw_id_fields = ("team", "account", "preset", "collection")


@admin.register(Episode)
class EpisodeAdmin(admin.ModelAdmin):
    list_display = ("title", linked("show"), "number", "planned_at", "created_at")
    list_filter = ("show__team",)
    list_select_related = ("show",)
    search_fields = ("title", "show__title")
    raw_id_fields = ("show",)
    readonly_fields = ("track", "created_by")


@admin.register(Recording)
class RecordingAdmin(admin.ModelAdmin):
    list_display = ("file_name", linked("episode"), "duration", "size", "created_at")
    list_select_related = ("episode",)
    search_fields = ("file_name", "episode__title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Recording._meta.fields]


@admin.register(Preset)
class PresetAdmin(admin.ModelAdmin):
    list_display = ("name", linked("team"), "created_at")
    list_filter = ("team",)
    list_select_related = ("team",)
    search_fields = ("name",)
    raw_id_fields = ("team",)
