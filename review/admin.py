"""Reviews in the admin: to look, and to find; what people said of each other's work is theirs to change."""

from django.contrib import admin

from review.models import Decision, Guest, Link, Note, Request
from teams.admin import ReadOnly, linked

EPISODE = ("production__episode__show",)


@admin.register(Note)
class NoteAdmin(ReadOnly):
    list_display = (
        "text", "author_name", "kind", "start", linked("production", "episode"), "created_at", "resolved_at",
        "deleted_at",
    )  # fmt: skip
    list_filter = ("kind", "resolved_at")
    list_select_related = EPISODE
    search_fields = ("text", "author_name", "production__episode__title", "production__episode__show__title")
    date_hierarchy = "created_at"


@admin.register(Request)
class RequestAdmin(ReadOnly):
    list_display = (
        linked("reviewer"), linked("production", "episode"), linked("asked_by"), "due_on", "created_at",
        "reminded_at", "withdrawn_at",
    )  # fmt: skip
    list_select_related = (*EPISODE, "reviewer", "asked_by")
    search_fields = ("reviewer__email", "reviewer__name", "production__episode__title")
    date_hierarchy = "created_at"


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("author_name", "verdict", linked("production", "episode"), "sentence", "changed_at")
    list_filter = ("verdict",)
    list_select_related = EPISODE
    search_fields = ("author_name", "production__episode__title")
    date_hierarchy = "created_at"


@admin.register(Link)
class LinkAdmin(ReadOnly):
    """The hashes of token and password are not among the fields."""

    list_display = (
        "name", "email", linked("episode"), linked("made_by"), "expires_at", "opened_at", "revoked_at",
    )  # fmt: skip
    list_filter = ("may_decide", "may_download")
    list_select_related = ("episode__show", "made_by")
    search_fields = ("name", "email", "episode__title")
    fields = (
        "episode", "name", "email", "may_note", "may_decide", "may_download", "made_by", "created_at", "expires_at",
        "opened_at", "revoked_at",
    )  # fmt: skip


@admin.register(Guest)
class GuestAdmin(ReadOnly):
    list_display = ("name", "email", linked("link"), "created_at")
    list_select_related = ("link",)
    search_fields = ("name", "email", "link__episode__title")
