"""People and teams in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from teams.models import Membership, Team, User


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ("user", "team")
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("email", "name", "is_staff", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "theme")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)
    inlines = (MembershipInline,)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "created_at")
    search_fields = ("name",)
    inlines = (MembershipInline,)
