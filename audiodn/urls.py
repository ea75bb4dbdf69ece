"""Addresses of audiodn."""

from django.urls import URLPattern

app_name = "audiodn"
urlpatterns: list[URLPattern] = []
