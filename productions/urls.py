"""Addresses of productions."""

from django.urls import URLPattern

app_name = "productions"
urlpatterns: list[URLPattern] = []
