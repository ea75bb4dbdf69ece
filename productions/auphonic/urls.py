"""Addresses of auphonic."""

from django.urls import URLPattern

app_name = "auphonic"
urlpatterns: list[URLPattern] = []
