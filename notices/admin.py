"""Notices in the admin: whether a letter went out, and to whom."""

from django.contrib import admin

from notices.models import Choice, Notice
from teams.admin import ReadOnly, linked


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = (
        "title",
        linked("user"),
        linked("team"),
        "kind",
        "created_at",
        "read_at",
        "mail",
        "due_at",
        "mailed_at",
        "attempts",
    )
    list_filter = ("kind", "mail")
    list_select_related = ("user", "team")
    search_fields = ("title", "user__email", "key")
    date_hierarchy = "created_at"


@admin.register(Choice)
class ChoiceAdmin(ReadOnly):
    list_display = ("user", "kind", "mail")
    list_filter = ("kind", "mail")
    list_select_related = ("user",)
    search_fields = ("user__email",)
