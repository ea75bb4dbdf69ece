"""Addresses of one's own Auphonic accounts."""

from django.urls import path

from productions.auphonic import views

app_name = "auphonic"
urlpatterns = [
    path("accounts/auphonic/link/", views.link, name="link"),
    path("accounts/auphonic/callback/", views.callback, name="callback"),
    path("accounts/auphonic/key/", views.key, name="key"),
    path("accounts/auphonic/<uuid:pk>/unlink/", views.unlink, name="unlink"),
    path("accounts/auphonic/<uuid:pk>/check/", views.check, name="check"),
    path("accounts/auphonic/<uuid:pk>/lend/", views.lend, name="lend"),
    path("accounts/auphonic/<uuid:pk>/presets/", views.presets, name="presets"),
]
