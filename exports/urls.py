"""Addresses of exports and of a team's end."""

from django.urls import path

from exports import views

app_name = "exports"
urlpatterns = [
    path("team/export/", views.export, name="export"),
    path("team/end/", views.end, name="end"),
]
