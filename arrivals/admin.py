"""Receptions and arrivals in the admin."""

from django.contrib import admin

from arrivals.models import Arrival, Reception
from teams.admin import ReadOnly, linked


@admin.register(Reception)
class ReceptionAdmin(ReadOnly):
    list_display = ("__str__", linked("show"), linked("account"), "service_uuid", "due_at", "error")
    list_select_related = ("show", "account", "asked_by")
    search_fields = ("show__title", "account__name")


@admin.register(Arrival)
class ArrivalAdmin(ReadOnly):
    list_display = ("auphonic_uuid", linked("reception"), linked("episode"), "created_at", "due_at", "done_at", "error")
    list_select_related = ("reception__show", "reception__account", "episode")
    search_fields = ("auphonic_uuid",)
