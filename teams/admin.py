"""People, teams, invitations and the audit log in the admin."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from teams.models import AuditEntry, Invitation, Membership, Team, User


def linked(*path: str) -> Callable[[Any], str]:
    """A column that leads to the page of what this row belongs to: `linked("episode", "show")`."""

    @admin.display(description=path[-1], ordering="__".join(path))
    def column(row: Any) -> str:
        for name in path:
            row = getattr(row, name, None)
        if row is None:
            return ""
        page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[row.pk]), row)

    return column


class ReadOnly(admin.ModelAdmin):
    """Looks, and changes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ("user", "team")
    raw_id_fields = ("shows",)
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("email", "name", "is_staff", "is_active", "last_login", "date_joined")
    list_filter = ("is_staff", "is_active", "teams")
    search_fields = ("email", "name", "emailaddress__email")
    ordering = ("email",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "theme", "time_zone")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)
    inlines = (MembershipInline,)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "people", "is_second_factor_required", "created_at")
    list_filter = ("is_second_factor_required",)
    search_fields = ("name", "members__email")
    date_hierarchy = "created_at"
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(people=Count("memberships"))

    @admin.display(ordering="people")
    def people(self, team: Any) -> int:
        return int(team.people)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its owners delete it, so that files and remote collections go too


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """The hash of the token is not among the fields."""

    list_display = (
        "email",
        linked("team"),
        "role",
        linked("invited_by"),
        "created_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
    )
    list_filter = ("role", "is_limited")
    list_select_related = ("team", "invited_by")
    search_fields = ("email", "team__name")
    fields = (
        "team", "email", "role", "is_limited", "shows", "invited_by", "accepted_by", "created_at", "expires_at",
        "accepted_at", "revoked_at",
    )  # fmt: skip


@admin.register(AuditEntry)
class AuditAdmin(ReadOnly):
    list_display = ("at", "actor_name", "action", "target_name", "team_name", "ip")
    list_filter = ("action",)
    search_fields = ("actor_name", "target_name", "team_name", "target_id", "ip")
    date_hierarchy = "at"
    show_full_result_count = False  # a log grows without end; nobody needs it counted twice


# allauth's own pages of these would show secrets: what codes are made from, tokens, and the keys of sessions
for model in (Authenticator, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    list_display = ("type", linked("user"), "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For somebody who has lost their telephone, once it is sure that it is them."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(UserSession)
class SessionAdmin(ReadOnly):
    list_display = ("user", "ip", "created_at", "last_seen_at", "user_agent")
    list_select_related = ("user",)
    search_fields = ("user__email", "ip")
    fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")
