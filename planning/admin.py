"""Plans in the admin: looked at, and changed on the pages alone."""

from django.contrib import admin
from django.db import models

from planning.models import Change, Part, Person, Plan, Point, ShowPlan, Subscription, TemplatePoint
from teams.admin import ReadOnly, linked


@admin.register(ShowPlan)
class ShowPlanAdmin(ReadOnly):
    list_display = ("show", "every", "weekday", "nth", "goes_out_at", "time_zone", "due_at")
    list_filter = ("every",)
    list_select_related = ("show",)
    search_fields = ("show__title",)


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    list_display = ("episode", "stage", linked("owner"), "scheduled_at", "stage_since", "version")
    list_filter = ("stage",)
    list_select_related = ("episode", "owner")
    search_fields = ("episode__title", "episode__show__title")


@admin.register(Point)
class PointAdmin(ReadOnly):
    list_display = ("text", linked("episode"), "days_before", "own_day", "done_at", linked("done_by"))
    list_select_related = ("episode", "done_by")
    search_fields = ("text", "episode__title")


@admin.register(TemplatePoint)
class TemplatePointAdmin(ReadOnly):
    list_display = ("text", linked("show"), "days_before")
    list_select_related = ("show",)


@admin.register(Person)
class PersonAdmin(ReadOnly):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("name", linked("team"), "link", "is_hidden")
    list_select_related = ("team",)
    search_fields = ("name",)


@admin.register(Part)
class PartAdmin(ReadOnly):
    list_display = ("role", linked("person"), linked("show"), linked("episode"))
    list_select_related = ("person", "show", "episode")
    list_filter = ("role",)


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ("words", linked("show"), linked("made_by"), "created_at", "undone_at")
    list_select_related = ("show", "made_by")


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly):
    """The digest of the token is nobody's business."""

    exclude = ("token_hash",)
    list_display = ("id", linked("team"), linked("show"), linked("user"), "created_at", "used_at", "revoked_at")
    list_select_related = ("team", "show", "user")
