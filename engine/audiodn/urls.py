"""Addresses of this side that Django answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
