"""Receptions, surveys and arrivals in the admin."""

from django.contrib import admin

from arrivals.models import Arrival, Order, Reception, Shelf, Survey
from teams.admin import ReadOnly, linked


@admin.register(Reception)
class ReceptionAdmin(ReadOnly):
    list_display = ("__str__", linked("show"), linked("account"), "service_uuid", "due_at", "error")
    list_select_related = ("show", "account", "asked_by")
    search_fields = ("show__title", "account__name")


@admin.register(Survey)
class SurveyAdmin(ReadOnly):
    list_display = ("__str__", linked("account"), "surveyed_at", "due_at", "error")
    list_select_related = ("account",)
    search_fields = ("account__name",)
    exclude = ("found",)  # titles are their owner's business


@admin.register(Shelf)
class ShelfAdmin(ReadOnly):
    list_display = ("__str__", linked("account"), "listed_at", "due_at", "error")
    list_select_related = ("account",)
    search_fields = ("account__name",)
    exclude = ("names",)  # what is on it is its owner's business


@admin.register(Order)
class OrderAdmin(ReadOnly):
    list_display = ("file_name", linked("episode"), linked("account"), "created_at", "due_at", "done_at", "error")
    list_select_related = ("episode", "account", "asked_by")
    search_fields = ("file_name", "auphonic_uuid")


@admin.register(Arrival)
class ArrivalAdmin(ReadOnly):
    list_display = ("auphonic_uuid", linked("show"), linked("episode"), "created_at", "due_at", "done_at", "error")
    list_select_related = ("show", "account", "episode")
    search_fields = ("auphonic_uuid", "title")
